#include <utility>

#include "base/crypto.h"
#include "base/strings.h"
#include "core/uid_text.h"
#include "dialects/daptin/links/links.h"
#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/rows/table_rows.h"

namespace guildhall::daptin {
namespace {

constexpr Rights kPeek{Right::kPeek};
constexpr std::string_view kPassword = "password";
constexpr Gates kCreateGates = Gates::ByLists({Right::kCreate, Right::kPeek}, {});
constexpr std::int64_t kMaxNameLength = 80;
/// Longer passwords were never told apart by this API. [Daptin, bcrypt]
constexpr std::int64_t kMaxPasswordBytes = 72;

constexpr Gates UpdateGates(bool own) {
  return Gates::ByLists({Right::kUpdate, Right::kPeek}, {Right::kUpdate}, own);
}

Result<std::vector<Resource>> ListAccounts(const Reader& reader, const Table& table, Seek seek) {
  GH_TRY(const std::vector<User> users,
         reader.core.users().ListRows(reader.snapshot, reader.caller, seek,
                                      Gates::ByLists(kPeek, {})));
  std::vector<Resource> resources;
  resources.reserve(users.size());
  for (const User& user : users) resources.push_back(ResourceOf(table, user));
  return resources;
}

Result<std::int64_t> CountAccounts(const Reader& reader, const Table& /*table*/,
                                   std::int64_t bound) {
  return reader.core.users().CountRows(reader.snapshot, reader.caller, bound,
                                       Gates::ByLists(kPeek, {}));
}

Result<User> GetUser(const Reader& reader, const Uid& uid, const Gates& gates) {
  const TenantId tenant = reader.caller.tenant;
  GH_TRY(const std::optional<User> user, reader.snapshot.users().FindByUid(tenant, uid));
  if (!user) {
    GH_CHECK(PassTable(reader.snapshot, reader.caller, kAccountTable, gates.table));
    return MissingRow(reader.caller);
  }
  return reader.core.users().GetRow(reader.snapshot, reader.caller, user->id, gates);
}

Result<JudgedRow> GetAccount(const Reader& reader, const Table& table, const Uid& uid,
                             const Gates& gates) {
  GH_TRY(User user, GetUser(reader, uid, gates));
  Resource resource = ResourceOf(table, user);
  return JudgedRow{std::move(resource), std::move(user.access)};
}

/// What a document says of an account, checked as far as the other rows need not be known.
struct AccountInput {
  std::optional<std::string> name, email;
  std::optional<Secret> password;
  std::optional<bool> confirmed;
};

/// The text of an attribute, without white space around it; nothing when it is absent. kInvalid
/// when it is empty or no text.
Result<std::optional<std::string>> ReadText(const RowDocument& document, std::string_view name) {
  const Json* value = document.Attribute(name);
  if (value == nullptr) return std::optional<std::string>();
  const std::string* text = value->AsString();
  if (text == nullptr && !value->IsNull()) {
    return Fail(Errc::kInvalid, Problem{std::string(name), Reason::kWrongType});
  }
  if (text == nullptr || Trim(*text).empty()) {
    return Fail(Errc::kInvalid, Problem{std::string(name), Reason::kBlank});
  }
  return std::optional(std::string(Trim(*text)));
}

Result<void> CheckLength(std::string_view field, std::size_t length, std::int64_t most) {
  if (static_cast<std::int64_t>(length) <= most) return {};
  return Fail(Errc::kInvalid, Problem{std::string(field), Reason::kTooLong, most,
                                      static_cast<std::int64_t>(length)});
}

/// True, "true", "1" and 1 are; everything else is not. [Daptin "Column types", truefalse]
bool IsTrue(const Json& value) {
  if (const bool* truth = value.AsBool()) return *truth;
  if (const std::int64_t* number = value.AsInteger()) return *number == 1;
  const std::string* text = value.AsString();
  return text != nullptr && (*text == "true" || *text == "1");
}

/// A password that is shown, "", and sent back is none.
Result<AccountInput> ReadAccount(const RowDocument& document, bool creating) {
  AccountInput input;
  GH_TRY(input.name, ReadText(document, "name"));
  GH_TRY(input.email, ReadText(document, "email"));
  const Json* password = document.Attribute(kPassword);
  const bool shown = password == nullptr || (!creating && *password == Json(""));
  if (!shown) {
    GH_TRY(std::optional<std::string> text, ReadText(document, kPassword));
    if (text) {
      GH_CHECK(CheckLength(kPassword, text->size(), kMaxPasswordBytes));
      input.password = Secret(std::move(*text));
    }
  }
  if (const Json* confirmed = document.Attribute("confirmed")) {
    input.confirmed = IsTrue(*confirmed);
  }
  if (!creating) return input;
  if (input.name) GH_CHECK(CheckLength("name", CountCodePoints(*input.name), kMaxNameLength));
  for (const auto& [field, given] :
       {std::pair("name", input.name.has_value()), std::pair("email", input.email.has_value())}) {
    if (!given) return Fail(Errc::kInvalid, Problem{field, Reason::kRequired});
  }
  return input;
}

Result<Users::Draft> DraftOf(const Reader& reader, const RowDocument& document,
                             const Hashes& hashes) {
  GH_TRY(const AccountInput input, ReadAccount(document, true));
  Users::Draft draft;
  draft.username = *input.email;
  draft.email = *input.email;
  draft.display_name = *input.name;
  draft.confirmed = input.confirmed.value_or(false);
  GH_TRY(draft.uid, ChosenUid(document));
  if (reader.home_groups) draft.home_group = "Home group for " + *input.name;
  const LinkRights rights = LinkRightsOf(kDefaultPermission);
  draft.link_rights = rights.rights;
  draft.link_rest = rights.rest;
  draft.origin = kOrigin;
  draft.ends_founding = false;
  if (const std::string* hash = FindHash(hashes, kPassword)) draft.password_hash = *hash;
  return draft;
}

Result<JudgedRow> CreateAccount(Transaction& tx, const Reader& reader, const Table& table,
                                const RowDocument& document, const Hashes& hashes) {
  GH_CHECK(PassTable(tx, reader.caller, kAccountTable, kCreateGates.table));
  GH_TRY(const Users::Draft draft, DraftOf(reader, document, hashes));
  GH_TRY(const auto made, reader.core.users().Create(tx, reader.caller, draft, kCreateGates));
  Resource linked = ResourceOf(table, made->user);
  GH_CHECK(AddLinks(tx, reader, document, linked));
  return GetAccount(reader, table, made->user.uid, Gates::ByLists({}, {}));
}

/// What differs from how the account is shown. `hash` is that of a new password, or null.
Result<Users::Patch> PatchOfAccount(const RowDocument& document, const User& user,
                                    const std::string* hash) {
  GH_TRY(const AccountInput input, ReadAccount(document, false));
  Users::Patch patch;
  if (input.name && *input.name != NameOf(user)) {
    GH_CHECK(CheckLength("name", CountCodePoints(*input.name), kMaxNameLength));
    patch.display_name = input.name;
  }
  if (input.email && *input.email != EmailOf(user)) patch.email = input.email;
  if (input.confirmed && *input.confirmed != user.confirmed) patch.confirmed = input.confirmed;
  GH_TRY(const auto permission, WantedPermission(document, PermissionOf(user.access)));
  if (permission) patch.access = PatchOf(user.access, *permission);
  if (hash != nullptr) patch.password_hash = *hash;
  return patch;
}

/// Whether this is one's own account, and nothing changes that is not one's own business.
bool IsOwnBusiness(const Caller& caller, const User& user, const Users::Patch& patch) {
  return caller.user_id() == user.id && patch.access.empty() && !patch.confirmed;
}

Result<JudgedRow> UpdateAccount(Transaction& tx, const Reader& reader, const Table& table,
                                const Uid& uid, const RowDocument& document, const Hashes& hashes) {
  const Caller& caller = reader.caller;
  const bool links = NamesLinks(*reader.catalog, document, table);
  GH_TRY(const User before, GetUser(reader, uid, UpdateGates(reader.own_account)));
  GH_TRY(const Users::Patch patch, PatchOfAccount(document, before, FindHash(hashes, kPassword)));
  const bool own = reader.own_account && !links && IsOwnBusiness(caller, before, patch);
  GH_CHECK(reader.core.users().Update(tx, caller, before.id, patch, UpdateGates(own)));
  GH_TRY(JudgedRow row, GetAccount(reader, table, uid, Gates::ByLists({}, {})));
  GH_CHECK(AddLinks(tx, reader, document, row.resource));
  return row;
}

Result<void> RemoveAccount(Transaction& tx, const Reader& reader, const Table& table,
                           const Uid& uid) {
  const Gates gates = Gates::ByLists({Right::kDelete, Right::kPeek}, {Right::kDelete});
  GH_TRY(const User user, GetUser(reader, uid, gates));
  GH_CHECK(RemoveLinksOf(tx, reader, table, ResourceOf(table, user)));
  return reader.core.users().Remove(tx, reader.caller, user.id, gates);
}

/// Of a new account's password.
Result<Hashes> HashOfNew(const Context& context, const RowDocument& document) {
  if (document.Attribute(kPassword) == nullptr) return Hashes();
  if (context.patience() == Patience::kInstant) return Fail(Errc::kWouldWait);
  GH_CHECK(context.core().Read(context.patience(), [&](const Snapshot& snapshot) {
    return PassTable(snapshot, context.caller, kAccountTable, kCreateGates.table);
  }));
  GH_TRY(const AccountInput input, ReadAccount(document, true));
  if (!input.password) return Hashes();
  return Hashes{{std::string(kPassword), HashPassword(*input.password)}};
}

/// Of the wanted password, if it is another one.
Result<Hashes> HashOfOther(const Context& context, const Uid& uid, const RowDocument& document) {
  GH_TRY(const AccountInput input, ReadAccount(document, false));
  if (!input.password) return Hashes();
  if (context.patience() == Patience::kInstant) return Fail(Errc::kWouldWait);
  const bool own = context.services.options.own_account;
  auto read =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<User> {
        GH_TRY(const Reader reader, MakeReader(context.services, snapshot, context.caller, own));
        return GetUser(reader, uid, UpdateGates(own));
      });
  GH_TRY(const User user, std::move(read));
  if (VerifyPassword(user.password_hash, *input.password)) return Hashes();
  return Hashes{{std::string(kPassword), HashPassword(*input.password)}};
}

Result<Hashes> HashOfAccount(const Context& context, const Table& /*table*/,
                             const std::optional<Uid>& uid, const RowDocument& document) {
  return uid ? HashOfOther(context, *uid, document) : HashOfNew(context, document);
}

}  // namespace

const TableRows kAccountRows{.list = ListAccounts,
                             .count = CountAccounts,
                             .query = nullptr,
                             .get = GetAccount,
                             .create = CreateAccount,
                             .update = UpdateAccount,
                             .remove = RemoveAccount,
                             .hash = HashOfAccount};

}  // namespace guildhall::daptin
