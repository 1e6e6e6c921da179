#include "core/collections.h"

#include "tests/core/use_cases.h"

namespace guildhall::test {
namespace {

class CollectionUseCases : public UseCases {
 protected:
  using FieldDraft = Collections::FieldDraft;

  static Collections::Draft Book(Origin origin = kOurs) {
    return {.origin = origin,
            .name = "book",
            .description = "what was written",
            .fields = {{"title", FieldType::kString, false, true}, {"pages", FieldType::kInteger}},
            .access = {},
            .metadata = R"({"shelf":1})"};
  }
  Result<Collection> Create(const Caller& caller, const Collections::Draft& draft) {
    return town.Write([&](Transaction& tx) { return town.collections.Create(tx, caller, draft); });
  }
  Result<Collection> Update(const Caller& caller, CollectionId id,
                            const Collections::Patch& patch) {
    return town.Write(
        [&](Transaction& tx) { return town.collections.Update(tx, caller, id, patch); });
  }
  Result<void> Remove(const Caller& caller, CollectionId id) {
    return town.Write([&](Transaction& tx) { return town.collections.Remove(tx, caller, id); });
  }
  Result<Collection> Get(const Caller& caller, Origin origin = kOurs) {
    return town.Read([&](const Snapshot& snapshot) {
      return town.collections.Get(snapshot, caller, origin, "book");
    });
  }
  std::vector<std::string> NamesFor(const Caller& caller, Seek seek = {}) {
    std::vector<std::string> names;
    for (const Collection& row : Must(town.Read([&](const Snapshot& snapshot) {
           return town.collections.List(snapshot, caller, kOurs, seek);
         }))) {
      names.push_back(row.name);
    }
    return names;
  }
  /// A patch of the fields alone.
  static Collections::Patch Fields(std::vector<FieldDraft> fields) {
    Collections::Patch patch;
    patch.fields = std::move(fields);
    return patch;
  }
};
GUILDHALL_ON_EVERY_ENGINE(CollectionUseCases);

using Names = std::vector<std::string>;

TEST_P(CollectionUseCases, NewOnesNumberTheirFieldsFromOne) {
  const Collection made = Must(Create(town.AsOperator(), Book()));
  ASSERT_EQ(made.fields.size(), 2U);
  EXPECT_EQ(made.fields[0], (Field{1, "title", FieldType::kString, false, true, false, {}, 3}));
  EXPECT_EQ(made.fields[1], (Field{2, "pages", FieldType::kInteger, false, false}));
  EXPECT_EQ(made.revision, 1);
  EXPECT_GT(made.id, kProfiles);
  EXPECT_EQ(Must(Get(town.AsOperator())), made);
}

TEST_P(CollectionUseCases, OnlyOperatorsWhoWriteChangeThem) {
  const Collection made = Must(Create(town.AsOperator(), Book()));
  const UserId geralt = town.AddUser("geralt");
  const ApiKeyFlags all{true, true, true, true};
  for (const Caller& caller : {town.AsKey(all), town.AsUser(geralt, all),
                               town.AsOperator(Role::kRead), town.AsStranger()}) {
    EXPECT_EQ(Outcome(Create(caller, Book(Origin(2)))), "forbidden");
    EXPECT_EQ(Outcome(Update(caller, made.id, {})), "forbidden");
    EXPECT_EQ(Outcome(Remove(caller, made.id)), "forbidden");
  }
}

TEST_P(CollectionUseCases, NamesAreUniquePerOrigin) {
  Must(Create(town.AsOperator(), Book()));
  const auto refused = Create(town.AsOperator(), Book());
  EXPECT_EQ(Outcome(refused), "invalid");
  EXPECT_EQ(Problems(refused), (std::vector<Problem>{{"name", Reason::kTaken}}));
  EXPECT_EQ(Outcome(Create(town.AsOperator(), Book(Origin(2)))), "ok");
}

TEST_P(CollectionUseCases, AnotherOriginsCollectionIsNotServed) {
  Must(Create(town.AsOperator(), Book(Origin(2))));
  EXPECT_EQ(Outcome(Get(town.AsOperator())), "not_found");
  EXPECT_EQ(NamesFor(town.AsOperator()), Names{"profiles"});
}

TEST_P(CollectionUseCases, TheProfileCollectionCountsTowardTheLimit) {
  const Collections few(town.identities, {.max_per_tenant = 3});
  Must(Create(town.AsOperator(), Book(Origin(2))));
  town.AddCollection("a", {});
  town.AddCollection("b", {});
  const auto refused =
      town.Write([&](Transaction& tx) { return few.Create(tx, town.AsOperator(), Book()); });
  EXPECT_EQ(Outcome(refused), "conflict");
  EXPECT_EQ(Problems(refused), (std::vector<Problem>{{"", Reason::kLimitReached, 3}}));
}

TEST_P(CollectionUseCases, UnknownGroupsAreRefused) {
  Collections::Draft draft = Book();
  draft.access = SharedWith(GroupId(99), kReading);
  const std::vector<Problem> unknown{{"group", Reason::kUnknownId, 99}};
  EXPECT_EQ(Problems(Create(town.AsOperator(), draft)), unknown);
  const Collection made = Must(Create(town.AsOperator(), Book()));
  Collections::Patch patch;
  patch.access = Sharing(GroupId(99), kReading);
  EXPECT_EQ(Problems(Update(town.AsOperator(), made.id, patch)), unknown);
}

TEST_P(CollectionUseCases, FieldsOfTheSameNameAndTypeKeepTheirNumber) {
  const Collection made = Must(Create(town.AsOperator(), Book()));
  const Collection after = Must(Update(town.AsOperator(), made.id,
                                       Fields({{"pages", FieldType::kFloat},
                                               {"title", FieldType::kString, true},
                                               {"author", FieldType::kString}})));
  ASSERT_EQ(after.fields.size(), 3U);
  EXPECT_EQ(after.fields[0].number, 4) << "another type starts anew";
  EXPECT_EQ(after.fields[1].number, 1);
  EXPECT_TRUE(after.fields[1].ordered);
  EXPECT_EQ(after.fields[2].number, 5);
  EXPECT_EQ(after.revision, 2);
}

TEST_P(CollectionUseCases, AFieldThatGoesOnUnderAnotherNameKeepsItsNumber) {
  const Collection made = Must(Create(town.AsOperator(), Book()));
  FieldDraft renamed{"name", FieldType::kString, false, true};
  renamed.former_name = "title";
  const Collection updated = Must(Update(town.AsOperator(), made.id, Fields({renamed})));
  ASSERT_EQ(updated.fields.size(), 1U);
  EXPECT_EQ(updated.fields[0].name, "name");
  EXPECT_EQ(updated.fields[0].number, made.fields[0].number);
  EXPECT_EQ(updated.fields[0].index, made.fields[0].index);
}

TEST_P(CollectionUseCases, NoTwoFieldsGoOnFromOne) {
  const Collection made = Must(Create(town.AsOperator(), Book()));
  const FieldDraft title{"title", FieldType::kString, false, true};
  FieldDraft renamed{"name", FieldType::kString, false, true};
  renamed.former_name = "title";
  FieldDraft other = renamed;
  other.name = "label";
  for (const auto& fields : {std::vector{title, renamed}, std::vector{renamed, other}}) {
    EXPECT_EQ(Outcome(Update(town.AsOperator(), made.id, Fields(fields))),
              Outcome(Update(town.AsOperator(), made.id, Fields({title, title}))));
  }
}

TEST_P(CollectionUseCases, ARemovedFieldThatReturnsStartsEmpty) {
  const Collection made = Must(Create(town.AsOperator(), Book()));
  RecordPatch content;
  content.fields = {{1, std::string("Ubik")}, {2, std::int64_t{202}}};
  const Record record = town.AddRecord(made, content);
  Must(Update(town.AsOperator(), made.id, Fields({{"pages", FieldType::kInteger}})));
  const Collection back = Must(
      Update(town.AsOperator(), made.id,
             Fields({{"pages", FieldType::kInteger}, {"title", FieldType::kString, false, true}})));
  EXPECT_EQ(back.FindField("pages")->number, 2);
  EXPECT_EQ(back.FindField("title")->number, 4) << "not a number under which old values lie";
  EXPECT_EQ(record.fields.size(), 2U);
}

TEST_P(CollectionUseCases, TheRevisionCountsChangesOfTheFieldsOnly) {
  const Collection made = Must(Create(town.AsOperator(), Book()));
  Collections::Patch words;
  words.description = "all of them";
  words.access = Opening(kReading);
  const Collection worded = Must(Update(town.AsOperator(), made.id, words));
  EXPECT_EQ(worded.revision, 1);
  EXPECT_GT(worded.updated_at, made.updated_at);
  const Collection same = Must(
      Update(town.AsOperator(), made.id,
             Fields({{"title", FieldType::kString, false, true}, {"pages", FieldType::kInteger}})));
  EXPECT_EQ(same, worded);
  EXPECT_EQ(Must(Update(town.AsOperator(), made.id, Fields({}))).revision, 2);
}

TEST_P(CollectionUseCases, AFieldNamedTwiceIsRefused) {
  Collections::Draft draft = Book();
  draft.fields.push_back({"title", FieldType::kText});
  EXPECT_EQ(Problems(Create(town.AsOperator(), draft)),
            (std::vector<Problem>{{"fields", Reason::kTaken}}));
}

TEST_P(CollectionUseCases, AnExpectedRevisionMustBeThePresentOne) {
  const Collection made = Must(Create(town.AsOperator(), Book()));
  Collections::Patch patch;
  patch.description = "late";
  patch.expected_revision = 2;
  const auto refused = Update(town.AsOperator(), made.id, patch);
  EXPECT_EQ(Outcome(refused), "conflict");
  EXPECT_EQ(Problems(refused),
            (std::vector<Problem>{{"expected_revision", Reason::kRevisionMismatch, 2, 1}}));
  patch.expected_revision = 1;
  EXPECT_EQ(Must(Update(town.AsOperator(), made.id, patch)).description, "late");
}

TEST_P(CollectionUseCases, AnUpdateThatChangesNothingWritesNothing) {
  Collections::Draft draft = Book();
  draft.access = SharedWith(town.AddGroup("witchers"), kReading);
  const Collection made = Must(Create(town.AsOperator(), draft));
  const std::int64_t event = town.LastEvent();
  Collections::Patch patch;
  patch.access = Sharing(draft.access.primary_group, kReading);
  patch.metadata = made.metadata;
  EXPECT_EQ(Must(Update(town.AsOperator(), made.id, patch)), made);
  EXPECT_EQ(town.LastEvent(), event);
}

TEST_P(CollectionUseCases, ClearingTheGroupKeepsItsSetting) {
  Collections::Draft draft = Book();
  draft.access = SharedWith(town.AddGroup("witchers"), kReading);
  const Collection made = Must(Create(town.AsOperator(), draft));
  ASSERT_EQ(made.access.grants.size(), 1U);
  EXPECT_NE(made.access.grants[0].id, GrantId());
  EXPECT_NE(made.access.grants[0].uid, Uid{});
  Collections::Patch patch;
  patch.access = Sharing(std::nullopt, kReading);
  const Collection after = Must(Update(town.AsOperator(), made.id, patch));
  EXPECT_TRUE(after.access.grants.empty());
  EXPECT_EQ(after.access.group_bits, kReading.bits());
  EXPECT_EQ(Must(Get(town.AsOperator())), after);
}

TEST_P(CollectionUseCases, RemovalTakesTheRecordsAlong) {
  const Collection made = Must(Create(town.AsOperator(), Book()));
  const Record record = town.AddRecord(made, Listed(Opening(kReading)));
  Must(Remove(town.AsOperator(), made.id));
  EXPECT_EQ(Outcome(Get(town.AsOperator())), "not_found");
  EXPECT_FALSE(Must(town.Read([&](const Snapshot& snapshot) {
    return snapshot.records().Find(town.rivia, made.id, record.id);
  })));
  EXPECT_EQ(Outcome(Remove(town.AsOperator(), made.id)), "not_found");
  EXPECT_EQ(Outcome(Create(town.AsOperator(), Book())), "ok") << "the name is free";
}

TEST_P(CollectionUseCases, TheProfileCollectionIsNotRemoved) {
  const auto refused = Remove(town.AsOperator(Role::kOwner), kProfiles);
  EXPECT_EQ(Outcome(refused), "forbidden");
  EXPECT_EQ(Problems(refused), (std::vector<Problem>{{"", Reason::kProtected}}));
}

TEST_P(CollectionUseCases, AClosedOneIsNotFound) {
  const UserId geralt = town.AddUser("geralt");
  const UserId yennefer = town.AddUser("yennefer");
  const GroupId witchers = town.AddGroup("witchers");
  town.Join(geralt, witchers);
  town.AddCollection("book", SharedWith(witchers, kReading));
  EXPECT_EQ(Outcome(Get(town.AsUser(geralt))), "ok");
  EXPECT_EQ(Outcome(Get(town.AsUser(yennefer))), "not_found");
  EXPECT_EQ(Outcome(Get(town.AsKey())), "not_found");
  EXPECT_EQ(Outcome(Get(town.AsOperator(Role::kNone))), "not_found");
  EXPECT_EQ(Outcome(Get(town.AsKey({.bypass_lists = true}))), "ok");
  EXPECT_EQ(Outcome(Get(town.AsOperator(Role::kRead))), "ok");
}

TEST_P(CollectionUseCases, ListsHoldExactlyWhatSingleReadsGive) {
  const UserId geralt = town.AddUser("geralt");
  const GroupId witchers = town.AddGroup("witchers");
  town.Join(geralt, witchers);
  town.AddCollection("closed", {});
  town.AddCollection("open", OpenTo(kReading));
  town.AddCollection("shared", SharedWith(witchers, kReading));
  town.AddCollection("peeked", OpenTo({Right::kPeek, Right::kCreate}));
  EXPECT_EQ(NamesFor(town.AsKey()), (Names{"profiles", "open"}));
  EXPECT_EQ(NamesFor(town.AsUser(geralt)), (Names{"profiles", "open", "shared"}));
  EXPECT_EQ(NamesFor(town.AsOperator(Role::kNone)), Names{});
  EXPECT_EQ(NamesFor(town.AsUser(geralt), {{}, true, 2}), (Names{"shared", "open"}));
  EXPECT_EQ(NamesFor(town.AsUser(geralt), {kProfiles.value(), false, 1}), Names{"open"});
  EXPECT_EQ(NamesFor(town.AsUser(geralt), {{}, false, 0}), Names{});
}

TEST_P(CollectionUseCases, ProfilesAreReadUnderTheirList) {
  Collections::Patch close;
  close.access = Opening({});
  Must(Update(town.AsOperator(), kProfiles, close));
  const auto get = [&](const Caller& caller) {
    return Outcome(town.Read(
        [&](const Snapshot& snapshot) { return town.collections.GetProfiles(snapshot, caller); }));
  };
  EXPECT_EQ(get(town.AsKey()), "not_found");
  EXPECT_EQ(get(town.AsOperator(Role::kRead)), "ok");
}

TEST_P(CollectionUseCases, CountsAllRecordsUpToTheBound) {
  const Collection books = town.AddCollection("book", {});
  for (int i = 0; i < 3; ++i) town.AddRecord(books);
  const auto count = [&](std::int64_t bound) {
    return Must(town.Read([&](const Snapshot& snapshot) {
      return town.collections.CountRecords(snapshot, town.rivia, books.id, bound);
    }));
  };
  EXPECT_EQ(count(1000), 3);
  EXPECT_EQ(count(2), 2);
}

}  // namespace
}  // namespace guildhall::test
