#include "store/sql/bind.h"
#include "store/sql/registry.h"
#include "store/sql/rows.h"

namespace guildhall::store {
namespace {

#define GH_INVITATION_COLUMNS                                                           \
  "id, tenant, inviter, invitee, created_at, updated_at, role, state, digest, sealed, " \
  "email"
// The join leaves out those of tenants that are gone.
#define GH_INVITATIONS_TO                                                                    \
  "select i.id, i.tenant, i.inviter, i.invitee, i.created_at, i.updated_at, i.role, "        \
  "i.state, i.digest, i.sealed, i.email from invitations i join tenants t on t.id=i.tenant " \
  "where i.invitee=$1 and i.state=$2 "

// The two look-ups here that bind no tenant: they find it.
constexpr Statement kFindByDigest{"invitations_find_by_digest",
                                  "select " GH_INVITATION_COLUMNS
                                  " from invitations where digest=$1"};
constexpr Statement kFindAnywhere{"invitations_find_anywhere",
                                  "select " GH_INVITATION_COLUMNS " from invitations where id=$1"};
constexpr Statement kFind{"invitations_find", "select " GH_INVITATION_COLUMNS
                                              " from invitations where tenant=$1 and id=$2"};
constexpr Statement kFindByEmail{"invitations_find_by_email",
                                 "select " GH_INVITATION_COLUMNS
                                 " from invitations where tenant=$1 and email=$2"};
constexpr Listing kList{
    {"invitations_list", "select " GH_INVITATION_COLUMNS
                         " from invitations where tenant=$1 and id>$2 order by id limit $3"},
    {"invitations_list_descending",
     "select " GH_INVITATION_COLUMNS
     " from invitations where tenant=$1 and id<$2 order by id desc limit $3"}};
constexpr Listing kListTo{
    {"invitations_list_to", GH_INVITATIONS_TO "and i.id>$3 order by i.id limit $4"},
    {"invitations_list_to_descending",
     GH_INVITATIONS_TO "and i.id<$3 order by i.id desc limit $4"}};
constexpr Statement kInsert{
    "invitations_insert",
    "insert into invitations(" GH_INVITATION_COLUMNS
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing"};
constexpr Statement kUpdate{
    "invitations_update",
    "update invitations set inviter=$3, invitee=$4, created_at=$5, updated_at=$6, role=$7, "
    "state=$8, digest=$9, sealed=$10, email=$11 where id=$1 and tenant=$2"};
constexpr Statement kRemove{"invitations_remove",
                            "delete from invitations where tenant=$1 and id=$2"};

Invitation ReadInvitation(Columns& columns) {
  Invitation row;
  row.id = columns.Number<InvitationId>();
  row.tenant = columns.Number<TenantId>();
  row.inviter = columns.Number<OperatorId>();
  row.invitee = columns.NumberOrNull<OperatorId>();
  row.created_at = columns.At();
  row.updated_at = columns.At();
  row.role = static_cast<Role>(columns.Integer());
  row.state = static_cast<InvitationState>(columns.Integer());
  row.digest = columns.Blob();
  row.sealed = columns.Blob();
  row.email = columns.Text();
  return row;
}

std::int64_t NumberOf(Role role) { return static_cast<std::int64_t>(role); }
std::int64_t NumberOf(InvitationState state) { return static_cast<std::int64_t>(state); }

}  // namespace

StatementList InvitationStatements() {
  static constexpr const Statement* kAll[] = {&kFindByDigest,
                                              &kFindAnywhere,
                                              &kFind,
                                              &kFindByEmail,
                                              &kList.ascending,
                                              &kList.descending,
                                              &kListTo.ascending,
                                              &kListTo.descending,
                                              &kInsert,
                                              &kUpdate,
                                              &kRemove};
  return kAll;
}

Result<std::optional<Invitation>> SqlInvitations::FindByDigest(std::string_view digest) const {
  return FindOne(connection_, kFindByDigest, ReadInvitation, BytesOf(digest));
}

Result<std::optional<Invitation>> SqlInvitations::FindAnywhere(InvitationId id) const {
  return FindOne(connection_, kFindAnywhere, ReadInvitation, id);
}

Result<std::optional<Invitation>> SqlInvitations::Find(TenantId tenant, InvitationId id) const {
  return FindOne(connection_, kFind, ReadInvitation, tenant, id);
}

Result<std::optional<Invitation>> SqlInvitations::FindByEmail(TenantId tenant,
                                                              std::string_view email) const {
  return FindOne(connection_, kFindByEmail, ReadInvitation, tenant, email);
}

Result<std::vector<Invitation>> SqlInvitations::List(TenantId tenant, Seek seek) const {
  return FindAll(connection_, kList.For(seek), ReadInvitation, tenant, From(seek), LimitOf(seek));
}

Result<std::vector<Invitation>> SqlInvitations::ListNewTo(OperatorId invitee, Seek seek) const {
  return FindAll(connection_, kListTo.For(seek), ReadInvitation, invitee,
                 NumberOf(InvitationState::kNew), From(seek), LimitOf(seek));
}

Result<void> SqlInvitations::Insert(const Invitation& row) {
  return InsertRow(connection_, kInsert, row.id, row.tenant, row.inviter, row.invitee,
                   row.created_at, row.updated_at, NumberOf(row.role), NumberOf(row.state),
                   BytesOf(row.digest), BytesOf(row.sealed), row.email);
}

Result<void> SqlInvitations::Update(const Invitation& row) {
  return ChangeRow(connection_, kUpdate, row.id, row.tenant, row.inviter, row.invitee,
                   row.created_at, row.updated_at, NumberOf(row.role), NumberOf(row.state),
                   BytesOf(row.digest), BytesOf(row.sealed), row.email);
}

Result<void> SqlInvitations::Remove(TenantId tenant, InvitationId id) {
  return ChangeRow(connection_, kRemove, tenant, id);
}

}  // namespace guildhall::store
