#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "tests/scenarios/daptin_world.h"
#include "tests/scenarios/tyk_world.h"

namespace guildhall::scenarios {

/// One tenant in three dialects: the organisation "$org", the instance cross-hall, and the tenant
/// that Daptin speaks of. "$founder" is the key of its operator, "$admin_key" that of its Tyk
/// administrator, "$app" an API key; ann ("$ann", "$ann_token", as Syncano's user "$ann_number"
/// with the key "$ann_user_key") signed up through Daptin.
class CrossDialect : public EngineTest {
 protected:
  void SetUp() override;

  World& base() { return tyk_->base(); }
  /// As the instance's operator; fails the test when the status is another.
  Json Syncano(int status, std::string_view method, const std::string& target,
               std::string_view body = "");
  std::string SyncanoText(const std::string& target);
  /// As an application, perhaps with a user.
  Reply App(std::string_view method, const std::string& target, std::string_view user_key = "",
            std::string_view body = "");
  std::string Users(std::string_view key = "$admin_key");
  /// The object of the user with this e-mail, as Tyk shows it.
  Json TykUser(const std::string& email);
  /// A PUT of that user with one member replaced by `value`, JSON text; as `key`.
  Reply PutTykUser(const std::string& email, const std::string& member, const std::string& value,
                   std::string_view key = "$admin_key");
  /// The id of the account with this user name, as Syncano numbers it; "" for none.
  std::string NumberOf(const std::string& name);
  /// The same of the first group with this label.
  std::string NumberOfGroup(const std::string& label);
  /// Makes boss ("$boss", "$boss_token") an administrator for Daptin, by the command line's way.
  void AppointBoss();

  std::unique_ptr<TykWorld> tyk_;
  std::unique_ptr<DaptinWorld> daptin_;
};

/// The object of a list whose member has this text; null when there is none.
const Json* FindIn(const Json* list, std::string_view member, const std::string& text);

}  // namespace guildhall::scenarios
