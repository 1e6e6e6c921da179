#include "dialects/syncano/permission_words.h"

#include <array>
#include <span>

namespace guildhall::syncano {
namespace {

struct Word {
  std::string_view name;
  Rights rights;
};

constexpr std::array<Word, 4> kObjectWords{{
    {"none", Rights{}},
    {"read", Rights{Right::kPeek, Right::kRead}},
    {"write", Rights{Right::kPeek, Right::kRead, Right::kUpdate}},
    {"full", Rights{Right::kPeek, Right::kRead, Right::kUpdate, Right::kDelete, Right::kRefer}},
}};

// The class only separates reading from creating; the object decides about the rest.
constexpr Rights kAllButCreate = Rights::All() - Rights{Right::kCreate};
constexpr std::array<Word, 3> kClassWords{{
    {"none", Rights{}},
    {"read", kAllButCreate},
    {"create_objects", Rights::All()},
}};

constexpr std::array<Word, 3> kChannelWords{{
    {"none", Rights{}},
    {"subscribe", Rights{Right::kPeek, Right::kRead}},
    {"publish", Rights{Right::kPeek, Right::kRead, Right::kCreate}},
}};

std::span<const Word> WordsOf(Vocabulary vocabulary) {
  switch (vocabulary) {
    case Vocabulary::kObject:
      return kObjectWords;
    case Vocabulary::kClass:
      return kClassWords;
    case Vocabulary::kChannel:
      return kChannelWords;
  }
  return {};
}

void PatchGroup(const AccessInput& input, const AccessList& before, Vocabulary vocabulary,
                AccessPatch& patch) {
  if (!input.group && !input.group_word) return;
  const std::int32_t shown = ShownGroupWord(vocabulary, before);
  const std::optional<GroupId> group = input.group.value_or(before.primary_group);
  const std::int32_t word = input.group_word.value_or(shown);
  if (group == before.primary_group && word == shown) return;
  const Rights rights = RightsOfWord(vocabulary, word);
  patch.primary = AccessPatch::Primary{group, rights, rights.bits()};
}

}  // namespace

std::string_view NameOfWord(Vocabulary vocabulary, std::int32_t word) {
  const auto words = WordsOf(vocabulary);
  const auto index = static_cast<std::size_t>(word);
  return word >= 0 && index < words.size() ? words[index].name : words.front().name;
}

std::optional<std::int32_t> FindWord(Vocabulary vocabulary, std::string_view name) {
  const auto words = WordsOf(vocabulary);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].name == name) return static_cast<std::int32_t>(i);
  }
  return std::nullopt;
}

Rights RightsOfWord(Vocabulary vocabulary, std::int32_t word) {
  const auto words = WordsOf(vocabulary);
  const auto index = static_cast<std::size_t>(word);
  return word >= 0 && index < words.size() ? words[index].rights : Rights{};
}

std::int32_t ShownWord(Vocabulary vocabulary, Rights rights) {
  const auto words = WordsOf(vocabulary);
  for (std::size_t i = words.size(); i-- > 0;) {
    if (rights.Contains(words[i].rights)) return static_cast<std::int32_t>(i);
  }
  return kNoneWord;
}

std::int32_t ShownGroupWord(Vocabulary vocabulary, const AccessList& list) {
  return ShownWord(vocabulary,
                   list.primary_group ? list.PrimaryRights() : Rights::FromBits(list.group_bits));
}

AccessPatch PatchOf(const AccessInput& input, const AccessList& before, Vocabulary vocabulary) {
  AccessPatch patch;
  if (input.owner && *input.owner != before.owner) patch.owner = *input.owner;
  if (input.owner_word && *input.owner_word != ShownWord(vocabulary, before.owner_rights)) {
    patch.owner_rights = RightsOfWord(vocabulary, *input.owner_word);
  }
  if (input.other_word && *input.other_word != ShownWord(vocabulary, before.everyone)) {
    patch.everyone = RightsOfWord(vocabulary, *input.other_word);
  }
  PatchGroup(input, before, vocabulary, patch);
  return patch;
}

}  // namespace guildhall::syncano
