// Instances as objects: who may change, rename and remove one, and that nothing of a removed one is
// served any more.

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_keys.h"

namespace guildhall::scenarios {
namespace {

constexpr char kRivia[] = "/v1.1/instances/rivia/";
constexpr char kRename[] = "/v1.1/instances/rivia/rename/";

class SyncanoInstances : public SyncanoKeysTest {
 protected:
  void SetUp() override {
    SyncanoKeysTest::SetUp();
    for (const auto& [name, role] :
         {std::pair("reader", Role::kRead), std::pair("writer", Role::kWrite),
          std::pair("full", Role::kFull)}) {
      AddOperator(name, role);
    }
  }
  /// "$name" is the key of another account with this role in rivia.
  void AddOperator(const std::string& name, Role role) {
    const Json account =
        world_->Expect(201, With("POST", "/v1.1/account/register/", "", "",
                                 R"({"email":")" + name + R"(@rivia.com","password":"secret"})"));
    world_->Set(name, *account.Find("account_key")->AsString());
    const OperatorId id(*account.Find("id")->AsInteger());
    const auto given = WriteAndWait(world_->store(), {kSite, TenantId(1)}, [&](Transaction& tx) {
      return tx.tenants().SetRole(TenantId(1), id, role);
    });
    ASSERT_TRUE(given);
  }
};

TEST_P(SyncanoInstances, AreShownToWhoHasAPartInThem) {
  Play({{"owner", With("GET", kRivia, "$admin"), 200, {R"("role":"full")"}, {}},
        {"full", With("GET", kRivia, "$full"), 200, {R"("role":"full")"}, {}},
        {"write", With("GET", kRivia, "$writer"), 200, {R"("role":"write")"}, {}},
        {"read", With("GET", kRivia, "$reader"), 200, {R"("role":"read")"}, {}},
        {"API key", With("GET", kRivia, "$app"), 200, {R"("role":"api_key")"}, {}},
        {"stranger", With("GET", kRivia, "$stranger"), 404, {kNotFound}, {"rivia"}},
        {"foreign key", With("GET", kRivia, "$foreign"), 404, {kNotFound}, {"rivia"}},
        {"anonymous", With("GET", kRivia), 403, {kPermission}, {"rivia"}}});
}

TEST_P(SyncanoInstances, AreChangedByFullAccountsAndTheOwner) {
  const auto change = [](std::string_view method, std::string_view key) {
    return With(method, kRivia, key, "", R"({"description":"north","name":"other"})");
  };
  for (const char* method : {"PUT", "PATCH"}) {
    Play({{"owner", change(method, "$admin"), 200, {R"("name":"rivia")", "north"}, {}},
          {"full", change(method, "$full"), 200, {"north"}, {}},
          {"write", change(method, "$writer"), 403, {kPermission}, {"north"}},
          {"read", change(method, "$reader"), 403, {kPermission}, {}},
          {"API key", change(method, "$app"), 403, {kPermission}, {}},
          {"API key with a user",
           With(method, kRivia, "$ignore_acl", "$geralt", "{}"),
           403,
           {kPermission},
           {}},
          {"stranger", change(method, "$stranger"), 404, {kNotFound}, {}},
          {"anonymous", change(method, ""), 403, {kPermission}, {}}});
  }
}

TEST_P(SyncanoInstances, APutWithoutMetadataEmptiesThem) {
  const auto send = [&](std::string_view method, std::string_view body) {
    return With(method, kRivia, "$admin", "", body);
  };
  Play({{"set",
         send("PATCH", R"({"description":"north","metadata":{"a":1}})"),
         200,
         {R"("metadata":{"a":1})"},
         {}},
        {"patch keeps", send("PATCH", "{}"), 200, {R"("metadata":{"a":1})", "north"}, {}},
        {"put empties", send("PUT", "{}"), 200, {R"("metadata":{})", "north"}, {}}});
}

TEST_P(SyncanoInstances, AreRenamedByTheirOwnerOnly) {
  const auto rename = [](std::string_view key) {
    return With("POST", kRename, key, "", R"({"new_name":"lyria"})");
  };
  Play({{"full", rename("$full"), 403, {kPermission}, {"lyria"}},
        {"write", rename("$writer"), 403, {kPermission}, {}},
        {"read", rename("$reader"), 403, {kPermission}, {}},
        {"API key", rename("$ignore_acl"), 403, {kPermission}, {}},
        {"stranger", rename("$stranger"), 404, {kNotFound}, {}},
        {"anonymous", rename(""), 403, {kPermission}, {}},
        {"still there", With("GET", kRivia, "$app"), 200, {"rivia"}, {}},
        {"owner",
         rename("$admin"),
         200,
         {R"("name":"lyria")", R"("self":"/v1.1/instances/lyria/")"},
         {"/rivia/"}},
        {"the old path", With("GET", kRivia, "$admin"), 404, {kNotFound}, {}},
        {"below it",
         With("GET", "/v1.1/instances/rivia/users/", "$admin"),
         404,
         {"Instance was not found."},
         {"geralt"}},
        {"the new one", With("GET", "/v1.1/instances/lyria/users/", "$admin"), 200, {"geralt"}, {}},
        {"with the same keys",
         With("GET", "/v1.1/instances/lyria/user/", "$app", "$geralt"),
         200,
         {"geralt"},
         {"/rivia/"}},
        {"in any case", With("GET", "/v1.1/instances/Lyria/", "$app"), 200, {"lyria"}, {}},
        {"the list",
         With("GET", "/v1.1/instances/", "$admin"),
         200,
         {"lyria"},
         {R"("name":"rivia")"}},
        {"the name is free",
         With("POST", "/v1.1/instances/", "$stranger", "", R"({"name":"rivia"})"),
         201,
         {R"("name":"rivia")"},
         {}},
        {"and leads to another", With("GET", kRivia, "$admin"), 404, {kNotFound}, {}}});
}

TEST_P(SyncanoInstances, ANewNameFollowsTheRulesOfNames) {
  const auto rename = [](std::string_view body) {
    return With("POST", kRename, "$admin", "", body);
  };
  Play({{"absent", rename("{}"), 400, {R"({"new_name":["This field may not be null."]})"}, {}},
        {"null",
         rename(R"({"new_name":null})"),
         400,
         {R"({"new_name":["This field may not be null."]})"},
         {}},
        {"blank",
         rename(R"({"new_name":""})"),
         400,
         {R"({"new_name":["This field may not be blank."]})"},
         {}},
        {"no text", rename(R"({"new_name":{}})"), 400, {R"("new_name")"}, {}},
        {"short",
         rename(R"({"new_name":"abcd"})"),
         400,
         {R"({"new_name":["Ensure this field has at least 5 characters."]})"},
         {}},
        {"several",
         rename(R"({"new_name":"1_a--"})"),
         400,
         {"Value has to start with a letter.", "Value has to end with a letter or a number.",
          "Enter a valid value consisting of letters, numbers, hyphens.",
          "Double hyphens are reserved."},
         {}},
        {"reserved",
         rename(R"({"new_name":"sentry"})"),
         400,
         {R"({"new_name":["Unable to use that value. Please choose a different one."]})"},
         {}},
        {"taken",
         rename(R"({"new_name":" Novigrad "})"),
         400,
         {R"({"new_name":["This field must be unique."]})"},
         {}},
        {"no object", rename("[]"), 400, {}, {}},
        {"trimmed and lower-case",
         rename(R"({"new_name":" LYRIA-2 "})"),
         200,
         {R"("name":"lyria-2")"},
         {}}});
}

TEST_P(SyncanoInstances, AreRemovedByTheirOwnerOnly) {
  Play({{"full", With("DELETE", kRivia, "$full"), 403, {kPermission}, {}},
        {"write", With("DELETE", kRivia, "$writer"), 403, {kPermission}, {}},
        {"read", With("DELETE", kRivia, "$reader"), 403, {kPermission}, {}},
        {"API key", With("DELETE", kRivia, "$ignore_acl"), 403, {kPermission}, {}},
        {"API key with a user", With("DELETE", kRivia, "$app", "$geralt"), 403, {kPermission}, {}},
        {"stranger", With("DELETE", kRivia, "$stranger"), 404, {kNotFound}, {}},
        {"foreign key", With("DELETE", kRivia, "$foreign"), 404, {kNotFound}, {}},
        {"anonymous", With("DELETE", kRivia), 403, {kPermission}, {}},
        {"still there", With("GET", kRivia, "$app"), 200, {"rivia"}, {}},
        {"owner", With("DELETE", kRivia, "$admin"), 204, {}, {}},
        {"twice", With("DELETE", kRivia, "$admin"), 404, {kNotFound}, {}}});
}

TEST_P(SyncanoInstances, NothingOfARemovedOneIsServed) {
  // Everybody is known to the server by now.
  Play({{"before",
         With("GET", "/v1.1/instances/rivia/user/", "$app", "$geralt"),
         200,
         {"geralt"},
         {}},
        {"removed", With("DELETE", kRivia, "$admin"), 204, {}, {}}});
  for (const char* key : {"$admin", "$full", "$app", "$ignore_acl", "$stranger", ""}) {
    for (const char* path : {"users/", "user/", "groups/1/users/", "classes/", "channels/",
                             "api_keys/", "classes/user_profile/objects/"}) {
      Play({{std::string(path) + " as " + key,
             With("GET", kRivia + std::string(path), key, "$geralt"),
             404,
             {"Instance was not found."},
             {"geralt"}}});
    }
  }
  Play({{"an API key of it",
         With("GET", "/v1.1/instances/", "$app"),
         403,
         {"No such API Key."},
         {"rivia"}},
        {"elsewhere",
         With("GET", "/v1.1/instances/novigrad/", "$app"),
         403,
         {"No such API Key."},
         {}},
        {"its owner's list",
         With("GET", "/v1.1/instances/", "$admin"),
         200,
         {R"("objects":[])"},
         {"rivia"}},
        {"the neighbour",
         With("GET", "/v1.1/instances/novigrad/users/", "$stranger"),
         200,
         {"foreign_user"},
         {}}});
}

TEST_P(SyncanoInstances, AnotherOneOfTheSameNameBeginsEmpty) {
  Play({{"removed", With("DELETE", kRivia, "$admin"), 204, {}, {}},
        {"made anew",
         With("POST", "/v1.1/instances/", "$stranger", "", R"({"name":"rivia"})"),
         201,
         {},
         {}},
        {"nobody is in it",
         With("GET", "/v1.1/instances/rivia/users/", "$stranger"),
         200,
         {R"("objects":[])"},
         {"geralt"}},
        {"former keys open nothing",
         With("GET", "/v1.1/instances/rivia/user/", "$app", "$geralt"),
         403,
         {"No such API Key."},
         {"geralt"}},
        {"nor does the former owner's", With("GET", kRivia, "$admin"), 404, {kNotFound}, {}}});
}

TEST_P(SyncanoInstances, ARemovedOneGivesItsPlaceBack) {
  const auto make = [](int number) {
    return With("POST", "/v1.1/instances/", "$admin", "",
                R"({"name":"realm-)" + std::to_string(number) + R"("})");
  };
  for (int number = 2; number <= 16; ++number) world_->Expect(201, make(number));
  Play({{"full", make(17), 400, {R"({"detail":"Instance count exceeded (16)."})"}, {}},
        {"removed", With("DELETE", kRivia, "$admin"), 204, {}, {}},
        {"room again", make(17), 201, {}, {}}});
}

TEST_P(SyncanoInstances, TheServersOwnStaysAsItIs) {
  const auto marked =
      WriteAndWait(world_->store(), {kSite, TenantId(1)}, [](Transaction& tx) -> Result<void> {
        GH_TRY(auto row, tx.tenants().Find(TenantId(1)));
        row->builtin = true;
        return tx.tenants().Update(*row);
      });
  ASSERT_TRUE(marked);
  Play({{"rename",
         With("POST", kRename, "$admin", "", R"({"new_name":"lyria"})"),
         403,
         {kPermission},
         {}},
        {"remove", With("DELETE", kRivia, "$admin"), 403, {kPermission}, {}},
        {"still there", With("GET", kRivia, "$app"), 200, {"rivia"}, {}}});
}

GUILDHALL_EVERY_ENGINE(SyncanoInstances);

}  // namespace
}  // namespace guildhall::scenarios
