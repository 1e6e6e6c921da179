#include "dialects/daptin/daptin.h"

#include <string>
#include <utility>

#include "dialects/daptin/pipeline.h"
#include "dialects/daptin/routes.h"
#include "dialects/shared/mounting.h"

namespace guildhall::daptin {

struct Daptin::Impl {
  Impl(Core& core, Options options)
      : identities(core.clock(), random),
        services{core, std::move(options), dialects::PasswordSignIn(core), identities,
                 dialects::NextSerial()},
        pipeline(services) {}

  http::Route RouteFor(const RouteSpec& spec) const {
    return dialects::RouteOf(
        spec, std::string(spec.path),
        [this, &spec](const http::Request& request) { return pipeline.Serve(spec, request); });
  }

  SystemRandom random;
  Identities identities;
  Services services;
  Pipeline pipeline;
};

Daptin::Daptin(Core& core, Options options)
    : impl_(std::make_unique<Impl>(core, std::move(options))) {}
Daptin::~Daptin() = default;

void Daptin::Mount(http::Router& router) {
  http::RouteTable table;
  table.dialect = Name();
  table.prefixes = {"/api/", "/action/", "/jsmodel/", "/aggregate/", "/stats/", "/_config/"};
  for (const RouteSpec& spec : AllRoutes()) table.routes.push_back(impl_->RouteFor(spec));
  table.not_found = Pipeline::NotFound;
  table.wrong_method = Pipeline::WrongMethod;
  table.render_fault = Pipeline::RenderFault;
  router.Mount(std::move(table));
}

}  // namespace guildhall::daptin
