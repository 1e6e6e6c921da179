#pragma once

#include <memory>
#include <string>

#include "tests/scenarios/syncano_keys.h"

namespace guildhall::scenarios {

inline constexpr char kChannels[] = "/v1.1/instances/rivia/channels/";

/// The world of the documents with three channels: "chat", to which everybody may publish; "rooms",
/// the same with separate rooms; and "guild", to which the group with the number 1 may subscribe.
class SyncanoChannelsTest : public SyncanoKeysTest {
 protected:
  void SetUp() override {
    SyncanoKeysTest::SetUp();
    Make("channels", "chat", R"(,"other_permissions":"publish","custom_publish":true)");
    Make("channels", "rooms",
         R"(,"other_permissions":"publish","custom_publish":true,"type":"separate_rooms")");
    Make("channels", "guild",
         R"(,"group":1,"group_permissions":"subscribe","custom_publish":true)");
  }
  /// Asks for messages and waits.
  std::unique_ptr<Waiting> Begin(const Call& call) { return world_->Begin(world_->hub(), call); }
  void Say(const std::string& channel, const std::string& text, const std::string& room = "") {
    std::string body = R"({"payload":{"content":")" + text + R"("})";
    if (!room.empty()) body += R"(,"room":")" + room + "\"";
    world_->Expect(201, With("POST", kChannels + channel + "/publish/", "$admin", "", body + "}"));
  }
};

}  // namespace guildhall::scenarios
