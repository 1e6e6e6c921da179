#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "tests/scenarios/world.h"

namespace guildhall::scenarios {

/// A scenario that runs on every engine, each time over a fresh store. "sqlite_uncached" runs
/// without the callers' memory, because a hit must equal a miss.
class EngineTest : public ::testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] static std::unique_ptr<World> MakeWorld(World::Settings settings = {}) {
    settings.cache = GetParam() != "sqlite_uncached";
    const auto factory = GetParam() == "postgres" ? test::PostgresStores() : test::SqliteStores();
    return std::make_unique<World>(factory.make(), settings);
  }
};

#define GUILDHALL_EVERY_ENGINE(suite)                                                  \
  INSTANTIATE_TEST_SUITE_P(Engines, suite,                                             \
                           ::testing::Values("sqlite", "sqlite_uncached", "postgres"), \
                           [](const auto& engine) { return engine.param; })

}  // namespace guildhall::scenarios
