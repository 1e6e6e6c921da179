// The filter language and the order of object lists, operator by operator (Syncano v1.1 "Data
// Objects - list").

#include <tuple>

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_shelf.h"

namespace guildhall::scenarios {
namespace {

class SyncanoQueries : public SyncanoShelfTest {
 protected:
  void SetUp() override {
    SyncanoShelfTest::SetUp();
    PutItems();
  }
  struct Case {
    const char* query;
    const char* names;
  };
  void Check(const std::vector<Case>& cases) const {
    for (const Case& one : cases) EXPECT_EQ(Found(one.query), one.names) << one.query;
  }
};

TEST_P(SyncanoQueries, ComparisonsLeaveNullOutUnlessTheyDeny) {
  Check({{R"({"n":{"_gt":1}})", "abel Cain%"},
         {R"({"n":{"_gte":2}})", "abel Cain%"},
         {R"({"n":{"_lt":2}})", "Abe"},
         {R"({"n":{"_lte":2}})", "Abe abel"},
         {R"({"n":{"_eq":"2"}})", "abel"},
         {R"({"n":{"_neq":2}})", "Abe Cain% Dan"},
         {R"({"n":{"_in":[1,3]}})", "Abe Cain%"},
         {R"({"n":{"_in":[]}})", ""},
         {R"({"n":{"_nin":[1]}})", "abel Cain% Dan"},
         {R"({"n":{"_nin":[]}})", "Abe abel Cain% Dan"},
         {R"({"n":{"_exists":true}})", "Abe abel Cain%"},
         {R"({"n":{"_exists":false}})", "Dan"},
         {R"({"n":{"_gt":1,"_lt":3}})", "abel"},
         {R"({"n":{"_gt":1},"name":{"_eq":"Cain%"}})", "Cain%"}});
}

TEST_P(SyncanoQueries, EveryComparableTypeIsCompared) {
  Check({{R"({"f":{"_lt":0}})", "abel"},
         {R"({"f":{"_gte":1.5}})", "Abe"},
         {R"({"flag":{"_eq":true}})", "Abe"},
         {R"({"flag":{"_neq":true}})", "abel Cain% Dan"},
         {R"({"at":{"_gte":"2016-01-01T00:00:00.000000Z"}})", "abel"},
         {R"({"at":{"_exists":false}})", "Cain% Dan"},
         {R"({"boss":{"_eq":$abe}})", "abel"},
         {R"({"boss":{"_neq":$abe}})", "Abe Cain% Dan"},
         {R"({"who":{"_in":[1,2]}})", "Abe"},
         {R"({"name":{"_gt":"Cain"}})", "abel Cain% Dan"}});
}

TEST_P(SyncanoQueries, TextOperators) {
  Check({{R"({"name":{"_startswith":"Ab"}})", "Abe"},
         {R"({"name":{"_istartswith":"ab"}})", "Abe abel"},
         {R"({"name":{"_endswith":"e"}})", "Abe"},
         {R"({"name":{"_iendswith":"EL"}})", "abel"},
         {R"({"name":{"_contains":"be"}})", "Abe abel"},
         {R"({"name":{"_icontains":"A"}})", "Abe abel Cain% Dan"},
         {R"({"name":{"_ieq":"ABE"}})", "Abe"},
         {R"({"name":{"_like":"Ab_"}})", "Abe"},
         {R"({"name":{"_ilike":"ab%"}})", "Abe abel"},
         {R"({"name":{"_like":"%\\%"}})", "Cain%"}});
}

TEST_P(SyncanoQueries, ArraysRelationsAndPlaces) {
  Check({{R"({"tags":{"_contains":["x"]}})", "Abe abel"},
         {R"({"tags":{"_contains":["x",1]}})", "Abe"},
         {R"({"tags":{"_contains":["x","1"]}})", "abel"},
         {R"({"peers":{"_contains":[$abe]}})", "abel Cain%"},
         {R"({"peers":{"_contains":[$abe,$abel]}})", "Cain%"},
         {R"({"peers":{"_exists":false}})", "Abe Dan"},
         {R"({"place":{"_exists":true}})", "Abe abel"},
         {R"({"place":{"_near":{"longitude":21,"latitude":52.2}}})", "Abe"},
         {R"({"place":{"_near":{"longitude":21,"latitude":52.2,"distance_in_kilometers":1}}})", ""},
         {R"({"place":{"_near":{"longitude":21,"latitude":52.2,"distance_in_miles":200}}})",
          "Abe abel"}});
}

TEST_P(SyncanoQueries, TargetsAreLookedInto) {
  Check({{R"({"boss":{"_is":{"n":{"_eq":1}}}})", "abel"},
         {R"({"boss":{"_is":{"n":{"_eq":2}}}})", ""},
         {R"({"peers":{"_is":{"name":{"_eq":"abel"}}}})", "Cain%"},
         {R"({"who":{"_is":{"username":{"_eq":"GERALT"}}}})", "Abe"},
         {R"({"who":{"_is":{"id":{"_eq":2}}}})", ""}});
}

TEST_P(SyncanoQueries, FieldsOfEveryObjectNeedNoIndex) {
  Make("channels", "tavern", R"(,"type":"separate_rooms","other_permissions":"publish")");
  Put("eve", R"("name":"Eve","owner":1,"group":1,"channel":"tavern","channel_room":"Back")");
  world_->Expect(200, With("PATCH", std::string(kItems) + "$abe/", "$admin", "", R"({"n":7})"));
  Check({{R"({"id":{"_lte":$abel}})", "Abe abel"},
         {R"({"revision":{"_gt":1}})", "Abe"},
         {R"({"owner":{"_eq":1}})", "Eve"},
         {R"({"owner":{"_exists":false}})", "Abe abel Cain% Dan"},
         {R"({"group":{"_in":[1]}})", "Eve"},
         {R"({"channel":{"_eq":"Tavern"}})", "Eve"},
         {R"({"channel":{"_eq":"nowhere"}})", ""},
         {R"({"channel":{"_neq":"tavern"}})", "Abe abel Cain% Dan"},
         {R"({"channel":{"_gt":"default"}})", "Eve"},
         {R"({"channel":{"_exists":false}})", "Abe abel Cain% Dan"},
         {R"({"channel_room":{"_eq":"Back"}})", "Eve"},
         {R"({"created_at":{"_gt":"2000-01-01T00:00:00.000000Z"}})", "Abe abel Cain% Dan Eve"},
         {R"({"updated_at":{"_lt":"2000-01-01T00:00:00.000000Z"}})", ""}});
}

TEST_P(SyncanoQueries, SeveralQueriesMustAllHold) {
  EXPECT_EQ(Found(R"({"n":{"_gt":1}})", "&query=" + Encoded(R"({"n":{"_lt":3}})")), "abel");
  EXPECT_EQ(Found("", "&query="), "Abe abel Cain% Dan");
}

TEST_P(SyncanoQueries, RefusalsNameWhatIsWrong) {
  const auto plain = [](const std::string& text) { return R"({"query":")" + text + R"("})"; };
  EXPECT_EQ(Found("{"), plain("Not a valid JSON string."));
  EXPECT_EQ(Found(R"({"x":{"_eq":1}})"), plain(R"(Invalid field name defined: \"x\".)"));
  EXPECT_EQ(Found(R"({"body":{"_eq":"x"}})"),
            plain(R"(Field \"body\" cannot be used in a query as it is not indexed.)"));
  EXPECT_EQ(Found(R"({"n":1})"),
            plain(R"(Invalid field \"n\" lookup type. Expected JSON object.)"));
  EXPECT_EQ(Found(R"({"n":{"_like":"x"}})"),
            plain(R"(Invalid lookup \"_like\" defined for field \"n\".)"));
  EXPECT_EQ(Found(R"({"n":{"_gt":"x"}})"),
            plain(R"(Invalid value type provided for \"gt\" lookup of field \"n\".)"));
  EXPECT_EQ(Found("[]"), R"({"query":["Query passed in invalid format."]})");
  EXPECT_EQ(Found(R"({"boss":{"_is":{"boss":{"_is":{}}}}})"),
            R"({"query":["Double nested queries are not allowed."]})");
  EXPECT_EQ(world_->Ask("GET", std::string(kItems) + "?query=%zz", "$admin").body,
            plain("Not a valid JSON string."));
}

TEST_P(SyncanoQueries, OrdersPutNullLastAscendingAndFirstDescending) {
  const auto ordered = [this](const std::string& by) {
    return NamesIn(world_->Ask("GET", kItems + ("?order_by=" + by), "$admin"));
  };
  EXPECT_EQ(ordered("n"), "Abe abel Cain% Dan");
  EXPECT_EQ(ordered("-n"), "Dan Cain% abel Abe");
  EXPECT_EQ(ordered("name"), "Abe Cain% Dan abel");
  EXPECT_EQ(ordered("at"), "Abe abel Cain% Dan");
  EXPECT_EQ(ordered("-at"), "Dan Cain% abel Abe") << "equal values go by id, the same way";
  EXPECT_EQ(ordered("-id"), "Dan Cain% abel Abe");
  EXPECT_EQ(ordered("-created_at"), "Dan Cain% abel Abe");
  world_->Expect(200, With("PATCH", std::string(kItems) + "$abel/", "$admin", "", R"({"f":9})"));
  EXPECT_EQ(ordered("updated_at"), "Abe Cain% Dan abel");
  EXPECT_EQ(ordered("-updated_at"), "abel Dan Cain% Abe");
  EXPECT_EQ(Found(R"({"n":{"_exists":true}})", "&order_by=-n"), "Cain% abel Abe");
  EXPECT_EQ(ordered("x"), R"({"detail":"Incorrect order_by parameter provided."})");
  EXPECT_EQ(ordered("owner"), R"({"detail":"Cannot use specified order_by field."})");
  EXPECT_EQ(
      ordered("f"),
      R"({"detail":"Cannot use specified order_by field. Set required index on schema first."})");
}

TEST_P(SyncanoQueries, LinksWalkBothWaysInEveryOrder) {
  for (const auto& [order, forward, backward] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"id", "Abe abel|Cain% Dan|", "Cain% Dan|Abe abel|"},
           {"-id", "Dan Cain%|abel Abe|", "abel Abe|Dan Cain%|"},
           {"n", "Abe abel|Cain% Dan|", "Cain% Dan|Abe abel|"},
           {"-n", "Dan Cain%|abel Abe|", "abel Abe|Dan Cain%|"},
           {"name", "Abe Cain%|Dan abel|", "Dan abel|Abe Cain%|"},
           {"-name", "abel Dan|Cain% Abe|", "Cain% Abe|abel Dan|"},
           {"at", "Abe abel|Cain% Dan|", "Cain% Dan|Abe abel|"},
           {"created_at", "Abe abel|Cain% Dan|", "Cain% Dan|Abe abel|"},
           {"updated_at", "Abe abel|Cain% Dan|", "Cain% Dan|Abe abel|"}}) {
    const std::string first = kItems + ("?page_size=2&order_by=" + order);
    EXPECT_EQ(Walk(first, "next"), forward) << order;
    EXPECT_EQ(Walk(first + "&direction=0", "prev"), backward) << order;
  }
}

TEST_P(SyncanoQueries, LinksCarryWhatThePageNeeds) {
  const std::string path = "/v1.1/instances/rivia/classes/item/objects/";
  const Reply first =
      world_->Ask("GET", path + "?page_size=3&order_by=name&ordering=desc", "$admin");
  EXPECT_EQ(LinkIn(first, "next"), world_->Fill(path + "?page_size=3&order_by=name&direction=1&"
                                                       "last_pk=$dan&last_value=Dan"));
  EXPECT_EQ(LinkIn(first, "prev"), "");
  const Reply nulls = world_->Ask("GET", path + "?page_size=1&order_by=-n", "$admin");
  EXPECT_EQ(LinkIn(nulls, "next"),
            world_->Fill(path + "?page_size=1&order_by=-n&direction=1&last_pk=$dan"));
  for (const char* wrong :
       {"&last_pk=x", "&direction=2", "&page_size=-1", "&direction=1&last_pk=1&last_value=x"}) {
    EXPECT_EQ(world_->Ask("GET", path + "?order_by=n" + wrong, "$admin").body,
              R"({"detail":"Incorrect page parameter provided."})");
  }
}

TEST_P(SyncanoQueries, CountsWhatTheCallerWouldSee) {
  const auto counted = [this](const std::string& more, std::string_view key) {
    return world_->Ask("GET", std::string(kItems) + "?page_size=0&include_count=True" + more, key)
        .body;
  };
  const std::string none = R"("objects":[],"next":null,"objects_count":)";
  EXPECT_NE(counted("", "$admin").find(none + "4}"), std::string::npos) << counted("", "$admin");
  EXPECT_NE(counted("", "$app").find(none + "0}"), std::string::npos) << counted("", "$app");
  const std::string filter = "&query=" + Encoded(R"({"n":{"_gt":1}})");
  EXPECT_NE(counted(filter, "$admin").find(none + "2}"), std::string::npos);
  EXPECT_EQ(world_->Ask("GET", kItems, "$admin").body.find("objects_count"), std::string::npos);
}

GUILDHALL_EVERY_ENGINE(SyncanoQueries);

}  // namespace
}  // namespace guildhall::scenarios
