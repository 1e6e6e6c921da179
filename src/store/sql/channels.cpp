#include "store/sql/access_rows.h"
#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_CHANNEL_COLUMNS                                                            \
  "id, owner, primary_group, everyone, signed_in, owner_rights, group_bits, grants, " \
  "created_at, updated_at, origin, rooms, publishable, builtin, name, description"

constexpr Statement kFind{"channels_find",
                          "select " GH_CHANNEL_COLUMNS " from channels where tenant=$1 and id=$2"};
constexpr Statement kFindByName{"channels_find_by_name",
                                "select " GH_CHANNEL_COLUMNS
                                " from channels where tenant=$1 and name=$2"};
constexpr Listing kList{
    {"channels_list",
     "select " GH_CHANNEL_COLUMNS " from channels where tenant=$1 and id>$2 order by id limit $3"},
    {"channels_list_descending",
     "select " GH_CHANNEL_COLUMNS
     " from channels where tenant=$1 and id<$2 order by id desc limit $3"}};
constexpr Statement kListOfGroup{"channels_list_of_group",
                                 "select " GH_CHANNEL_COLUMNS
                                 " from channels where tenant=$1 and primary_group=$2 order by id"};
constexpr Statement kInsert{
    "channels_insert",
    "insert into channels(tenant, " GH_CHANNEL_COLUMNS
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) "
    "on conflict do nothing"};
constexpr Statement kUpdate{
    "channels_update",
    "update channels set owner=$3, primary_group=$4, everyone=$5, signed_in=$6, owner_rights=$7, "
    "group_bits=$8, grants=$9, created_at=$10, updated_at=$11, origin=$12, rooms=$13, "
    "publishable=$14, builtin=$15, name=$16, description=$17 where tenant=$1 and id=$2"};
constexpr Statement kRemove{"channels_remove", "delete from channels where tenant=$1 and id=$2"};

Channel ReadChannel(Columns& columns) {
  Channel row;
  row.id = columns.Number<ChannelId>();
  row.access = ReadAccessWithGrants(columns);
  row.created_at = columns.At();
  row.updated_at = columns.At();
  row.origin = columns.Number<Origin>();
  row.rooms = columns.Flag();
  row.publishable = columns.Flag();
  row.builtin = columns.Flag();
  row.name = columns.Text();
  row.description = columns.Text();
  return row;
}

template <class Write>
Result<void> WriteChannel(const Write& write, TenantId tenant, const Channel& row) {
  const AccessList& access = row.access;
  return write(tenant, row.id, access.owner, access.primary_group, access.everyone,
               access.signed_in, access.owner_rights, access.group_bits, access.grants.size(),
               row.created_at, row.updated_at, row.origin, row.rooms, row.publishable, row.builtin,
               row.name, row.description);
}

void TouchChannel(Ledger& ledger, TenantId tenant, ChannelId id) {
  ledger.Touch(tenant, {Touched::Kind::kChannel, id.value()});
}

}  // namespace

StatementList ChannelStatements() {
  static constexpr const Statement* kAll[] = {
      &kFind,        &kFindByName, &kList.ascending, &kList.descending,
      &kListOfGroup, &kInsert,     &kUpdate,         &kRemove};
  return kAll;
}

Result<std::optional<Channel>> SqlChannels::Find(TenantId tenant, ChannelId id) const {
  GH_TRY(auto row, FindOne(connection_, kFind, ReadChannel, tenant, id));
  if (row) GH_CHECK(LoadGrantsOf(connection_, tenant, kChannelGrant, std::span(&*row, 1)));
  return row;
}

Result<std::optional<Channel>> SqlChannels::FindByName(TenantId tenant,
                                                       std::string_view name) const {
  GH_TRY(auto row, FindOne(connection_, kFindByName, ReadChannel, tenant, name));
  if (row) GH_CHECK(LoadGrantsOf(connection_, tenant, kChannelGrant, std::span(&*row, 1)));
  return row;
}

Result<std::vector<Channel>> SqlChannels::List(TenantId tenant, Seek seek) const {
  GH_TRY(auto rows,
         FindAll(connection_, kList.For(seek), ReadChannel, tenant, From(seek), LimitOf(seek)));
  GH_CHECK(LoadGrantsOf(connection_, tenant, kChannelGrant, std::span(rows)));
  return rows;
}

Result<std::vector<Channel>> SqlChannels::ListOfGroup(TenantId tenant, GroupId group) const {
  GH_TRY(auto rows, FindAll(connection_, kListOfGroup, ReadChannel, tenant, group));
  GH_CHECK(LoadGrantsOf(connection_, tenant, kChannelGrant, std::span(rows)));
  return rows;
}

Result<void> SqlChannels::Insert(TenantId tenant, const Channel& row) {
  const auto insert = [&](const auto&... values) {
    return InsertRow(connection_, kInsert, values...);
  };
  GH_CHECK(WriteChannel(insert, tenant, row));
  TouchChannel(*ledger_, tenant, row.id);
  return WriteGrants(connection_, tenant, kChannelGrant, row.id.value(), {}, row.access.grants);
}

Result<void> SqlChannels::Update(TenantId tenant, const Channel& row) {
  const auto update = [&](const auto&... values) {
    return ChangeRow(connection_, kUpdate, values...);
  };
  GH_CHECK(WriteChannel(update, tenant, row));
  TouchChannel(*ledger_, tenant, row.id);
  GH_TRY(const auto before, ReadGrants(connection_, tenant, kChannelGrant, row.id.value()));
  return WriteGrants(connection_, tenant, kChannelGrant, row.id.value(), before, row.access.grants);
}

Result<void> SqlChannels::Remove(TenantId tenant, ChannelId id) {
  GH_CHECK(ChangeRow(connection_, kRemove, tenant, id));
  TouchChannel(*ledger_, tenant, id);
  return RemoveGrants(connection_, tenant, kChannelGrant, id.value());
}

}  // namespace guildhall::store
