#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialects/tyk/tyk.h"
#include "http/router.h"
#include "tests/scenarios/client.h"
#include "tests/scenarios/engines.h"
#include "tests/scenarios/world.h"

namespace guildhall::scenarios {

/// The Tyk dialect over the store and the core of a `World`, whose variables it shares. The
/// installation's secret is "$secret"; an operator is there, so that organisations can be made.
class TykWorld {
 public:
  struct Settings {
    bool create_meta_id = false;
    bool allow_admin_reset_password = false;
    bool forbid_admin_view_access_token = false;
    bool forbid_admin_reset_access_token = false;
    bool admin_secret = true;
    PasswordRules password_rules{};
  };

  TykWorld(std::unique_ptr<World> base, Settings settings);

  Reply Send(Call call) const;
  /// With an access key ("" for none), and below /admin with the installation's secret.
  Reply Api(std::string_view method, std::string_view target, std::string_view key,
            std::string_view body = "") const;
  Reply Admin(std::string_view method, std::string_view target, std::string_view body = "") const;
  /// The same as JSON; fails the test when the status is another.
  Json ApiOf(int status, std::string_view method, std::string_view target, std::string_view key,
             std::string_view body = "") const;
  Json AdminOf(int status, std::string_view method, std::string_view target,
               std::string_view body = "") const;
  /// Sends every row in order and reports each that is not answered as it says.
  void Play(const std::vector<Row>& rows) const;

  /// Sets "$name" to the id.
  void MakeOrganisation(const std::string& name);
  /// Sets "$name" to the id and "$name_key" to the access key. `more` are further members, such as
  /// `,"group_id":"$group"`; the e-mail is name@example.com.
  void MakeUser(const std::string& name, std::string_view organisation,
                std::string_view permissions, std::string_view more = "");
  /// Sets "$name" to the id; made with `key`.
  void MakeGroup(const std::string& name, std::string_view key, std::string_view permissions);

  World& base() { return *base_; }
  [[nodiscard]] std::string Fill(std::string_view text) const { return base_->Fill(text); }

 private:
  std::unique_ptr<World> base_;
  std::unique_ptr<tyk::Tyk> tyk_;
  http::Router router_;
  std::unique_ptr<Client> client_;
};

/// A call with an access key, as rows want it.
Call WithAccessKey(std::string_view method, std::string_view target, std::string_view key,
                   std::string_view body = "");
/// A call with the installation's secret.
Call WithSecret(std::string_view method, std::string_view target, std::string_view body = "");
/// `text`, which is JSON, without white space.
std::string Compact(std::string_view text);
/// The member as text: of a text its characters, else JSON; "" when there is none.
std::string TextIn(const Json& value, std::string_view member);

/// The id at the end of the answer's `Location`.
std::string IdOfMade(const Reply& reply);
/// `{"Status":"Error","Message":message,"Meta":null}`.
std::string Refusal(std::string_view message);

/// Scenarios that begin with organisation "$org", its administrator "$boss" ("$boss_key"), who may
/// also reset passwords, and another organisation "$other" with "$stranger".
class TykTest : public EngineTest {
 protected:
  void SetUp() override { Begin({}); }
  void Begin(TykWorld::Settings settings, const World::Settings& base = {});

  std::unique_ptr<TykWorld> world_;
};

}  // namespace guildhall::scenarios
