#include "core/filter.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace guildhall {
namespace {

Value Text(std::string text) { return Value(std::move(text)); }
Value Number(std::int64_t number) { return Value(number); }

Condition Of(Comparison op, std::vector<Value> operands) {
  Condition condition;
  condition.op = op;
  condition.operands = std::move(operands);
  return condition;
}

bool Fits(const Value& value, Comparison op, const Value& operand) {
  return Fulfils(Of(op, {operand}), value);
}

bool FitsFolded(const Value& value, Comparison op, const Value& operand) {
  Condition condition = Of(op, {operand});
  condition.fold_case = true;
  return Fulfils(condition, value);
}

bool Like(std::string text, std::string pattern) {
  return Fits(Text(std::move(text)), Comparison::kLike, Text(std::move(pattern)));
}

bool HasAll(const Scalars& list, const Scalars& wanted) {
  Condition condition = Of(Comparison::kHasAll, {});
  condition.elements = wanted;
  return Fulfils(condition, Value(list));
}

// One of each kind that has an order, then one greater.
const std::vector<std::pair<Value, Value>> kOrdered = {
    {false, true},
    {std::int64_t{-3}, std::int64_t{2}},
    {-1.5, 0.25},
    {std::string("B"), std::string("a")},
    {std::string("a"), std::string("a\xC3\xA9")},
    {std::string("z"), std::string("\xC3\xA9")},
    {Time(1), Time(2)},
};

TEST(Conditions, OfOrderHoldForEveryKindThatHasOne) {
  for (const auto& [low, high] : kOrdered) {
    EXPECT_TRUE(Fits(low, Comparison::kLess, high));
    EXPECT_FALSE(Fits(low, Comparison::kLess, low));
    EXPECT_FALSE(Fits(high, Comparison::kLess, low));
    EXPECT_TRUE(Fits(low, Comparison::kLessOrEqual, low));
    EXPECT_TRUE(Fits(high, Comparison::kGreater, low));
    EXPECT_FALSE(Fits(high, Comparison::kGreater, high));
    EXPECT_TRUE(Fits(high, Comparison::kGreaterOrEqual, high));
    EXPECT_FALSE(Fits(low, Comparison::kGreaterOrEqual, high));
  }
}

TEST(Conditions, OfEqualityHoldForEveryKind) {
  std::vector<std::pair<Value, Value>> pairs = kOrdered;
  pairs.emplace_back(GeoPoint{1, 2}, GeoPoint{2, 1});
  pairs.emplace_back(Document{"{}"}, Document{R"({"a":1})"});
  pairs.emplace_back(Scalars{true}, Scalars{true, true});
  pairs.emplace_back(Ids{1}, Ids{2});
  for (const auto& [one, other] : pairs) {
    EXPECT_TRUE(Fits(one, Comparison::kEqual, one));
    EXPECT_FALSE(Fits(one, Comparison::kEqual, other));
    EXPECT_FALSE(Fits(one, Comparison::kNotEqual, one));
    EXPECT_TRUE(Fits(one, Comparison::kNotEqual, other));
  }
}

TEST(Conditions, NeverTakeOneKindForAnother) {
  EXPECT_FALSE(Fits(Text("1"), Comparison::kEqual, Number(1)));
  EXPECT_FALSE(Fits(Value(true), Comparison::kEqual, Number(1)));
  EXPECT_FALSE(Fits(Value(Time(1)), Comparison::kEqual, Number(1)));
  EXPECT_FALSE(Fits(Text("1"), Comparison::kLess, Number(2)));
  EXPECT_FALSE(Fits(Text("1"), Comparison::kGreaterOrEqual, Number(0)));
}

TEST(Conditions, OnPointsAndDocumentsKnowNoOrder) {
  EXPECT_FALSE(Fits(GeoPoint{1, 1}, Comparison::kLess, GeoPoint{2, 2}));
  EXPECT_FALSE(Fits(GeoPoint{1, 1}, Comparison::kGreaterOrEqual, GeoPoint{0, 0}));
  EXPECT_FALSE(Fits(Document{"{}"}, Comparison::kLess, Document{"{}}"}));
}

TEST(Conditions, AreFulfilledByNullOnlyWhereTheySaySo) {
  const Value null;
  for (const Comparison op :
       {Comparison::kEqual, Comparison::kLess, Comparison::kLessOrEqual, Comparison::kGreater,
        Comparison::kGreaterOrEqual, Comparison::kIn, Comparison::kExists, Comparison::kStartsWith,
        Comparison::kEndsWith, Comparison::kContains, Comparison::kLike, Comparison::kHasAll,
        Comparison::kNear, Comparison::kMatches}) {
    for (const Value& operand : {Text(""), Number(0), Value(GeoPoint{}), Value()})
      EXPECT_FALSE(Fits(null, op, operand)) << static_cast<int>(op);
    EXPECT_FALSE(Fulfils(Of(op, {}), null)) << static_cast<int>(op);
  }
  for (const Comparison op : {Comparison::kNotEqual, Comparison::kNotIn, Comparison::kMissing})
    EXPECT_TRUE(Fits(null, op, Number(0))) << static_cast<int>(op);
}

TEST(Conditions, OfPresenceLookAtNothingElse) {
  EXPECT_TRUE(Fulfils(Of(Comparison::kExists, {}), Value(false)));
  EXPECT_TRUE(Fulfils(Of(Comparison::kExists, {}), Text("")));
  EXPECT_TRUE(Fulfils(Of(Comparison::kExists, {}), Value(Ids{})));
  EXPECT_FALSE(Fulfils(Of(Comparison::kMissing, {}), Number(0)));
}

TEST(Conditions, ComparePlainNumbersExactly) {
  constexpr std::int64_t kBig = std::int64_t{1} << 53U;
  const Value as_float = static_cast<double>(kBig);
  EXPECT_TRUE(Fits(Number(kBig), Comparison::kEqual, as_float));
  EXPECT_FALSE(Fits(Number(kBig + 1), Comparison::kEqual, as_float));
  EXPECT_TRUE(Fits(Number(kBig + 1), Comparison::kGreater, as_float));
  EXPECT_TRUE(Fits(as_float, Comparison::kLess, Number(kBig + 1)));
  EXPECT_TRUE(Fits(Number(2), Comparison::kLess, Value(2.5)));
  EXPECT_TRUE(Fits(Number(-2), Comparison::kGreater, Value(-2.5)));
  EXPECT_TRUE(Fits(Number(INT64_MAX), Comparison::kLess, Value(9223372036854775808.0)));
  EXPECT_TRUE(Fits(Number(INT64_MIN), Comparison::kEqual, Value(-9223372036854775808.0)));
  EXPECT_TRUE(Fits(Number(INT64_MIN), Comparison::kGreater, Value(-1e300)));
  EXPECT_TRUE(Fits(Value(-0.0), Comparison::kEqual, Value(0.0)));
  EXPECT_TRUE(Fits(Value(-0.0), Comparison::kEqual, Number(0)));
  EXPECT_FALSE(
      Fits(Number(0), Comparison::kEqual, Value(std::numeric_limits<double>::quiet_NaN())));
}

TEST(OneOf, HoldsForAnyOfTheOperands) {
  const std::vector<Value> some = {Number(1), Number(3)};
  EXPECT_TRUE(Fulfils(Of(Comparison::kIn, some), Number(3)));
  EXPECT_FALSE(Fulfils(Of(Comparison::kIn, some), Number(2)));
  EXPECT_FALSE(Fulfils(Of(Comparison::kNotIn, some), Number(3)));
  EXPECT_TRUE(Fulfils(Of(Comparison::kNotIn, some), Number(2)));
}

TEST(OneOf, NothingHoldsForNoValue) {
  EXPECT_FALSE(Fulfils(Of(Comparison::kIn, {}), Number(2)));
  EXPECT_TRUE(Fulfils(Of(Comparison::kNotIn, {}), Number(2)));
}

TEST(OneOf, HoldsForASetThatHasOneOfTheIds) {
  const Value set = Ids{2, 5};
  EXPECT_TRUE(Fulfils(Of(Comparison::kIn, {Number(1), Number(5)}), set));
  EXPECT_FALSE(Fulfils(Of(Comparison::kIn, {Number(1), Number(3)}), set));
  EXPECT_TRUE(Fulfils(Of(Comparison::kNotIn, {Number(1), Number(3)}), set));
  EXPECT_FALSE(Fulfils(Of(Comparison::kNotIn, {Number(1), Number(5)}), set));
}

TEST(HasAll, OfAListTakesEqualNumbersAsOneAndTextsApart) {
  const Scalars list = {std::int64_t{1}, std::string("a"), true, 2.0};
  EXPECT_TRUE(HasAll(list, {1.0, std::int64_t{2}, true, std::string("a")}));
  EXPECT_FALSE(HasAll(list, {std::string("1")}));
  EXPECT_FALSE(HasAll({std::string("1")}, {std::int64_t{1}}));
  EXPECT_FALSE(HasAll({std::int64_t{1}}, {true}));
  EXPECT_FALSE(HasAll(list, {std::string("a"), std::string("b")}));
  EXPECT_FALSE(HasAll(list, {std::string("A")}));
}

TEST(HasAll, OfAListComparesGreatNumbersExactly) {
  constexpr std::int64_t kBig = (std::int64_t{1} << 53U) + 1;
  EXPECT_TRUE(HasAll({kBig}, {kBig}));
  EXPECT_FALSE(HasAll({kBig}, {kBig - 1}));
  EXPECT_FALSE(HasAll({kBig}, {static_cast<double>(kBig)}));
}

TEST(HasAll, OfNothingHoldsForEveryList) {
  EXPECT_TRUE(HasAll({}, {}));
  EXPECT_FALSE(HasAll({}, {true}));
}

TEST(HasAll, OfASetWantsEveryId) {
  const Value set = Ids{2, 5, 9};
  EXPECT_TRUE(Fulfils(Of(Comparison::kHasAll, {Number(9), Number(2)}), set));
  EXPECT_FALSE(Fulfils(Of(Comparison::kHasAll, {Number(9), Number(3)}), set));
}

TEST(Texts, BeginEndAndContain) {
  EXPECT_TRUE(Fits(Text("Ubik"), Comparison::kStartsWith, Text("Ub")));
  EXPECT_FALSE(Fits(Text("Ubik"), Comparison::kStartsWith, Text("ub")));
  EXPECT_TRUE(Fits(Text("Ubik"), Comparison::kEndsWith, Text("ik")));
  EXPECT_FALSE(Fits(Text("Ubik"), Comparison::kEndsWith, Text("Ubi")));
  EXPECT_TRUE(Fits(Text("Ubik"), Comparison::kContains, Text("bi")));
  EXPECT_FALSE(Fits(Text("Ubik"), Comparison::kContains, Text("bk")));
  EXPECT_TRUE(Fits(Text(""), Comparison::kContains, Text("")));
  EXPECT_FALSE(Fits(Number(1), Comparison::kContains, Text("1")));
}

TEST(Texts, AreFoldedOnBothSides) {
  const Value text = Text("\xC3\x89tude N\xC2\xBA 5");
  EXPECT_TRUE(FitsFolded(text, Comparison::kEqual, Text("\xC3\xA9TUDE n\xC2\xBA 5")));
  EXPECT_FALSE(FitsFolded(text, Comparison::kNotEqual, Text("\xC3\xA9TUDE n\xC2\xBA 5")));
  EXPECT_FALSE(Fits(text, Comparison::kEqual, Text("\xC3\xA9TUDE n\xC2\xBA 5")));
  EXPECT_TRUE(FitsFolded(text, Comparison::kStartsWith, Text("\xC3\xA9T")));
  EXPECT_TRUE(FitsFolded(text, Comparison::kEndsWith, Text("N\xC2\xBA 5")));
  EXPECT_TRUE(FitsFolded(text, Comparison::kContains, Text("UD")));
  EXPECT_TRUE(FitsFolded(text, Comparison::kLike, Text("_TU%5")));
  EXPECT_TRUE(FitsFolded(text, Comparison::kIn, Text("\xC3\xA9tude n\xC2\xBA 5")));
  EXPECT_FALSE(FitsFolded(text, Comparison::kEqual, Text("etude n\xC2\xBA 5")));
}

TEST(Like, TakesAllOfTheText) {
  EXPECT_TRUE(Like("Ubik", "Ubik"));
  EXPECT_FALSE(Like("Ubik", "Ub"));
  EXPECT_FALSE(Like("Ubik", "bik"));
  EXPECT_FALSE(Like("Ubik", "Ubik "));
  EXPECT_TRUE(Like("", ""));
  EXPECT_FALSE(Like("a", ""));
}

TEST(Like, KnowsAnyTextAndAnyCharacter) {
  EXPECT_TRUE(Like("Ubik", "%"));
  EXPECT_TRUE(Like("", "%%"));
  EXPECT_TRUE(Like("Ubik", "U%k"));
  EXPECT_TRUE(Like("aXbXc", "%X%X%"));
  EXPECT_TRUE(Like("mississippi", "%iss%ip%i"));
  EXPECT_FALSE(Like("mississippi", "%iss%ix%i"));
  EXPECT_TRUE(Like("Ubik", "U__k"));
  EXPECT_FALSE(Like("Ubik", "U_k"));
  EXPECT_FALSE(Like("", "_"));
  EXPECT_TRUE(Like("a\xC3\xA9\xF0\x9F\x98\x80", "a__"));
  EXPECT_TRUE(Like("\xC3\xA9", "%_"));
  EXPECT_FALSE(Like("\xC3\xA9", "%__"));
}

TEST(Like, TakesWhatFollowsABackslashAsItIs) {
  EXPECT_TRUE(Like("100%", R"(100\%)"));
  EXPECT_FALSE(Like("1000", R"(100\%)"));
  EXPECT_TRUE(Like("a_b", R"(a\_b)"));
  EXPECT_FALSE(Like("axb", R"(a\_b)"));
  EXPECT_TRUE(Like(R"(a\b)", R"(a\\b)"));
  EXPECT_TRUE(Like("ab", R"(a\b)"));
  EXPECT_TRUE(Like(R"(a\)", R"(a\)"));
  EXPECT_TRUE(Like("100% sure", R"(%\%%)"));
}

TEST(Like, EndsSoonOnPatternsThatAreMadeToBeSlow) {
  std::string pattern;
  for (int i = 0; i < 2'000; ++i) pattern += "%a";
  EXPECT_FALSE(Like(std::string(4'000, 'a'), pattern + "%b"));
}

TEST(Near, HoldsWithinTheDistance) {
  const GeoPoint warsaw = {21.0122, 52.2297};
  const GeoPoint krakow = {19.9450, 50.0647};
  Condition condition = Of(Comparison::kNear, {warsaw});
  condition.distance = 253'000;
  EXPECT_TRUE(Fulfils(condition, krakow));
  EXPECT_TRUE(Fulfils(condition, warsaw));
  condition.distance = 251'000;
  EXPECT_FALSE(Fulfils(condition, krakow));
  EXPECT_FALSE(Fulfils(condition, Text("here")));
}

TEST(Distances, AreAlongTheGreatCircle) {
  constexpr double kQuarter = 10'007'557.2;
  EXPECT_EQ(DistanceBetween({5, 5}, {5, 5}), 0);
  EXPECT_NEAR(DistanceBetween({0, 0}, {90, 0}), kQuarter, 1);
  EXPECT_NEAR(DistanceBetween({12, 90}, {77, 0}), kQuarter, 1);
  EXPECT_NEAR(DistanceBetween({12, 90}, {-120, -90}), 2 * kQuarter, 1);
  EXPECT_NEAR(DistanceBetween({0, 0}, {180, 0}), 2 * kQuarter, 1);
  EXPECT_NEAR(DistanceBetween({180, 10}, {-180, 10}), 0, 1e-3);
  EXPECT_NEAR(DistanceBetween({179.5, 0}, {-179.5, 0}), kQuarter / 90, 1);
}

TEST(BuiltinFields, ShowWhatTheRecordIs) {
  Record record;
  record.id = RecordId(7);
  record.revision = 3;
  record.created_at = Time(10);
  record.updated_at = Time(20);
  record.access.owner = UserId(4);
  record.access.SetPrimary(GroupId(5), {});
  record.channel = ChannelId(6);
  record.room = "red";
  EXPECT_EQ(BuiltinValue(BuiltinField::kId, record), Number(7));
  EXPECT_EQ(BuiltinValue(BuiltinField::kRevision, record), Number(3));
  EXPECT_EQ(BuiltinValue(BuiltinField::kCreatedAt, record), Value(Time(10)));
  EXPECT_EQ(BuiltinValue(BuiltinField::kUpdatedAt, record), Value(Time(20)));
  EXPECT_EQ(BuiltinValue(BuiltinField::kOwner, record), Number(4));
  EXPECT_EQ(BuiltinValue(BuiltinField::kGroup, record), Number(5));
  EXPECT_EQ(BuiltinValue(BuiltinField::kChannel, record), Number(6));
  EXPECT_EQ(BuiltinValue(BuiltinField::kRoom, record), Text("red"));
}

TEST(BuiltinFields, AreNullWhereThereIsNothing) {
  for (const BuiltinField field :
       {BuiltinField::kOwner, BuiltinField::kGroup, BuiltinField::kChannel, BuiltinField::kRoom})
    EXPECT_TRUE(IsNull(BuiltinValue(field, Record())));
}

TEST(Conditions, LookAtTheFieldThatTheyName) {
  Record record;
  record.id = RecordId(7);
  record.fields = {{2, Number(8)}};
  Condition condition = Of(Comparison::kEqual, {Number(7)});
  EXPECT_TRUE(Fulfils(condition, record));
  condition.field.number = 2;
  EXPECT_FALSE(Fulfils(condition, record));
  condition.operands = {Number(8)};
  EXPECT_TRUE(Fulfils(condition, record));
  condition.field.number = 3;
  EXPECT_FALSE(Fulfils(condition, record));
  condition.op = Comparison::kMissing;
  EXPECT_TRUE(Fulfils(condition, record));
}

}  // namespace
}  // namespace guildhall
