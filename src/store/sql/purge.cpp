// A tenant that is gone: what leads to it from outside goes in one change, what is inside in many.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/sql/bind.h"
#include "store/sql/held_files.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

constexpr Statement kTenant{"purge_tenant", "delete from tenants where id=$1"};
constexpr Statement kRoles{"purge_operator_roles", "delete from operator_roles where tenant=$1"};
constexpr Statement kApiKeys{"purge_api_keys", "delete from api_keys where tenant=$1"};
constexpr Statement kInvitations{"purge_invitations", "delete from invitations where tenant=$1"};
constexpr Statement kJobs{"purge_jobs", "delete from jobs where tenant=$1"};
constexpr Statement kCounters{"purge_counters", "delete from counters where tenant=$1"};
constexpr std::array kOutside{&kTenant, &kRoles, &kApiKeys, &kInvitations, &kJobs, &kCounters};

/// A table whose rows go in the order of their keys. Both texts walk one index, so that a step
/// costs what it removes: `in (select ...)` would read whole lists.
struct Emptied {
  const char* types;  ///< of the key: i for integers, b for bytes, t for text
  Statement last;     ///< the key of the last of the first rows
  Statement remove;   ///< everything up to a key
};

#define GH_EMPTIED(table, types, keys, backwards, values)                                      \
  {                                                                                            \
    types,                                                                                     \
        {"purge_last_of_" table,                                                               \
         "select " keys " from (select " keys " from " table " where tenant=$1 order by " keys \
         " limit $2) counted order by " backwards " limit 1"},                                 \
    {                                                                                          \
      "purge_" table, "delete from " table " where tenant=$1 and (" keys ") <= (" values ")"   \
    }                                                                                          \
  }
#define GH_EMPTIED_BY_ID(table) GH_EMPTIED(table, "i", "id", "id desc", "$2")

// Memberships come before what they point to.
constexpr Emptied kInside[] = {
    GH_EMPTIED("memberships", "ii", "user_id, group_id", "user_id desc, group_id desc", "$2, $3"),
    GH_EMPTIED("password_resets", "i", "user_id", "user_id desc", "$2"),
    GH_EMPTIED("access_keys", "ib", "user_id, digest", "user_id desc, digest desc", "$2, $3"),
    GH_EMPTIED_BY_ID("users"),
    GH_EMPTIED_BY_ID("groups"),
    GH_EMPTIED("grants", "iii", "kind, object, group_id", "kind desc, object desc, group_id desc",
               "$2, $3, $4"),
    GH_EMPTIED("record_seek", "iiibi", "collection, field, audience, key, id",
               "collection desc, field desc, audience desc, key desc, id desc",
               "$2, $3, $4, $5, $6"),
    GH_EMPTIED("record_unique", "iib", "collection, field, key",
               "collection desc, field desc, key desc", "$2, $3, $4"),
    GH_EMPTIED("records", "ii", "collection, id", "collection desc, id desc", "$2, $3"),
    GH_EMPTIED("file_chunks", "ti", "name, number", "name desc, number desc", "$2, $3"),
    GH_EMPTIED("publications", "it", "origin, name", "origin desc, name desc", "$2, $3"),
    GH_EMPTIED_BY_ID("collections"),
    GH_EMPTIED_BY_ID("actions"),
    GH_EMPTIED_BY_ID("channels"),
    GH_EMPTIED("topics", "it", "channel, room", "channel desc, room desc", "$2, $3"),
    GH_EMPTIED("settings", "tt", "section, name", "section desc, name desc", "$2, $3"),
    GH_EMPTIED("audit", "ii", "at, id", "at desc, id desc", "$2, $3"),
    GH_EMPTIED("events", "iii", "topic, number, id", "topic desc, number desc, id desc",
               "$2, $3, $4"),
};

/// The columns of a key, kept beyond their row.
class Key {
 public:
  Key(const Row& row, std::string_view types) : types_(types) {
    for (int column = 0; column < static_cast<int>(types.size()); ++column) {
      const char type = types[static_cast<std::size_t>(column)];
      numbers_.push_back(type == 'i' ? row.Integer(column) : 0);
      texts_.emplace_back(type == 'b'   ? row.Bytes(column)
                          : type == 't' ? row.Text(column)
                                        : std::string_view());
    }
  }
  void AppendTo(std::vector<Parameter>& parameters) const {
    for (std::size_t i = 0; i < types_.size(); ++i) {
      if (types_[i] == 'i') {
        parameters.push_back(Bind(numbers_[i]));
      } else {
        parameters.push_back(types_[i] == 'b' ? BytesOf(texts_[i]) : Bind(texts_[i]));
      }
    }
  }

 private:
  std::string_view types_;
  std::vector<std::int64_t> numbers_;
  std::vector<std::string> texts_;
};

Result<std::int64_t> Empty(Connection& connection, const Emptied& table, TenantId tenant,
                           std::int64_t limit) {
  std::optional<Key> last;
  const std::array<Parameter, 2> first{Bind(tenant), Bind(limit)};
  GH_CHECK(
      connection.Run(table.last, first, [&](const Row& row) { last.emplace(row, table.types); }));
  if (!last) return 0;
  std::vector<Parameter> parameters{Bind(tenant)};
  last->AppendTo(parameters);
  return connection.Run(table.remove, parameters, [](const Row&) {});
}

}  // namespace

StatementList PurgeStatements() {
  static constexpr auto kAll = [] {
    std::array<const Statement*, kOutside.size() + 2 * std::size(kInside)> all{};
    auto* next = std::copy(kOutside.begin(), kOutside.end(), all.begin());
    for (const Emptied& table : kInside) {
      *next++ = &table.last;
      *next++ = &table.remove;
    }
    return all;
  }();
  return kAll;
}

Result<void> SqlTenants::Remove(TenantId tenant) {
  GH_CHECK(ChangeRow(connection_, kTenant, tenant));
  ledger_->Unsettle(tenant);
  for (const Statement* statement : kOutside) {
    if (statement == &kTenant) continue;
    GH_CHECK(Post(connection_, *statement, tenant));
  }
  const Touched touched{Touched::Kind::kTenant, tenant.value()};
  ledger_->Touch(kSite, touched);
  ledger_->Touch(tenant, touched);
  return {};
}

Result<std::int64_t> SqlTenants::Purge(TenantId tenant, std::int32_t limit) {
  if (memory_ != nullptr) memory_->ChangesEverything();
  ledger_->Unsettle(tenant);
  GH_TRY(std::int64_t removed, LetFilesGoOf(connection_, tenant, limit));
  for (const Emptied& table : kInside) {
    if (removed >= limit) break;
    GH_TRY(const std::int64_t rows, Empty(connection_, table, tenant, limit - removed));
    removed += rows;
  }
  return removed;
}

}  // namespace guildhall::store
