// Which files records hold. A file that was let go is due at once; its row goes with its bytes.
#include "store/sql/held_files.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/file.h"
#include "store/sql/bind.h"
#include "store/sql/registry.h"

namespace guildhall::store {
namespace {

constexpr Statement kHold{"files_hold",
                          "update files set collection=$3, record=$4, due_at=$5 where tenant=$1 "
                          "and name=$2 and record=0 and due_at>0"};
constexpr Statement kLetGo{"files_let_go", "update files set due_at=0 where tenant=$1 and name=$2"};
constexpr Statement kLetGoPiece{"files_let_go_piece",
                                "update files set due_at=0 where tenant=$1 and collection=$2 and "
                                "record<=$3 and due_at>0"};
constexpr Statement kLastHeld{
    "purge_last_of_files",
    "select name from (select name from files where tenant=$1 and due_at>0 order by name limit $2) "
    "counted order by name desc limit 1"};
// Rows of files outlive their tenant until their bytes are gone.
constexpr Statement kLetGoOfTenant{
    "purge_files", "update files set due_at=0 where tenant=$1 and name<=$2 and due_at>0"};

std::vector<std::string> NamesIn(const Fields& fields) {
  std::vector<std::string> names;
  for (const auto& [number, value] : fields) {
    if (const auto* file = std::get_if<FileValue>(&value)) names.push_back(file->name);
  }
  return names;
}

bool Has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

StatementList HeldFileStatements() {
  static constexpr const Statement* kAll[] = {&kHold, &kLetGo, &kLetGoPiece, &kLastHeld,
                                              &kLetGoOfTenant};
  return kAll;
}

Result<void> HoldFiles(Connection& connection, TenantId tenant, const Fields& before,
                       const Record& after) {
  const std::vector<std::string> held = NamesIn(before);
  const std::vector<std::string> wanted = NamesIn(after.fields);
  for (const std::string& name : wanted) {
    if (Has(held, name)) continue;
    GH_TRY(const std::int64_t taken,
           Execute(connection, kHold, tenant, name, after.collection, after.id, File::kNever));
    if (taken == 0) return Fail(Errc::kUnavailable, "a file was given up before its record came");
  }
  for (const std::string& name : held) {
    if (!Has(wanted, name)) GH_CHECK(Post(connection, kLetGo, tenant, name));
  }
  return {};
}

Result<void> LetFilesGo(Connection& connection, TenantId tenant, const Fields& fields) {
  for (const std::string& name : NamesIn(fields)) {
    GH_CHECK(Post(connection, kLetGo, tenant, name));
  }
  return {};
}

Result<void> LetFilesGoUpTo(Connection& connection, TenantId tenant, CollectionId collection,
                            std::int64_t last) {
  GH_CHECK(Post(connection, kLetGoPiece, tenant, collection, last));
  return {};
}

Result<std::int64_t> LetFilesGoOf(Connection& connection, TenantId tenant, std::int64_t limit) {
  GH_TRY(const auto last, FindOne(
                              connection, kLastHeld,
                              [](Columns& columns) { return columns.Text(); }, tenant, limit));
  if (!last) return 0;
  return Execute(connection, kLetGoOfTenant, tenant, *last);
}

}  // namespace guildhall::store
