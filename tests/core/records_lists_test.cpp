#include <memory>

#include "tests/core/records_use_cases.h"

namespace guildhall::test {
namespace {

/// Records with a title (ordered), pages (only filterable) and a plain weight.
class RecordLists : public RecordUseCases {
 protected:
  enum Number : std::int32_t { kTitle = 1, kPages, kWeight, kPart, kTags };

  void SetUp() override {
    const Target self{Target::Kind::kSelf, {}, "self"};
    books = town.AddCollection(
        "library", OpenTo(Rights::All()),
        {{.name = "title", .type = FieldType::kString, .ordered = true},
         {.name = "pages", .type = FieldType::kInteger, .filterable = true},
         {.name = "weight", .type = FieldType::kFloat},
         {.name = "part", .type = FieldType::kReference, .filterable = true, .target = self},
         {.name = "tags", .type = FieldType::kList, .filterable = true}});
  }

  std::int64_t Add(Fields fields, AccessPatch access = Opening(kReading)) {
    RecordPatch patch = Listed(std::move(access));
    patch.fields = std::move(fields);
    town.clock.Advance(10);
    return town.AddRecord(books, patch).id.value();
  }
  static Condition Is(FieldRef field, Comparison op, std::vector<Value> operands) {
    return {.field = field, .op = op, .operands = std::move(operands)};
  }
  static Condition TitleIs(std::string title) {
    return Is({.number = kTitle}, Comparison::kEqual, {std::move(title)});
  }
  static Condition PagesAre(std::int64_t pages) {
    return Is({.number = kPages}, Comparison::kEqual, {pages});
  }
  static Condition WeightIs(double weight) {
    return Is({.number = kWeight}, Comparison::kEqual, {weight});
  }
  /// A profile that its user knows of.
  void AddProfile(UserId id) {
    const Record profile = town.AddProfile(id);
    Must(town.Write([&](Transaction& tx) -> Result<void> {
      GH_TRY(std::optional<User> user, tx.users().Find(town.rivia, id));
      user.value().profile = profile.id;
      return tx.users().Update(town.rivia, *user);
    }));
  }
  Numbers Found(const Caller& caller, const RecordQuery& query) {
    return IdsOf(Must(Query(caller, query)));
  }
  /// What a server with such limits answers.
  Result<std::vector<Record>> QueryWithin(const RecordLimits& limits, const RecordQuery& query) {
    return town.Read([&](const Snapshot& snapshot) {
      return Records(town.identities, limits).List(snapshot, town.AsUser(yennefer), books, query);
    });
  }
};
GUILDHALL_ON_EVERY_ENGINE(RecordLists);

TEST_P(RecordLists, GoByAFieldWithTiesByIdAndNullAtTheEnd) {
  const std::int64_t nameless = Add({});
  const std::int64_t b = Add({{kTitle, std::string("b")}});
  const std::int64_t a = Add({{kTitle, std::string("a")}});
  const std::int64_t other_a = Add({{kTitle, std::string("a")}});
  Add({{kTitle, std::string("c")}}, {});
  RecordQuery query{.order = {.number = kTitle}};
  EXPECT_EQ(Found(town.AsUser(yennefer), query), (Numbers{a, other_a, b, nameless}));
  query.descending = true;
  EXPECT_EQ(Found(town.AsUser(yennefer), query), (Numbers{nameless, b, other_a, a}));
  query.limit = 2;
  query.from = RecordPlace{std::string("b"), RecordId(b)};
  EXPECT_EQ(Found(town.AsUser(yennefer), query), (Numbers{other_a, a}));
  query.from = RecordPlace{Value(), RecordId(nameless)};
  EXPECT_EQ(Found(town.AsUser(yennefer), query), (Numbers{b, other_a}));
}

TEST_P(RecordLists, GoByTheTimeOfChange) {
  const std::int64_t first = Add({});
  const std::int64_t second = Add({});
  Must(Update(town.AsOperator(), RecordId(first), Titled("late")));
  RecordQuery query{.order = {.builtin = BuiltinField::kUpdatedAt}};
  EXPECT_EQ(Found(town.AsUser(yennefer), query), (Numbers{second, first}));
  query.from =
      RecordPlace{Must(Get(town.AsOperator(), RecordId(second))).updated_at, RecordId(second)};
  EXPECT_EQ(Found(town.AsUser(yennefer), query), Numbers{first});
}

TEST_P(RecordLists, GoByNothingElse) {
  for (const FieldRef order : {FieldRef{.number = kPages}, FieldRef{.number = 99},
                               FieldRef{.builtin = BuiltinField::kRevision}}) {
    const auto refused = Query(town.AsUser(yennefer), {.order = order});
    EXPECT_EQ(Outcome(refused), "invalid");
    EXPECT_EQ(Problems(refused), (std::vector<Problem>{{"order", Reason::kNotAllowed}}));
  }
}

TEST_P(RecordLists, HoldWhatFitsTheFilter) {
  const std::int64_t thin = Add({{kPages, std::int64_t{10}}, {kWeight, 0.5}});
  const std::int64_t thick = Add({{kPages, std::int64_t{900}}, {kWeight, 0.5}});
  const std::int64_t unknown = Add({});
  const Caller caller = town.AsUser(yennefer);
  const FieldRef pages{.number = kPages};
  EXPECT_EQ(Found(caller, {.filter = {PagesAre(10)}}), Numbers{thin});
  EXPECT_EQ(Found(caller, {.filter = {WeightIs(0.5)}}), (Numbers{thin, thick}));
  EXPECT_EQ(Found(caller, {.filter = {WeightIs(0.5), PagesAre(900)}}), Numbers{thick});
  EXPECT_EQ(Found(caller, {.filter = {Is(pages, Comparison::kNotEqual, {std::int64_t{10}})}}),
            (Numbers{thick, unknown}));
  EXPECT_EQ(Found(caller, {.filter = {{.field = pages, .op = Comparison::kMissing}}}),
            Numbers{unknown});
  EXPECT_EQ(Must(Count(caller, {WeightIs(0.5)}, 100)), 2);
  EXPECT_EQ(Must(Count(caller, {WeightIs(0.5)}, 1)), 1);
}

TEST_P(RecordLists, AListForNobodyInParticularShowsNobodyTooMuch) {
  AccessPatch his = OwnedBy(geralt);
  const std::int64_t owned = Add({{kPages, std::int64_t{10}}}, his);
  const std::int64_t open = Add({{kPages, std::int64_t{10}}});
  EXPECT_EQ(Found(town.AsUser(geralt), {.filter = {PagesAre(10)}}), (Numbers{owned, open}));
  EXPECT_EQ(Found(town.AsUser(yennefer), {.filter = {PagesAre(10)}}), Numbers{open});
  EXPECT_EQ(Must(Count(town.AsUser(yennefer), {PagesAre(10)}, 100)), 1);
  EXPECT_EQ(Must(Count(town.AsOperator(), {PagesAre(10)}, 100)), 2);
}

TEST_P(RecordLists, TimesOfCreationAreFoundByIds) {
  const std::int64_t first = Add({});
  const std::int64_t second = Add({});
  const std::int64_t third = Add({});
  const Time time = Must(Get(town.AsOperator(), RecordId(second))).created_at;
  const FieldRef made{.builtin = BuiltinField::kCreatedAt};
  const auto found = [&](Comparison op) {
    return Found(town.AsUser(yennefer), {.filter = {Is(made, op, {time})}});
  };
  EXPECT_EQ(found(Comparison::kLess), Numbers{first});
  EXPECT_EQ(found(Comparison::kLessOrEqual), (Numbers{first, second}));
  EXPECT_EQ(found(Comparison::kEqual), Numbers{second});
  EXPECT_EQ(found(Comparison::kGreaterOrEqual), (Numbers{second, third}));
  EXPECT_EQ(found(Comparison::kGreater), Numbers{third});
}

TEST_P(RecordLists, TextsThatAreTooLongForTheIndexAreToldApart) {
  const std::string longest(600, 'x');
  const std::int64_t second = Add({{kTitle, longest + "2"}});
  const std::int64_t first = Add({{kTitle, longest + "1"}});
  const Caller caller = town.AsUser(yennefer);
  EXPECT_EQ(Found(caller, {.filter = {TitleIs(longest + "1")}}), Numbers{first});
  EXPECT_EQ(Must(Count(caller, {TitleIs(longest + "1")}, 10)), 1);
  EXPECT_EQ(Found(caller, {.order = {.number = kTitle}}), (Numbers{second, first}))
      << "by id where the index cannot tell";
}

TEST_P(RecordLists, WhatTheyLeaveOutCountsTowardTheBudget) {
  for (int i = 0; i < 5; ++i) Add({{kWeight, 0.5}, {kTitle, std::string("a")}});
  const std::int64_t light = Add({{kWeight, 0.25}, {kTitle, std::string("b")}});
  RecordLimits limits;
  limits.max_examined = 6;
  EXPECT_EQ(IdsOf(Must(QueryWithin(limits, {.filter = {WeightIs(0.25)}}))), Numbers{light});
  limits.max_examined = 5;
  EXPECT_EQ(Outcome(QueryWithin(limits, {.filter = {WeightIs(0.25)}})), "budget_exceeded");
  EXPECT_EQ(Outcome(QueryWithin(limits, {.filter = {WeightIs(0.5)}, .limit = 5})), "ok");
  EXPECT_EQ(Outcome(QueryWithin(limits, {})), "ok") << "nothing is left out";
  EXPECT_EQ(Outcome(QueryWithin(limits, {.filter = {TitleIs("a")}})), "ok");
  EXPECT_EQ(Outcome(QueryWithin(limits, {.order = {.number = kTitle}})), "ok");
}

TEST_P(RecordLists, WhatTheySortCountsTowardTheBudget) {
  for (int i = 0; i < 3; ++i) Add({});
  RecordLimits limits;
  const RecordQuery query{.order = {.builtin = BuiltinField::kUpdatedAt}, .limit = 1};
  limits.max_sorted = 3;
  EXPECT_EQ(Outcome(QueryWithin(limits, query)), "ok");
  limits.max_sorted = 2;
  EXPECT_EQ(Outcome(QueryWithin(limits, query)), "budget_exceeded");
}

TEST_P(RecordLists, FewCandidatesCostNoMoreThanTheyAre) {
  for (int i = 0; i < 5; ++i) Add({{kPages, std::int64_t{i}}});
  RecordLimits limits;
  limits.max_examined = 1;
  const RecordQuery query{
      .filter = {Is({.number = kPages}, Comparison::kGreater, {std::int64_t{3}})}};
  EXPECT_EQ(Must(QueryWithin(limits, query)).size(), 1U);
  limits.max_probed = 0;
  EXPECT_EQ(Outcome(QueryWithin(limits, query)), "budget_exceeded") << "then all are walked";
}

TEST_P(RecordLists, ConditionsOnATargetKnowOnlyWhatTheCallerMayRead) {
  const std::int64_t open = Add({{kTitle, std::string("a")}});
  const std::int64_t closed = Add({{kTitle, std::string("a")}}, {});
  const std::int64_t to_open = Add({{kPart, open}});
  const std::int64_t to_closed = Add({{kPart, closed}});
  Condition condition{.field = {.number = kPart}, .op = Comparison::kMatches};
  condition.inner = std::make_shared<const Filter>(Filter{TitleIs("a")});
  EXPECT_EQ(Found(town.AsUser(yennefer), {.filter = {condition}}), Numbers{to_open});
  EXPECT_EQ(Found(town.AsOperator(), {.filter = {condition}}), (Numbers{to_open, to_closed}));
  RecordLimits limits;
  limits.max_related = 0;
  EXPECT_EQ(Outcome(QueryWithin(limits, {.filter = {condition}})), "ok");
}

TEST_P(RecordLists, ConditionsOnUsersAreAboutTheirProfiles) {
  const Target users{Target::Kind::kUsers, {}, "user"};
  books = town.AddCollection(
      "loan", OpenTo(Rights::All()),
      {{.name = "by", .type = FieldType::kReference, .filterable = true, .target = users}});
  AddProfile(geralt);
  AddProfile(yennefer);
  RecordPatch patch;
  patch.fields = {{1, geralt.value()}};
  const std::int64_t his = town.AddRecord(books, patch).id.value();
  patch.fields = {{1, yennefer.value()}};
  town.AddRecord(books, patch);
  const auto found = [&](BuiltinField field, Comparison op, Value operand) {
    Condition condition{.field = {.number = 1}, .op = Comparison::kMatches};
    condition.inner =
        std::make_shared<const Filter>(Filter{Is({.builtin = field}, op, {std::move(operand)})});
    return Found(town.AsOperator(), {.filter = {condition}});
  };
  EXPECT_EQ(found(BuiltinField::kId, Comparison::kLess, yennefer.value()), Numbers{his});
  EXPECT_EQ(found(BuiltinField::kOwnerName, Comparison::kStartsWith, std::string("ger")),
            Numbers{his});
  EXPECT_EQ(found(BuiltinField::kOwnerName, Comparison::kStartsWith, std::string("x")), Numbers{});
  EXPECT_EQ(found(BuiltinField::kOwnerName, Comparison::kEqual, std::string("geralt")),
            Numbers{his});
  EXPECT_EQ(found(BuiltinField::kId, Comparison::kEqual, geralt.value()), Numbers{his});
}

TEST_P(RecordLists, ElementsOfListsAreFound) {
  const std::int64_t both = Add({{kTags, Scalars{std::int64_t{1}, std::string("a")}}});
  const std::int64_t text = Add({{kTags, Scalars{std::string("1"), std::string("a")}}});
  const auto having = [&](Scalars elements) {
    Condition condition{.field = {.number = kTags}, .op = Comparison::kHasAll};
    condition.elements = std::move(elements);
    return Found(town.AsUser(yennefer), {.filter = {condition}});
  };
  EXPECT_EQ(having({std::string("a")}), (Numbers{both, text}));
  EXPECT_EQ(having({std::string("a"), std::int64_t{1}}), Numbers{both});
  EXPECT_EQ(having({1.0}), Numbers{both});
  EXPECT_EQ(having({std::string("b")}), Numbers{});
}

}  // namespace
}  // namespace guildhall::test
