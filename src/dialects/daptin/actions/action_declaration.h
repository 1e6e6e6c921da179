#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/json.h"
#include "core/collection.h"
#include "dialects/daptin/tables/table.h"

namespace guildhall::daptin {

/// Most steps of one action; more are refused when it is declared.
inline constexpr std::size_t kMaxSteps = 100;

/// One step of a declared action. [Daptin "Actions": outcomes]
struct OutcomeStep {
  std::string type;  ///< a table, a performer, or the type of an entry of the answer
  std::string
      method;  ///< "POST", "PATCH", "DELETE", "GET", "GET_BY_ID", "EXECUTE", "ACTIONRESPONSE"
  std::string reference{};    ///< by which later steps see the result; "" for none
  std::string condition{};    ///< skipped unless it holds, see `CheckCondition`; "" for always
  Json::Object attributes{};  ///< see `ActionScope` for what their texts can refer to
  bool skip_in_response = false;
  /// When the step fails the next one comes. Only where it has written nothing by then: of steps
  /// that write, for what is refused before their row is touched. Any other failure undoes all.
  bool continue_on_error = false;

  friend bool operator==(const OutcomeStep&, const OutcomeStep&) = default;
};

/// An action as it was declared.
struct DeclaredAction {
  std::string name;
  std::string label;
  std::string table;
  bool instance_optional = false;
  std::vector<Column> input{};
  std::vector<ColumnRule> validations{};
  std::vector<ColumnRule> conformations{};
  std::vector<OutcomeStep> steps{};

  friend bool operator==(const DeclaredAction&, const DeclaredAction&) = default;
};

/// What is kept as `Action::declaration`: JSON text.
std::string WriteDeclaration(const DeclaredAction& action);

/// The action on the table of that name; of built-in ones, without steps. kInternal for a text that
/// `WriteDeclaration` did not write.
Result<DeclaredAction> ActionOf(std::string_view table, const Action& row);

}  // namespace guildhall::daptin
