// What the look-up before a sign-in costs, in process, because the password's hash would drown it:
// CPU per `Users::FindForSignIn` over the same hot users, and over users drawn uniformly from all.
// Also writes user keys, one a line, for bench/growth.py: FILE.hot has those of the hot users, and
// FILE.uniform has `--sample` keys of users drawn from all, some perhaps twice.
//
//   bench_growth_lookups --data DIR --users N [--json FILE] [--hot N] [--sample N] [--seconds S]
//                        [--keys FILE]
//   bench_growth_lookups --brief [folder]
//
// The users are user0@example.com and so on, in the default tenant.
#include <algorithm>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "bench/data_folder.h"
#include "bench/figures.h"
#include "bench/places.h"

namespace {

using namespace guildhall;
using bench::Must;

using Numbers = std::vector<std::int64_t>;

std::string NameOf(std::int64_t number) { return "user" + std::to_string(number) + "@example.com"; }

/// Users drawn from all, the same at every run.
Numbers Draw(std::int64_t users, std::int64_t count, unsigned seed) {
  std::mt19937_64 chance(seed);
  std::uniform_int_distribution<std::int64_t> any(0, users - 1);
  Numbers drawn;
  for (std::int64_t i = 0; i < count; ++i) drawn.push_back(any(chance));
  return drawn;
}

User Find(Core& core, TenantId tenant, const std::string& name) {
  auto found = Must(core.Read(Patience::kInstant, [&](const Snapshot& snapshot) {
    return core.users().FindForSignIn(snapshot, tenant, name);
  }));
  if (!found) bench::GiveUp({Errc::kNotFound, {}, name});
  return *std::move(found);
}

/// Looks the users up one after the other and from the beginning, for some time. The first part
/// of the time only warms up.
double MicrosecondsPerLookUp(bench::DataFolder& folder, const Numbers& users, double seconds) {
  std::vector<std::string> names;
  for (const std::int64_t number : users) names.push_back(NameOf(number));
  std::size_t next = 0;
  const auto look_up = [&](double microseconds) {
    std::int64_t count = 0;
    const bench::CpuWatch cpu;
    for (const bench::Watch watch; watch.Microseconds() < microseconds; ++count) {
      Find(folder.core(), folder.tenant().id, names[next++ % names.size()]);
    }
    return cpu.Microseconds() / static_cast<double>(std::max<std::int64_t>(count, 1));
  };
  look_up(seconds * 0.4e6);
  return look_up(seconds * 0.6e6);
}

void WriteKeys(bench::DataFolder& folder, const Numbers& users, const std::string& file) {
  std::ofstream keys(file);
  std::int64_t done = 0;
  for (const std::int64_t number : users) {
    const User user = Find(folder.core(), folder.tenant().id, NameOf(number));
    const auto key =
        folder.core().credentials().Open(KeyKind::kUserKey, folder.tenant().id, user.key_sealed);
    if (!key) bench::GiveUp({Errc::kInternal, {}, "a user key does not open"});
    keys << key->Reveal() << '\n';
    if (++done % 10'000 == 0) {
      bench::ShowProgress("keys", done, static_cast<std::int64_t>(users.size()));
    }
  }
}

void AddUsers(bench::DataFolder& folder, std::int64_t count) {
  Must(WriteAndWait(folder.core().store(), {folder.tenant().id},
                    [&](Transaction& tx) -> Result<void> {
                      for (std::int64_t i = 0; i < count; ++i) {
                        Users::Draft draft;
                        draft.username = NameOf(i);
                        draft.password_hash = "$hash$";
                        GH_CHECK(folder.core().users().Create(tx, folder.Owner(), draft));
                      }
                      return {};
                    }));
}

}  // namespace

int main(int count, char** arguments) {
  const bench::Arguments asked =
      bench::ReadArguments(count, arguments, {"data", "users", "hot", "sample", "seconds", "keys"});
  const std::int64_t users = asked.Number("users", 0, 200);
  const std::string data = asked.Text("data");
  if (data.empty() != asked.brief || users <= 0) {
    std::fprintf(stderr, "--data and --users are needed, or --brief\n");
    return 2;
  }
  const bench::Place place(asked.place);
  bench::DataFolder folder(asked.brief ? place.folder() : data);
  if (asked.brief) AddUsers(folder, users);

  const Numbers hot =
      Draw(users, std::min<std::int64_t>(asked.Number("hot", 10'000, 10), users), 1);
  const Numbers uniform = Draw(users, asked.Number("sample", 800'000, 100), 2);
  const double seconds = asked.brief ? 0.05 : static_cast<double>(asked.Number("seconds", 5, 0));
  const bench::Figures figures("growth", asked.json);
  figures.Add("sign-in look-up, hot users", users, MicrosecondsPerLookUp(folder, hot, seconds),
              "µs of CPU");
  figures.Add("sign-in look-up, all users", users, MicrosecondsPerLookUp(folder, uniform, seconds),
              "µs of CPU");
  if (const std::string keys = asked.Text("keys"); !keys.empty()) {
    WriteKeys(folder, hot, keys + ".hot");
    WriteKeys(folder, uniform, keys + ".uniform");
  }
  return 0;
}
