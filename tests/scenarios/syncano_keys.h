#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/scenarios/engines.h"
#include "tests/scenarios/world.h"

namespace guildhall::scenarios {

inline constexpr char kPermission[] =
    R"({"detail":"You do not have permission to perform this action."})";
inline constexpr char kNotFound[] = R"({"detail":"Not found."})";

/// The world of the Syncano documents, for what keys may do in it.
class SyncanoKeysTest : public EngineTest {
 protected:
  void SetUp() override {
    world_ = MakeWorld(WorldSettings());
    BuildRivia(*world_);
  }
  /// How the server of this test is set.
  [[nodiscard]] virtual World::Settings WorldSettings() const { return {}; }
  void Play(const std::vector<Row>& rows) { scenarios::Play(*world_, rows); }
  /// A class or channel with the given members beside its name.
  void Make(const std::string& what, const std::string& name, const std::string& members) {
    world_->Expect(201, With("POST", "/v1.1/instances/rivia/" + what + "/", "$admin", "",
                             R"({"name":")" + name + "\"" + members + "}"));
  }
  std::unique_ptr<World> world_;
};

}  // namespace guildhall::scenarios
