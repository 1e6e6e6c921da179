// Actions that a schema declares: steps in one change with the powers of an administrator, what
// they can refer to, and who may set them going.

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/scenarios/daptin_world.h"

namespace guildhall::scenarios {
namespace {

constexpr const char* kForbidden = "http error (403) forbidden and 0 more errors, forbidden";

// Only users execute what stands under `Permission: 1`; everybody executes the rest.
constexpr const char* kSchema = R"(
Tables:
  - TableName: purchase
    Columns:
      - {Name: title, DataType: varchar(80), ColumnType: label}
      - {Name: total, DataType: int(11), ColumnType: measurement, IsNullable: true}
    Validations: [{ColumnName: title, Tags: required}]
  - TableName: entry
    Columns:
      - {Name: text, DataType: varchar(80), ColumnType: label}
      - {Name: code, DataType: varchar(20), ColumnType: label, IsUnique: true, IsNullable: true}
Relations:
  - {Subject: entry, Relation: belongs_to, Object: purchase}
Actions:
  - Name: buy
    Label: Buy
    OnType: purchase
    InstanceOptional: true
    Permission: 1
    AccessGroups: [{Name: users, Permission: 524288}]
    InFields:
      - {Name: title, ColumnType: label}
      - {Name: total, ColumnType: measurement}
      - {Name: code, ColumnType: label}
    Validations: [{ColumnName: title, Tags: "required,min=2"}]
    Conformations: [{ColumnName: title, Tags: trim}]
    OutFields:
      - {Type: purchase, Method: POST, Reference: made, Attributes: {title: "$title", total: "~total"}}
      - Type: entry
        Method: POST
        SkipInResponse: true
        Reference: line
        Attributes: {text: "$made.title by $user.name", code: "$code", purchase_id: "~made.reference_id"}
      - Type: client.notify
        Method: ACTIONRESPONSE
        Attributes: {type: success, message: "bought $title for $total", line: "~line.reference_id", list: ["~total", "$5"]}
  - Name: close
    Label: Close
    OnType: purchase
    OutFields:
      - {Type: purchase, Method: PATCH, Attributes: {reference_id: "~subject.reference_id", title: "$subject.title, closed"}}
  - Name: discard
    Label: Discard
    OnType: purchase
    OutFields:
      - {Type: purchase, Method: DELETE, Attributes: {purchase_id: "~purchase_id"}}
      - {Type: client.notify, Method: ACTIONRESPONSE, Attributes: {message: "$subject.title is gone"}}
  - Name: answer
    Label: Answer
    OnType: purchase
    InstanceOptional: true
    InFields: [{Name: code, ColumnType: label}]
    OutFields:
      - {Type: client.header.set, Method: ACTIONRESPONSE, SkipInResponse: true, Attributes: {status: "~code"}}
  - Name: find
    Label: Find
    OnType: purchase
    InstanceOptional: true
    InFields: [{Name: title, ColumnType: label}]
    OutFields:
      - Type: purchase
        Method: GET
        Reference: rows
        SkipInResponse: true
        Attributes: {query: '[{"column":"title","operator":"is","value":"$title"}]'}
      - {Type: purchase, Method: GET, Reference: same, SkipInResponse: true, Attributes: {title: "~title"}}
      - Type: found
        Method: ACTIONRESPONSE
        Condition: "~rows"
        Attributes: {first: "~rows[0].title", same: "$same.0.title", second: "~rows[1].title"}
  - Name: choose
    Label: Choose
    OnType: purchase
    InstanceOptional: true
    InFields: [{Name: what, ColumnType: label}]
    OutFields:
      - {Type: tea, Method: ACTIONRESPONSE, Condition: "$what == tea", Attributes: {}}
      - {Type: other, Method: ACTIONRESPONSE, Condition: "$what != tea", Attributes: {}}
      - {Type: purchase, Method: GET_BY_ID, ContinueOnError: true, Attributes: {id: "~what"}}
  - {Name: renew, Label: Renew, OnType: purchase, InstanceOptional: true, OutFields: [{Type: jwt.token, Method: EXECUTE}]}
  - Name: invite
    Label: Invite
    OnType: user_account
    InstanceOptional: true
    InFields: [{Name: email, ColumnType: email}, {Name: password, ColumnType: password}]
    OutFields:
      - {Type: user_account, Method: POST, Attributes: {name: "invited by $user.name", email: "$email", password: "~password"}}
  - Name: invite_late
    Label: Invite
    OnType: user_account
    InstanceOptional: true
    OutFields:
      - {Type: user_account, Method: POST, Attributes: {name: x, email: late@example.com, password: "$user.name and more"}}
)";

/// A tenant that boss administers, with ann, bob and the tables and actions above.
class DaptinActions : public DaptinTest {
 protected:
  void SetUp() override {
    DaptinTest::SetUp();
    BeginAdministered();
    const Reply declared = daptin_->Declare(kSchema, "$boss_token");
    ASSERT_EQ(declared.status, 200) << declared.body;
  }
  Reply Act(const std::string& path, std::string_view attributes, std::string_view token) {
    return daptin_->Api("POST", "/action/" + path, token,
                        "{\"attributes\":" + std::string(attributes) + "}");
  }
  void ExpectMessage(const Reply& reply, int status, const std::string& message) {
    EXPECT_EQ(reply.status, status) << reply.body;
    EXPECT_TRUE(Has(reply.body, R"("message":")" + message + "\"")) << reply.body;
    EXPECT_TRUE(Has(reply.body, R"([{"ResponseType":"client.notify")")) << reply.body;
  }
  void ExpectRows(const std::string& purchases, const std::string& entries) {
    EXPECT_EQ(daptin_->TotalOf("/api/purchase", "$boss_token"), purchases);
    EXPECT_EQ(daptin_->TotalOf("/api/entry", "$boss_token"), entries);
  }
  /// Ann's, whose id is "$tea" then.
  void BuyTea() {
    ASSERT_EQ(Act("purchase/buy", R"({"title":"Tea","total":3,"code":"t1"})", "$ann_token").status,
              200);
    const Json list = daptin_->ApiOf(200, "GET", "/api/purchase", "$ann_token");
    ASSERT_NE(list.Find("data"), nullptr);
    ASSERT_NE(list.Find("data")->AsArray(), nullptr);
    ASSERT_EQ(list.Find("data")->AsArray()->size(), 1U) << "what ann's action made is ann's";
    world_->Set("tea", *list.Find("data")->AsArray()->front().Find("id")->AsString());
  }
};

TEST_P(DaptinActions, MakeAllTheirRowsInOneChange) {
  const Reply bought =
      Act("purchase/buy", R"({"title":"  Tea ","total":3,"code":"t1"})", "$ann_token");
  ASSERT_EQ(bought.status, 200) << bought.body;
  const Json answer = ParseJson(bought.body).value();
  ASSERT_NE(answer.AsArray(), nullptr);
  ASSERT_EQ(answer.AsArray()->size(), 2U) << bought.body;
  const Json& made = answer.AsArray()->at(0);
  EXPECT_EQ(*made.Find("ResponseType"), Json("purchase"));
  EXPECT_EQ(*made.Find("Attributes")->Find("title"), Json("Tea")) << "trimmed";
  EXPECT_EQ(ToText(*made.Find("Attributes")->Find("total")), "3");
  const Json& notify = answer.AsArray()->at(1);
  EXPECT_EQ(*notify.Find("Attributes")->Find("message"), Json("bought Tea for 3"));
  EXPECT_EQ(ToText(*notify.Find("Attributes")->Find("list")), R"([3,"$5"])");
  world_->Set("line", *notify.Find("Attributes")->Find("line")->AsString());
  const Json line = daptin_->ApiOf(200, "GET", "/api/entry/$line", "$ann_token");
  EXPECT_EQ(AttributeIn(line, "text"), "\"Tea by ann\"");
  EXPECT_EQ(AttributeIn(line, "purchase_id"),
            ToText(*made.Find("Attributes")->Find("reference_id")));
  EXPECT_EQ(AttributeIn(line, "user_account_id"), "\"" + world_->Get("ann") + "\"");
  ExpectRows("1", "1");
}

TEST_P(DaptinActions, UndoEverythingWhenAStepFails) {
  BuyTea();
  ExpectMessage(Act("purchase/buy", R"({"title":"Coffee","total":4,"code":"t1"})", "$ann_token"),
                409, "UNIQUE constraint failed: entry.code");
  const Reply wrong =
      Act("purchase/buy", R"({"title":"Coffee","total":"a lot","code":"t2"})", "$ann_token");
  EXPECT_EQ(wrong.status, 400) << wrong.body;
  ExpectRows("1", "1");
}

TEST_P(DaptinActions, CheckTheirInputInOrder) {
  for (const char* attributes : {"{}", R"({"title":""})", R"({"title":"   "})"}) {
    ExpectMessage(Act("purchase/buy", attributes, "$ann_token"), 400,
                  "http error (400) required and 0 more errors, invalid value for title");
  }
  ExpectMessage(Act("purchase/buy", R"({"title":"T"})", "$ann_token"), 400,
                "http error (400) min and 0 more errors, invalid value for title");
  ExpectRows("0", "0");
}

TEST_P(DaptinActions, AreForThoseWhoMayExecuteThem) {
  ExpectMessage(Act("purchase/buy", R"({"title":"Tea"})", ""), 403, kForbidden);
  ExpectMessage(Act("purchase/nonesuch", "{}", "$ann_token"), 403, kForbidden);
  ExpectMessage(Act("nonesuch/buy", "{}", ""), 403, kForbidden);
  ExpectMessage(Act("purchase/nonesuch", "{}", "$boss_token"), 404, "no such action");
  ExpectMessage(Act("entry/buy", R"({"title":"Tea"})", "$boss_token"), 404, "no such action");
  daptin_->Open("purchase", "1", "$boss_token");
  ExpectMessage(Act("purchase/buy", R"({"title":"Tea"})", "$ann_token"), 403, kForbidden);
  ExpectRows("0", "0");
}

TEST_P(DaptinActions, AreAboutTheRowThatIsNamed) {
  BuyTea();
  ExpectMessage(Act("purchase/close", "{}", "$ann_token"), 400, "no reference id");
  ExpectMessage(Act("purchase/close", R"({"purchase_id":"$ann"})", "$ann_token"), 400,
                "failed to load subject");
  ExpectMessage(Act("purchase/close", R"({"purchase_id":"$tea"})", "$bob_token"), 400,
                "failed to load subject");
  ExpectMessage(Act("purchase/nonsense/close", "{}", "$ann_token"), 400, "failed to load subject");
  const Reply closed = Act("purchase/close", R"({"purchase_id":"$tea"})", "$ann_token");
  EXPECT_EQ(closed.status, 200) << closed.body;
  EXPECT_TRUE(Has(closed.body, R"("title":"Tea, closed")")) << closed.body;
  EXPECT_EQ(Act("purchase/$tea/close", "{}", "$ann_token").status, 200);
  daptin_->ApiOf(200, "PATCH", "/api/purchase/$tea", "$boss_token",
                 RowOf("purchase", "$tea", R"({"permission":3})"));
  ExpectMessage(Act("purchase/close", R"({"purchase_id":"$tea"})", "$bob_token"), 403, kForbidden);
  const Reply gone = Act("purchase/$tea/discard", "{}", "$boss_token");
  EXPECT_EQ(gone.body, R"([{"ResponseType":"client.notify","Attributes":)"
                       R"({"message":"Tea, closed, closed is gone"}}])");
  EXPECT_EQ(daptin_->TotalOf("/api/purchase", "$boss_token"), "0");
}

TEST_P(DaptinActions, SetTheStatus) {
  for (const auto& [code, status] : std::vector<std::pair<std::string, int>>{
           {"418", 418}, {R"("201")", 201}, {"404", 404}, {"599", 599}}) {
    const Reply reply = Act("purchase/answer", "{\"code\":" + code + "}", "");
    EXPECT_EQ(reply.status, status) << code;
    EXPECT_EQ(reply.body, "[]") << code;
  }
  EXPECT_EQ(Act("purchase/answer", R"({"code":204})", "").body, "");
  for (const char* code : {"100", "600", "-1", "9e99", R"("")", R"("x")", "null", "[]", "{}"}) {
    ExpectMessage(Act("purchase/answer", "{\"code\":" + std::string(code) + "}", ""), 400,
                  "invalid status");
  }
}

TEST_P(DaptinActions, FindRowsByWhatWasSentAndByNothingElse) {
  BuyTea();
  EXPECT_EQ(
      Act("purchase/find", R"({"title":"Tea"})", "").body,
      R"([{"ResponseType":"found","Attributes":{"first":"Tea","same":"Tea","second":null}}])");
  EXPECT_EQ(Act("purchase/find", R"({"title":"Milk"})", "").body, "[]");
  for (
      const char* title :
      {R"(x\"},{\"column\":\"title\",\"operator\":\"like\",\"value\":\"%)",
       R"(x\",\"logical_group\":\"a\"},{\"column\":\"title\",\"operator\":\"is\",\"value\":\"Tea\",\"logical_group\":\"a)",
       "x&query=[]", "%", "' or 1=1 --"}) {
    EXPECT_EQ(Act("purchase/find", "{\"title\":\"" + std::string(title) + "\"}", "").body, "[]")
        << title;
  }
}

TEST_P(DaptinActions, SkipWhatTheirConditionsRefuseAndGoOnWhereTheyMay) {
  EXPECT_EQ(Act("purchase/choose", R"({"what":"tea"})", "").body,
            R"([{"ResponseType":"tea","Attributes":{}}])");
  EXPECT_EQ(Act("purchase/choose", R"({"what":"$ann"})", "").body,
            R"([{"ResponseType":"other","Attributes":{}}])");
}

TEST_P(DaptinActions, GiveTokensToTheSessionsUserOnly) {
  ExpectMessage(Act("purchase/renew", "{}", ""), 403, kForbidden);
  const Json answer = ParseJson(Act("purchase/renew", "{}", "$ann_token").body).value();
  ASSERT_NE(answer.AsArray(), nullptr);
  ASSERT_EQ(answer.AsArray()->size(), 1U);
  const Json& entry = answer.AsArray()->front();
  EXPECT_EQ(*entry.Find("ResponseType"), Json("client.store.set"));
  world_->Set("renewed", *entry.Find("Attributes")->Find("value")->AsString());
  EXPECT_EQ(IdIn(daptin_->ApiOf(200, "GET", "/api/user_account/mine", "$renewed")),
            world_->Get("ann"));
}

TEST_P(DaptinActions, RenewOnesOwnTokenOnly) {
  const Reply own = Act("user_account/$ann/jwt.token", "{}", "$ann_token");
  EXPECT_EQ(own.status, 200) << own.body;
  EXPECT_TRUE(Has(own.body, "client.store.set")) << own.body;
  for (const char* token : {"", "$bob_token", "$boss_token"}) {
    const Reply other = Act("user_account/$ann/jwt.token", "{}", token);
    EXPECT_NE(other.status, 200) << token;
    EXPECT_FALSE(Has(other.body, "client.store.set")) << token;
  }
}

TEST_P(DaptinActions, KeepPasswordsAsHashes) {
  const Reply invited =
      Act("user_account/invite", R"({"email":"carl@example.com","password":"secret of carl"})",
          "$ann_token");
  ASSERT_EQ(invited.status, 200) << invited.body;
  EXPECT_FALSE(Has(invited.body, "secret of carl")) << invited.body;
  EXPECT_TRUE(Has(invited.body, "invited by ann")) << invited.body;
  EXPECT_EQ(daptin_->SignIn("carl@example.com", "secret of carl").status, 200);
  ExpectMessage(Act("user_account/invite_late", "{}", "$ann_token"), 400,
                "password cannot depend on what another step gives");
}

TEST_P(DaptinActions, TakeFormsQueriesAndEveryMethod) {
  for (const char* method : {"GET", "PUT", "PATCH", "DELETE", "POST"}) {
    const Reply reply = daptin_->Api(method, "/action/purchase/answer?code=202", "", "");
    EXPECT_EQ(reply.status, 202) << method;
  }
  const Reply wins =
      daptin_->Api("POST", "/action/purchase/answer?code=203", "", R"({"code":"204"})");
  EXPECT_EQ(wins.status, 203);
}

TEST_P(DaptinActions, AreSafeFromHostileInput) {
  BuyTea();
  for (const char* body : {"[]", "{", "1", "\xFF", R"({"attributes":[]})"}) {
    ExpectMessage(daptin_->Api("POST", "/action/purchase/buy", "$ann_token", body), 400,
                  "the body is not an object");
  }
  std::string many = R"({"title":"Tea")";
  for (int i = 0; i < 2'000; ++i) many += ",\"a" + std::to_string(i) + "\":1";
  EXPECT_EQ(Act("purchase/buy", many + "}", "$ann_token").status, 400);
  for (const char* attributes :
       {R"({"title":{"a":1},"total":[]})", R"({"title":"~user","total":"~subject","code":7})",
        R"({"title":"$user.password","total":null,"code":"$made.reference_id"})",
        R"({"title":["Tea"],"made":{"reference_id":"x"},"user":{"name":"boss"}})"}) {
    const Reply reply = Act("purchase/buy", attributes, "$ann_token");
    EXPECT_LT(reply.status, 500) << attributes << reply.body;
    EXPECT_FALSE(Has(reply.body, "by boss")) << attributes << reply.body;
  }
  for (const char* path :
       {"purchase%27--/buy", "purchase/buy%27--", "purchase/%00", "/", "purchase/"}) {
    const Reply reply = Act(path, "{}", "$boss_token");
    EXPECT_GE(reply.status, 400) << path;
    EXPECT_LT(reply.status, 500) << path;
  }
}

GUILDHALL_EVERY_ENGINE(DaptinActions);

}  // namespace
}  // namespace guildhall::scenarios
