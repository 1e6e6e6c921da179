#include "dialects/daptin/schema/schema_reader.h"

#include <algorithm>
#include <utility>

#include "base/strings.h"
#include "dialects/daptin/permission_number.h"

namespace guildhall::daptin {
namespace {

constexpr std::size_t kLongestShown = 64;
constexpr std::size_t kLongestText = 1'000;

bool IsSame(const Json::Member& member, std::string_view key) {
  return EqualsIgnoreCase(member.first, key);
}

}  // namespace

void SchemaIssue::Say(std::string_view place, std::string_view what) {
  if (refusal_) return;
  std::string title(place);
  if (!title.empty()) title += ": ";
  refusal_ = Refusal{400, title.append(what)};
}

std::string Quoted(std::string_view text) {
  std::size_t length = std::min(text.size(), kLongestShown);
  // Not in the middle of a code point.
  while (length > 0 && length < text.size() && (text[length] & 0xC0) == 0x80) --length;
  std::string quoted = "\"";
  quoted.append(text.substr(0, length));
  return quoted += length < text.size() ? "...\"" : "\"";
}

SchemaObject::SchemaObject(const Json& json, std::string place,
                           std::span<const std::string_view> known, SchemaIssue& issue)
    : members_(json.AsObject()), place_(std::move(place)), issue_(issue) {
  if (members_ == nullptr) {
    Say("must be an object");
  } else {
    CheckKeys(known);
  }
}

void SchemaObject::CheckKeys(std::span<const std::string_view> known) const {
  for (auto member = members_->begin(); member != members_->end(); ++member) {
    const bool expected =
        std::ranges::any_of(known, [&](std::string_view key) { return IsSame(*member, key); });
    // Few keys are known, so what comes behind this is short.
    if (!expected) return Say("the key " + Quoted(member->first) + " is not known");
    const bool repeated = std::any_of(members_->begin(), member, [&](const Json::Member& former) {
      return IsSame(former, member->first);
    });
    if (repeated) return Say("the key " + Quoted(member->first) + " is there twice");
  }
}

const Json* SchemaObject::Find(std::string_view key) const {
  if (members_ == nullptr) return nullptr;
  const auto found = std::ranges::find_if(
      *members_, [&](const Json::Member& member) { return IsSame(member, key); });
  return found == members_->end() || found->second.IsNull() ? nullptr : &found->second;
}

std::string SchemaObject::Text(std::string_view key) const {
  const Json* value = Find(key);
  if (value == nullptr) return {};
  const std::string* text = value->AsString();
  if (text != nullptr && text->size() <= kLongestText) return *text;
  Say(key, text == nullptr ? "must be text" : "is too long");
  return {};
}

std::string SchemaObject::ScalarText(std::string_view key) const {
  const Json* value = Find(key);
  if (value == nullptr) return {};
  if (value->AsString() != nullptr) return Text(key);
  if (value->AsArray() == nullptr && value->AsObject() == nullptr) return ToText(*value);
  Say(key, "must be text, a number, or true or false");
  return {};
}

bool SchemaObject::Flag(std::string_view key, bool missing) const {
  const Json* value = Find(key);
  if (value == nullptr) return missing;
  if (const bool* flag = value->AsBool()) return *flag;
  Say(key, "must be true or false");
  return missing;
}

std::int64_t SchemaObject::Permission(std::string_view key) const {
  const Json* value = Find(key);
  if (value == nullptr) return 0;
  if (const auto number = ReadPermission(*value)) return *number;
  Say(key, "must be a number from 0 to " + std::to_string(kMaxPermission));
  return 0;
}

std::span<const Json> SchemaObject::List(std::string_view key, std::size_t most) const {
  const Json* value = Find(key);
  if (value == nullptr) return {};
  const Json::Array* list = value->AsArray();
  if (list == nullptr) {
    Say(key, "must be a list");
    return {};
  }
  if (list->size() <= most) return *list;
  Say(key, "must have no more than " + std::to_string(most) + " entries");
  return {};
}

std::string SchemaObject::PlaceOf(std::string_view key) const {
  std::string place = place_;
  if (!place.empty()) place += '.';
  return place.append(key);
}

std::string SchemaObject::PlaceOf(std::string_view key, std::size_t index) const {
  return PlaceOf(key) + '[' + std::to_string(index) + ']';
}

}  // namespace guildhall::daptin
