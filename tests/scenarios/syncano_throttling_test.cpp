// Request rates (Syncano v1.1 "Throttling"): off unless they are set, then per second.

#include <gtest/gtest.h>

#include "tests/scenarios/engines.h"
#include "tests/scenarios/world.h"

namespace guildhall::scenarios {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
// More than what the world is built with, which happens in one second.
constexpr int kRate = 20;
const std::string kInstance = "/v1.1/instances/rivia/";
constexpr char kThrottled[] =
    R"({"detail":"Request was throttled. Expected available in 1 second."})";

class SyncanoThrottling : public EngineTest {
 protected:
  /// Begins a fresh second in a world with these rates.
  void Limit(const syncano::RequestRates& rates) {
    World::Settings settings;
    settings.syncano.request_rates = rates;
    world_ = MakeWorld(settings);
    BuildRivia(*world_);
    world_->clock().Advance(kSecond);
  }
  /// Sends the call as often as it may be sent.
  void Exhaust(const Call& call, int times = kRate) {
    for (int i = 0; i < times; ++i) EXPECT_NE(world_->Send(call).status, 429) << i;
  }
  void ExpectThrottled(const Call& call) {
    const Reply reply = world_->Send(call);
    EXPECT_EQ(reply.status, 429);
    EXPECT_EQ(reply.body, kThrottled);
    EXPECT_EQ(reply.headers.count("Retry-After"), 1U);
    if (reply.status == 429) {
      EXPECT_EQ(reply.headers.at("Retry-After"), "1");
    }
  }
  std::unique_ptr<World> world_;
};

TEST_P(SyncanoThrottling, IsOffUnlessItIsSet) {
  Limit({});
  Exhaust(With("GET", kInstance + "groups/1/", "$app"), 500);
}

TEST_P(SyncanoThrottling, AnInstanceIsCountedAsAWhole) {
  Limit({.instance = kRate});
  Exhaust(With("GET", kInstance + "groups/1/", "$app"), 8);
  Exhaust(With("GET", kInstance + "users/", "$admin"), 7);
  Exhaust(With("POST", kInstance + "groups/", "$admin", "", R"({"label":"x"})"), 5);
  ExpectThrottled(With("GET", kInstance + "groups/1/", "$app"));
  ExpectThrottled(With("GET", kInstance, "$admin"));
  ExpectThrottled(With("POST", kInstance + "groups/", "$admin", "", R"({"label":"never"})"));
  // Others, and what is outside, are not concerned.
  EXPECT_EQ(world_->Ask("GET", "/v1.1/instances/novigrad/groups/", "$foreign").status, 200);
  EXPECT_EQ(world_->Ask("GET", "/v1.1/account/", "$admin").status, 200);
  world_->clock().Advance(kSecond);
  const Reply after = world_->Ask("GET", kInstance + "groups/", "$admin");
  EXPECT_EQ(after.status, 200);
  EXPECT_EQ(after.body.find("never"), std::string::npos);
}

TEST_P(SyncanoThrottling, AccountsAndAddressesAreCountedOutsideInstances) {
  Limit({.anonymous = kRate, .account = kRate});
  Exhaust(With("GET", "/v1.1/account/", "$admin"));
  ExpectThrottled(With("GET", "/v1.1/instances/", "$admin"));
  EXPECT_EQ(world_->Ask("GET", "/v1.1/account/", "$stranger").status, 200);
  EXPECT_EQ(world_->Ask("GET", kInstance, "$admin").status, 200);
  const Call nobody = With("GET", "/v1.1/");
  Exhaust(nobody);
  ExpectThrottled(nobody);
}

TEST_P(SyncanoThrottling, WhoIsDeniedIsNotCounted) {
  Limit({.anonymous = kRate, .instance = kRate});
  for (int i = 0; i < 3 * kRate; ++i) {
    EXPECT_EQ(world_->Ask("GET", kInstance + "users/", "$app").status, 403);
    EXPECT_EQ(world_->Ask("GET", kInstance + "users/", "1234").status, 403);
    EXPECT_EQ(world_->Ask("GET", kInstance + "users/").status, 403);
    EXPECT_EQ(world_->Ask("GET", "/v1.1/instances/nowhere/users/", "$admin").status, 404);
  }
  Exhaust(With("GET", kInstance + "groups/1/", "$app"));
  ExpectThrottled(With("GET", kInstance + "groups/1/", "$app"));
  // Nor does the rate tell anything to who may not know it.
  EXPECT_EQ(world_->Ask("GET", kInstance + "users/", "$app").status, 403);
}

TEST_P(SyncanoThrottling, TheRateComesBeforeMethodAndBody) {
  Limit({.instance = kRate});
  Exhaust(With("PUT", kInstance + "groups/", "$admin", "", "{}"));
  ExpectThrottled(With("PUT", kInstance + "groups/", "$admin", "", "{}"));
  ExpectThrottled(With("POST", kInstance + "groups/", "$admin", "", "{broken"));
  ExpectThrottled(With("GET", kInstance + "groups/999/", "$admin"));
}

TEST_P(SyncanoThrottling, EveryPartOfABatchCounts) {
  Limit({.instance = kRate});
  std::string parts;
  for (int i = 0; i < kRate; ++i) {
    parts += i > 0 ? "," : "";
    parts += R"({"method":"GET","path":")" + kInstance + R"(groups/1/"})";
  }
  const Reply reply =
      world_->Ask("POST", kInstance + "batch/", "$app", "", "{\"requests\":[" + parts + "]}");
  EXPECT_EQ(reply.status, 200);
  // The batch is a request too, so its last part is one too many.
  EXPECT_TRUE(reply.body.ends_with(std::string(R"(,{"code":429,"content":)") + kThrottled + "}]"))
      << reply.body;
  EXPECT_EQ(reply.body.find("429"), reply.body.rfind("429"));
}

GUILDHALL_EVERY_ENGINE(SyncanoThrottling);

}  // namespace
}  // namespace guildhall::scenarios
