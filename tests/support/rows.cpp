#include "tests/support/rows.h"

namespace guildhall::test {
namespace {

template <std::size_t N>
std::array<std::uint8_t, N> Numbered(std::int64_t number) {
  std::array<std::uint8_t, N> bytes{};
  bytes[0] = 0xF0;  // not text, and not empty
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[N - 1 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  return bytes;
}

AccessList SomeAccess(std::int64_t number) {
  AccessList access;
  access.owner = UserId(number + 7);
  access.everyone = {Right::kPeek};
  access.signed_in = {Right::kRefer};
  access.owner_rights = Rights::All();
  access.group_bits = 5;
  return access;
}

}  // namespace

Uid UidOf(std::int64_t number) { return Numbered<16>(number); }
ObjectId ObjectIdOf(std::int64_t number) { return Numbered<12>(number); }
Time TimeOf(std::int64_t number) { return Time(1'700'000'000'000'001 + number); }

Tenant MakeTenant(std::int64_t id, std::string name, std::int64_t owner) {
  Tenant tenant;
  tenant.id = TenantId(id);
  tenant.name = std::move(name);
  tenant.object_id = ObjectIdOf(id);
  tenant.owner = OperatorId(owner);
  tenant.description = "what it is for";
  tenant.metadata = R"({"a": [1]})";
  tenant.organisation = R"({"cname": "example.org"})";
  tenant.session_key = 5;
  tenant.oldest_session_key = 3;
  tenant.created_at = TimeOf(id);
  tenant.updated_at = TimeOf(id + 1);
  return tenant;
}

Operator MakeOperator(std::int64_t id, std::string email) {
  return {OperatorId(id), std::move(email), "Ada",         "Lovelace", "$hash$", R"({"b":2})",
          true,           TimeOf(id),       TimeOf(id + 1)};
}

Invitation MakeInvitation(std::int64_t id, TenantId tenant, std::string email) {
  Invitation row;
  row.id = InvitationId(id);
  row.tenant = tenant;
  row.inviter = OperatorId(1);
  row.email = std::move(email);
  row.role = Role::kWrite;
  row.digest = std::string("\x00\xFE", 2) + "digest" + std::to_string(id);
  row.sealed = std::string("\x80\x01", 2) + "sealed" + std::to_string(id);
  row.created_at = TimeOf(id);
  row.updated_at = TimeOf(id + 1);
  return row;
}

UserPasswordReset MakePasswordReset(std::int64_t id, TenantId tenant, std::int64_t user) {
  return {id, tenant, UserId(user), id + 6, 2, false, TimeOf(id)};
}

ApiKey MakeApiKey(std::int64_t id, TenantId tenant) {
  const std::string name = std::to_string(id);
  return {ApiKeyId(id),
          tenant,
          "key " + name,
          {.bypass_lists = true, .create_groups = true},
          std::string("\x00\xFF", 2) + "digest" + name,
          std::string("\x80\x00", 2) + "sealed" + name,
          TimeOf(id)};
}

User MakeUser(std::int64_t id, std::string username) {
  User user;
  user.id = UserId(id);
  user.uid = UidOf(id);
  user.object_id = ObjectIdOf(id);
  user.username = std::move(username);
  user.email = "mail" + std::to_string(id) + "@example.org";
  user.display_name = "Display";
  user.first_name = "First";
  user.last_name = "Last";
  user.password_hash = "$argon2id$";
  user.auth_version = 3;
  user.revision = 4;
  user.profile = RecordId(id + 100);
  user.access = SomeAccess(id);
  user.key_digest = std::string("\x00\xFE", 2) + "user" + std::to_string(id);
  user.key_sealed = std::string("\x81\x00", 2) + "sealed";
  user.confirmed = true;
  user.capabilities = R"({"users": "read"})";
  user.capability_group = "5f92cb3d6af2f2b3b1a1c001";
  user.password_max_days = 36'500;
  user.password_set_at = TimeOf(id + 2);
  user.last_sign_in_at = TimeOf(id + 3);
  user.created_at = TimeOf(id);
  user.updated_at = TimeOf(id + 1);
  return user;
}

Group MakeGroup(std::int64_t id, std::string name) {
  Group group;
  group.id = GroupId(id);
  group.uid = UidOf(id);
  group.object_id = ObjectIdOf(id);
  group.name = std::move(name);
  group.unique_name = "unique" + std::to_string(id);
  group.description = "who they are";
  group.capabilities = R"({"user_groups": "write"})";
  group.password_max_days = 60;
  group.access = SomeAccess(id);
  group.created_at = TimeOf(id);
  group.updated_at = TimeOf(id + 1);
  return group;
}

Membership MakeMembership(std::int64_t id, std::int64_t user, std::int64_t group) {
  return {MembershipId(id), UserId(user), GroupId(group), UidOf(id),     {Right::kRead}, 9,
          Origin(2),        true,         TimeOf(id),     TimeOf(id + 1)};
}

Collection MakeCollection(std::int64_t id, std::string name) {
  Collection collection;
  collection.id = CollectionId(id);
  collection.uid = UidOf(id);
  collection.origin = Origin(1);
  collection.name = std::move(name);
  collection.description = "what it holds";
  collection.fields = {{1, "title", FieldType::kString, true, false},
                       {3, "size", FieldType::kFloat, false, true, false, {}, 4},
                       {5,
                        "author",
                        FieldType::kReference,
                        true,
                        true,
                        true,
                        {Target::Kind::kCollection, CollectionId(id + 1), "authors"},
                        6,
                        true}};
  collection.next_field = 8;
  collection.unique_sets = {{7, {3, 5}}};
  collection.declaration = R"({"columns": {}})";
  collection.outlives_owners = true;
  collection.access = SomeAccess(id);
  collection.access.primary_group = GroupId(40);
  collection.access.grants = {MakeGrant(id * 10, 40, {Right::kRead})};
  collection.revision = 2;
  collection.metadata = R"({"c":null})";
  collection.created_at = TimeOf(id);
  collection.updated_at = TimeOf(id + 1);
  return collection;
}

Action MakeAction(std::int64_t id, std::int64_t collection, std::string name) {
  Action action;
  action.id = ActionId(id);
  action.collection = CollectionId(collection);
  action.uid = UidOf(id);
  action.name = std::move(name);
  action.access = SomeAccess(id);
  action.access.primary_group = GroupId(42);
  action.access.grants = {MakeGrant(id * 10 + 2, 42, {Right::kExecute})};
  action.declaration = R"({"steps": []})";
  action.created_at = TimeOf(id);
  action.updated_at = TimeOf(id + 1);
  return action;
}

Record MakeRecord(std::int64_t id) {
  Record record;
  record.id = RecordId(id);
  record.collection = kProfiles;
  record.uid = UidOf(id);
  record.fields = {{1, std::string("title")}, {3, 0.5}};
  record.created_at = TimeOf(id);
  record.updated_at = TimeOf(id + 1);
  return record;
}

Collection CollectionOf(const Record& record) {
  Collection collection;
  collection.id = record.collection;
  return collection;
}

Grant MakeGrant(std::int64_t id, std::int64_t group, Rights rights) {
  return {GroupId(group), rights, 3, GrantId(id), UidOf(id), TimeOf(id), TimeOf(id + 1)};
}

Channel MakeChannel(std::int64_t id, std::string name) {
  Channel channel;
  channel.id = ChannelId(id);
  channel.origin = Origin(1);
  channel.name = std::move(name);
  channel.description = "what is said";
  channel.rooms = true;
  channel.publishable = true;
  channel.access = SomeAccess(id);
  channel.access.primary_group = GroupId(41);
  channel.access.grants = {MakeGrant(id * 10 + 1, 41, {Right::kRead, Right::kCreate})};
  channel.created_at = TimeOf(id);
  channel.updated_at = TimeOf(id + 1);
  return channel;
}

Message MakeMessage(std::int64_t id, TopicId topic) {
  Message message;
  message.id = MessageId(id);
  message.topic = topic;
  message.kind = MessageKind::kUpdate;
  message.by_api_key = ApiKeyId(5);
  message.by_user = UserId(6);
  message.about = "book";
  message.payload = R"({"content": "hi"})";
  message.at = TimeOf(id);
  return message;
}

}  // namespace guildhall::test
