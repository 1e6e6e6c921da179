#include "dialects/syncano/syncano.h"

#include <string>
#include <utility>
#include <vector>

#include "dialects/shared/mounting.h"
#include "dialects/syncano/files.h"
#include "dialects/syncano/nouns.h"
#include "dialects/syncano/pipeline.h"
#include "dialects/syncano/routes.h"

namespace guildhall::syncano {
namespace {

constexpr RouteSpec kRoot{http::Method::kGet, "/",
                          Scope::kPublic,     [](const Context&) { return true; },
                          Noun::kNone,        http::Place::kInline,
                          ShowRoot,           "Links of the versions"};

}  // namespace

struct Syncano::Impl {
  Impl(Core& core, Options options)
      : services{core, std::move(options), dialects::PasswordSignIn(core), dialects::NextSerial()},
        specs(AllRoutes()),
        pipeline(services, specs) {
    services.files = FileLinks(services.options.public_url);
  }

  http::Route RouteFor(const RouteSpec& spec, std::string pattern) const {
    auto route = dialects::RouteOf(
        spec, std::move(pattern),
        [this, &spec](const http::Request& request) { return pipeline.Serve(spec, request); });
    route.max_body = spec.takes_files ? services.options.max_file_bytes : spec.max_body;
    return route;
  }

  http::Route FileRoute() const {
    http::Route route;
    route.method = http::Method::kGet;
    route.pattern = std::string(kFilesPath) + "{name}";
    route.place = http::Place::kWorker;
    route.summary = "The bytes of a file, by its name";
    route.handler = [this](const http::Request& request) { return ServeFile(services, request); };
    return route;
  }

  Services services;
  std::vector<RouteSpec> specs;
  Pipeline pipeline;
};

Syncano::Syncano(Core& core, Options options)
    : impl_(std::make_unique<Impl>(core, std::move(options))) {}
Syncano::~Syncano() = default;

void Syncano::Mount(http::Router& router) {
  const Impl* impl = impl_.get();
  http::RouteTable table;
  table.dialect = Name();
  table.prefixes = {"/v1.1/", "/v1/", std::string(kFilesPath)};
  table.routes.push_back(impl->RouteFor(kRoot, "/"));
  table.routes.push_back(impl->FileRoute());
  for (const std::string_view version : {"/v1.1", "/v1"}) {
    for (const RouteSpec& spec : impl->specs) {
      table.routes.push_back(impl->RouteFor(spec, std::string(version).append(spec.path)));
    }
  }
  table.not_found = [impl](const http::Request& request) {
    return impl->pipeline.NotFound(request);
  };
  table.wrong_method = [impl](const http::Request& request) {
    return impl->pipeline.WrongMethod(request);
  };
  table.render_fault = [](http::Fault fault, std::size_t limit) {
    return Pipeline::RenderFault(fault, limit);
  };
  router.Mount(std::move(table));
}

}  // namespace guildhall::syncano
