#include "http/site_routes.h"

#include <memory>
#include <mutex>
#include <utility>

#include "base/json.h"
#include "http/openapi.h"

namespace guildhall::http {
namespace {

constexpr std::string_view kText = "text/plain; charset=utf-8";
constexpr std::string_view kPrometheus = "text/plain; version=0.0.4; charset=utf-8";

Response Make(int status, std::string_view content_type, std::string_view body) {
  Response response;
  response.status = status;
  response.content_type = content_type;
  response.body.Append(body);
  return response;
}

Handler DescribeOnce(const Router& router, std::string version) {
  struct Description {
    std::once_flag once;
    std::string text;
  };
  auto description = std::make_shared<Description>();
  return [&router, version = std::move(version), description](const Request&) -> Answer {
    std::call_once(description->once, [&] { description->text = DescribeRoutes(router, version); });
    return Make(200, kJson, description->text);
  };
}

}  // namespace

RouteTable SiteRoutes(const Router& router, const Metrics& metrics, std::function<bool()> ready,
                      std::string version) {
  RouteTable table;
  table.dialect = "site";
  table.routes.push_back({Method::kGet, "/healthz", Place::kInline,
                          [](const Request&) -> Answer { return Make(200, kText, "ok\n"); },
                          "Whether the process is up", 0});
  table.routes.push_back({Method::kGet, "/readyz", Place::kWorker,
                          [ready = std::move(ready)](const Request&) -> Answer {
                            return ready() ? Make(200, kText, "ready\n")
                                           : Make(503, kText, "not ready\n");
                          },
                          "Whether requests can be served", 0});
  table.routes.push_back({Method::kGet, "/metrics", Place::kWorker,
                          [&metrics](const Request&) -> Answer {
                            Response response = Make(200, kPrometheus, {});
                            metrics.Write(response.body);
                            return response;
                          },
                          "Counters in the Prometheus text format", 0});
  table.routes.push_back({Method::kGet, "/openapi.json", Place::kWorker,
                          DescribeOnce(router, std::move(version)), "This description", 0});
  table.not_found = [](const Request&) -> Answer { return UnclaimedPath(); };
  table.wrong_method = [](const Request& request) -> Answer {
    Response response = PlainFault(405, "This method is not allowed here.");
    response.allow = request.allow;
    return response;
  };
  table.render_fault = [](Fault fault, std::size_t) { return DefaultFault(fault); };
  return table;
}

Response UnclaimedPath() { return PlainFault(404, "Nothing is served here."); }

Response PlainFault(int status, std::string_view reason) {
  Response response;
  response.status = status;
  JsonWriter json(response.body);
  json.BeginObject();
  json.Member("detail", reason);
  json.EndObject();
  return response;
}

Response DefaultFault(Fault fault) {
  switch (fault) {
    case Fault::kBodyTooLarge:
      return PlainFault(413, "The body is too large.");
    case Fault::kOverloaded:
      return PlainFault(503, "The server is busy.");
    case Fault::kInternal:
      break;
  }
  return PlainFault(500, "The server failed.");
}

}  // namespace guildhall::http
