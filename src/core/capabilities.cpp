#include "core/capabilities.h"

#include <algorithm>
#include <array>

#include "base/json.h"

namespace guildhall {
namespace {

constexpr std::string_view kDenyWord = "deny";
constexpr std::string_view kAdminWord = "admin";

/// [Tyk Dashboard API "User Permissions"]
Level LevelNamed(std::string_view word) {
  if (word == "read") return Level::kRead;
  if (word == "write") return Level::kWrite;
  if (word == kAdminWord) return Level::kAdmin;
  return Level::kNone;
}

/// Whether the word makes an administrator: clients write the first, documents the second.
bool MakesAdministrator(std::string_view word) { return word == kAdminWord || word == "true"; }

/// The two rights that stand in the map and are no sections.
bool IsRight(std::string_view section) {
  return section == Capabilities::kAdministrator || section == Capabilities::kResetPassword;
}

}  // namespace

Capabilities Capabilities::Parse(std::string_view text) {
  Capabilities parsed;
  if (text.empty() || text == "{}") return parsed;
  const auto json = ParseJson(text);
  const Json::Object* members = json ? json->AsObject() : nullptr;
  if (members == nullptr) return parsed;
  parsed.levels_.reserve(members->size());
  // From the last on: of members with the same name the last one counts, and stands first below.
  for (auto member = members->rbegin(); member != members->rend(); ++member) {
    const std::string* word = member->second.AsString();
    Entry entry{member->first};
    if (word != nullptr) entry.level = LevelNamed(*word);
    entry.denied = word != nullptr && *word == kDenyWord;
    parsed.levels_.push_back(std::move(entry));
  }
  std::ranges::stable_sort(parsed.levels_, {}, &Entry::section);
  const auto repeated = std::ranges::unique(parsed.levels_, {}, &Entry::section);
  parsed.levels_.erase(repeated.begin(), repeated.end());
  const Json* right = json->Find(kAdministrator);
  const std::string* word = right != nullptr ? right->AsString() : nullptr;
  parsed.administrator_ = word != nullptr && MakesAdministrator(*word);
  return parsed;
}

const Capabilities::Entry* Capabilities::Find(std::string_view section) const {
  const auto found = std::ranges::lower_bound(
      levels_, section, {}, [](const Entry& entry) -> std::string_view { return entry.section; });
  return found != levels_.end() && found->section == section ? &*found : nullptr;
}

Level Capabilities::LevelOf(std::string_view section) const {
  const Entry* entry = Find(section);
  return entry != nullptr ? entry->level : Level::kNone;
}

bool Capabilities::Denies(std::string_view section) const {
  const Entry* entry = Find(section);
  return entry != nullptr && entry->denied;
}

bool Capabilities::resets_passwords() const { return LevelOf(kResetPassword) == Level::kAdmin; }

bool Capabilities::Allow(std::string_view section, Level level) const {
  if (administrator_) return level == Level::kNone || !Denies(section);
  return LevelOf(section) >= level;
}

bool Capabilities::Contain(const Capabilities& other) const {
  if (other.resets_passwords() && !resets_passwords()) return false;
  if (other.administrator_) {
    // He may use every section, so what is denied here must be denied there too.
    return administrator_ && std::ranges::all_of(levels_, [&](const Entry& own) {
             return !own.denied || IsRight(own.section) || other.Denies(own.section);
           });
  }
  return std::ranges::all_of(other.levels_, [&](const Entry& entry) {
    return IsRight(entry.section) || Allow(entry.section, entry.level);
  });
}

Capabilities Capabilities::WithOwnRights(const Capabilities& own) const {
  Capabilities given = *this;
  std::erase_if(given.levels_, [](const Entry& entry) { return IsRight(entry.section); });
  for (const Entry& entry : own.levels_) {
    if (IsRight(entry.section)) given.levels_.push_back(entry);
  }
  std::ranges::sort(given.levels_, {}, &Entry::section);
  given.administrator_ = own.administrator_;
  return given;
}

bool Capabilities::AllowBeyond(const Capabilities& one, const Capabilities& other) const {
  constexpr std::array kLevels = {Level::kRead, Level::kWrite, Level::kAdmin};
  const auto goes_beyond = [&](const Entry& entry) {
    const std::string_view section = entry.section;
    return !IsRight(section) && std::ranges::any_of(kLevels, [&](Level level) {
      return Allow(section, level) && !one.Allow(section, level) && !other.Allow(section, level);
    });
  };
  return std::ranges::any_of(std::array{this, &one, &other}, [&](const Capabilities* map) {
    return std::ranges::any_of(map->levels_, goes_beyond);
  });
}

std::size_t Capabilities::bytes() const {
  std::size_t bytes = levels_.capacity() * sizeof(Entry);
  for (const Entry& entry : levels_) {
    if (entry.section.size() > 15) bytes += entry.section.capacity() + 1;
  }
  return bytes;
}

std::string WithCapability(std::string_view map, std::string_view section, std::string_view level) {
  Json::Object members = MembersIn(map);
  bool found = false;
  for (auto& [name, value] : members) {
    if (name != section) continue;
    value = Json(std::string(level));
    found = true;
  }
  if (!found) members.emplace_back(std::string(section), Json(std::string(level)));
  return ToText(Json(std::move(members)));
}

std::string WithoutCapability(std::string_view map, std::string_view section) {
  Json::Object members = MembersIn(map);
  std::erase_if(members, [&](const Json::Member& member) { return member.first == section; });
  return ToText(Json(std::move(members)));
}

Capabilities EffectiveCapabilities(const Capabilities& own, bool group_named,
                                   const Capabilities* of_group) {
  if (own.administrator() || !group_named) return own;
  return (of_group != nullptr ? *of_group : Capabilities()).WithOwnRights(own);
}

Result<void> JudgeCapabilities(const Capabilities& before, const Capabilities& wanted,
                               const Capabilities& holder) {
  std::vector<Problem> problems;
  // Being one says every section at once.
  const bool appoints = wanted.administrator() && !before.administrator();
  if (appoints && !holder.administrator()) {
    problems.push_back({"administrator", Reason::kNotAllowed});
  } else if (wanted.AllowBeyond(before, holder)) {
    problems.push_back({"capabilities", Reason::kNotAllowed});
  }
  if (wanted.resets_passwords() && !before.resets_passwords()) {
    problems.push_back({"reset_password", Reason::kNotAllowed});
  }
  if (!problems.empty()) return Fail(Errc::kForbidden, std::move(problems));
  return {};
}

Result<void> CheckGroupCapabilities(const Capabilities& wanted) {
  if (!wanted.administrator() && !wanted.resets_passwords()) return {};
  return Fail(Errc::kForbidden, Problem{"administrator", Reason::kNotAllowed});
}

}  // namespace guildhall
