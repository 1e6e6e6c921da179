#include "dialects/daptin/actions/action_hashes.h"

#include <algorithm>
#include <utility>

#include "dialects/daptin/columns/column_rules.h"
#include "dialects/daptin/columns/column_values.h"
#include "dialects/daptin/errors.h"

namespace guildhall::daptin {
namespace {

constexpr std::size_t kMostHashes = 10;

/// A value to be hashed: which step writes it, and where.
struct Wanted {
  std::size_t step = 0;
  Column column;
  std::string text;
};

/// Names that mean something only while the change is being made.
std::set<std::string> LateNames(const DeclaredAction& action) {
  std::set<std::string> names{"user", "subject"};
  for (const OutcomeStep& step : action.steps) {
    if (!step.reference.empty()) names.insert(step.reference);
  }
  return names;
}

Json Conformed(const Table& table, const Column& column, Json value) {
  for (const ColumnRule& rule : table.conformations) {
    if (rule.column == column.name) value = Conform(rule.tags, std::move(value));
  }
  return value;
}

/// Adds what one step has for the columns of its table that keep hashes.
Result<void> AddWanted(const Execution& execution, std::size_t at, const Table& table,
                       ActionScope& input, std::vector<Wanted>& wanted) {
  const DeclaredAction& action = execution.found.action;
  const std::set<std::string> late = LateNames(action);
  for (const auto& [name, declared] : action.steps[at].attributes) {
    const Column* column = table.FindColumn(name);
    if (column == nullptr || !NeedsHash(*column, Json("text"))) continue;
    for (const std::string& used : NamesIn(declared)) {
      if (late.contains(used)) {
        return FailWith({400, name + " cannot depend on what another step gives"});
      }
    }
    Reading<Json> value = input.Resolve(declared);
    if (!value) return FailWith(value.error());
    const Json conformed = Conformed(table, *column, *std::move(value));
    if (!NeedsHash(*column, conformed)) continue;
    const std::string* text = conformed.AsString();
    if (text == nullptr) return FailWith({400, "invalid value for " + name});
    if (wanted.size() == kMostHashes) return FailWith({400, "too many passwords at once"});
    wanted.push_back({at, *column, *text});
  }
  return {};
}

Result<std::vector<Wanted>> CollectWanted(const Context& context, const Execution& execution) {
  return context.core().Read(
      context.patience(), [&](const Snapshot& snapshot) -> Result<std::vector<Wanted>> {
        GH_TRY(const CatalogPtr catalog,
               ReadCatalog(snapshot, context.tenant->id, context.services.serial));
        std::vector<Wanted> wanted;
        ActionScope input = InputOf(execution);
        const std::vector<OutcomeStep>& steps = execution.found.action.steps;
        for (std::size_t at = 0; at < steps.size(); ++at) {
          const bool writes = steps[at].method == "POST" || steps[at].method == "PATCH";
          const Table* table = writes ? catalog->Find(steps[at].type) : nullptr;
          if (table == nullptr) continue;
          GH_CHECK(AddWanted(execution, at, *table, input, wanted));
        }
        return wanted;
      });
}

}  // namespace

ActionScope InputOf(const Execution& execution) {
  ActionScope scope;
  const DeclaredAction& action = execution.found.action;
  const Json attributes(execution.attributes);
  for (const Column& field : action.input) {
    const Json* value = attributes.Find(field.name);
    // What was not given is "". [Daptin "Action execution"]
    scope.Set(field.name, value == nullptr ? Json("") : *value);
  }
  scope.Set(action.table + "_id", Json(execution.subject));
  scope.Set("attributes", attributes);
  return scope;
}

Result<std::vector<Hashes>> HashSteps(const Context& context, const Execution& execution) {
  std::vector<Hashes> hashes(execution.found.action.steps.size());
  GH_TRY(const std::vector<Wanted> wanted, CollectWanted(context, execution));
  if (!wanted.empty() && context.patience() == Patience::kInstant) return Fail(Errc::kWouldWait);
  for (const Wanted& value : wanted) {
    Reading<std::string> hash = HashFor(value.column, value.text);
    if (!hash) return FailWith(hash.error());
    hashes[value.step].emplace_back(value.column.name, *std::move(hash));
  }
  return hashes;
}

}  // namespace guildhall::daptin
