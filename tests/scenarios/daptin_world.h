#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "dialects/daptin/daptin.h"
#include "http/router.h"
#include "tests/scenarios/client.h"
#include "tests/scenarios/engines.h"
#include "tests/scenarios/world.h"

namespace guildhall::scenarios {

/// The Daptin dialect over the store and the core of a `World`, whose variables it shares.
class DaptinWorld {
 public:
  /// Speaks of the tenant of that name.
  DaptinWorld(World& base, std::string_view tenant);

  /// With a token ("" for a guest).
  Reply Api(std::string_view method, std::string_view target, std::string_view token,
            std::string_view body = "") const;
  /// The same as JSON; fails the test when the status is another.
  Json ApiOf(int status, std::string_view method, std::string_view target, std::string_view token,
             std::string_view body = "") const;
  /// Signs up NAME@example.com with the password "secret of NAME".
  Reply SignUp(std::string_view name, std::string_view token = "") const;
  [[nodiscard]] Reply SignIn(std::string_view email, std::string_view password) const;
  /// Signs NAME in. Sets "$NAME" to the account's id and "$NAME_token" to the token.
  void Enter(const std::string& name);
  /// Makes a group and sets "$NAME" to its id.
  void MakeGroup(const std::string& name, std::string_view token);
  /// Uploads a schema in YAML; gives the answer.
  Reply Declare(std::string_view schema, std::string_view token) const;
  /// The number of rows that a list says it has.
  [[nodiscard]] std::string TotalOf(std::string_view target, std::string_view token) const;
  /// Links a row with a group ("$NAME"), and gives the link this permission.
  void ShareRow(const std::string& table, const std::string& id, const std::string& group,
                const std::string& permission, std::string_view token) const;
  /// Sets the table's permission; sets "$TABLE_row" to the id of its row.
  void Open(const std::string& table, std::string_view permission, std::string_view token);

 private:
  World& base_;
  std::unique_ptr<daptin::Daptin> daptin_;
  http::Router router_;
  std::unique_ptr<Client> client_;
};

/// Scenarios in the tenant of a new server, hall-one, which Daptin speaks of. "$founder" is the key
/// of its operator.
class DaptinTest : public EngineTest {
 protected:
  void SetUp() override;
  /// Makes boss, ann and bob ("$boss", "$boss_token", ...); boss becomes the administrator.
  void BeginAdministered();

  std::unique_ptr<World> world_;
  std::unique_ptr<DaptinWorld> daptin_;
};

/// `{"data":{"type":type,"id":id,"attributes":attributes}}`, without the id when it is "".
std::string RowOf(std::string_view type, std::string_view id, std::string_view attributes);
/// `{"data":[{"type":type,"id":id}]}`.
std::string TargetOf(std::string_view type, std::string_view id);
/// The text of data.id of a document.
std::string IdIn(const Json& document);
bool Has(const std::string& body, const std::string& text);
/// An attribute of data as JSON text; "" when there is none.
std::string AttributeIn(const Json& document, std::string_view name);

}  // namespace guildhall::scenarios
