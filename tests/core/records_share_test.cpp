// Grants on records, for callers who act under lists.
#include "tests/core/records_list_cases.h"

namespace guildhall::test {
namespace {

constexpr Gates kReferring = Gates::ByLists({}, {Right::kRefer});

class RecordSharing : public RecordListCases {
 protected:
  Result<Grant> Share(const Caller& caller, RecordId id, const guildhall::Sharing& sharing,
                      bool replace = false, const Gates& gates = kReferring) {
    return town.Write([&](Transaction& tx) {
      return town.records.Share(tx, caller, books, id, sharing, replace, gates);
    });
  }
  Result<void> Unshare(const Caller& caller, RecordId id, GroupId group,
                       const Gates& gates = kReferring) {
    return town.Write(
        [&](Transaction& tx) { return town.records.Unshare(tx, caller, books, id, group, gates); });
  }

  /// Yennefer's, who holds every right on it.
  RecordId letter = Must(Make(Session(yennefer))).id;
};
GUILDHALL_ON_EVERY_ENGINE(RecordSharing);

TEST_P(RecordSharing, GrantsAreMadeReplacedAndTakenBack) {
  const Caller caller = Session(yennefer);
  EXPECT_EQ(Problems(Fetch(Session(geralt), letter)), kAtObject);
  const Grant made =
      Must(Share(caller, letter, {.group = witchers, .rights = kReading, .rest = 4}));
  EXPECT_EQ(made.rights, kReading);
  EXPECT_EQ(made.rest, 4);
  EXPECT_GT(made.id.value(), 0);
  EXPECT_EQ(Must(Fetch(Session(geralt), letter)).access.grants, std::vector<Grant>{made});
  EXPECT_EQ(IdsOf(Must(Query(Session(geralt), {}, kGetting))), Numbers{letter.value()});
  EXPECT_EQ(Outcome(Share(caller, letter, {.group = witchers, .rights = kWriting})),
            "already_exists");
  const Grant replaced = Must(Share(caller, letter, {.group = witchers, .rights = kWriting}, true));
  EXPECT_EQ(replaced.id, made.id);
  EXPECT_EQ(replaced.uid, made.uid);
  EXPECT_EQ(replaced.rights, kWriting);
  EXPECT_EQ(Outcome(Unshare(caller, letter, witchers)), "ok");
  EXPECT_EQ(Outcome(Unshare(caller, letter, witchers)), "not_found");
  EXPECT_EQ(Problems(Fetch(Session(geralt), letter)), kAtObject);
  EXPECT_EQ(IdsOf(Must(Query(Session(geralt), {}, kGetting))), Numbers{});
}

TEST_P(RecordSharing, AsksTheRowAndNotTheTable) {
  OpenBooks({});
  const guildhall::Sharing sharing{.group = witchers, .rights = kReading};
  EXPECT_EQ(Problems(Share(Session(geralt), letter, sharing)), kAtObject);
  EXPECT_EQ(Problems(Unshare(Session(geralt), letter, witchers)), kAtObject);
  EXPECT_EQ(Outcome(Share(Session(yennefer), letter, sharing)), "ok")
      << "whose list the first gate is, the dialect knows";
}

TEST_P(RecordSharing, OfWhatIsMissingIsRefusedLikeOfWhatIsClosed) {
  const RecordId missing(99'999);
  const guildhall::Sharing sharing{.group = witchers, .rights = kReading};
  EXPECT_EQ(Problems(Share(Session(geralt), missing, sharing)), kAtObject);
  EXPECT_EQ(Outcome(Share(Administrator(), missing, sharing)), "not_found");
  EXPECT_EQ(Problems(Unshare(Session(geralt), missing, witchers)), kAtObject);
  EXPECT_EQ(Outcome(Unshare(Administrator(), missing, witchers)), "not_found");
}

TEST_P(RecordSharing, IsForCallersUnderListsOnly) {
  const guildhall::Sharing sharing{.group = witchers, .rights = kReading};
  for (const Caller& caller : {town.AsOperator(Role::kOwner), Administrator()}) {
    EXPECT_EQ(Outcome(Share(caller, letter, sharing, false, Gates::ByPowers())), "forbidden");
    EXPECT_EQ(Outcome(Unshare(caller, letter, witchers, Gates::ByPowers())), "forbidden");
  }
}

TEST_P(RecordSharing, WithAnyGroupThatThereIs) {
  AddSystemGroup(kEverybody);
  const GroupId home = town.AddHome(geralt);
  for (const GroupId group : {kEverybody, home}) {
    EXPECT_EQ(Outcome(Share(Session(yennefer), letter, {.group = group, .rights = kReading})),
              "ok");
  }
  EXPECT_EQ(Problems(Share(Session(yennefer), letter, {.group = GroupId(99), .rights = kReading})),
            (std::vector<Problem>{{"group", Reason::kUnknownId, 99}}));
}

TEST_P(RecordSharing, NobodyHandsOutRightsThatHeLacks) {
  const RecordId open = Place(Opening({Right::kRefer, Right::kRead})).id;
  const guildhall::Sharing more{.group = witchers, .rights = kWriting};
  EXPECT_EQ(Problems(Share(Session(yennefer), open, more)), kAtObject);
  EXPECT_EQ(Outcome(Share(Session(yennefer), open, {.group = witchers, .rights = {Right::kRead}})),
            "ok");
  EXPECT_EQ(Problems(Share(Session(yennefer), open, more, true)), kAtObject);
  EXPECT_EQ(Outcome(Share(Administrator(), open, more, true)), "ok");
}

TEST_P(RecordSharing, IsToldTheLogAndNoChangeIsNot) {
  const guildhall::Sharing sharing{.group = witchers, .rights = kReading};
  const Record before = Must(Fetch(Session(yennefer), letter));
  const std::int64_t first = town.LastEvent();
  Must(Share(Session(yennefer), letter, sharing));
  const Record shared = Must(Fetch(Session(yennefer), letter));
  EXPECT_EQ(town.LastEvent(), first + 1);
  EXPECT_GT(shared.updated_at, before.updated_at);
  EXPECT_EQ(shared.revision, before.revision) << "no value changed";
  Must(Share(Session(yennefer), letter, sharing, true));
  EXPECT_EQ(town.LastEvent(), first + 1);
  EXPECT_EQ(Must(Fetch(Session(yennefer), letter)), shared);
  Must(Unshare(Session(yennefer), letter, witchers));
  EXPECT_EQ(town.LastEvent(), first + 2);
}

TEST_P(RecordSharing, TakingBackThePrimaryGroupLeavesNone) {
  const RecordId id = Place(Sharing(witchers, Rights::All())).id;
  Must(Unshare(Session(geralt), id, witchers));
  const Record after = Must(Get(town.AsOperator(), id));
  EXPECT_EQ(after.access.primary_group, std::nullopt);
  EXPECT_TRUE(after.access.grants.empty());
}

TEST_P(RecordSharing, ARecordHasAtMostTenThousandGrants) {
  constexpr std::int64_t kMost = 10'000;
  constexpr std::int64_t kFirst = 1'000'000;  // of groups that need not be there
  Must(town.Write([&](Transaction& tx) -> Result<void> {
    GH_TRY(const std::optional<Record> before, tx.records().Find(town.rivia, books.id, letter));
    Record after = before.value();
    for (std::int64_t i = 0; i < kMost; ++i) {
      after.access.grants.push_back(MakeGrant(kFirst + i, kFirst + i, {Right::kPeek}));
    }
    return tx.records().Update(town.rivia, books, *before, after);
  }));
  const guildhall::Sharing sharing{.group = witchers, .rights = kReading};
  const auto refused = Share(Session(yennefer), letter, sharing);
  EXPECT_EQ(Outcome(refused), "conflict");
  EXPECT_EQ(Problems(refused), (std::vector<Problem>{{"", Reason::kLimitReached, kMost}}));
  Must(Unshare(Session(yennefer), letter, GroupId(kFirst)));
  EXPECT_EQ(Outcome(Share(Session(yennefer), letter, sharing)), "ok");
}

}  // namespace
}  // namespace guildhall::test
