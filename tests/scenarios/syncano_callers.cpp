#include "tests/scenarios/syncano_callers.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <gtest/gtest.h>

#include "dialects/syncano/paths.h"
#include "dialects/syncano/routes.h"

namespace guildhall::scenarios {
namespace {

constexpr std::string_view kRivia = "/instances/rivia/";
constexpr char kNoSuchKey[] = R"({"detail":"No such API Key."})";
constexpr char kNoInstance[] = R"({"detail":"Instance was not found."})";

/// The mark of a kind of caller.
char MarkOf(const CallerRow& row, const CallerKind& kind) {
  std::size_t place = 0;
  for (const char mark : row.who) {
    if (mark == ' ') continue;
    if (place++ == kind.mark) return mark;
  }
  ADD_FAILURE() << row.path << ": no mark for " << kind.name;
  return '-';
}

int StatusOf(const CallerRow& row, char mark) {
  switch (mark) {
    case '+':
      return row.success;
    case '-':
      return 403;
    case '.':
      return 404;
    case '!':
      return 400;
  }
  ADD_FAILURE() << row.path << ": no meaning of " << mark;
  return 0;
}

/// All that a refusal may say: the same for every route, whatever there is.
std::string_view RefusalOf(const CallerRow& row, const CallerKind& kind, char mark) {
  if (mark == '.') return kNotFound;
  constexpr std::size_t kWrongMark = 1;
  const bool unknown =
      kind.mark == kWrongMark || (kind.mark == kForeignMark && row.path.starts_with(kRivia));
  return unknown ? kNoSuchKey : kPermission;
}

std::string Named(const CallerRow& row, const CallerKind& kind) {
  return std::string(row.method) + " " + std::string(row.path) + " by " + std::string(kind.name);
}

/// `path` with another last segment.
std::string WithLast(std::string_view path, std::string_view last) {
  const std::size_t slash = path.rfind('/', path.size() - 2);
  return std::string(path.substr(0, slash + 1)) + std::string(last) + "/";
}

std::optional<syncano::RouteSpec> FindSpec(const CallerRow& row) {
  const std::string_view path = row.path.substr(0, row.path.find('?'));
  for (const syncano::RouteSpec& spec : syncano::AllRoutes()) {
    if (http::NameOf(spec.method) == row.method && syncano::FitsPattern(path, spec.path)) {
      return spec;
    }
  }
  return std::nullopt;
}

bool HasRoute(const CallerRow& row) { return FindSpec(row).has_value(); }

syncano::RouteSpec SpecOf(const CallerRow& row) {
  auto spec = FindSpec(row);
  if (!spec) GH_BUG("a row without a route");
  return *spec;
}

}  // namespace

const std::vector<CallerKind>& CallerKinds() {
  static const std::vector<CallerKind> kKinds = {
      {"nobody", 0, ""},
      {"a user key alone", 0, "", "$geralt"},
      {"a text that is no key", 1, "geralt"},
      {"an unknown account key", 1, "0123456789abcdef0123456789abcdef01234560"},
      {"an unknown API key", 1, "0123456789abcdef0123456789abcdef01234561"},
      {"a user key in the place of an API key", 1, "$geralt"},
      {"an API key that was removed", 1, "$removed_key"},
      {"an API key that was replaced", 1, "$replaced_key"},
      {"an account key that was replaced", 1, "$replaced_account"},
      {"an unconfirmed account", 2, "$newcomer"},
      {"a confirmed account", 2, "$loner"},
      {"the owner of another instance", 2, "$stranger"},
      {"the owner of another instance with a user key", 2, "$stranger", "$geralt"},
      {"an API key of another instance", 3, "$foreign"},
      {"an API key and a user key of another instance", 3, "$foreign", "$foreign_user"},
      {"an API key of another instance with a user key", 3, "$foreign", "$geralt"},
      {"the owner", 4, "$admin"},
      {"the owner with a user key", 4, "$admin", "$geralt"},
      {"the role full", 5, "$full"},
      {"the role write", 6, "$writer"},
      {"the role read", 7, "$reader"},
      {"an API key", 8, "$app"},
      {"an API key with a user key of another instance", 8, "$app", "$foreign_user"},
      {"an API key with the user key of a removed user", 8, "$app", "$removed_user"},
      {"an API key with a text that is no user key", 8, "$app", "geralt"},
      {"an API key with an account key as user key", 8, "$app", "$admin"},
      {"ignore_acl", 9, "$ignore_acl"},
      {"ignore_acl with a user key of another instance", 9, "$ignore_acl", "$foreign_user"},
      {"allow_user_create", 10, "$user_create"},
      {"allow_group_create", 11, "$group_create"},
      {"allow_anonymous_read", 12, "$anonymous_read"},
      {"geralt, owner and member", 13, "$app", "$geralt"},
      {"triss, member", 14, "$app", "$triss"},
      {"ciri, neither", 15, "$app", "$ciri"},
      {"geralt with ignore_acl", 16, "$ignore_acl", "$geralt"},
  };
  return kKinds;
}

std::vector<CallerRow> AllCallerRows() {
  std::vector<CallerRow> all;
  for (const auto* rows : {&AccountRows(), &InstanceRows(), &InstanceEndRows(),
                           &AdministrationRows(), &PeopleRows(), &ClassRows(), &ChannelRows()}) {
    all.insert(all.end(), rows->begin(), rows->end());
  }
  return all;
}

Reply SyncanoCallersTest::Attempt(const CallerRow& row, const CallerKind& kind,
                                  std::string_view path) {
  return world_->Ask(row.method, "/v1.1" + std::string(path), kind.key, kind.user_key, row.body);
}

void SyncanoCallersTest::Refuse(const CallerRow& row, const CallerKind& kind) {
  const char mark = MarkOf(row, kind);
  if (mark == '+') return;
  SCOPED_TRACE(Named(row, kind));
  NextNumber();
  const Reply reply = Attempt(row, kind, row.path);
  EXPECT_EQ(reply.status, StatusOf(row, mark)) << reply.body;
  if (mark != '!') {
    EXPECT_EQ(reply.body, RefusalOf(row, kind, mark));
  }
}

void SyncanoCallersTest::TryRefused(const CallerRow& row) {
  Prepare(row.fresh);
  if (row.method == "GET") {
    for (const CallerKind& kind : CallerKinds()) Refuse(row, kind);
    return;
  }
  std::string before = Seen();
  for (const CallerKind& kind : CallerKinds()) Refuse(row, kind);
  std::string after = Seen();
  if (after == before) return;
  EXPECT_EQ(after, before) << row.method << ' ' << row.path << ": a refused request changed this";
  // Once more, to say whose it was.
  for (const CallerKind& kind : CallerKinds()) {
    before = std::exchange(after, {});
    Refuse(row, kind);
    after = Seen();
    EXPECT_TRUE(after == before) << "changed by " << Named(row, kind);
  }
}

void SyncanoCallersTest::RememberKeys(const CallerKind& kind, const Reply& reply) {
  const auto answer = ParseJson(reply.body);
  if (answer && answer->Find("account_key") != nullptr) {
    Keep(std::string(kind.key.substr(1)), "account_key", *answer);
  }
  const Json user = world_->Expect(200, With("GET", "/v1.1/instances/rivia/users/1/", "$admin"));
  Keep("geralt", "user_key", user);
}

void SyncanoCallersTest::ExpectServed(const CallerRow& row, const CallerKind& kind,
                                      const Reply& reply) {
  EXPECT_EQ(reply.status, row.success) << reply.body;
  if (reply.status == row.success && row.path.ends_with("/reset_key/")) RememberKeys(kind, reply);
}

void SyncanoCallersTest::TryServed(const CallerRow& row) {
  const bool writes = row.method != "GET" && row.trace == Trace::kSeen;
  const auto& kinds = CallerKinds();
  const bool by_owner = std::any_of(kinds.begin(), kinds.end(), [&](const CallerKind& kind) {
    return kind.mark == kOwnerMark && MarkOf(row, kind) == '+';
  });
  for (const CallerKind& kind : kinds) {
    if (MarkOf(row, kind) != '+') continue;
    SCOPED_TRACE(Named(row, kind));
    Prepare(row.fresh);
    // What could not be seen to happen could not be seen to be refused.
    const bool looks = writes && (kind.mark == kOwnerMark || !by_owner);
    const std::string before = looks ? Seen() : "";
    ExpectServed(row, kind, Attempt(row, kind, row.path));
    if (looks) {
      EXPECT_NE(Seen(), before) << "the request changed nothing";
    }
    if (row.trace == Trace::kLast) return;
  }
}

void SyncanoCallersTest::Try(const CallerRow& row) {
  TryRefused(row);
  TryServed(row);
}

void SyncanoCallersTest::TryAll(const std::vector<CallerRow>& rows) {
  for (const CallerRow& row : rows) Try(row);
}

void SyncanoCallersTest::CompareWithMissing(const CallerRow& row) {
  const syncano::RouteSpec spec = SpecOf(row);
  const bool on_instance = spec.scope == syncano::Scope::kTheInstance;
  if (spec.scope == syncano::Scope::kPublic) return;
  if (!on_instance && !spec.path.ends_with("}/")) return;
  std::string missing = on_instance ? "/instances/nowhere/" : WithLast(row.path, "987654");
  if (on_instance) missing += row.path.substr(kRivia.size());
  Prepare(row.fresh);
  for (const CallerKind& kind : CallerKinds()) {
    if (kind.mark >= kStrangers) continue;
    SCOPED_TRACE(Named(row, kind));
    const Reply there = Attempt(row, kind, row.path);
    const Reply nowhere = Attempt(row, kind, missing);
    EXPECT_EQ(there.status, nowhere.status) << missing;
    EXPECT_EQ(there.body, nowhere.body) << missing;
    EXPECT_EQ(there.headers, nowhere.headers) << missing;
  }
}

void SyncanoCallersTest::TryOtherMethods(const CallerRow& row) {
  if (!row.path.starts_with(kRivia)) return;
  Prepare(row.fresh);
  for (const std::string_view method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
    CallerRow other = row;
    other.method = method;
    if (HasRoute(other)) continue;
    for (const CallerKind& kind : CallerKinds()) {
      const char mark = MarkOf(row, kind);
      const bool knows = kind.mark == kOwnerMark && mark == '+';
      const bool stranger = kind.mark < kStrangers && mark != '+' && mark != '!';
      if (!knows && !stranger) continue;
      SCOPED_TRACE(Named(other, kind));
      const Reply reply = Attempt(other, kind, row.path);
      EXPECT_EQ(reply.status, knows ? 405 : StatusOf(row, mark)) << reply.body;
      EXPECT_TRUE(knows || reply.body == RefusalOf(row, kind, mark)) << reply.body;
    }
  }
}

void SyncanoCallersTest::TryInNoInstance(const CallerRow& row) {
  const syncano::RouteSpec spec = SpecOf(row);
  if (!row.path.starts_with(kRivia) || spec.scope == syncano::Scope::kTheInstance) return;
  const std::string path = "/instances/nowhere/" + std::string(row.path.substr(kRivia.size()));
  for (const CallerKind& kind : CallerKinds()) {
    SCOPED_TRACE(Named(row, kind));
    const Reply reply = Attempt(row, kind, path);
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(reply.body, kNoInstance);
  }
}

}  // namespace guildhall::scenarios
