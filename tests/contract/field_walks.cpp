// Lists of fields: what a walk hands out is what the records' own entries say.
#include <algorithm>
#include <map>
#include <random>

#include "core/keys.h"
#include "core/seek.h"
#include "tests/contract/store_contract.h"

namespace guildhall::test {
namespace {

constexpr std::int64_t kUsers = 3;
constexpr std::int64_t kGroups = 5;
constexpr std::size_t kMostRecords = 50;

// The fields of `Shelf`, and the lists that hold their keys.
constexpr std::int32_t kSize = 1;
constexpr std::int32_t kTags = 2;
constexpr std::int32_t kName = 3;
constexpr std::int32_t kSizes = 11;
constexpr std::int32_t kTagged = 12;
constexpr std::int32_t kNames = 13;

Collection Shelf(std::int64_t id = 16) {
  Collection shelf;
  shelf.id = CollectionId(id);
  shelf.fields = {{kSize, "size", FieldType::kInteger, true, true, false, {}, kSizes},
                  {kTags, "tags", FieldType::kList, false, true, false, {}, kTagged},
                  {kName, "name", FieldType::kString, true, false, false, {}, kNames}};
  return shelf;
}

using Places = std::vector<KeyPlace>;

std::string KeyOfSize(std::int64_t size) { return KeyOf(Value(size)); }

/// The naive side: records in a map, lists put together from the entries of each.
class Model {
 public:
  explicit Model(unsigned seed) : random_(seed) {}

  int Pick(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }

  AccessList RandomAccess() {
    AccessList access;
    if (Pick(3) != 0) access.owner = UserId(Pick(kUsers) + 1);
    if (Pick(8) == 0) access.everyone = {Right::kRead};
    if (Pick(6) == 0) access.signed_in = {Right::kRead};
    if (Pick(4) != 0) access.owner_rights = {Right::kRead};
    for (std::int64_t group = 1; group <= kGroups; ++group) {
      if (Pick(3) == 0) access.grants.push_back(MakeGrant(++last_grant_, group, {Right::kRead}));
    }
    return access;
  }

  /// Few values, so that many records have the same.
  Fields RandomFields() {
    Fields fields;
    if (Pick(5) != 0) fields.emplace_back(kSize, std::int64_t{Pick(4) - 2});
    Scalars tags;
    for (int tag = Pick(4); tag > 0; --tag) tags.emplace_back(std::string(1, char('a' + Pick(3))));
    if (Pick(3) != 0) fields.emplace_back(kTags, std::move(tags));
    const std::string names[] = {"",
                                 std::string("\0", 1),
                                 "a",
                                 "a\xC3\xA4",
                                 "b",
                                 std::string(kMaxKey + 7, 'x'),
                                 std::string(kMaxKey + 8, 'x')};
    if (Pick(5) != 0) fields.emplace_back(kName, names[Pick(7)]);
    return fields;
  }

  /// One change, made in both places.
  Result<void> Step(Transaction& tx, TenantId tenant) {
    const int choice = rows.size() > kMostRecords ? 3 : Pick(5);
    if (choice < 2 || rows.empty()) {
      Record record = MakeRecord(++last_record_);
      record.collection = CollectionId(16 + Pick(2));
      record.access = RandomAccess();
      record.fields = RandomFields();
      rows.emplace(record.id.value(), record);
      return tx.records().Insert(tenant, ShelfOf(record), record);
    }
    const auto row = std::next(rows.begin(), Pick(static_cast<int>(rows.size())));
    const Record before = row->second;
    if (choice == 3) {
      rows.erase(row);
      return tx.records().Remove(tenant, ShelfOf(before), before);
    }
    if (Pick(2) == 0) row->second.access = RandomAccess();
    if (Pick(2) == 0) row->second.fields = RandomFields();
    return tx.records().Update(tenant, ShelfOf(before), before, row->second);
  }

  std::vector<Audience> RandomAudiences() {
    if (Pick(4) == 0) return {kAudienceAll};
    std::vector<Audience> audiences{kAudienceEveryone};
    if (Pick(4) == 0) return audiences;
    audiences.push_back(kAudienceSignedIn);
    audiences.push_back(OwnerAudience(UserId(Pick(kUsers) + 1)));
    for (std::int64_t group = 1; group <= kGroups; ++group) {
      if (Pick(2) == 0) audiences.push_back(GroupAudience(GroupId(group)));
    }
    return audiences;
  }

  [[nodiscard]] Places Naive(const KeyRange& range, const std::vector<Audience>& audiences) const {
    Places places;
    for (const auto& [id, record] : rows) {
      if (record.collection != range.collection) continue;
      for (const SeekRow& row : SeekRows(ShelfOf(record), record)) {
        const bool heard = std::ranges::find(audiences, row.audience) != audiences.end();
        if (row.field == range.field && heard) places.push_back({row.key, id});
      }
    }
    std::erase_if(places, [&](const KeyPlace& place) {
      return (range.after && place <= *range.after) || (range.before && place >= *range.before);
    });
    std::ranges::sort(places);
    places.erase(std::ranges::unique(places).begin(), places.end());
    if (range.descending) std::ranges::reverse(places);
    if (places.size() > static_cast<std::size_t>(range.limit)) {
      places.resize(static_cast<std::size_t>(range.limit));
    }
    return places;
  }

  [[nodiscard]] Collection ShelfOf(const Record& record) const {
    Collection shelf = plan;
    shelf.id = record.collection;
    return shelf;
  }

  std::map<std::int64_t, Record> rows;
  Collection plan = Shelf();

 private:
  std::mt19937 random_;
  std::int64_t last_record_ = 0;
  std::int64_t last_grant_ = 0;
};

}  // namespace

/// Walks over the keys of fields, with the store beside the model.
class FieldWalks : public StoreContract {
 protected:
  Places Walk(const KeyRange& range, const std::vector<Audience>& audiences) {
    return See([&](auto& v) { return v.records().WalkKeys(kRivia, range, audiences); });
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

  /// Follows places to the end, with changes in between; every page is what the model says.
  void WalkToTheEnd(Model& model) {
    const auto audiences = model.RandomAudiences();
    KeyRange range{.collection = CollectionId(16 + model.Pick(2)),
                   .field = kSizes + model.Pick(3),
                   .descending = model.Pick(2) == 0,
                   .limit = model.Pick(7) + 1};
    auto& begin = range.descending ? range.before : range.after;
    auto& end = range.descending ? range.after : range.before;
    if (model.Pick(3) == 0) end = KeyPlace{KeyOfSize(0), model.Pick(50)};
    if (model.Pick(5) == 0) begin = KeyPlace{KeyOfSize(-1), model.Pick(50)};
    for (;;) {
      const Places expected = model.Naive(range, audiences);
      ASSERT_EQ(Walk(range, audiences), expected);
      if (expected.size() < static_cast<std::size_t>(range.limit)) break;
      begin = expected.back();
      if (model.Pick(3) == 0) Change(model, 3);
    }
  }

  /// Every list that exists, whole, for every audience alone.
  void ExpectExact(const Model& model) {
    std::vector<Audience> every{kAudienceAll, kAudienceEveryone, kAudienceSignedIn};
    for (std::int64_t id = 1; id <= kUsers; ++id) every.push_back(OwnerAudience(UserId(id)));
    for (std::int64_t id = 1; id <= kGroups; ++id) every.push_back(GroupAudience(GroupId(id)));
    for (std::int32_t field = kSizes; field <= kNames; ++field) {
      for (const Audience audience : every) {
        const KeyRange range{.collection = kProfiles, .field = field, .limit = 10'000};
        EXPECT_EQ(Walk(range, {audience}), model.Naive(range, {audience}))
            << "list " << field << ", audience " << audience;
      }
    }
  }
};

TEST_P(FieldWalks, PagesAreTheEntriesOfTheRecords) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Model model(seed);
  Change(model, 60);
  for (int round = 0; round < 250 && !HasFatalFailure(); ++round) {
    if (round % 10 == 0) Change(model, 5);
    WalkToTheEnd(model);
  }
}

TEST_P(FieldWalks, EveryListIsExactAfterWhateverChanged) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Model model(seed);
  for (int round = 0; round < 5; ++round) {
    Change(model, 25);
    ExpectExact(model);
  }
}

TEST_P(FieldWalks, ReindexedRecordsStandInTheListsOfTheirCollection) {
  Model model(7);
  Change(model, 60);
  const Collection before = model.plan;
  model.plan.fields[0].ordered = false;
  model.plan.fields[1].index = 0;
  model.plan.fields[2].filterable = true;
  const auto reindex = [&](const Collection& from, const Collection& to) {
    Do(kRivia, [&](Transaction& tx) -> Result<void> {
      for (const auto& [id, record] : model.rows) {
        GH_CHECK(tx.records().Reindex(kRivia, from, to, record));
      }
      return {};
    });
  };
  reindex(before, model.plan);
  ExpectExact(model);
  EXPECT_TRUE(Walk({.collection = kProfiles, .field = kTagged}, {kAudienceAll}).empty());
  reindex(before, model.plan);
  ExpectExact(model);
  reindex(model.plan, before);
  model.plan = before;
  ExpectExact(model);
}

TEST_P(FieldWalks, CallersWithManyGroupsGetWholePagesWithoutDuplicates) {
  constexpr std::int64_t kMany = 300;
  Places expected;
  Do(kRivia, [&](Transaction& tx) -> Result<void> {
    expected.clear();
    for (std::int64_t id = 1; id <= 400; ++id) {
      Record record = MakeRecord(id);
      record.fields = {{kSize, id % 5}};
      for (std::int64_t group = 1 + id % 7; group <= kMany; group += 90) {
        record.access.grants.push_back(MakeGrant(id * 10 + group / 90, group, {Right::kRead}));
      }
      GH_CHECK(tx.records().Insert(kRivia, Shelf(), record));
      expected.push_back({KeyOfSize(id % 5), id});
    }
    return {};
  });
  std::ranges::sort(expected);
  std::vector<Audience> audiences{kAudienceEveryone};
  for (std::int64_t group = 1; group <= kMany; ++group) {
    audiences.push_back(GroupAudience(GroupId(group)));
  }
  KeyRange range{.collection = kProfiles, .field = kSizes, .limit = 1'000};
  EXPECT_EQ(Walk(range, audiences), expected);
  range.limit = 90;
  Places paged;
  for (Places page = Walk(range, audiences); !page.empty(); page = Walk(range, audiences)) {
    paged.insert(paged.end(), page.begin(), page.end());
    range.after = page.back();
  }
  EXPECT_EQ(paged, expected);
  std::ranges::reverse(expected);
  EXPECT_EQ(
      Walk({.collection = kProfiles, .field = kSizes, .descending = true, .limit = 400}, audiences),
      expected);
}

TEST_P(FieldWalks, NobodysAudiencesAndEmptyRangesFindNothing) {
  Record record = MakeRecord(1);
  record.fields = {{kSize, std::int64_t{4}}};
  record.access.everyone = {Right::kRead};
  Do(kRivia, [&](Transaction& tx) { return tx.records().Insert(kRivia, Shelf(), record); });
  KeyRange range{.collection = kProfiles, .field = kSizes};
  const KeyPlace place{KeyOfSize(4), 1};
  EXPECT_EQ(Walk(range, {kAudienceEveryone}), Places({place}));
  EXPECT_EQ(Walk(range, {kAudienceAll}), Places({place}));
  EXPECT_EQ(Walk(range, {}), Places());
  EXPECT_EQ(Walk(range, {kAudienceSignedIn}), Places());
  range.after = place;
  EXPECT_EQ(Walk(range, {kAudienceAll}), Places());
  range.after.reset();
  range.before = place;
  EXPECT_EQ(Walk(range, {kAudienceAll}), Places());
  range.before = KeyPlace{place.key, 2};
  EXPECT_EQ(Walk(range, {kAudienceAll}), Places({place}));
  range.limit = 0;
  EXPECT_EQ(Walk(range, {kAudienceAll}), Places());
  EXPECT_EQ(Walk({.collection = CollectionId(17), .field = kSizes}, {kAudienceAll}), Places());
}

INSTANTIATE_TEST_SUITE_P(Engines, FieldWalks, testing::ValuesIn(StoreFactories()), NameOfEngine);

}  // namespace guildhall::test
