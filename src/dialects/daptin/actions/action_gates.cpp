#include "dialects/daptin/actions/action_gates.h"

#include <utility>

#include "core/gates.h"
#include "core/uid_text.h"
#include "dialects/daptin/errors.h"

namespace guildhall::daptin {
namespace {

/// Names by which clients call built-in actions besides their own. [Daptin client, "AuthManager"]
struct Alias {
  std::string_view table;
  std::string_view name;
  std::string_view meant;
};
constexpr Alias kAliases[] = {
    {kAccounts, "generate_password_reset_flow", "reset-password"},
    {kAccounts, "generate_password_reset_verify_flow", "reset-password-verify"},
};

std::string_view MeantBy(std::string_view table, std::string_view name) {
  for (const Alias& alias : kAliases) {
    if (alias.table == table && alias.name == name) return alias.meant;
  }
  return name;
}

/// Reading a row as the one that an action is about asks what reading it alone asks.
constexpr Gates kSubjectGates = Gates::ByLists({Right::kPeek}, {Right::kPeek, Right::kRead}, true);

tl::unexpected<Error> NoSubject() { return FailWith({400, "failed to load subject"}); }

tl::unexpected<Error> NoAction(const Caller& caller) {
  if (caller.Has(Power::kBypassTables)) return FailWith({404, "no such action"});
  return Fail(Errc::kForbidden, Problem{"object", Reason::kNotAllowed});
}

Result<JudgedRow> LoadSubject(const Reader& reader, std::string_view table_name,
                              std::string_view id) {
  const Table* table = reader.catalog->Find(table_name);
  const std::optional<Uid> uid = ParseUid(id);
  if (table == nullptr || !uid) return NoSubject();
  auto row = RowsOf(*table).get(reader, *table, *uid, kSubjectGates);
  if (row) return row;
  const Errc code = row.error().code;
  if (code == Errc::kForbidden || code == Errc::kNotFound) return NoSubject();
  return row;
}

}  // namespace

Result<FoundAction> FindAction(const Reader& reader, std::string_view table,
                               std::string_view name) {
  const TenantId tenant = reader.caller.tenant;
  if (const BuiltinAction* builtin = FindBuiltinAction(table, MeantBy(table, name))) {
    Action row;
    row.id = builtin->id;
    GH_TRY(DeclaredAction action, ActionOf(table, row));
    return FoundAction{builtin->id, true, std::move(action)};
  }
  const Table* known = reader.catalog->Find(table);
  if (known == nullptr) return NoAction(reader.caller);
  GH_TRY(const std::optional<Action> row,
         reader.snapshot.actions().FindByName(tenant, known->collection(), name));
  // The core's own are found by the names of this API only.
  if (!row || row->id.value() < 0) return NoAction(reader.caller);
  GH_TRY(DeclaredAction action, ActionOf(table, *row));
  return FoundAction{row->id, false, std::move(action)};
}

Result<std::optional<JudgedRow>> PassGates(const Reader& reader, const FoundAction& found,
                                           std::string_view subject) {
  std::optional<JudgedRow> row;
  if (!subject.empty()) {
    GH_TRY(row, LoadSubject(reader, found.action.table, subject));
    GH_CHECK(PassRow(reader.caller, row->access, {Right::kExecute}));
  }
  GH_CHECK(reader.core.tables().PassAction(reader.snapshot, reader.caller, found.id));
  if (!row && !found.action.instance_optional) return FailWith({400, "no reference id"});
  return row;
}

}  // namespace guildhall::daptin
