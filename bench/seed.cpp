// Fills a data folder with one instance, one API key and many users, for benchmarks of reading:
//   bench_seed --data DIR --users N --keys FILE
// FILE gets one user key a line; standard output gets JSON with the path to read and the API key.
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

// One change with some of the users; their keys are appended to `keys`.
void AddUsers(Core& core, const Caller& caller, std::int64_t first, std::int64_t last,
              const std::string& hash, std::ofstream& keys) {
  std::vector<std::string> made;
  auto written = WriteAndWait(core.store(), {caller.tenant}, [&](Transaction& tx) -> Result<void> {
    made.clear();
    for (std::int64_t i = first; i < last; ++i) {
      Users::Draft draft;
      draft.username = "user" + std::to_string(i) + "@example.com";
      draft.password_hash = hash;
      GH_TRY(const auto user, core.users().Create(tx, caller, draft));
      made.emplace_back(user->user_key.Reveal());
    }
    return {};
  });
  if (!written) {
    std::cerr << "failed: " << NameOf(written.error().code) << ' ' << written.error().detail
              << '\n';
    std::exit(1);
  }
  for (const std::string& key : made) keys << key << '\n';
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
  std::ofstream file(arguments.keys);
  const std::string hash = HashPassword(Secret("bench password"));
  const auto step = static_cast<std::int64_t>(kUsersPerChange);
  for (std::int64_t i = 0; i < arguments.users; i += step) {
    AddUsers(core, caller, i, std::min(i + step, arguments.users), hash, file);
  }
  std::cout << R"({"path":"/v1.1/instances/)" << tenant.name << R"(/user/","api_key":")" << api_key
            << "\"}\n";
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
