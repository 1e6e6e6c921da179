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
#include "base/strings.h"
#include "bench/data_folder.h"
#include "bench/places.h"
#include "bench/tokens.h"
#include "core/core.h"

namespace guildhall {
namespace {

constexpr std::size_t kUsersPerChange = 500;

struct Arguments {
  std::string data, keys;
  std::int64_t users = 0;
};

/// Where the credentials of each dialect go.
struct Files {
  std::ofstream syncano, daptin, tyk;
};

/// One change with some of the users; their credentials are appended to the files.
void AddUsers(Core& core, const Caller& caller, std::int64_t first, std::int64_t last,
              const std::string& hash, Files& files) {
  std::vector<std::shared_ptr<const UserView>> made;
  bench::Must(WriteAndWait(core.store(), {caller.tenant}, [&](Transaction& tx) -> Result<void> {
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
  }));
  const daptin::Jwt jwt(core.credentials().SessionSecret(caller.tenant, 1));
  for (const auto& user : made) {
    files.syncano << user->user_key.Reveal() << '\n';
    files.daptin << bench::TokenOf(jwt, *user).Reveal() << '\n';
    files.tyk << user->access_key.Reveal() << '\n';
  }
}

int Seed(const Arguments& arguments) {
  bench::DataFolder folder(arguments.data);
  Core& core = folder.core();
  const Tenant& tenant = folder.tenant();
  const Caller caller = folder.Owner();

  std::string api_key;
  bench::Must(WriteAndWait(core.store(), {kSite, tenant.id}, [&](Transaction& tx) -> Result<void> {
    GH_TRY(const ApiKeyView key, core.api_keys().Create(tx, caller, {}));
    api_key = key.key.Reveal();
    return {};
  }));
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
