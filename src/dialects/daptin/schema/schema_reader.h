#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/json.h"
#include "dialects/daptin/refusal.h"

namespace guildhall::daptin {

/// The first thing that is wrong with a schema, with its place. What is read after it counts for
/// nothing.
class SchemaIssue {
 public:
  void Say(std::string_view place, std::string_view what);
  [[nodiscard]] const std::optional<Refusal>& refusal() const { return refusal_; }

 private:
  std::optional<Refusal> refusal_;
};

/// A text of the schema as a title may show it: short, in quotes.
std::string Quoted(std::string_view text);

/// One object of a schema. Keys are known by any case, as Daptin knows them. Lives no longer than
/// the value and the issue.
class SchemaObject {
 public:
  /// `known`: the keys that there may be; another one, a repeated one, and what is no object is an
  /// issue: a mistyped key must not leave open what it was meant to close.
  SchemaObject(const Json& json, std::string place, std::span<const std::string_view> known,
               SchemaIssue& issue);

  /// Null when it is missing, or null.
  [[nodiscard]] const Json* Find(std::string_view key) const;
  /// "" when it is missing; an issue for what is no text, or has more than 1'000 bytes.
  [[nodiscard]] std::string Text(std::string_view key) const;
  /// The same for what may be any scalar.
  [[nodiscard]] std::string ScalarText(std::string_view key) const;
  [[nodiscard]] bool Flag(std::string_view key, bool missing = false) const;
  /// 0 when it is missing.
  [[nodiscard]] std::int64_t Permission(std::string_view key) const;
  /// Empty when it is missing; an issue beyond `most`.
  [[nodiscard]] std::span<const Json> List(std::string_view key, std::size_t most) const;

  /// "Tables[0].Columns[2]".
  [[nodiscard]] std::string PlaceOf(std::string_view key) const;
  [[nodiscard]] std::string PlaceOf(std::string_view key, std::size_t index) const;
  [[nodiscard]] const std::string& place() const { return place_; }
  void Say(std::string_view what) const { issue_.Say(place_, what); }
  void Say(std::string_view key, std::string_view what) const { issue_.Say(PlaceOf(key), what); }
  [[nodiscard]] SchemaIssue& issue() const { return issue_; }

 private:
  void CheckKeys(std::span<const std::string_view> known) const;

  const Json::Object* members_ = nullptr;  // null: the value is no object
  std::string place_;
  SchemaIssue& issue_;
};

}  // namespace guildhall::daptin
