#include "dialects/tyk/tyk.h"

#include <string>
#include <utility>

#include "dialects/shared/mounting.h"
#include "dialects/tyk/pipeline.h"
#include "dialects/tyk/routes.h"

namespace guildhall::tyk {

struct Tyk::Impl {
  Impl(Core& core, Options options)
      : services{core, std::move(options), dialects::PasswordSignIn(core), dialects::NextSerial()},
        pipeline(services) {}

  http::Route RouteFor(const RouteSpec& spec, std::string pattern) const {
    return dialects::RouteOf(spec, std::move(pattern), [this, &spec](const http::Request& request) {
      return pipeline.Serve(spec, request);
    });
  }

  Services services;
  Pipeline pipeline;
};

Tyk::Tyk(Core& core, Options options) : impl_(std::make_unique<Impl>(core, std::move(options))) {}
Tyk::~Tyk() = default;

void Tyk::Mount(http::Router& router) {
  const Impl* impl = impl_.get();
  http::RouteTable table;
  table.dialect = Name();
  // Below /api/ only what is named: the rest is another vocabulary's.
  table.prefixes = {"/api/usergroups", "/api/users", "/api/audit-logs",
                    "/api/org/",       "/admin/",    "/hello"};
  for (const RouteSpec& spec : AllRoutes()) {
    const std::string path(spec.path);
    table.routes.push_back(impl->RouteFor(spec, path));
    table.routes.push_back(impl->RouteFor(spec, path + "/"));
  }
  table.not_found = [impl](const http::Request& request) {
    return impl->pipeline.NotFound(request);
  };
  table.wrong_method = table.not_found;
  table.render_fault = [](http::Fault fault, std::size_t limit) {
    return Pipeline::RenderFault(fault, limit);
  };
  router.Mount(std::move(table));
}

}  // namespace guildhall::tyk
