#include "bench/many_groups.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "bench/places.h"

namespace guildhall::bench {
namespace {

constexpr std::size_t kRecords = 1'000;   // of each kind, so that no decision is the last one again
constexpr std::size_t kManyGrants = 100;  // on a record that is shared widely
constexpr double kAimedMicroseconds = 5;

KeyBytes KeyOf(const Secret& shown) {
  KeyBytes bytes{};
  if (!DecodeHex(shown.Reveal(), bytes)) GiveUp({Errc::kInternal, {}, "no key"});
  return bytes;
}

/// A user in many groups, and records of which he may read half.
class Joiner {
 public:
  Joiner(Installation& house, std::int64_t groups)
      : house_(house), groups_(groups), owner_(house.AddTenant("joiner")) {
    MakeCaller();
    Join();
    MakeRecords();
    caller_ = Must(house_.core().callers().Resolve(Patience::kMayWait, owner_.tenant, presented_));
  }

  void Measure(const Figures& figures, std::int64_t times) {
    for (const bool readable : {true, false}) {
      const std::string who =
          readable ? "one of his groups may read" : "none of his groups may read";
      for (const std::size_t grants : {std::size_t{1}, kManyGrants}) {
        const double decision = MedianOfDecisions(Lists(readable, grants), readable, times);
        const std::string of = grants == 1 ? "" : ", of " + std::to_string(grants) + " grants";
        figures.Add("decide, " + who + of, groups_, decision, "µs");
        figures.AimAtMost("deciding about a record that " + who + of + ", µs", decision,
                          kAimedMicroseconds);
      }
      figures.Add("read a record that " + who, groups_, MedianOfReads(readable, times), "µs");
    }
    const auto some = static_cast<std::ptrdiff_t>(std::min<std::size_t>(joins_.size(), 100));
    figures.Add("join one more group, work in the change", some / 2,
                MedianOf({joins_.begin(), joins_.begin() + some}), "µs");
    figures.Add("join one more group, work in the change", groups_,
                MedianOf({joins_.end() - some, joins_.end()}), "µs");
    figures.Add("a page of 100 records", groups_, MedianOfPages(times), "µs");
    figures.Add("who he is, from memory", groups_,
                MedianOfResolving(house_.core().callers(), times), "µs");
    Callers forgetful(house_.store(), house_.core().credentials(), {.cache = false});
    figures.Add("who he is, from the database", groups_, MedianOfResolving(forgetful, times / 10),
                "µs");
  }

 private:
  void MakeCaller() {
    Must(WriteAndWait(house_.store(), {kSite, owner_.tenant}, [&](Transaction& tx) -> Result<void> {
      GH_TRY(const ApiKeyView application, house_.core().api_keys().Create(tx, owner_, {}));
      GH_TRY(const auto user,
             house_.core().users().Create(
                 tx, owner_, {.username = "joiner@example.com", .password_hash = "$hash$"}));
      GH_TRY(const Group foreign, house_.core().groups().Create(tx, owner_, {"foreign", ""}));
      presented_ = {KeyOf(application.key), KeyOf(user->user_key)};
      user_ = user->user.id;
      foreign_ = foreign.id;
      return {};
    }));
  }

  void Join() {
    house_.Fill(owner_, "groups of one user", groups_,
                [&](Transaction& tx, std::int64_t number) -> Result<void> {
                  GH_TRY(const Group group,
                         house_.core().groups().Create(tx, owner_,
                                                       {"group " + std::to_string(number), ""}));
                  const Watch watch;
                  GH_CHECK(house_.core().memberships().Add(
                      tx, owner_, {.user = user_, .group = group.id, .origin = kCoreOrigin}));
                  joins_.push_back(watch.Microseconds());
                  return {};
                });
  }

  void MakeRecords() {
    house_.Write(owner_, [&](Transaction& tx) -> Result<void> {
      Collections::Draft draft;
      draft.name = "documents";
      draft.access.everyone = {Right::kRead};
      GH_TRY(collection_, house_.core().collections().Create(tx, owner_, draft));
      return {};
    });
    for (const bool readable : {true, false}) {
      house_.Write(owner_, [&](Transaction& tx) -> Result<void> {
        records_[readable].clear();
        for (std::size_t i = 0; i < kRecords; ++i) {
          RecordPatch patch;
          patch.access.primary = {GroupFor(readable, i), {Right::kRead}, 0};
          GH_TRY(const Record record,
                 house_.core().records().Create(tx, owner_, collection_, patch));
          records_[readable].push_back(record);
        }
        return {};
      });
    }
  }

  /// Group `number` of those that he is in, or the one that he is not in. His ids follow that
  /// one's.
  [[nodiscard]] GroupId GroupFor(bool readable, std::size_t number) const {
    if (!readable) return foreign_;
    return GroupId(foreign_.value() + 1 + static_cast<std::int64_t>(number) * 7 % groups_);
  }

  /// Lists of records; with many grants, those of groups that he is not in come before the last.
  [[nodiscard]] std::vector<AccessList> Lists(bool readable, std::size_t grants) const {
    std::vector<AccessList> lists;
    for (const Record& record : records_[readable]) {
      AccessList list = record.access;
      for (std::size_t i = 1; i < grants; ++i) {
        Grant grant;
        grant.group = GroupId(-1'000'000 + static_cast<std::int64_t>(i));
        grant.rights = {Right::kRead};
        list.grants.push_back(grant);
      }
      std::ranges::sort(list.grants, {}, &Grant::group);
      lists.push_back(std::move(list));
    }
    return lists;
  }

  [[nodiscard]] double MedianOfDecisions(const std::vector<AccessList>& lists, bool expected,
                                         std::int64_t times) const {
    std::vector<double> passes;
    for (std::int64_t pass = 0; pass < std::max<std::int64_t>(times / 10, 1); ++pass) {
      std::size_t allowed = 0;
      const Watch watch;
      for (const AccessList& list : lists) {
        if (Allowed(Right::kRead, list, caller_.AsSubject(false))) ++allowed;
      }
      passes.push_back(watch.Microseconds() / static_cast<double>(lists.size()));
      if (allowed != (expected ? lists.size() : 0)) {
        GiveUp({Errc::kInternal, {}, "a wrong decision"});
      }
    }
    return MedianOf(passes);
  }

  double MedianOfReads(bool expected, std::int64_t times) {
    std::vector<double> waits;
    for (std::int64_t i = 0; i < times; ++i) {
      const Record& record = records_[expected][static_cast<std::size_t>(i) % kRecords];
      const Watch watch;
      const auto read = house_.core().Read(Patience::kMayWait, [&](const Snapshot& snapshot) {
        return house_.core().records().Get(snapshot, caller_, collection_, record.id);
      });
      waits.push_back(watch.Microseconds());
      if (read.has_value() != expected) GiveUp({Errc::kInternal, {}, "a wrong answer"});
    }
    return MedianOf(waits);
  }

  double MedianOfPages(std::int64_t times) {
    std::vector<double> waits;
    for (std::int64_t i = 0; i < std::max<std::int64_t>(times / 100, 3); ++i) {
      const Watch watch;
      const auto page = Must(house_.core().Read(Patience::kMayWait, [&](const Snapshot& snapshot) {
        return house_.core().records().List(snapshot, caller_, collection_, RecordQuery{});
      }));
      waits.push_back(watch.Microseconds());
      if (page.size() != 100) GiveUp({Errc::kInternal, {}, "no full page"});
    }
    return MedianOf(waits);
  }

  double MedianOfResolving(Callers& callers, std::int64_t times) const {
    std::vector<double> waits;
    for (std::int64_t i = 0; i < std::max<std::int64_t>(times, 3); ++i) {
      const Watch watch;
      Must(callers.Resolve(Patience::kMayWait, owner_.tenant, presented_));
      waits.push_back(watch.Microseconds());
    }
    return MedianOf(waits);
  }

  Installation& house_;
  const std::int64_t groups_;
  const Caller owner_;
  Callers::Presented presented_;
  UserId user_;
  GroupId foreign_;
  Collection collection_;
  std::vector<double> joins_;       // microseconds within the change, of each group
  std::vector<Record> records_[2];  // that he may not read, and that he may
  Caller caller_;
};

}  // namespace

void MeasureManyGroups(Installation& house, const Figures& figures, std::int64_t groups,
                       std::int64_t times) {
  Joiner(house, groups).Measure(figures, times);
}

}  // namespace guildhall::bench
