// The request path alone: one inline route that answers 300 bytes of JSON. What a request costs
// beyond this is the dialect's. Compare with nginx `return 200` (README.md).
//   http_hello PORT [--log] [--loops N]      log lines go to standard error

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"
#include "base/strings.h"
#include "http/server.h"
#include "http/site_routes.h"

namespace {

using namespace guildhall;        // NOLINT(google-build-using-namespace)
using namespace guildhall::http;  // NOLINT(google-build-using-namespace)

/// The bench changes nothing.
class NoStore final : public Store {
 public:
  Result<void> Read(Patience, const Reading&) const override { return Fail(Errc::kUnavailable); }
  void Write(std::vector<TenantId>, guildhall::Change,
             std::function<void(Result<void>)> done) override {
    done(Fail(Errc::kUnavailable));
  }
  [[nodiscard]] bool SeesEveryCommit() const override { return true; }
  void OnCommit(std::function<void(const Commit&)>) override {}
  void Close() override {}
};

Answer Hello(const Request&) {
  static const std::string body = "{\"text\":\"" + std::string(289, 'x') + "\"}";
  Response response;
  response.body.Append(body);
  return response;
}

}  // namespace

int main(int argc, char** argv) {
  Server::Options options;
  options.request_log = false;
  options.loops = 1;
  options.port = 8090;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--log") {
      options.request_log = true;
    } else if (argument == "--loops" && i + 1 < argc) {
      options.loops = std::atoi(argv[++i]);
    } else if (const auto port = ParseInteger(argument)) {
      options.port = static_cast<std::uint16_t>(*port);
    }
  }
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGINT);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);

  SystemClock clock;
  Log log({}, clock);
  NoStore store;
  Metrics metrics;
  Router router;
  RouteTable table = SiteRoutes(
      router, metrics, [] { return true; }, "bench");
  table.routes.push_back({Method::kGet, "/hello", Place::kInline, Hello, "300 bytes", 0});
  router.Mount(std::move(table));
  Server server(options, router, store, log, metrics);
  if (const auto started = server.Start(); !started) {
    std::fprintf(stderr, "%s\n", started.error().detail.c_str());
    return 1;
  }
  std::fprintf(stderr, "listening on http://127.0.0.1:%d/hello\n", server.port());
  int signal = 0;
  sigwait(&stop, &signal);
  server.Stop();
  return 0;
}
