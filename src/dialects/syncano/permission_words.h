#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/access.h"
#include "core/access_patch.h"

namespace guildhall::syncano {

/// Syncano's permission words, weakest first; each contains the weaker ones. A word is known by its
/// index.
enum class Vocabulary : std::uint8_t {
  kObject,   ///< none, read, write, full
  kClass,    ///< none, read, create_objects
  kChannel,  ///< none, subscribe, publish
};

inline constexpr std::int32_t kNoneWord = 0;
inline constexpr std::int32_t kObjectFull = 3;
inline constexpr std::int32_t kClassCreateObjects = 2;

std::string_view NameOfWord(Vocabulary vocabulary, std::int32_t word);
std::optional<std::int32_t> FindWord(Vocabulary vocabulary, std::string_view name);
/// What a word grants. Indices beyond the vocabulary grant nothing.
Rights RightsOfWord(Vocabulary vocabulary, std::int32_t word);
/// The strongest word whose rights are all contained: what is shown of rights that another
/// vocabulary wrote.
std::int32_t ShownWord(Vocabulary vocabulary, Rights rights);

/// `group_permissions` as shown: of the group's grant, or, while there is no group, as last
/// written.
std::int32_t ShownGroupWord(Vocabulary vocabulary, const AccessList& list);

/// The permission members of a body; what is absent was not sent.
struct AccessInput {
  std::optional<std::optional<UserId>> owner;
  std::optional<std::optional<GroupId>> group;
  std::optional<std::int32_t> owner_word, group_word, other_word;
};

/// What `input` changes in `before`. A value equal to the one that would be shown is no change and
/// is left out. Called inside the change, on the list as it is then.
AccessPatch PatchOf(const AccessInput& input, const AccessList& before, Vocabulary vocabulary);

}  // namespace guildhall::syncano
