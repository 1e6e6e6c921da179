#pragma once

#include <string>

#include "core/ids.h"
#include "dialects/daptin/rows/table_rows.h"

namespace guildhall::daptin {

/// The names in the path of a relation, whether or not there are such things. A value: it outlives
/// its request.
struct RelationPath {
  explicit RelationPath(const Context& context)
      : table(context.table), id(context.id), relation(context.relation) {}

  std::string table;
  std::string id;
  std::string relation;
};

/// What such a path leads to. Lives as long as the catalog; nobody has asked for the row yet.
struct RelationPlace {
  const Table* table = nullptr;
  const Relation* relation = nullptr;
  Uid uid{};
};

/// 404 in words of its own for a table or relation that is not there, kNotFound for what is no id.
Result<RelationPlace> FindPlace(const Reader& reader, const RelationPath& path);

}  // namespace guildhall::daptin
