// Lists of records: what a walk hands out is what single decisions allow.
#include <algorithm>
#include <map>
#include <random>

#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

constexpr std::int64_t kUsers = 4;
constexpr std::int64_t kGroups = 6;
constexpr std::size_t kMostRecords = 70;

/// The naive side: records in a map, decisions one by one.
class Model {
 public:
  explicit Model(unsigned seed) : random_(seed) {}

  int Pick(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }

  AccessList RandomAccess() {
    AccessList access;
    const auto rights = [&] { return Pick(3) == 0 ? Rights{Right::kRead} : Rights{Right::kPeek}; };
    if (Pick(3) != 0) access.owner = UserId(Pick(kUsers) + 1);
    if (Pick(8) == 0) access.everyone = {Right::kRead};
    if (Pick(6) == 0) access.signed_in = {Right::kRead};
    if (Pick(4) != 0) access.owner_rights = {Right::kRead};
    for (std::int64_t group = 1; group <= kGroups; ++group) {
      if (Pick(3) == 0) access.grants.push_back(MakeGrant(++last_grant_, group, rights()));
    }
    return access;
  }

  /// One change, made in both places.
  Result<void> Step(Transaction& tx, TenantId tenant) {
    const int choice = rows.size() > kMostRecords ? 2 : Pick(4);
    if (choice < 2 || rows.empty()) {
      Record record = MakeRecord(++last_record_);
      record.collection = CollectionId(16 + Pick(2));
      record.access = RandomAccess();
      rows.emplace(record.id.value(), record);
      return tx.records().Insert(tenant, CollectionOf(record), record);
    }
    const auto row = std::next(rows.begin(), Pick(static_cast<int>(rows.size())));
    if (choice == 2) {
      const Record before = row->second;
      rows.erase(row);
      return tx.records().Remove(tenant, CollectionOf(before), before);
    }
    const Record before = row->second;
    row->second.access = RandomAccess();
    return tx.records().Update(tenant, CollectionOf(before), before, row->second);
  }

  /// Whom a random caller may be; `groups` must outlive the subject.
  Subject RandomSubject(std::vector<GroupId>& groups) {
    groups.clear();
    Subject subject;
    subject.bypass = Pick(8) == 0;
    if (Pick(4) != 0) subject.user = UserId(Pick(kUsers) + 1);
    for (std::int64_t group = 1; subject.user && group <= kGroups; ++group) {
      if (Pick(2) == 0) groups.emplace_back(group);
    }
    subject.groups = groups;
    return subject;
  }

  [[nodiscard]] List Visible(CollectionId collection, const Subject& subject, Seek seek) const {
    List ids;
    for (const auto& [id, record] : rows) {
      if (record.collection != collection) continue;
      if (Allowed(Right::kRead, record.access, subject)) ids.push_back(id);
    }
    if (seek.descending) std::reverse(ids.begin(), ids.end());
    std::erase_if(ids, [&](std::int64_t id) {
      return seek.from && (seek.descending ? id >= *seek.from : id <= *seek.from);
    });
    if (ids.size() > static_cast<std::size_t>(seek.limit)) {
      ids.resize(static_cast<std::size_t>(seek.limit));
    }
    return ids;
  }

  std::map<std::int64_t, Record> rows;

 private:
  std::mt19937 random_;
  std::int64_t last_record_ = 0;
  std::int64_t last_grant_ = 0;
};

}  // namespace

/// Walks with the store beside the model.
class StoreWalks : public StoreContract {
 protected:
  List Walk(CollectionId collection, const std::vector<Audience>& audiences, Seek seek) {
    return Numbers(
        See([&](auto& v) { return v.records().Walk(kRivia, collection, audiences, seek); }));
  }

  std::int64_t Count(CollectionId collection, const std::vector<Audience>& audiences,
                     std::int64_t bound) {
    return See([&](auto& v) { return v.records().Count(kRivia, collection, audiences, bound); });
  }

  void Change(Model& model, int steps) {
    Model changed = model;
    Do(kRivia, [&](Transaction& tx) -> Result<void> {
      changed = model;
      for (int i = 0; i < steps; ++i) GH_CHECK(changed.Step(tx, kRivia));
      return {};
    });
    model = std::move(changed);
  }

  /// Follows cursors to the end, with changes in between; every page is what the model says.
  void WalkToTheEnd(Model& model) {
    std::vector<GroupId> groups;
    const Subject subject = model.RandomSubject(groups);
    const auto audiences = AudiencesOf(subject);
    const CollectionId collection(16 + model.Pick(2));
    Seek seek{.descending = model.Pick(2) == 0, .limit = model.Pick(7) + 1};
    for (;;) {
      const List expected = model.Visible(collection, subject, seek);
      ASSERT_EQ(Walk(collection, audiences, seek), expected);
      if (expected.size() < static_cast<std::size_t>(seek.limit)) break;
      seek.from = expected.back();
      if (model.Pick(3) == 0) Change(model, 3);
    }
    const Seek all{.limit = 1'000'000};
    const auto size = static_cast<std::int64_t>(model.Visible(collection, subject, all).size());
    const std::int64_t bound = model.Pick(40) + 1;
    ASSERT_EQ(Count(collection, audiences, bound), std::min(size, bound));
  }
};

TEST_P(StoreWalks, PagesAreTheRecordsThatSingleDecisionsAllow) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Model model(seed);
  Change(model, 60);
  for (int round = 0; round < 300 && !HasFatalFailure(); ++round) {
    if (round % 10 == 0) Change(model, 5);
    WalkToTheEnd(model);
  }
}

TEST_P(StoreWalks, EveryAudienceIsIndexedExactly) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Model model(seed);
  const auto expect_exact = [&](Audience audience) {
    List expected;
    for (const auto& [id, record] : model.rows) {
      const auto readers = ReadAudiences(record.access);
      if (record.collection != kProfiles) continue;
      if (std::find(readers.begin(), readers.end(), audience) != readers.end()) {
        expected.push_back(id);
      }
    }
    EXPECT_EQ(Walk(kProfiles, {audience}, {.limit = 1000}), expected) << "audience " << audience;
    EXPECT_EQ(Count(kProfiles, {audience}, 1000), static_cast<std::int64_t>(expected.size()));
  };
  for (int round = 0; round < 8; ++round) {
    Change(model, 20);
    expect_exact(kAudienceEveryone);
    expect_exact(kAudienceSignedIn);
    for (std::int64_t id = 1; id <= kGroups; ++id) {
      expect_exact(OwnerAudience(UserId(id)));
      expect_exact(GroupAudience(GroupId(id)));
    }
  }
}

TEST_P(StoreWalks, CallersWithManyGroupsGetWholePagesWithoutDuplicates) {
  constexpr std::int64_t kMany = 300;
  List expected;
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    expected.clear();
    for (std::int64_t id = 1; id <= 600; ++id) {
      Record record = MakeRecord(id);
      for (std::int64_t group = 1 + id % 7; group <= kMany; group += 90) {
        record.access.grants.push_back(MakeGrant(id * 10 + group / 90, group, {Right::kRead}));
      }
      GH_CHECK(tx.records().Insert(kRivia, CollectionOf(record), record));
      expected.push_back(id);
    }
    return {};
  });
  std::vector<Audience> audiences{kAudienceEveryone};
  for (std::int64_t group = 1; group <= kMany; ++group) {
    audiences.push_back(GroupAudience(GroupId(group)));
  }
  EXPECT_EQ(Walk(kProfiles, audiences, {.limit = 1000}), expected);
  EXPECT_EQ(Count(kProfiles, audiences, 1000), 600);
  EXPECT_EQ(Count(kProfiles, audiences, 100), 100);
  std::reverse(expected.begin(), expected.end());
  EXPECT_EQ(Walk(kProfiles, audiences, {.descending = true, .limit = 600}), expected);
}

TEST_P(StoreWalks, NobodysAudiencesFindNothing) {
  Do(kRivia, [](Transaction& tx) {
    return tx.records().Insert(kRivia, CollectionOf(MakeRecord(1)), MakeRecord(1));
  });
  EXPECT_EQ(Walk(kProfiles, {}, {}), List());
  EXPECT_EQ(Count(kProfiles, {}, 10), 0);
  EXPECT_EQ(Walk(kProfiles, {kAudienceAll}, {}), List({1}));
  EXPECT_EQ(Walk(CollectionId(17), {kAudienceAll}, {}), List());
}

TEST_P(StoreWalks, CursorsGoOnWhileRowsVanish) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    for (std::int64_t id = 1; id <= 9; ++id) {
      GH_CHECK(tx.records().Insert(kRivia, CollectionOf(MakeRecord(id)), MakeRecord(id)));
    }
    return {};
  });
  Seek seek{.limit = 3};
  EXPECT_EQ(Walk(kProfiles, {kAudienceAll}, seek), List({1, 2, 3}));
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    for (const std::int64_t id : {2, 3, 4, 6}) {
      GH_CHECK(tx.records().Remove(kRivia, CollectionOf(MakeRecord(id)), MakeRecord(id)));
    }
    return {};
  });
  seek.from = 3;
  EXPECT_EQ(Walk(kProfiles, {kAudienceAll}, seek), List({5, 7, 8}));
  seek = {.from = 6, .descending = true, .limit = 3};
  EXPECT_EQ(Walk(kProfiles, {kAudienceAll}, seek), List({5, 1}));
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreWalks, testing::ValuesIn(StoreFactories()), NameOfEngine);

}  // namespace guildhall::test
