#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/permission_words.h"

namespace guildhall::syncano {

/// What a text field takes.
struct TextRule {
  std::size_t max = 0;  ///< in characters
  bool required = false;
  bool blank = false;  ///< "" is a value
  bool trim = true;
};

/// Reads members of a body by the conventions of Syncano v1.1: unknown members are ignored, texts
/// are trimmed, numbers are taken as text, JSON values may come as JSON text, forms hold texts
/// only. An absent member is nothing; a refused one is nothing and an entry in the errors.
class Input {
 public:
  /// `body` and `errors` outlive this. A body that is no object is refused once, as
  /// `{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}`, and then all
  /// members are absent without further errors. `inside` names the object that `body` is a member
  /// of, for nested errors.
  Input(const Json& body, FieldErrors& errors, std::string_view inside = {});

  /// The member as it was sent; null when it is absent.
  [[nodiscard]] const Json* Member(std::string_view name) const;

  std::optional<std::string> Text(std::string_view name, const TextRule& rule);
  std::optional<bool> Boolean(std::string_view name);
  /// A member that is a JSON object, or JSON text of one ("" and null: an empty object).
  std::optional<Json> Object(std::string_view name, std::string_view sentence);
  /// The JSON text of a valid `metadata` object: at most 8 keys of 16 characters, values of 4096.
  std::optional<std::string> Metadata();
  /// A permission word, as its index in the vocabulary.
  std::optional<std::int32_t> Word(std::string_view name, Vocabulary vocabulary);
  /// The id of another row: a number or numeric text.
  std::optional<std::int64_t> Reference(std::string_view name, bool required);
  /// The same where null (or "") is a value: an empty inner optional.
  std::optional<std::optional<std::int64_t>> NullableReference(std::string_view name);
  /// `expected_revision`; 0, null and "" count as absent.
  std::optional<std::int64_t> ExpectedRevision();

  /// Refuses a member in words of the noun's own.
  void Refuse(std::string_view name, std::string_view text) { errors_.Add(inside_, name, text); }
  [[nodiscard]] bool usable() const { return object_ != nullptr; }

 private:
  std::optional<std::int64_t> ReadReference(std::string_view name, const Json& value);

  const Json* object_ = nullptr;  // null when the body is no object
  FieldErrors& errors_;
  std::string inside_;
};

/// How Python, and so Syncano's error texts, names the type of a JSON value ("str", "list").
std::string_view TypeName(const Json& value);
/// The value as it stands in an error text: text as it is, anything else as JSON.
std::string Shown(const Json& value);
/// Number or boolean spelling that Syncano v1.1 takes for a boolean; nothing for any other value.
std::optional<bool> ReadBoolean(const Json& value);

}  // namespace guildhall::syncano
