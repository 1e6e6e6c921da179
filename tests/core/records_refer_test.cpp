// What records may point to: groups for everybody, and what callers under lists may refer to.
#include "tests/core/records_list_cases.h"

namespace guildhall::test {
namespace {

class RecordReferring : public RecordListCases {
 protected:
  enum Number : std::int32_t { kAuthor = 1, kReaders, kLender, kGroup, kSelf, kLenders };

  static RecordPatch With(std::int32_t number, Value value) {
    RecordPatch patch;
    patch.fields = {{number, std::move(value)}};
    return patch;
  }
  RecordId AddAuthor(const AccessPatch& access) {
    return town.AddRecord(authors, Listed(access)).id;
  }
  /// What becomes of a new record that points there.
  Result<Record> Point(const Caller& caller, std::int32_t number, Value value) {
    return Make(caller, With(number, std::move(value)));
  }
  static std::vector<Problem> Unknown(std::string field, std::int64_t id) {
    return {{std::move(field), Reason::kUnknownId, id}};
  }

  Collection authors = town.AddCollection("author", OpenTo({}));
  Target to_authors{Target::Kind::kCollection, authors.id, "author"};

  void SetUp() override {
    const Target to_users{Target::Kind::kUsers, {}, ""};
    books = town.AddCollection(
        "library", OpenTo(Rights::All()),
        {{.name = "author", .type = FieldType::kReference, .target = to_authors},
         {.name = "readers", .type = FieldType::kRelation, .target = to_authors},
         {.name = "lender", .type = FieldType::kReference, .target = to_users},
         {.name = "group",
          .type = FieldType::kReference,
          .target = {Target::Kind::kGroups, {}, ""}},
         {.name = "like", .type = FieldType::kReference, .target = {Target::Kind::kSelf, {}, ""}},
         {.name = "lenders", .type = FieldType::kRelation, .target = to_users}});
  }
};
GUILDHALL_ON_EVERY_ENGINE(RecordReferring);

TEST_P(RecordReferring, ARecordIsPointedToByWhoHoldsRefer) {
  const std::int64_t open = AddAuthor(Opening({Right::kRefer})).value();
  const std::int64_t closed = AddAuthor(Opening(Rights::All() - Rights{Right::kRefer})).value();
  EXPECT_EQ(Outcome(Point(Session(geralt), kAuthor, open)), "ok") << "its table is not asked";
  EXPECT_EQ(Problems(Point(Session(geralt), kAuthor, closed)), kAtObject);
  EXPECT_EQ(Problems(Point(Session(geralt), kAuthor, std::int64_t{99'999})), kAtObject);
  EXPECT_EQ(Outcome(Point(Administrator(), kAuthor, closed)), "ok");
  EXPECT_EQ(Problems(Point(Administrator(), kAuthor, std::int64_t{99'999})),
            Unknown("author", 99'999));
}

TEST_P(RecordReferring, ARecordOfTheSameCollectionToo) {
  const std::int64_t open = Place(Opening({Right::kRefer})).id.value();
  const std::int64_t closed = Place({}).id.value();
  EXPECT_EQ(Outcome(Point(Session(geralt), kSelf, open)), "ok");
  EXPECT_EQ(Problems(Point(Session(geralt), kSelf, closed)), kAtObject);
}

TEST_P(RecordReferring, AnAccountIsPointedToByWhoHoldsRefer) {
  EXPECT_EQ(Problems(Point(Session(geralt), kLender, yennefer.value())), kAtObject);
  OpenAccount(yennefer, {Right::kRefer});
  EXPECT_EQ(Outcome(Point(Session(geralt), kLender, yennefer.value())), "ok");
  EXPECT_EQ(Problems(Point(Session(geralt), kLender, std::int64_t{99'999})), kAtObject);
  EXPECT_EQ(Outcome(Point(Administrator(), kLender, geralt.value())), "ok");
  EXPECT_EQ(Problems(Point(Administrator(), kLender, std::int64_t{99'999})),
            Unknown("lender", 99'999));
}

TEST_P(RecordReferring, AMembershipGivesReferOnAnAccount) {
  town.Join(yennefer, witchers);
  EXPECT_EQ(Problems(Point(Session(geralt), kLender, yennefer.value())), kAtObject);
  Must(town.Write([&](Transaction& tx) -> Result<void> {
    GH_TRY(std::optional<Membership> row, tx.memberships().Find(town.rivia, yennefer, witchers));
    row.value().rights = {Right::kRefer};
    return tx.memberships().Update(town.rivia, *row);
  }));
  EXPECT_EQ(Outcome(Point(Session(geralt), kLender, yennefer.value())), "ok");
}

TEST_P(RecordReferring, AGroupIsPointedToByWhoHoldsRefer) {
  EXPECT_EQ(Problems(Point(Session(yennefer), kGroup, witchers.value())), kAtObject);
  OpenGroup(witchers, {Right::kRefer});
  EXPECT_EQ(Outcome(Point(Session(yennefer), kGroup, witchers.value())), "ok");
  EXPECT_EQ(Problems(Point(Session(yennefer), kGroup, std::int64_t{99'999})), kAtObject);
  EXPECT_EQ(Problems(Point(Administrator(), kGroup, std::int64_t{99'999})),
            Unknown("group", 99'999));
  AddSystemGroup(kEverybody);
  EXPECT_EQ(Outcome(Point(Administrator(), kGroup, kEverybody.value())), "ok");
}

TEST_P(RecordReferring, ByPowersAGroupIsPointedToByWhoMayKnowOfIt) {
  AddSystemGroup(kEverybody);
  const GroupId home = town.AddHome(geralt);
  const auto point = [&](const Caller& caller, GroupId group) {
    return Problems(Create(caller, With(kGroup, group.value())));
  };
  EXPECT_EQ(point(town.AsUser(yennefer), witchers), std::vector<Problem>());
  EXPECT_EQ(point(town.AsUser(geralt), home), std::vector<Problem>());
  EXPECT_EQ(point(town.AsUser(yennefer), home), Unknown("group", home.value()));
  EXPECT_EQ(point(town.AsOperator(), kEverybody), Unknown("group", kEverybody.value()));
  EXPECT_EQ(point(town.AsOperator(), GroupId(99'999)), Unknown("group", 99'999));
}

TEST_P(RecordReferring, ARelationLosesNothingInSilence) {
  const std::int64_t open = AddAuthor(Opening({Right::kRefer})).value();
  const std::int64_t closed = AddAuthor({}).value();
  EXPECT_EQ(Problems(Point(Session(geralt), kReaders, Ids{open, closed})), kAtObject);
  EXPECT_EQ(ValueOf(Must(Point(Session(geralt), kReaders, Ids{open})).fields, kReaders),
            Value(Ids{open}));
  EXPECT_EQ(ValueOf(Must(Point(Administrator(), kReaders, Ids{open, closed})).fields, kReaders),
            Value(Ids{open, closed}));
  EXPECT_EQ(Problems(Point(Administrator(), kReaders, Ids{open, 99'999})),
            Unknown("readers", 99'999));
  OpenAccount(geralt, {Right::kRefer});
  EXPECT_EQ(Outcome(Point(Session(geralt), kLenders, Ids{geralt.value()})), "ok");
  EXPECT_EQ(Problems(Point(Session(geralt), kLenders, Ids{geralt.value(), yennefer.value()})),
            kAtObject);
}

TEST_P(RecordReferring, WhatItPointedToBeforeIsNotAskedAgain) {
  const std::int64_t closed = AddAuthor({}).value();
  const std::int64_t open = AddAuthor(Opening({Right::kRefer})).value();
  RecordPatch patch = With(kAuthor, closed);
  patch.fields.emplace_back(kReaders, Ids{closed});
  patch.access = Opening(Rights::All());
  const RecordId id = town.AddRecord(books, patch).id;
  EXPECT_EQ(Outcome(Change(Session(geralt), id, With(kAuthor, closed))), "ok");
  EXPECT_EQ(ValueOf(Must(Change(Session(geralt), id, With(kReaders, Ids{closed, open}))).fields,
                    kReaders),
            Value(Ids{closed, open}));
  EXPECT_EQ(Outcome(Change(Session(geralt), id, With(kAuthor, Value()))), "ok")
      << "pointing to nothing asks nobody";
  EXPECT_EQ(Problems(Change(Session(geralt), id, With(kAuthor, closed))), kAtObject);
}

}  // namespace
}  // namespace guildhall::test
