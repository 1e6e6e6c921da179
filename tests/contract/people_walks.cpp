// Lists of accounts and groups: what a walk hands out is what single decisions allow.
#include <algorithm>
#include <map>
#include <random>

#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

constexpr int kUsers = 40;
constexpr int kOwners = 6;  // whoever walks is one of them
constexpr int kGroupCount = 9;
constexpr Seek kWhole{.limit = 1000};

/// The naive side: people in maps, decisions one by one. Some of them are the system's.
class PeopleModel {
 public:
  explicit PeopleModel(unsigned seed) : random_(seed) {}

  int Pick(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }

  /// One change, made in both places.
  Result<void> Step(Transaction& tx, TenantId tenant) {
    const int choice = Pick(4);
    if (choice == 0) return StepUser(tx, tenant);
    if (choice == 1) return StepGroup(tx, tenant);
    return StepMembership(tx, tenant);
  }

  /// Whom a random caller may be; `groups` must outlive the subject.
  Subject RandomSubject(std::vector<GroupId>& groups) {
    groups.clear();
    Subject subject;
    subject.bypass = Pick(8) == 0;
    if (Pick(4) != 0) subject.user = UserId(Pick(kOwners + 2) - 1);
    for (std::int64_t id = -2; subject.user && id <= kGroupCount; ++id) {
      if (Pick(3) == 0) groups.emplace_back(id);
    }
    subject.groups = groups;
    return subject;
  }

  [[nodiscard]] List Accounts(const Subject& subject) const {
    List ids;
    for (const auto& [id, user] : users_) {
      AccessList list = user.access;
      list.grants.clear();
      for (const auto& [key, row] : memberships_) {
        if (key.first == id) list.grants.push_back(MakeGrant(1, key.second, row.rights));
      }
      if (Allowed(Right::kRead, list, subject)) ids.push_back(id);
    }
    return ids;
  }

  [[nodiscard]] List Groups(const Subject& subject) const {
    List ids;
    for (const auto& [id, group] : groups_) {
      if (Allowed(Right::kRead, ListOf(group), subject)) ids.push_back(id);
    }
    return ids;
  }

 private:
  Rights MaybeRead(int odds) {
    return Pick(odds) == 0 ? Rights{Right::kRead, Right::kPeek} : Rights{Right::kPeek};
  }

  AccessList RandomAccess() {
    AccessList access;
    if (Pick(4) != 0) access.owner = UserId(Pick(kOwners + 2) - 1);
    access.everyone = MaybeRead(8);
    access.signed_in = MaybeRead(6);
    access.owner_rights = MaybeRead(2);
    access.group_bits = MaybeRead(3).bits();
    return access;
  }

  /// 0 is nobody's number.
  static std::int64_t Skip(std::int64_t id) { return id >= 0 ? id + 1 : id; }

  // Numbers are not used again in the store, so a removed row stays away.
  Result<void> StepUser(Transaction& tx, TenantId tenant) {
    const std::int64_t id = Skip(Pick(kUsers) - 1);
    const auto found = users_.find(id);
    User row = MakeUser(id, "user" + std::to_string(id));
    row.access = RandomAccess();
    row.access.grants = {MakeGrant(1, 3, {Right::kRead})};  // memberships carry them
    if (found != users_.end() && Pick(5) == 0) {
      users_.erase(found);
      gone_users_.push_back(id);
      std::erase_if(memberships_, [&](const auto& entry) { return entry.first.first == id; });
      return tx.users().Remove(tenant, UserId(id));
    }
    if (Contains(gone_users_, id)) return {};
    const bool known = found != users_.end();
    users_[id] = row;
    return known ? tx.users().Update(tenant, row) : tx.users().Insert(tenant, row);
  }

  Result<void> StepGroup(Transaction& tx, TenantId tenant) {
    const std::int64_t id = Skip(Pick(kGroupCount) - 2);
    const auto found = groups_.find(id);
    Group row = MakeGroup(id, "group");
    row.access = RandomAccess();
    if (found != groups_.end() && Pick(5) == 0) {
      groups_.erase(found);
      gone_groups_.push_back(id);
      return tx.groups().Remove(tenant, GroupId(id));
    }
    if (Contains(gone_groups_, id)) return {};
    const bool known = found != groups_.end();
    groups_[id] = row;
    return known ? tx.groups().Update(tenant, row) : tx.groups().Insert(tenant, row);
  }

  Result<void> StepMembership(Transaction& tx, TenantId tenant) {
    if (users_.empty() || groups_.empty()) return {};
    const auto user = std::next(users_.begin(), Pick(static_cast<int>(users_.size())))->first;
    const auto group = std::next(groups_.begin(), Pick(static_cast<int>(groups_.size())))->first;
    const auto found = memberships_.find({user, group});
    if (found != memberships_.end() && Pick(3) == 0) {
      memberships_.erase(found);
      return tx.memberships().Remove(tenant, UserId(user), GroupId(group));
    }
    Membership row = MakeMembership(++last_membership_, user, group);
    row.rights = MaybeRead(2);
    const bool known = found != memberships_.end();
    memberships_[{user, group}] = row;
    return known ? tx.memberships().Update(tenant, row) : tx.memberships().Insert(tenant, row);
  }

  static bool Contains(const List& list, std::int64_t id) {
    return std::find(list.begin(), list.end(), id) != list.end();
  }

  std::mt19937 random_;
  std::map<std::int64_t, User> users_;
  std::map<std::int64_t, Group> groups_;
  std::map<std::pair<std::int64_t, std::int64_t>, Membership> memberships_;
  List gone_users_;
  List gone_groups_;
  std::int64_t last_membership_ = 0;
};

/// The page that `seek` cuts from a whole list.
List PageOf(List ids, Seek seek) {
  if (seek.descending) std::reverse(ids.begin(), ids.end());
  std::erase_if(ids, [&](std::int64_t id) {
    return seek.from && (seek.descending ? id >= *seek.from : id <= *seek.from);
  });
  if (ids.size() > static_cast<std::size_t>(seek.limit)) {
    ids.resize(static_cast<std::size_t>(seek.limit));
  }
  return ids;
}

}  // namespace

class StorePeopleWalks : public StoreContract {
 protected:
  List Accounts(const std::vector<Audience>& audiences, Seek seek = kWhole) {
    return Numbers(See([&](auto& v) { return v.users().Walk(kRivia, audiences, seek); }));
  }
  List Groups(const std::vector<Audience>& audiences, Seek seek = kWhole) {
    return Numbers(See([&](auto& v) { return v.groups().Walk(kRivia, audiences, seek); }));
  }

  void Change(PeopleModel& model, int steps) {
    PeopleModel changed = model;
    Do(kRivia, [&](Transaction& tx) -> Result<void> {
      changed = model;
      for (int i = 0; i < steps; ++i) GH_CHECK(changed.Step(tx, kRivia));
      return {};
    });
    model = std::move(changed);
  }

  /// Walks and counts of one caller are what the model says.
  void Compare(PeopleModel& model) {
    std::vector<GroupId> groups;
    const Subject subject = model.RandomSubject(groups);
    const auto audiences = AudiencesOf(subject);
    const List accounts = model.Accounts(subject);
    const List circles = model.Groups(subject);
    Seek seek{.descending = model.Pick(2) == 0, .limit = model.Pick(6) + 1};
    if (model.Pick(2) == 0) seek.from = model.Pick(12) - 3;
    ASSERT_EQ(Accounts(audiences, seek), PageOf(accounts, seek));
    ASSERT_EQ(Groups(audiences, seek), PageOf(circles, seek));
    ASSERT_EQ(Accounts(audiences), accounts);
    ASSERT_EQ(Groups(audiences), circles);
    const std::int64_t bound = model.Pick(12) + 1;
    const auto size = [&](const List& ids) {
      return std::min(static_cast<std::int64_t>(ids.size()), bound);
    };
    ASSERT_EQ(See([&](auto& v) { return v.users().Count(kRivia, audiences, bound); }),
              size(accounts));
    ASSERT_EQ(See([&](auto& v) { return v.groups().Count(kRivia, audiences, bound); }),
              size(circles));
  }
};

TEST_P(StorePeopleWalks, PagesAreTheRowsThatSingleDecisionsAllow) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  PeopleModel model(seed);
  Change(model, 40);
  for (int round = 0; round < 200 && !HasFatalFailure(); ++round) {
    if (round % 4 == 0) Change(model, 5);
    Compare(model);
  }
}

TEST_P(StorePeopleWalks, MembershipsBringAccountsIntoAGroupsList) {
  const std::vector<Audience> members{GroupAudience(GroupId(1))};
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    User user = MakeUser(1, "ada");
    user.access = {};
    GH_CHECK(tx.users().Insert(kRivia, user));
    GH_CHECK(tx.groups().Insert(kRivia, MakeGroup(1, "group")));
    return tx.memberships().Insert(kRivia, MakeMembership(1, 1, 1));
  });
  EXPECT_EQ(Accounts(members), List({1}));
  const auto update = [&](Rights rights) {
    Do(kRivia, [&](Transaction& tx) {
      Membership row = MakeMembership(1, 1, 1);
      row.rights = rights;
      return tx.memberships().Update(kRivia, row);
    });
  };
  update({Right::kPeek});
  EXPECT_EQ(Accounts(members), List());
  update(Rights::All());
  EXPECT_EQ(Accounts(members), List({1}));
  update(Rights::All());
  EXPECT_EQ(Accounts(members), List({1}));
  Do(kRivia,
     [](Transaction& tx) { return tx.memberships().Remove(kRivia, UserId(1), GroupId(1)); });
  EXPECT_EQ(Accounts(members), List());
}

TEST_P(StorePeopleWalks, RemovedPeopleStandInNoList) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.users().Insert(kRivia, MakeUser(1, "ada")));
    GH_CHECK(tx.groups().Insert(kRivia, MakeGroup(1, "group")));
    GH_CHECK(tx.memberships().Insert(kRivia, MakeMembership(1, 1, 1)));
    GH_CHECK(tx.users().Remove(kRivia, UserId(1)));
    GH_CHECK(tx.memberships().Remove(kRivia, UserId(1), GroupId(1)));
    return tx.groups().Remove(kRivia, GroupId(1));
  });
  const AccessList& access = MakeUser(1, "").access;
  std::vector<Audience> audiences{kAudienceEveryone, kAudienceSignedIn,
                                  OwnerAudience(*access.owner), GroupAudience(GroupId(1))};
  std::sort(audiences.begin(), audiences.end());
  EXPECT_EQ(Accounts(audiences), List());
  EXPECT_EQ(Groups(audiences), List());
  EXPECT_EQ(Accounts({kAudienceAll}), List());
  EXPECT_EQ(Groups({kAudienceAll}), List());
}

TEST_P(StorePeopleWalks, ShowSystemRowsAndNothingToNobody) {
  Do(kRivia, [](Transaction& tx) -> Result<void> {
    GH_CHECK(tx.users().Insert(kRivia, MakeUser(-1, "guest")));
    GH_CHECK(tx.users().Insert(kRivia, MakeUser(1, "ada")));
    GH_CHECK(tx.groups().Insert(kRivia, MakeGroup(-2, "administrators")));
    return tx.groups().Insert(kRivia, MakeGroup(1, "group"));
  });
  EXPECT_EQ(Accounts({kAudienceAll}), List({-1, 1}));
  EXPECT_EQ(Groups({kAudienceAll}, {.descending = true}), List({1, -2}));
  EXPECT_EQ(Groups({GroupAudience(kAdministrators)}), List());  // group bits 5 are not Read
  EXPECT_EQ(Accounts({OwnerAudience(UserId(6))}), List({-1}));
  EXPECT_EQ(Accounts({}), List());
  EXPECT_EQ(Groups({}), List());
  EXPECT_EQ(See([](auto& v) { return v.users().Count(kRivia, {}, 5); }), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, StorePeopleWalks, testing::ValuesIn(StoreFactories()),
                         NameOfEngine);

}  // namespace guildhall::test
