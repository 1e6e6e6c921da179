#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "dialects/daptin/refusal.h"

namespace guildhall::daptin {

/// One end of a relation as a request names it.
struct Target {
  std::string id;
  Json::Object attributes{};  ///< columns of the join row, where they were sent

  friend bool operator==(const Target&, const Target&) = default;
};

/// What a request says of one relation.
struct RelationInput {
  std::string name;
  bool many = false;              ///< an array was sent; otherwise an object or null
  std::vector<Target> targets{};  ///< none and not `many`: null was sent

  friend bool operator==(const RelationInput&, const RelationInput&) = default;
};

/// The document of a POST or PATCH. [JSON:API "Creating Resources", Daptin "CRUD"]
struct RowDocument {
  std::string type;
  std::string id;  ///< "" when none was sent
  Json::Object attributes{};
  /// Those of `relationships`, then those that came as arrays of targets among the attributes.
  std::vector<RelationInput> relations{};

  /// The last attribute of that name, or null.
  [[nodiscard]] const Json* Attribute(std::string_view name) const;
  [[nodiscard]] const RelationInput* Relation(std::string_view name) const;
  /// What the document says of a to-one relation, which has an attribute of the same name: nothing
  /// when it is silent, "" for null. What is no text is "" too.
  [[nodiscard]] std::optional<std::string> ToOne(std::string_view name) const;
};

/// 406 with a title that names the reason for what is no document.
Reading<RowDocument> ReadDocument(const Json& body);

/// The targets of a request on a relationship: `{"data": [...]}`, a single object, or null.
Reading<RelationInput> ReadRelationship(const Json& body, std::string_view name);

}  // namespace guildhall::daptin
