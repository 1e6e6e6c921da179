#include "core/seek.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/crypto.h"
#include "core/keys.h"

namespace guildhall {
namespace {

constexpr std::int32_t kNumber = 3;
constexpr std::int32_t kIndex = 7;

Collection WithField(FieldType type) {
  Collection collection;
  Field field;
  field.number = kNumber;
  field.type = type;
  field.index = kIndex;
  field.filterable = true;
  collection.fields = {field};
  return collection;
}

Record Holding(Value value) {
  Record record;
  record.access.signed_in = {Right::kRead};
  record.fields = {{kNumber, std::move(value)}};
  return record;
}

// Those of the field's list.
std::vector<std::string> KeysOf(const Collection& collection, const Record& record) {
  std::vector<std::string> keys;
  for (const SeekRow& row : SeekRows(collection, record)) {
    if (row.field == 0) continue;
    EXPECT_EQ(row.field, kIndex);
    EXPECT_EQ(row.audience, kAudienceAll);
    keys.push_back(row.key);
  }
  return keys;
}

TEST(SeekRows, AreOnePerAudienceInIdOrder) {
  Record record;
  record.access.owner = UserId(1);
  record.access.owner_rights = Rights::All();
  record.access.signed_in = {Right::kRead};
  record.access.SetPrimary(GroupId(2), {Right::kRead});
  const std::vector<SeekRow> expected = {{0, kAudienceSignedIn, ""},
                                         {0, OwnerAudience(UserId(1)), ""},
                                         {0, GroupAudience(GroupId(2)), ""}};
  EXPECT_EQ(SeekRows(Collection(), record), expected);
}

TEST(SeekRows, OfAPublicRecordAreOne) {
  Record record;
  record.access.everyone = {Right::kRead};
  record.access.owner = UserId(1);
  record.access.owner_rights = Rights::All();
  EXPECT_EQ(SeekRows(Collection(), record), (std::vector<SeekRow>{{0, kAudienceEveryone, ""}}));
}

TEST(SeekRows, OfAnUnreadableRecordAreNone) {
  EXPECT_TRUE(SeekRows(Collection(), Record()).empty());
}

TEST(SeekRows, OfAnOrderedFieldAreForAllAndForEachAudience) {
  Collection collection = WithField(FieldType::kInteger);
  collection.fields[0].ordered = true;
  const std::string key = KeyOf(Value(std::int64_t{5}));
  const std::vector<SeekRow> expected = {
      {0, kAudienceSignedIn, ""}, {kIndex, kAudienceAll, key}, {kIndex, kAudienceSignedIn, key}};
  EXPECT_EQ(SeekRows(collection, Holding(std::int64_t{5})), expected);
}

TEST(SeekRows, OfAFieldThatIsOnlyFilterableAreForAllOnly) {
  const Collection collection = WithField(FieldType::kString);
  const std::vector<SeekRow> expected = {{0, kAudienceSignedIn, ""},
                                         {kIndex, kAudienceAll, KeyOf(Value(std::string("a")))}};
  EXPECT_EQ(SeekRows(collection, Holding(std::string("a"))), expected);
}

TEST(SeekRows, OfAFieldWithoutAListAreNone) {
  Collection collection = WithField(FieldType::kInteger);
  collection.fields[0].index = 0;
  EXPECT_TRUE(KeysOf(collection, Holding(std::int64_t{5})).empty());
}

TEST(SeekRows, ExistWhileTheListIsBuilt) {
  Collection collection = WithField(FieldType::kInteger);
  collection.fields[0].building = true;
  EXPECT_EQ(KeysOf(collection, Holding(std::int64_t{5})).size(), 1U);
}

TEST(SeekRows, OfARecordThatNobodyMayReadStillServeThoseWhoBypass) {
  Collection collection = WithField(FieldType::kInteger);
  collection.fields[0].ordered = true;
  Record record = Holding(std::int64_t{5});
  record.access.signed_in = {};
  EXPECT_EQ(SeekRows(collection, record),
            (std::vector<SeekRow>{{kIndex, kAudienceAll, KeyOf(Value(std::int64_t{5}))}}));
}

TEST(SeekRows, OfAListAreOnePerDistinctElement) {
  const Collection collection = WithField(FieldType::kList);
  const Scalars list = {std::int64_t{1}, std::string("1"), 1.0, std::string("1")};
  EXPECT_EQ(KeysOf(collection, Holding(list)),
            (std::vector<std::string>{KeyOf(Scalar(1.0)), KeyOf(Scalar(std::string("1")))}));
}

TEST(SeekRows, OfASetAreOnePerId) {
  const Collection collection = WithField(FieldType::kRelation);
  EXPECT_EQ(KeysOf(collection, Holding(Ids{4, 9})),
            (std::vector<std::string>{KeyOfId(4), KeyOfId(9)}));
}

TEST(SeekRows, OfAPointAreItsCell) {
  const Collection collection = WithField(FieldType::kGeoPoint);
  EXPECT_EQ(KeysOf(collection, Holding(GeoPoint{21, 52})),
            (std::vector<std::string>{KeyOf(Value(GeoPoint{21, 52}))}));
}

TEST(SeekRows, OfNullAreOneExceptInListsAndSets) {
  for (const FieldType type :
       {FieldType::kString, FieldType::kInteger, FieldType::kFloat, FieldType::kBoolean,
        FieldType::kDatetime, FieldType::kReference, FieldType::kGeoPoint})
    EXPECT_EQ(KeysOf(WithField(type), Record()), (std::vector<std::string>{KeyOf(Value())}));
  for (const FieldType type : {FieldType::kList, FieldType::kRelation})
    EXPECT_TRUE(KeysOf(WithField(type), Record()).empty());
}

TEST(SeekRows, OfEmptyListsAndSetsAreNone) {
  EXPECT_TRUE(KeysOf(WithField(FieldType::kList), Holding(Scalars{})).empty());
  EXPECT_TRUE(KeysOf(WithField(FieldType::kRelation), Holding(Ids{})).empty());
}

TEST(UniqueRows, AreOfUniqueFieldsThatHoldAValue) {
  InitializeCrypto();
  Collection collection = WithField(FieldType::kString);
  const Record record = Holding(std::string("a"));
  EXPECT_TRUE(UniqueRows(collection, record).empty());
  collection.fields[0].unique = true;
  EXPECT_EQ(UniqueRows(collection, record),
            (std::vector<UniqueRow>{{kNumber, UniqueKeyOf(Value(std::string("a")))}}));
  EXPECT_TRUE(UniqueRows(collection, Record()).empty());
}

/// A record with texts in the fields 1 and 2.
Record HoldingBoth(std::string first, std::string second) {
  Record record;
  record.fields = {{1, std::move(first)}, {2, std::move(second)}};
  return record;
}

TEST(UniqueRows, OfASetStandForAllOfItsFields) {
  InitializeCrypto();
  Collection collection;
  collection.unique_sets = {{.number = 7, .fields = {1, 2}}};
  const auto rows = [&](const Record& record) { return UniqueRows(collection, record); };
  ASSERT_EQ(rows(HoldingBoth("a", "b")).size(), 1U);
  EXPECT_EQ(rows(HoldingBoth("a", "b")).front().field, 7);
  EXPECT_EQ(rows(HoldingBoth("a", "b")), rows(HoldingBoth("a", "b")));
  EXPECT_NE(rows(HoldingBoth("a", "b")), rows(HoldingBoth("b", "a")));
  EXPECT_NE(rows(HoldingBoth("ab", "c")), rows(HoldingBoth("a", "bc")));
  Record half = HoldingBoth("a", "b");
  half.fields.pop_back();
  EXPECT_TRUE(rows(half).empty());
}

TEST(UniqueRows, OfASetAreAsShortAsOthers) {
  InitializeCrypto();
  Collection collection;
  collection.unique_sets = {{.number = 7, .fields = {1, 2}}};
  const std::string common(kMaxKey - 10, 'a');
  const auto key = [&](std::string second) {
    return UniqueRows(collection, HoldingBoth(common, std::move(second))).front().key;
  };
  EXPECT_LE(key(common).size(), kMaxKey);
  EXPECT_NE(key(common + "x"), key(common + "y"));
  EXPECT_EQ(key(common + "x"), key(common + "x"));
}

}  // namespace
}  // namespace guildhall
