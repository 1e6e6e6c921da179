#include "dialects/syncano/permission_words.h"

#include <gtest/gtest.h>

namespace guildhall::syncano {
namespace {

constexpr Vocabulary kAll[] = {Vocabulary::kObject, Vocabulary::kClass, Vocabulary::kChannel};

TEST(PermissionWords, EveryWordIsShownAsItself) {
  for (const Vocabulary vocabulary : kAll) {
    const std::int32_t count = vocabulary == Vocabulary::kObject ? 4 : 3;
    for (std::int32_t word = 0; word < count; ++word) {
      EXPECT_EQ(ShownWord(vocabulary, RightsOfWord(vocabulary, word)), word);
      EXPECT_EQ(FindWord(vocabulary, NameOfWord(vocabulary, word)), word);
    }
  }
}

TEST(PermissionWords, StrongerWordsContainWeakerOnes) {
  for (const Vocabulary vocabulary : kAll) {
    for (std::int32_t word = 1; word < 3; ++word) {
      EXPECT_TRUE(RightsOfWord(vocabulary, word).Contains(RightsOfWord(vocabulary, word - 1)));
    }
  }
}

TEST(PermissionWords, UnknownWordsAreNotFound) {
  EXPECT_FALSE(FindWord(Vocabulary::kObject, "create_objects"));
  EXPECT_FALSE(FindWord(Vocabulary::kClass, "full"));
  EXPECT_FALSE(FindWord(Vocabulary::kChannel, "Publish"));
  EXPECT_FALSE(FindWord(Vocabulary::kObject, ""));
  EXPECT_TRUE(RightsOfWord(Vocabulary::kObject, 17).empty());
  EXPECT_TRUE(RightsOfWord(Vocabulary::kObject, -1).empty());
}

TEST(PermissionWords, RightsOfAnotherVocabularyShowTheStrongestContainedWord) {
  EXPECT_EQ(ShownWord(Vocabulary::kObject, Rights{Right::kPeek, Right::kRead, Right::kDelete}), 1);
  EXPECT_EQ(ShownWord(Vocabulary::kObject, Rights{Right::kUpdate, Right::kDelete}), 0);
  EXPECT_EQ(ShownWord(Vocabulary::kObject, Rights::All()), kObjectFull);
}

TEST(PermissionWords, ClassesSeparateReadingFromCreating) {
  EXPECT_FALSE(RightsOfWord(Vocabulary::kClass, 1).Has(Right::kCreate));
  EXPECT_TRUE(RightsOfWord(Vocabulary::kClass, 1).Has(Right::kDelete));
  EXPECT_TRUE(RightsOfWord(Vocabulary::kClass, kClassCreateObjects).Has(Right::kCreate));
}

AccessList Sample() {
  AccessList list;
  list.owner = UserId(1);
  list.owner_rights = Rights::All();
  list.everyone = RightsOfWord(Vocabulary::kObject, 1);
  list.SetPrimary(GroupId(5), RightsOfWord(Vocabulary::kObject, 2));
  return list;
}

TEST(AccessInput, WritingBackWhatIsShownChangesNothing) {
  const AccessList list = Sample();
  AccessInput input;
  input.owner = list.owner;
  input.group = list.primary_group;
  input.owner_word = kObjectFull;
  input.group_word = 2;
  input.other_word = 1;
  EXPECT_TRUE(PatchOf(input, list, Vocabulary::kObject).empty());
}

TEST(AccessInput, AbsentMembersChangeNothing) {
  EXPECT_TRUE(PatchOf({}, Sample(), Vocabulary::kObject).empty());
}

TEST(AccessInput, NewGroupTakesTheShownWordAlong) {
  AccessInput input;
  input.group = std::optional(GroupId(6));
  const AccessPatch patch = PatchOf(input, Sample(), Vocabulary::kObject);
  ASSERT_TRUE(patch.primary);
  EXPECT_EQ(patch.primary->group, GroupId(6));
  EXPECT_EQ(Rights::FromBits(patch.primary->group_bits), patch.primary->rights);
  EXPECT_EQ(patch.primary->rights, RightsOfWord(Vocabulary::kObject, 2));
}

TEST(AccessInput, GroupPermissionsAreKeptWhileThereIsNoGroup) {
  AccessList list;
  AccessInput input;
  input.group_word = 1;
  const AccessPatch patch = PatchOf(input, list, Vocabulary::kObject);
  ASSERT_TRUE(patch.primary);
  EXPECT_FALSE(patch.primary->group);
  list = patch.Apply(list);
  EXPECT_EQ(ShownGroupWord(Vocabulary::kObject, list), 1);
}

}  // namespace
}  // namespace guildhall::syncano
