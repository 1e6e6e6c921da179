#pragma once

#include "dialects/daptin/actions/action_declaration.h"
#include "dialects/daptin/rows/table_rows.h"

namespace guildhall::daptin {

/// Most rows that one GET step gives.
inline constexpr std::int64_t kMostStepRows = 100;

/// What a step on rows has done.
struct RowStep {
  Json result{};         ///< attributes of the row; a list of them for GET; null for DELETE
  bool touched = false;  ///< rows may have been written, even where it failed
  std::string id{};      ///< of the row that it is about, as far as it is known
};

/// Runs a step on rows of the table that it names, as the reader's caller. `attributes` are the
/// step's, with their references replaced. Of GET they are the parameters of a list, and columns
/// that must have a value; of the others, columns and relations of the row, where `reference_id`,
/// `{table}_id` or `id` names the row of PATCH, DELETE and GET_BY_ID. `done` says what was done,
/// also when the step fails. Errors as those of `TableRows`, and 400 for what cannot be done.
Result<void> RunRowStep(Transaction& tx, const Reader& reader, const OutcomeStep& step,
                        Json::Object attributes, const Hashes& hashes, RowStep& done);

}  // namespace guildhall::daptin
