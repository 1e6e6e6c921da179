#include "dialects/syncano/filter_language.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace guildhall::syncano {
namespace {

Field Indexed(std::int32_t number, std::string name, FieldType type, Target target = {}) {
  Field field;
  field.number = number;
  field.name = std::move(name);
  field.type = type;
  field.filterable = true;
  field.target = std::move(target);
  return field;
}

Collection Books() {
  Collection books;
  books.id = CollectionId(20);
  books.name = "book";
  const Target authors{Target::Kind::kCollection, CollectionId(21), "author"};
  const Target gone{Target::Kind::kCollection, CollectionId(99), "Gone"};
  books.fields = {Indexed(1, "title", FieldType::kString),
                  Indexed(2, "pages", FieldType::kInteger),
                  Indexed(3, "price", FieldType::kFloat),
                  Indexed(4, "sold", FieldType::kBoolean),
                  Indexed(5, "printed", FieldType::kDatetime),
                  Indexed(6, "author", FieldType::kReference, authors),
                  Indexed(7, "tags", FieldType::kList),
                  Indexed(8, "place", FieldType::kGeoPoint),
                  Indexed(9, "sequels", FieldType::kRelation, {Target::Kind::kSelf, {}, "self"}),
                  Indexed(10, "reader", FieldType::kReference, {Target::Kind::kUsers, {}, "user"}),
                  Indexed(11, "lost", FieldType::kReference, gone)};
  Field plain;
  plain.number = 12;
  plain.name = "plain";
  books.fields.push_back(plain);
  return books;
}

Collection Authors() {
  Collection authors;
  authors.id = CollectionId(21);
  authors.fields = {Indexed(1, "name", FieldType::kString)};
  return authors;
}

Channel MakeChannel(std::int64_t id, std::string name) {
  Channel channel;
  channel.id = ChannelId(id);
  channel.name = std::move(name);
  return channel;
}

class Names : public FilterNames {
 public:
  [[nodiscard]] Result<std::optional<Collection>> FindClass(CollectionId id) const override {
    if (id == CollectionId(21)) return std::optional(Authors());
    if (id != kProfiles) return std::optional<Collection>();
    Collection profiles;
    profiles.id = kProfiles;
    return std::optional(profiles);
  }
  [[nodiscard]] Result<std::optional<Channel>> FindChannel(std::string_view name) const override {
    for (const Channel& channel : channels_) {
      if (channel.name == name) return std::optional(channel);
    }
    return std::optional<Channel>();
  }
  [[nodiscard]] Result<std::vector<Channel>> ListChannels() const override { return channels_; }

 private:
  std::vector<Channel> channels_{MakeChannel(1, "default"), MakeChannel(2, "eventlog"),
                                 MakeChannel(3, "tavern")};
};

Filter Read(const std::string& query) {
  auto read = ReadQueries({query}, Books(), Names());
  EXPECT_TRUE(read);
  EXPECT_FALSE(read->refusal) << query << ": " << read->refusal->text;
  return std::move(read->filter);
}

/// The body of the answer that refuses `query`.
std::string Refused(const std::string& query) {
  const auto read = ReadQueries({query}, Books(), Names());
  EXPECT_TRUE(read);
  if (!read->refusal) return "accepted";
  const http::Response response = RefuseQuery(*read->refusal);
  EXPECT_EQ(response.status, 400);
  return std::string(response.body.view());
}

std::string Plain(const std::string& escaped) { return R"({"query":")" + escaped + R"("})"; }

TEST(FilterLanguage, ComparisonsConvertTheirValues) {
  const Filter filter = Read(
      R"({"pages":{"_gt":"100","_lte":200},"price":{"_lt":3},"sold":{"_eq":"yes"},)"
      R"("printed":{"_gte":"1969-05-01T00:00:00.000000Z"},"title":{"_neq":7},"author":{"_eq":"4"}})");
  ASSERT_EQ(filter.size(), 7U);
  EXPECT_EQ(filter[0].field, (FieldRef{2, BuiltinField::kId}));
  EXPECT_EQ(filter[0].op, Comparison::kGreater);
  EXPECT_EQ(filter[0].operands, std::vector<Value>{std::int64_t{100}});
  EXPECT_EQ(filter[1].op, Comparison::kLessOrEqual);
  EXPECT_EQ(filter[2].operands, std::vector<Value>{3.0});
  EXPECT_EQ(filter[3].operands, std::vector<Value>{true});
  EXPECT_TRUE(std::holds_alternative<Time>(filter[4].operands[0]));
  EXPECT_EQ(filter[5].op, Comparison::kNotEqual);
  EXPECT_EQ(filter[5].operands, std::vector<Value>{std::string("7")});
  EXPECT_EQ(filter[6].operands, std::vector<Value>{std::int64_t{4}});
}

TEST(FilterLanguage, ListsOfValuesMayBeEmpty) {
  const Filter filter = Read(R"({"pages":{"_in":[1,"2"],"_nin":[]}})");
  ASSERT_EQ(filter.size(), 2U);
  EXPECT_EQ(filter[0].op, Comparison::kIn);
  EXPECT_EQ(filter[0].operands, (std::vector<Value>{std::int64_t{1}, std::int64_t{2}}));
  EXPECT_EQ(filter[1].op, Comparison::kNotIn);
  EXPECT_TRUE(filter[1].operands.empty());
}

TEST(FilterLanguage, TextOperatorsKnowCase) {
  struct Row {
    const char* name;
    Comparison op;
    bool fold_case;
  };
  for (const Row& row :
       {Row{"_startswith", Comparison::kStartsWith, false},
        Row{"_endswith", Comparison::kEndsWith, false},
        Row{"_contains", Comparison::kContains, false}, Row{"_like", Comparison::kLike, false},
        Row{"_istartswith", Comparison::kStartsWith, true},
        Row{"_iendswith", Comparison::kEndsWith, true},
        Row{"_icontains", Comparison::kContains, true}, Row{"_ilike", Comparison::kLike, true},
        Row{"_ieq", Comparison::kEqual, true}}) {
    const Filter filter = Read(R"({"title":{")" + std::string(row.name) + R"(":"Ub"}})");
    ASSERT_EQ(filter.size(), 1U) << row.name;
    EXPECT_EQ(filter[0].op, row.op) << row.name;
    EXPECT_EQ(filter[0].fold_case, row.fold_case) << row.name;
    EXPECT_EQ(filter[0].operands, std::vector<Value>{std::string("Ub")});
  }
}

TEST(FilterLanguage, ExistsIsTrueOrFalse) {
  const Filter filter = Read(R"({"pages":{"_exists":true},"place":{"_exists":false}})");
  ASSERT_EQ(filter.size(), 2U);
  EXPECT_EQ(filter[0].op, Comparison::kExists);
  EXPECT_EQ(filter[1].op, Comparison::kMissing);
  EXPECT_EQ(Refused(R"({"pages":{"_exists":1}})"),
            Plain(R"(Invalid value type provided for \"exists\" lookup of field \"pages\".)"));
}

TEST(FilterLanguage, ContainsOfArraysAndRelationsMeansAll) {
  const Filter filter =
      Read(R"({"tags":{"_contains":[1,"1",true,1.5]},"sequels":{"_contains":[4]}})");
  ASSERT_EQ(filter.size(), 2U);
  EXPECT_EQ(filter[0].op, Comparison::kHasAll);
  EXPECT_EQ(filter[0].elements, (Scalars{std::int64_t{1}, std::string("1"), true, 1.5}));
  EXPECT_EQ(filter[1].op, Comparison::kHasAll);
  EXPECT_EQ(filter[1].operands, std::vector<Value>{std::int64_t{4}});
}

TEST(FilterLanguage, NearTakesMilesAndKilometres) {
  const auto distance = [](const std::string& more) {
    return Read(R"({"place":{"_near":{"longitude":21.0,"latitude":"52.2")" + more + "}}}")
        .at(0)
        .distance;
  };
  EXPECT_DOUBLE_EQ(distance(""), 160'934.4);
  EXPECT_DOUBLE_EQ(distance(R"(,"distance_in_kilometers":2)"), 2'000);
  EXPECT_DOUBLE_EQ(distance(R"(,"distance_in_kilometers":2,"distance_in_miles":1)"), 1'609.344);
  for (const char* wrong :
       {R"({"longitude":180,"latitude":0})", R"({"longitude":0,"latitude":-90})",
        R"({"latitude":0})", R"({"longitude":"x","latitude":0})"}) {
    EXPECT_EQ(Refused(R"({"place":{"_near":)" + std::string(wrong) + "}}"),
              Plain("Invalid longitude/latitude values."));
  }
  for (const char* wrong : {"-1", "24902", "null", "\"x\""}) {
    EXPECT_EQ(Refused(R"({"place":{"_near":{"longitude":0,"latitude":0,"distance_in_miles":)" +
                      std::string(wrong) + "}}}"),
              Plain("Invalid distance value."));
  }
}

TEST(FilterLanguage, IsLooksIntoTheTarget) {
  const Filter filter =
      Read(R"({"author":{"_is":{"name":{"_eq":"Dick"}}},"sequels":{"_is":{"pages":{"_gt":1}}},)"
           R"("reader":{"_is":{"username":{"_eq":"Geralt"},"id":{"_eq":1}}}})");
  ASSERT_EQ(filter.size(), 3U);
  EXPECT_EQ(filter[0].op, Comparison::kMatches);
  ASSERT_TRUE(filter[0].inner);
  EXPECT_EQ(filter[0].inner->at(0).field.number, 1);
  EXPECT_EQ(filter[1].inner->at(0).field.number, 2);
  // A user is known by his profile, which he owns.
  EXPECT_EQ(filter[2].inner->at(0).field.builtin, BuiltinField::kOwnerName);
  EXPECT_EQ(filter[2].inner->at(0).operands, std::vector<Value>{std::string("geralt")});
  EXPECT_EQ(filter[2].inner->at(1).field.builtin, BuiltinField::kOwner);
}

TEST(FilterLanguage, ChannelsAreComparedByName) {
  const auto numbers = [](const char* lookup) {
    const Filter filter = Read(R"({"channel":)" + std::string(lookup) + "}");
    std::vector<std::int64_t> found;
    for (const Value& value : filter.at(0).operands) found.push_back(std::get<std::int64_t>(value));
    return std::pair(filter.at(0).op, found);
  };
  using Found = std::pair<Comparison, std::vector<std::int64_t>>;
  EXPECT_EQ(numbers(R"({"_eq":"Tavern"})"), Found(Comparison::kIn, {3}));
  EXPECT_EQ(numbers(R"({"_eq":"nowhere"})"), Found(Comparison::kIn, {}));
  EXPECT_EQ(numbers(R"({"_neq":"nowhere"})"), Found(Comparison::kNotIn, {}));
  EXPECT_EQ(numbers(R"({"_nin":["default","tavern"]})"), Found(Comparison::kNotIn, {1, 3}));
  EXPECT_EQ(numbers(R"({"_gte":"eventlog"})"), Found(Comparison::kIn, {2, 3}));
  EXPECT_EQ(numbers(R"({"_lt":"eventlog"})"), Found(Comparison::kIn, {1}));
  EXPECT_EQ(numbers(R"({"_exists":true})"), Found(Comparison::kExists, {}));
}

TEST(FilterLanguage, SeveralQueriesMustAllHold) {
  const auto read =
      ReadQueries({R"({"id":{"_gt":1}})", "", "  ", R"({"pages":{"_eq":2}})"}, Books(), Names());
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->refusal);
  EXPECT_EQ(read->filter.size(), 2U);
}

TEST(FilterLanguage, OfARepeatedNameTheLastCounts) {
  const Filter filter = Read(R"({"id":{"_gt":1},"id":{"_gt":2,"_gt":3}})");
  ASSERT_EQ(filter.size(), 1U);
  EXPECT_EQ(filter[0].operands, std::vector<Value>{std::int64_t{3}});
}

TEST(FilterLanguage, RefusesFieldsAndOperatorsByName) {
  EXPECT_EQ(Refused("{"), Plain("Not a valid JSON string."));
  EXPECT_EQ(Refused(R"({"nothing":{"_eq":1}})"),
            Plain(R"(Invalid field name defined: \"nothing\".)"));
  for (const char* name : {"plain", "owner_permissions", "other_permissions"}) {
    EXPECT_EQ(Refused(R"({")" + std::string(name) + R"(":{"_eq":"x"}})"),
              Plain(R"(Field \")" + std::string(name) +
                    R"(\" cannot be used in a query as it is not indexed.)"));
  }
  EXPECT_EQ(Refused(R"({"pages":1})"),
            Plain(R"(Invalid field \"pages\" lookup type. Expected JSON object.)"));
  for (const auto& [field, lookup] :
       std::vector<std::pair<std::string, std::string>>{{"pages", "_foo"},
                                                        {"pages", "_startswith"},
                                                        {"pages", "_is"},
                                                        {"tags", "_exists"},
                                                        {"tags", "_eq"},
                                                        {"place", "_eq"},
                                                        {"title", "_near"},
                                                        {"id", "_contains"},
                                                        {"sequels", "_in"},
                                                        {"channel", "_like"},
                                                        {"pages", ""},
                                                        {"author", "_near"}}) {
    EXPECT_EQ(
        Refused(R"({")" + field + R"(":{")" + lookup + R"(":1}})"),
        Plain(R"(Invalid lookup \")" + lookup + R"(\" defined for field \")" + field + R"(\".)"));
  }
  EXPECT_EQ(Refused(R"({"channel_room":{"_contains":"x"}})"),
            Plain("contains is not supported on this field type."));
}

TEST(FilterLanguage, RefusesValuesByOperator) {
  const auto wrong_type = [](const std::string& op, const std::string& field) {
    return Plain(R"(Invalid value type provided for \")" + op + R"(\" lookup of field \")" + field +
                 R"(\".)");
  };
  EXPECT_EQ(Refused(R"({"pages":{"_gt":"x"}})"), wrong_type("gt", "pages"));
  EXPECT_EQ(Refused(R"({"pages":{"_eq":null}})"), wrong_type("eq", "pages"));
  EXPECT_EQ(Refused(R"({"pages":{"_in":1}})"), wrong_type("in", "pages"));
  EXPECT_EQ(Refused(R"({"pages":{"_in":[null]}})"), wrong_type("in", "pages"));
  EXPECT_EQ(Refused(R"({"tags":{"_contains":1}})"), wrong_type("contains", "tags"));
  EXPECT_EQ(Refused(R"({"tags":{"_contains":[[]]}})"), wrong_type("contains", "tags"));
  EXPECT_EQ(Refused(R"({"sequels":{"_contains":["4"]}})"), wrong_type("contains", "sequels"));
  EXPECT_EQ(Refused(R"({"place":{"_near":[]}})"), wrong_type("near", "place"));
  EXPECT_EQ(Refused(R"({"author":{"_is":[]}})"), wrong_type("is", "author"));
  EXPECT_EQ(Refused(R"({"created_at":{"_gt":"1969"}})"), wrong_type("gt", "created_at"));
  EXPECT_EQ(Refused(R"({"pages":{"_gt":2147483648}})"),
            Plain(R"(Validation of value provided for \"gt\" lookup of field \"pages\" failed: )"
                  R"(Ensure this value is less than or equal to 2147483647.)"));
  EXPECT_EQ(Refused(R"({"owner":{"_eq":-1}})"),
            Plain(R"(Validation of value provided for \"eq\" lookup of field \"owner\" failed: )"
                  R"(Ensure this value is greater than or equal to 0.)"));
  EXPECT_EQ(Refused(R"({"title":{"_eq":")" + std::string(129, 'x') + R"("}})"),
            Plain(R"(Validation of value provided for \"eq\" lookup of field \"title\" failed: )"
                  R"(Ensure this field has no more than 128 characters.)"));
  std::string many = "1";
  for (int i = 0; i < 128; ++i) many += ",1";
  for (const auto& [op, field] : std::vector<std::pair<std::string, std::string>>{
           {"in", "pages"}, {"nin", "pages"}, {"contains", "tags"}, {"contains", "sequels"}}) {
    EXPECT_EQ(Refused(R"({")" + field + R"(":{"_)" + op + "\":[" + many + "]}}"),
              Plain(R"(Too many values provided for \")" + op + R"(\" lookup of field \")" + field +
                    R"(\". Max 128.)"));
  }
  EXPECT_EQ(Refused(R"({"lost":{"_is":{}}})"),
            Plain(R"(Referenced class \"Gone\" does not exist.)"));
}

TEST(FilterLanguage, WhatIsWrongWithTheFormStandsInAList) {
  EXPECT_EQ(Refused("[]"), R"({"query":["Query passed in invalid format."]})");
  EXPECT_EQ(Refused("1"), R"({"query":["Query passed in invalid format."]})");
  std::string keys;
  for (int i = 0; i < 17; ++i) keys += (i > 0 ? ",\"k" : "\"k") + std::to_string(i) + "\":{}";
  EXPECT_EQ(Refused("{" + keys + "}"), R"({"query":["Too many keys defined (exceeds 16)."]})");
  EXPECT_EQ(Refused("{\"" + std::string(65, 'k') + "\":{}}"),
            R"({"query":["Too long key defined (exceeds 64)."]})");
  EXPECT_EQ(Refused(R"({"title":{"_eq":")" + std::string(8192, 'x') + R"("}})"),
            R"({"query":["Too long value defined for key title (exceeds 8192)."]})");
  EXPECT_EQ(Refused(R"({"sequels":{"_is":{"sequels":{"_is":{}}}}})"),
            R"({"query":["Double nested queries are not allowed."]})");
}

TEST(FilterLanguage, EveryQueryParameterIsRead) {
  EXPECT_EQ(QueriesOf("a=1&query=%7B%7D&page_size=2&query=%zz"),
            (std::vector<std::string>{"{}", "%"}));
  EXPECT_TRUE(QueriesOf("").empty());
}

}  // namespace
}  // namespace guildhall::syncano
