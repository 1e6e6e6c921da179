#include <cstdlib>
#include <map>
#include <rapidcheck.h>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/capabilities.h"

namespace guildhall {
namespace {

// At least this many cases each, unless RC_PARAMS says otherwise (to repeat a failure by its seed).
// The library reads the variable when it is first used.
const bool kManyCases = setenv("RC_PARAMS", "max_success=1000", 0) == 0;

const std::vector<std::string> kSections = {"users", "user_groups",   "apis",
                                            "logs",  "ResetPassword", "IsAdmin"};
const std::vector<std::string> kWords = {"read", "write", "admin", "deny", "true", "odd", ""};
constexpr Level kLevels[] = {Level::kRead, Level::kWrite, Level::kAdmin};

// --- the naive model: words in a map, nothing of the product's own decision ---

using Words = std::map<std::string, std::string>;

rc::Gen<Words> AnyWords() {
  return rc::gen::exec([] {
    Words words;
    for (const std::string& section : kSections) {
      // Administrators are seldom, or hardly anything else would be tried.
      const bool is_there = *rc::gen::inRange(0, section == "IsAdmin" ? 4 : 2) == 1;
      if (is_there) words[section] = *rc::gen::elementOf(kWords);
    }
    return words;
  });
}

std::string TextOf(const Words& words) {
  std::string text = "{";
  for (const auto& [section, word] : words) {
    if (text.size() > 1) text += ',';
    text += '"' + section + "\":\"" + word + '"';
  }
  return text + '}';
}

Capabilities Of(const Words& words) { return Capabilities::Parse(TextOf(words)); }

std::string WordOf(const Words& words, const std::string& section) {
  const auto found = words.find(section);
  return found == words.end() ? "" : found->second;
}

bool IsAdministrator(const Words& words) {
  const std::string word = WordOf(words, "IsAdmin");
  return word == "admin" || word == "true";
}

bool ResetsPasswords(const Words& words) { return WordOf(words, "ResetPassword") == "admin"; }

bool NaivelyAllows(const Words& words, const std::string& section, Level level) {
  const std::string word = WordOf(words, section);
  if (IsAdministrator(words)) return word != "deny";
  if (word == "admin") return true;
  if (word == "write") return level != Level::kAdmin;
  return word == "read" && level == Level::kRead;
}

/// A section that is none of the two rights, sometimes one that no map names.
rc::Gen<std::string> AnySection() {
  return rc::gen::elementOf(
      std::vector<std::string>{"users", "user_groups", "apis", "logs", "unheard_of"});
}

RC_GTEST_PROP(CapabilityMaps, AllowWhatTheNaiveModelAllows, ()) {
  const Words words = *AnyWords();
  const Capabilities map = Of(words);
  const std::string section = *AnySection();
  for (const Level level : kLevels) {
    RC_ASSERT(map.Allow(section, level) == NaivelyAllows(words, section, level));
  }
  RC_ASSERT(map.administrator() == IsAdministrator(words));
  RC_ASSERT(map.resets_passwords() == ResetsPasswords(words));
}

RC_GTEST_PROP(CapabilityMaps, KeepNothingOfWhatIsNoObject, ()) {
  const std::string object = TextOf(*AnyWords());
  const auto cut = *rc::gen::inRange<std::size_t>(0, object.size());
  const std::vector<std::string> wrong = {object.substr(0, cut), '[' + object + ']', object + '}',
                                          '"' + *rc::gen::string<std::string>() + '"',
                                          std::to_string(*rc::gen::arbitrary<int>())};
  for (const std::string& text : wrong) RC_ASSERT(Capabilities::Parse(text) == Capabilities());
}

RC_GTEST_PROP(CapabilityMaps, GiveNothingByValuesThatAreNoText, ()) {
  const std::string section = *rc::gen::elementOf(kSections);
  for (const char* value : {"true", "1", "null", "[\"admin\"]", "{\"admin\":\"admin\"}"}) {
    const Capabilities map = Capabilities::Parse("{\"" + section + "\":" + value + '}');
    RC_ASSERT(map.LevelOf(section) == Level::kNone);
    RC_ASSERT(!map.administrator());
    RC_ASSERT(!map.resets_passwords());
    RC_ASSERT(!map.Denies(section));
  }
}

RC_GTEST_PROP(CapabilityMaps, ContainExactlyWhatTheyAllowToo, ()) {
  const Words one = *AnyWords();
  const Words other = *AnyWords();
  bool contains = !ResetsPasswords(other) || ResetsPasswords(one);
  if (IsAdministrator(other) && !IsAdministrator(one)) contains = false;
  for (const char* section : {"users", "user_groups", "apis", "logs"}) {
    for (const Level level : kLevels) {
      if (NaivelyAllows(other, section, level) && !NaivelyAllows(one, section, level)) {
        contains = false;
      }
    }
  }
  RC_ASSERT(Of(one).Contain(Of(other)) == contains);
}

// --- what counts for a member of a group ---

RC_GTEST_PROP(EffectiveMaps, NeverExceedTheOneThatCounts, ()) {
  const Words own = *AnyWords();
  const Words group = *AnyWords();
  const bool named = *rc::gen::arbitrary<bool>();
  const bool in_force = named && *rc::gen::arbitrary<bool>();
  const Capabilities of_group = Of(group);
  const Capabilities effective =
      EffectiveCapabilities(Of(own), named, in_force ? &of_group : nullptr);
  // The one that counts, without the rights that a group cannot give.
  Words counts = own;
  if (!IsAdministrator(own) && named) {
    counts = in_force ? group : Words();
    counts.erase("IsAdmin");
  }
  for (const char* section : {"users", "user_groups", "apis", "logs", "unheard_of"}) {
    for (const Level level : kLevels) {
      RC_ASSERT(effective.Allow(section, level) == NaivelyAllows(counts, section, level));
    }
  }
  RC_ASSERT(effective.administrator() == IsAdministrator(own));
  RC_ASSERT(effective.resets_passwords() == ResetsPasswords(own));
}

// --- you can grant only what you hold ---

RC_GTEST_PROP(JudgedMaps, AddNothingThatTheHolderLacks, ()) {
  const Words before = *AnyWords();
  const Words wanted = *AnyWords();
  const Words holder = *AnyWords();
  bool adds = IsAdministrator(wanted) && !IsAdministrator(before) && !IsAdministrator(holder);
  if (ResetsPasswords(wanted) && !ResetsPasswords(before)) adds = true;
  for (const char* section : {"users", "user_groups", "apis", "logs", "unheard_of"}) {
    for (const Level level : kLevels) {
      if (NaivelyAllows(wanted, section, level) && !NaivelyAllows(before, section, level) &&
          !NaivelyAllows(holder, section, level)) {
        adds = true;
      }
    }
  }
  const auto judged = JudgeCapabilities(Of(before), Of(wanted), Of(holder));
  RC_ASSERT(judged.has_value() == !adds);
  if (!judged) RC_ASSERT(judged.error().code == Errc::kForbidden);
}

RC_GTEST_PROP(JudgedMaps, WrittenBackAsTheyWereAreAccepted, ()) {
  const Words words = *AnyWords();
  RC_ASSERT(JudgeCapabilities(Of(words), Of(words), Of(*AnyWords())).has_value());
}

RC_GTEST_PROP(JudgedMaps, OfGroupsHoldNeitherRight, ()) {
  const Words words = *AnyWords();
  RC_ASSERT(CheckGroupCapabilities(Of(words)).has_value() ==
            (!IsAdministrator(words) && !ResetsPasswords(words)));
}

}  // namespace
}  // namespace guildhall
