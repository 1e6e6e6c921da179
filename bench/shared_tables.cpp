#include "bench/shared_tables.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "base/crypto.h"
#include "bench/places.h"
#include "bench/tokens.h"
#include "core/uid_text.h"
#include "dialects/daptin/daptin.h"
#include "dialects/daptin/permission_number.h"
#include "dialects/daptin/schema/schema.h"

namespace guildhall::bench {
namespace {

constexpr std::int64_t kPerChange = 1'000;

// Guests read rows in tables of their own, because what a guest may read everybody may.
constexpr std::string_view kTableNames[] = {"open_few", "open_many", "own_few", "own_many"};

/// Who may read a row, besides those who are never asked.
enum class Reader : std::uint8_t { kNobody, kGuest, kMember, kOwner };

struct Everybody {
  UserView member, owner, author, stranger;
  GroupId ours, foreign;
};

/// Anybody may look into the tables and make rows there.
std::string Schema() {
  constexpr std::int64_t kCreateOfGuests = Rights{Right::kCreate}.bits();
  const std::string permission = std::to_string(daptin::kDefaultPermission | kCreateOfGuests);
  std::string text = "Tables:\n";
  for (const std::string_view name : kTableNames) {
    text.append("  - TableName: ").append(name).append("\n    Permission: ").append(permission);
    text += R"(
    DefaultGroups: [desk, press]
    Columns:
      - {Name: title, DataType: varchar(100), ColumnType: label}
      - {Name: pages, DataType: int(10), ColumnType: measurement}
)";
  }
  return text;
}

class Filler {
 public:
  Filler(Core& core, Identities& identities, const Sizes& sizes)
      : core_(core), identities_(identities), sizes_(sizes) {}

  People Fill();

 private:
  void MakeTenant();
  void MakePeople();
  void Declare();
  /// Fills a table; every so many rows there is one for each of the readers.
  void FillTable(std::string_view name, std::int64_t count, const std::vector<Reader>& readers);
  Result<void> InsertRow(Transaction& tx, const Collection& table, std::int64_t number,
                         Reader reader);
  [[nodiscard]] AccessList ListFor(Transaction& tx, Reader reader);
  /// The tables of that name in both sizes, as a reader sees them.
  Person MakePerson(std::string name, const std::string& table, Reader reader, Secret token);
  SeenTable See(const std::string& name, Reader reader);
  Result<void> Write(const Change& change) {
    return WriteAndWait(core_.store(), {tenant_.id}, change);
  }

  Core& core_;
  Identities& identities_;
  const Sizes sizes_;
  Tenant tenant_;
  Caller operator_;
  Everybody people_;
  /// Of each table, who may read which row.
  struct Known {
    std::string table;
    Reader reader;
    std::string row;
  };
  std::vector<Known> known_;
};

void Filler::MakeTenant() {
  Must(WriteAndWait(core_.store(), {kSite}, [&](Transaction& tx) -> Result<void> {
    GH_TRY(const OperatorView made,
           core_.operators().RegisterFirst(
               tx, {.email = "bench@example.com", .password_hash = "$hash$"}));
    operator_.operator_id = made.row.id;
    return {};
  }));
  Must(WriteAndWait(core_.store(), {kSite}, [&](Transaction& tx) -> Result<void> {
    GH_TRY(tenant_, core_.tenants().Create(tx, operator_, {.name = std::string(kTenantName)}));
    return {};
  }));
  operator_.tenant = tenant_.id;
  operator_.role = Role::kOwner;
  // Schemas are for administrators.
  operator_.powers = PowersOf(Role::kOwner) | PowersOfAdministrator();
  operator_.vocabulary = daptin::kOrigin;
}

void Filler::MakePeople() {
  Must(Write([&](Transaction& tx) -> Result<void> {
    for (auto& [name, user] : {std::pair<const char*, UserView&>{"member", people_.member},
                               {"owner", people_.owner},
                               {"author", people_.author},
                               {"stranger", people_.stranger}}) {
      GH_TRY(const auto made, core_.users().Create(tx, operator_,
                                                   {.username = std::string(name) + "@example.com",
                                                    .password_hash = "$hash$"}));
      user = *made;
    }
    for (const char* name : {"desk", "press"}) {
      GH_CHECK(core_.groups().Create(tx, operator_, {name, ""}));
    }
    GH_TRY(const Group ours, core_.groups().Create(tx, operator_, {"ours", ""}));
    GH_TRY(const Group foreign, core_.groups().Create(tx, operator_, {"foreign", ""}));
    people_.ours = ours.id;
    people_.foreign = foreign.id;
    GH_CHECK(core_.memberships().Add(
        tx, operator_,
        {.user = people_.member.user.id, .group = ours.id, .origin = daptin::kOrigin}));
    return {};
  }));
}

void Filler::Declare() {
  const auto schema = daptin::ReadSchema(daptin::SchemaFormat::kYaml, Schema());
  if (!schema) GiveUp({Errc::kInvalid, {}, schema.error().title});
  Must(Write([&](Transaction& tx) -> Result<void> {
    GH_TRY(const auto changes, daptin::ApplySchema(tx, core_, operator_, *schema));
    if (!changes) return Fail(Errc::kInvalid, changes.error().title);
    return {};
  }));
}

AccessList Filler::ListFor(Transaction& tx, Reader reader) {
  AccessList list = daptin::PatchOf(AccessList{}, daptin::kDefaultPermission).Apply({});
  list.owner = reader == Reader::kOwner ? people_.owner.user.id : people_.stranger.user.id;
  if (reader == Reader::kGuest) list.everyone = {Right::kPeek, Right::kRead};
  const daptin::LinkRights link = daptin::LinkRightsOf(daptin::kDefaultPermission);
  Grant grant;
  grant.group = reader == Reader::kMember ? people_.ours : people_.foreign;
  grant.rights = link.rights;
  grant.rest = link.rest;
  grant.id = GrantId(tx.Next(tenant_.id, Sequence::kGrant));
  grant.uid = identities_.MakeUid();
  grant.created_at = grant.updated_at = tx.Now(tenant_.id);
  list.grants.push_back(grant);
  return list;
}

Result<void> Filler::InsertRow(Transaction& tx, const Collection& table, std::int64_t number,
                               Reader reader) {
  Record row;
  row.id = RecordId(tx.Next(tenant_.id, Sequence::kRecord));
  row.collection = table.id;
  row.uid = identities_.MakeUid();
  row.access = ListFor(tx, reader);
  row.created_at = row.updated_at = tx.Now(tenant_.id);
  const Field* title = table.FindField("title");
  const Field* pages = table.FindField("pages");
  if (title == nullptr || pages == nullptr) return Fail(Errc::kInternal, "a column has no field");
  row.fields = {{title->number, "Row number " + std::to_string(number)}, {pages->number, number}};
  std::ranges::sort(row.fields, {}, &std::pair<std::int32_t, Value>::first);
  GH_CHECK(tx.records().Insert(tenant_.id, table, row));
  if (reader != Reader::kNobody) known_.push_back({table.name, reader, TextOf(row.uid)});
  return {};
}

void Filler::FillTable(std::string_view name, std::int64_t count,
                       const std::vector<Reader>& readers) {
  const std::int64_t one_in = count / sizes_.visible;
  for (std::int64_t first = 0; first < count; first += kPerChange) {
    const std::int64_t last = std::min(first + kPerChange, count);
    const std::size_t known = known_.size();
    Must(Write([&](Transaction& tx) -> Result<void> {
      known_.resize(known);  // of a run that was undone
      GH_TRY(const auto table, tx.collections().FindByName(tenant_.id, daptin::kOrigin, name));
      if (!table) return Fail(Errc::kInternal, "a table is missing");
      for (std::int64_t i = first; i < last; ++i) {
        const auto place = static_cast<std::size_t>(i % one_in);
        GH_CHECK(
            InsertRow(tx, *table, i, place < readers.size() ? readers[place] : Reader::kNobody));
      }
      return {};
    }));
    std::fprintf(stderr, "\r%s: %lld of %lld rows", std::string(name).c_str(),
                 static_cast<long long>(last), static_cast<long long>(count));
  }
  std::fprintf(stderr, "\n");
}

SeenTable Filler::See(const std::string& name, Reader reader) {
  SeenTable seen{name};
  for (const Known& known : known_) {
    if (known.table == name && known.reader == reader) seen.rows.push_back(known.row);
  }
  return seen;
}

Person Filler::MakePerson(std::string name, const std::string& table, Reader reader, Secret token) {
  return {std::move(name), std::move(token), See(table + "_few", reader),
          See(table + "_many", reader)};
}

People Filler::Fill() {
  MakeTenant();
  MakePeople();
  Declare();
  FillTable("open_few", sizes_.few, {Reader::kGuest});
  FillTable("own_few", sizes_.few, {Reader::kMember, Reader::kOwner});
  FillTable("open_many", sizes_.many, {Reader::kGuest});
  FillTable("own_many", sizes_.many, {Reader::kMember, Reader::kOwner});
  const daptin::Jwt jwt(core_.credentials().SessionSecret(tenant_.id, tenant_.session_key));
  const auto token = [&](const UserView& view) { return TokenOf(jwt, view); };
  People people;
  people.readers.push_back(MakePerson("guest", "open", Reader::kGuest, Secret()));
  people.readers.push_back(MakePerson("member", "own", Reader::kMember, token(people_.member)));
  people.readers.push_back(MakePerson("owner", "own", Reader::kOwner, token(people_.owner)));
  people.author = MakePerson("author", "own", Reader::kNobody, token(people_.author));
  return people;
}

}  // namespace

People FillTenant(Core& core, Identities& identities, const Sizes& sizes) {
  return Filler(core, identities, sizes).Fill();
}

}  // namespace guildhall::bench
