#include "dialects/tyk/input.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace guildhall::tyk {
namespace {

bool IsOfKind(const Json& value, FieldKind kind) {
  switch (kind) {
    case FieldKind::kText:
      return value.AsString() != nullptr;
    case FieldKind::kBool:
      return value.AsBool() != nullptr;
    case FieldKind::kInteger:
      return value.AsInteger() != nullptr;
    case FieldKind::kArray:
      return value.AsArray() != nullptr;
    case FieldKind::kObject:
      return value.AsObject() != nullptr;
  }
  return false;
}

}  // namespace

const Json* Input::Member(std::string_view name) const {
  const Json* member = body_.Find(name);
  return member == nullptr || member->IsNull() ? nullptr : member;
}

const Json* Input::Value(std::string_view name, FieldKind kind) {
  const Json* member = Member(name);
  if (member == nullptr || IsOfKind(*member, kind)) return member;
  malformed_ = true;
  return nullptr;
}

std::optional<std::string> Input::Text(std::string_view name) {
  const Json* member = Value(name, FieldKind::kText);
  return member == nullptr ? std::nullopt : std::optional(*member->AsString());
}

std::optional<bool> Input::Boolean(std::string_view name) {
  const Json* member = Value(name, FieldKind::kBool);
  return member == nullptr ? std::nullopt : std::optional(*member->AsBool());
}

std::optional<std::int32_t> Input::Days(std::string_view name) {
  const Json* member = Value(name, FieldKind::kInteger);
  if (member == nullptr) return std::nullopt;
  const std::int64_t days = *member->AsInteger();
  if (days < 0 || days > std::numeric_limits<std::int32_t>::max()) {
    malformed_ = true;
    return std::nullopt;
  }
  return static_cast<std::int32_t>(days);
}

std::optional<Permissions> Input::PermissionMap(std::string_view name) {
  const Json* member = Value(name, FieldKind::kObject);
  if (member == nullptr) return std::nullopt;
  Json::Object kept;
  for (const auto& [section, level] : *member->AsObject()) {
    if (level.AsString() == nullptr) {
      malformed_ = true;
      return std::nullopt;
    }
    const bool last = member->Find(section) == &level;
    if (last) kept.emplace_back(section, level);
  }
  const bool empty = kept.empty();
  return Permissions{ToText(Json(std::move(kept))), empty};
}

}  // namespace guildhall::tyk
