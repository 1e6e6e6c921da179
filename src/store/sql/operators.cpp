#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_OPERATOR_COLUMNS \
  "id, created_at, updated_at, active, email, first_name, last_name, password_hash, metadata"
#define GH_OPERATORS_OF                                                                     \
  "select o.id, o.created_at, o.updated_at, o.active, o.email, o.first_name, o.last_name, " \
  "o.password_hash, o.metadata, r.role from operator_roles r join operators o on "          \
  "o.id=r.operator_id where r.tenant=$1 "

constexpr Statement kFind{"operators_find",
                          "select " GH_OPERATOR_COLUMNS " from operators where id=$1"};
constexpr Statement kFindByEmail{"operators_find_by_email",
                                 "select " GH_OPERATOR_COLUMNS " from operators where email=$1"};
constexpr Statement kFindByKey{"operators_find_by_key",
                               "select operator_id from operator_keys where digest=$1"};
constexpr Statement kAny{"operators_any", "select id from operators limit 1"};
constexpr Statement kFirst{"operators_first",
                           "select id from operators where id>0 order by id limit 1"};
constexpr Listing kListOf{
    {"operators_list_of", GH_OPERATORS_OF "and r.operator_id>$2 order by r.operator_id limit $3"},
    {"operators_list_of_descending",
     GH_OPERATORS_OF "and r.operator_id<$2 order by r.operator_id desc limit $3"}};
constexpr Statement kFindKey{"operators_find_key",
                             "select digest, sealed from operator_keys where operator_id=$1"};
constexpr Statement kInsert{"operators_insert",
                            "insert into operators(" GH_OPERATOR_COLUMNS
                            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing"};
constexpr Statement kUpdate{
    "operators_update",
    "update operators set created_at=$2, updated_at=$3, active=$4, email=$5, first_name=$6, "
    "last_name=$7, password_hash=$8, metadata=$9 where id=$1"};
constexpr Statement kRemoveKey{"operators_remove_key",
                               "delete from operator_keys where operator_id=$1"};
constexpr Statement kInsertKey{"operators_insert_key",
                               "insert into operator_keys(operator_id, digest, sealed) "
                               "values ($1, $2, $3) on conflict do nothing"};

Operator ReadOperator(Columns& columns) {
  Operator row;
  row.id = columns.Number<OperatorId>();
  row.created_at = columns.At();
  row.updated_at = columns.At();
  row.active = columns.Flag();
  row.email = columns.Text();
  row.first_name = columns.Text();
  row.last_name = columns.Text();
  row.password_hash = columns.Text();
  row.metadata = columns.Text();
  return row;
}

void TouchOperator(Ledger& ledger, OperatorId id) {
  ledger.Touch(kSite, {Touched::Kind::kOperator, id.value()});
}

}  // namespace

StatementList OperatorStatements() {
  static constexpr const Statement* kAll[] = {&kListOf.ascending,
                                              &kListOf.descending,
                                              &kFind,
                                              &kFindByEmail,
                                              &kFindByKey,
                                              &kAny,
                                              &kFirst,
                                              &kFindKey,
                                              &kInsert,
                                              &kUpdate,
                                              &kRemoveKey,
                                              &kInsertKey};
  return kAll;
}

Result<std::optional<Operator>> SqlOperators::Find(OperatorId id) const {
  return FindOne(connection_, kFind, ReadOperator, id);
}

Result<std::optional<Operator>> SqlOperators::FindByEmail(std::string_view email) const {
  return FindOne(connection_, kFindByEmail, ReadOperator, email);
}

Result<std::optional<Operator>> SqlOperators::FindByKey(std::string_view digest) const {
  GH_TRY(const auto id,
         FindOne(
             connection_, kFindByKey, [](Columns& columns) { return columns.Number<OperatorId>(); },
             BytesOf(digest)));
  if (!id) return std::optional<Operator>();
  return Find(*id);
}

Result<bool> SqlOperators::AnyExists() const {
  GH_TRY(const std::int64_t id, FindInteger(connection_, kAny));
  return id != 0;
}

Result<std::optional<OperatorId>> SqlOperators::First() const {
  return FindOne(connection_, kFirst,
                 [](Columns& columns) { return columns.Number<OperatorId>(); });
}

Result<std::vector<Administrator>> SqlOperators::ListOf(TenantId tenant, Seek seek) const {
  return FindAll(
      connection_, kListOf.For(seek),
      [](Columns& columns) {
        Operator row = ReadOperator(columns);
        return Administrator{std::move(row), static_cast<Role>(columns.Integer())};
      },
      tenant, From(seek), LimitOf(seek));
}

Result<std::optional<OperatorRows::Key>> SqlOperators::FindKey(OperatorId id) const {
  return FindOne(
      connection_, kFindKey,
      [](Columns& columns) {
        std::string digest = columns.Blob();
        return Key{std::move(digest), columns.Blob()};
      },
      id);
}

Result<void> SqlOperators::Insert(const Operator& row) {
  GH_CHECK(InsertRow(connection_, kInsert, row.id, row.created_at, row.updated_at, row.active,
                     row.email, row.first_name, row.last_name, row.password_hash, row.metadata));
  TouchOperator(*ledger_, row.id);
  return {};
}

Result<void> SqlOperators::Update(const Operator& row) {
  GH_CHECK(ChangeRow(connection_, kUpdate, row.id, row.created_at, row.updated_at, row.active,
                     row.email, row.first_name, row.last_name, row.password_hash, row.metadata));
  TouchOperator(*ledger_, row.id);
  return {};
}

Result<void> SqlOperators::SetKey(OperatorId id, const Key& key) {
  GH_CHECK(Post(connection_, kRemoveKey, id));
  GH_CHECK(InsertRow(connection_, kInsertKey, id, BytesOf(key.digest), BytesOf(key.sealed)));
  TouchOperator(*ledger_, id);
  return {};
}

}  // namespace guildhall::store
