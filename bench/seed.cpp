// Fills a data folder with one tenant, one API key and many users, for benchmarks of reading:
//   bench_seed --data DIR --users N --keys FILE
// FILE.syncano, FILE.daptin and FILE.tyk get one user key, token or access key a line; standard
// output gets JSON with the path to read in each dialect, and the header before the credential.
// Every user has the same password hash, because hashing is not what is measured.

#include <cstdio>
#include <fstream>
#include <future>
#include <iostream>
#include <string>

#include "base/crypto.h"
#include "base/log.h"
#include "base/strings.h"
#include "core/core.h"
#include "dialects/daptin/jwt.h"
#include "server/data_directory.h"
#include "server/data_key.h"
#include "server/first_start.h"
#include "store/sqlite/sqlite_store.h"

namespace guildhall {
namespace {

constexpr std::size_t kUsersPerChange = 500;

template <class T>
T Must(Result<T> result) {
  if (!result) {
    std::cerr << "failed: " << NameOf(result.error().code) << ' ' << result.error().detail << '\n';
    std::exit(1);
  }
  return *std::move(result);
}

struct Arguments {
  std::string data, keys;
  std::int64_t users = 0;
};

Caller OwnerOf(const Tenant& tenant) {
  Caller caller;
  caller.tenant = tenant.id;
  caller.operator_id = tenant.owner;
  caller.role = Role::kOwner;
  caller.powers = PowersOf(Role::kOwner);
  return caller;
}

/// Where the credentials of each dialect go.
struct Files {
  std::ofstream syncano, daptin, tyk;
};

/// A token that is good for as long as a benchmark may run.
Secret TokenOf(const daptin::Jwt& jwt, const UserView& view) {
  daptin::Claims claims;
  claims.email = view.user.email;
  claims.name = view.user.username;
  claims.subject = view.user.uid;
  claims.lifetime.issued_at = claims.lifetime.not_before =
      view.user.created_at.microseconds() / 1'000'000;
  claims.lifetime.expires_at = claims.lifetime.issued_at + 72LL * 3600;
  claims.id = view.user.uid;
  claims.auth_version = view.user.auth_version;
  return jwt.Sign(claims);
}

/// One change with some of the users; their credentials are appended to the files.
void AddUsers(Core& core, const Caller& caller, std::int64_t first, std::int64_t last,
              const std::string& hash, Files& files) {
  std::vector<std::shared_ptr<const UserView>> made;
  auto written = WriteAndWait(core.store(), {caller.tenant}, [&](Transaction& tx) -> Result<void> {
    made.clear();
    for (std::int64_t i = first; i < last; ++i) {
      Users::Draft draft;
      draft.username = "user" + std::to_string(i) + "@example.com";
      draft.password_hash = hash;
      draft.access_key = true;
      GH_TRY(const auto user, core.users().Create(tx, caller, draft));
      made.push_back(user);
    }
    return {};
  });
  if (!written) {
    std::cerr << "failed: " << NameOf(written.error().code) << ' ' << written.error().detail
              << '\n';
    std::exit(1);
  }
  const daptin::Jwt jwt(core.credentials().SessionSecret(caller.tenant, 1));
  for (const auto& user : made) {
    files.syncano << user->user_key.Reveal() << '\n';
    files.daptin << TokenOf(jwt, *user).Reveal() << '\n';
    files.tyk << user->access_key.Reveal() << '\n';
  }
}

int Seed(const Arguments& arguments) {
  InitializeCrypto();
  SystemClock clock;
  SystemRandom random;
  Log log({}, clock);
  Config config;
  config.data = arguments.data;
  config.operator_email = "bench@example.com";
  config.operator_password = Secret("bench password");
  auto directory = DataDirectory::Open(config.data);
  if (!directory) return 1;
  store::SqliteStore::Options options;
  options.path = directory->DatabaseFile();
  options.clock = &clock;
  auto store = Must(store::SqliteStore::Open(options));
  auto keys = ObtainKeyRing(config, &*directory, *store, random, log);
  if (!keys) return 1;
  Core core(*store, *keys, clock, random, Core::Options{});
  if (!PrepareFirstStart(core, config, random)) return 1;
  const Tenant tenant = *Must(core.callers().FindTenant(Patience::kMayWait, config.default_tenant));
  const Caller caller = OwnerOf(tenant);

  std::string api_key;
  const auto made = WriteAndWait(*store, {kSite, tenant.id}, [&](Transaction& tx) -> Result<void> {
    GH_TRY(const ApiKeyView key, core.api_keys().Create(tx, caller, {}));
    api_key = key.key.Reveal();
    return {};
  });
  if (!made) return 1;
  Files files{std::ofstream(arguments.keys + ".syncano"), std::ofstream(arguments.keys + ".daptin"),
              std::ofstream(arguments.keys + ".tyk")};
  const std::string hash = HashPassword(Secret("bench password"));
  const auto step = static_cast<std::int64_t>(kUsersPerChange);
  for (std::int64_t i = 0; i < arguments.users; i += step) {
    AddUsers(core, caller, i, std::min(i + step, arguments.users), hash, files);
  }
  std::cout << R"({"syncano":{"path":"/v1.1/instances/)" << tenant.name
            << R"(/user/","header":"X-API-KEY: )" << api_key << R"(\\r\\nX-USER-KEY: "},)"
            << R"("daptin":{"path":"/api/user_account/mine","header":"Authorization: Bearer "},)"
            << R"("tyk":{"path":"/api/users/me","header":"authorization: "}})" << '\n';
  store->Close();
  return 0;
}

}  // namespace
}  // namespace guildhall

int main(int argc, char** argv) {
  guildhall::Arguments arguments;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string flag = argv[i];
    if (flag == "--data") arguments.data = argv[i + 1];
    if (flag == "--keys") arguments.keys = argv[i + 1];
    if (flag == "--users") arguments.users = guildhall::ParseInteger(argv[i + 1]).value_or(0);
  }
  if (arguments.data.empty() || arguments.keys.empty() || arguments.users <= 0) {
    std::cerr << "usage: bench_seed --data DIR --users N --keys FILE\n";
    return 2;
  }
  return guildhall::Seed(arguments);
}
