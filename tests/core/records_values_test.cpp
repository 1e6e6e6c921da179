#include <limits>

#include "tests/core/records_use_cases.h"

namespace guildhall::test {
namespace {

/// Records with fields of every type; references and relations point to `authors`.
class RecordValues : public RecordUseCases {
 protected:
  enum Number : std::int32_t {
    kIsbn = 1,
    kNotes,
    kTags,
    kPlace,
    kAuthor,
    kReaders,
    kLender,
    kLike
  };

  static RecordPatch With(std::int32_t number, Value value) {
    RecordPatch patch;
    patch.fields = {{number, std::move(value)}};
    return patch;
  }
  std::vector<Problem> ProblemsOf(const Caller& caller, std::int32_t number, Value value) {
    return Problems(Create(caller, With(number, std::move(value))));
  }
  Value Made(const Caller& caller, std::int32_t number, Value value) {
    return ValueOf(Must(Create(caller, With(number, std::move(value)))).fields, number);
  }
  std::int64_t AddAuthor(const AccessPatch& access) {
    return town.AddRecord(authors, Listed(access)).id.value();
  }

  Collection authors = town.AddCollection("author", OpenTo(Rights::All()));
  Target to_authors{Target::Kind::kCollection, authors.id, "author"};

  void SetUp() override {
    books = town.AddCollection(
        "library", OpenTo(Rights::All()),
        {{.name = "isbn", .type = FieldType::kString, .unique = true},
         {.name = "notes", .type = FieldType::kDocument},
         {.name = "tags", .type = FieldType::kList},
         {.name = "place", .type = FieldType::kGeoPoint},
         {.name = "author", .type = FieldType::kReference, .target = to_authors},
         {.name = "readers", .type = FieldType::kRelation, .target = to_authors},
         {.name = "lender",
          .type = FieldType::kReference,
          .target = {Target::Kind::kUsers, {}, ""}},
         {.name = "like", .type = FieldType::kReference, .target = {Target::Kind::kSelf, {}, ""}}});
  }
};
GUILDHALL_ON_EVERY_ENGINE(RecordValues);

TEST_P(RecordValues, OfEveryTypeComeBack) {
  RecordPatch patch;
  patch.fields = {{kIsbn, std::string("978")},
                  {kNotes, Document{R"({"a":[1,"ż"]})"}},
                  {kTags, Scalars{true, std::int64_t{1}, 1.5, std::string("1")}},
                  {kPlace, GeoPoint{21.0122, 52.2297}}};
  const Record made = Must(Create(town.AsOperator(), patch));
  EXPECT_EQ(Must(Get(town.AsOperator(), made.id)).fields, patch.fields);
}

TEST_P(RecordValues, OfAnotherTypeAreRefused) {
  const Caller caller = town.AsOperator();
  const auto wrong = [](const char* name) {
    return std::vector<Problem>{{name, Reason::kWrongType}};
  };
  EXPECT_EQ(ProblemsOf(caller, kNotes, std::string("{}")), wrong("notes"));
  EXPECT_EQ(ProblemsOf(caller, kTags, Ids{1}), wrong("tags"));
  EXPECT_EQ(ProblemsOf(caller, kTags, Scalars{std::numeric_limits<double>::infinity()}),
            wrong("tags"));
  EXPECT_EQ(ProblemsOf(caller, kPlace, GeoPoint{0, 91}), wrong("place"));
  EXPECT_EQ(ProblemsOf(caller, kReaders, Ids{2, 1}), wrong("readers"));
  EXPECT_EQ(ProblemsOf(caller, kAuthor, std::string("1")), wrong("author"));
}

TEST_P(RecordValues, ThatAreTheSameAreNoChange) {
  RecordPatch patch;
  patch.fields = {{kNotes, Document{"{}"}}, {kTags, Scalars{std::int64_t{1}}}};
  const Record made = Must(Create(town.AsOperator(), patch));
  EXPECT_EQ(Must(Update(town.AsOperator(), made.id, patch)), made);
  const Record after =
      Must(Update(town.AsOperator(), made.id, With(kTags, Scalars{std::int64_t{2}})));
  EXPECT_EQ(after.revision, 2);
}

TEST_P(RecordValues, ReferencesNeedARowThatTheCallerMayRead) {
  const std::int64_t open = AddAuthor(Opening(kReading));
  const std::int64_t closed = AddAuthor({});
  const auto unknown = [](std::int64_t id) {
    return std::vector<Problem>{{"author", Reason::kUnknownId, id}};
  };
  EXPECT_EQ(Made(town.AsUser(geralt), kAuthor, open), Value(open));
  EXPECT_EQ(ProblemsOf(town.AsUser(geralt), kAuthor, closed), unknown(closed));
  EXPECT_EQ(ProblemsOf(town.AsUser(geralt), kAuthor, std::int64_t{9'999}), unknown(9'999));
  EXPECT_EQ(Made(town.AsOperator(), kAuthor, closed), Value(closed));
}

TEST_P(RecordValues, ReferencesIntoAClosedCollectionAreUnknown) {
  const std::int64_t open = AddAuthor(Opening(kReading));
  Collections::Patch close;
  close.access = Opening({});
  Must(town.Write([&](Transaction& tx) {
    return town.collections.Update(tx, town.AsOperator(), authors.id, close);
  }));
  EXPECT_EQ(ProblemsOf(town.AsUser(geralt), kAuthor, open),
            (std::vector<Problem>{{"author", Reason::kUnknownId, open}}));
}

TEST_P(RecordValues, ReferencesToACollectionThatIsGoneNameIt) {
  const std::int64_t open = AddAuthor(Opening(kReading));
  Must(town.Write(
      [&](Transaction& tx) { return town.collections.Remove(tx, town.AsOperator(), authors.id); }));
  EXPECT_EQ(ProblemsOf(town.AsOperator(), kAuthor, open),
            (std::vector<Problem>{{"author", Reason::kUnknownName}}));
  EXPECT_EQ(Made(town.AsOperator(), kReaders, Ids{open}), Value());
}

TEST_P(RecordValues, ReferencesThatStayAreNotLookedAt) {
  const std::int64_t closed = AddAuthor({});
  RecordPatch patch = With(kAuthor, closed);
  patch.access = Opening(kWriting);
  const RecordId id = Must(Create(town.AsOperator(), patch)).id;
  patch.access = {};
  patch.fields.emplace_back(kTags, Scalars{});
  EXPECT_EQ(Outcome(Update(town.AsUser(geralt), id, patch)), "ok");
}

TEST_P(RecordValues, AnybodyMayPointToUsers) {
  EXPECT_EQ(Made(town.AsUser(geralt), kLender, yennefer.value()), Value(yennefer.value()));
  EXPECT_EQ(ProblemsOf(town.AsUser(geralt), kLender, std::int64_t{99}),
            (std::vector<Problem>{{"lender", Reason::kUnknownId, 99}}));
}

TEST_P(RecordValues, RecordsMayPointToTheirOwnKind) {
  const std::int64_t first = Must(Create(town.AsUser(geralt))).id.value();
  EXPECT_EQ(Made(town.AsUser(geralt), kLike, first), Value(first));
  EXPECT_EQ(ProblemsOf(town.AsUser(yennefer), kLike, first),
            (std::vector<Problem>{{"like", Reason::kUnknownId, first}}));
}

TEST_P(RecordValues, RelationsLoseTheIdsThatAreUnknown) {
  const std::int64_t open = AddAuthor(Opening(kReading));
  const std::int64_t closed = AddAuthor({});
  EXPECT_EQ(Made(town.AsUser(geralt), kReaders, Ids{open, closed, 9'999}), Value(Ids{open}));
  EXPECT_EQ(Made(town.AsUser(geralt), kReaders, Ids{closed}), Value()) << "empty is null";
  RecordPatch patch = With(kReaders, Ids{closed});
  patch.access = Opening(kWriting);
  const RecordId id = Must(Create(town.AsOperator(), patch)).id;
  const Record after =
      Must(Update(town.AsUser(geralt), id, With(kReaders, Ids{open, closed, 9'999})));
  EXPECT_EQ(ValueOf(after.fields, kReaders), Value(Ids{open, closed})) << "what it had it keeps";
}

TEST_P(RecordValues, UniqueOnesAreTakenOnce) {
  const std::vector<Problem> taken{{"isbn", Reason::kTaken}};
  const RecordId first = Must(Create(town.AsUser(geralt), With(kIsbn, std::string("978")))).id;
  EXPECT_EQ(ProblemsOf(town.AsUser(yennefer), kIsbn, std::string("978")), taken);
  const RecordId second = Must(Create(town.AsUser(geralt), With(kIsbn, std::string("979")))).id;
  EXPECT_EQ(Problems(Update(town.AsUser(geralt), second, With(kIsbn, std::string("978")))), taken);
  EXPECT_EQ(Outcome(Update(town.AsUser(geralt), first, With(kIsbn, std::string("978")))), "ok");
  EXPECT_EQ(Outcome(Create(town.AsUser(geralt))), "ok") << "null is not taken";
  EXPECT_EQ(Outcome(Create(town.AsUser(geralt))), "ok");
}

TEST_P(RecordValues, UniqueOnesAreFreeAgainWhenTheyAreGivenUp) {
  const Caller caller = town.AsUser(geralt);
  const std::string longest(600, 'x');
  const RecordId first = Must(Create(caller, With(kIsbn, longest + "1"))).id;
  const RecordId second = Must(Create(caller, With(kIsbn, longest + "2"))).id;
  Must(Update(caller, first, With(kIsbn, Value())));
  EXPECT_EQ(Outcome(Create(caller, With(kIsbn, longest + "1"))), "ok");
  Must(Remove(caller, second));
  EXPECT_EQ(Outcome(Create(caller, With(kIsbn, longest + "2"))), "ok");
}

}  // namespace
}  // namespace guildhall::test
