// Durable membership adds per second on SQLite: one at a time, 200 waiting and joined into commits,
// and 200 waiting with a commit each. Each add reads its user, its group and the membership, writes
// the row and an event, and is counted when it was told to be committed with synchronous=FULL.
//
//   bench_store_writes [--brief] [folder]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <semaphore>
#include <string>
#include <vector>

#include "store/sqlite/sqlite_store.h"

namespace {

using namespace guildhall;
using Steady = std::chrono::steady_clock;

constexpr TenantId kTenant{1};
constexpr std::int64_t kUsers = 2'000;
constexpr std::int64_t kGroups = 500;

/// Ends the program when the store says no: a benchmark of failures measures nothing.
void Must(const Result<void>& outcome) {
  if (outcome) return;
  std::fprintf(stderr, "%s: %s\n", NameOf(outcome.error().code), outcome.error().detail.c_str());
  std::exit(1);
}

/// An identifier of its own for every number and kind.
template <class Array>
Array Numbered(std::uint8_t kind, std::int64_t number) {
  Array bytes{};
  bytes[0] = kind;
  std::memcpy(bytes.data() + 1, &number, sizeof number);
  return bytes;
}

Result<void> AddTenant(Transaction& tx) {
  Tenant tenant;
  tenant.id = TenantId(tx.Next(kSite, Sequence::kTenant));
  tenant.name = "bench";
  tenant.owner = OperatorId(1);
  return tx.tenants().Insert(tenant);
}

Result<void> AddPeople(Transaction& tx) {
  for (std::int64_t i = 0; i < kUsers; ++i) {
    User user;
    user.id = UserId(tx.Next(kTenant, Sequence::kUser));
    user.uid = Numbered<Uid>(1, i);
    user.object_id = Numbered<ObjectId>(1, i);
    user.username = "user" + std::to_string(i);
    GH_CHECK(tx.users().Insert(kTenant, user));
  }
  for (std::int64_t i = 0; i < kGroups; ++i) {
    Group group;
    group.id = GroupId(tx.Next(kTenant, Sequence::kGroup));
    group.uid = Numbered<Uid>(2, i);
    group.object_id = Numbered<ObjectId>(2, i);
    group.name = "group" + std::to_string(i);
    GH_CHECK(tx.groups().Insert(kTenant, group));
  }
  return {};
}

Result<void> AddMember(Transaction& tx, std::int64_t number) {
  const UserId user(number % kUsers + 1);
  const GroupId group(number / kUsers % kGroups + 1);
  GH_TRY(const auto found_user, tx.users().Find(kTenant, user));
  GH_TRY(const auto found_group, tx.groups().Find(kTenant, group));
  GH_TRY(const auto present, tx.memberships().Find(kTenant, user, group));
  if (!found_user || !found_group) return Fail(Errc::kNotFound, "no such user or group");
  if (present) return Fail(Errc::kAlreadyExists, "a member already");
  Membership row;
  row.id = MembershipId(tx.Next(kTenant, Sequence::kMembership));
  row.user = user;
  row.group = group;
  row.uid = Numbered<Uid>(3, number);
  row.created_at = tx.Now(kTenant);
  row.updated_at = row.created_at;
  GH_CHECK(tx.memberships().Insert(kTenant, row));
  return tx.events().Append(kTenant, 1, "{\"user\":1,\"group\":1}");
}

struct Load {
  const char* name;
  std::ptrdiff_t outstanding;
  std::size_t changes_per_commit;
};

struct Figures {
  std::size_t adds = 0;
  double seconds = 0;
  double median = 0;    // microseconds from asking to being told
  double slowest1 = 0;  // 99th percentile
};

class Run {
 public:
  Run(Store& store, std::ptrdiff_t outstanding) : store_(store), free_(outstanding) {}

  Figures Measure(std::chrono::milliseconds duration, std::ptrdiff_t outstanding) {
    const auto begin = Steady::now();
    for (std::int64_t number = 0; Steady::now() - begin < duration; ++number) {
      if (number >= kUsers * kGroups) break;
      free_.acquire();
      Ask(number);
    }
    for (std::ptrdiff_t i = 0; i < outstanding; ++i) free_.acquire();
    const std::chrono::duration<double> took = Steady::now() - begin;
    std::sort(waits_.begin(), waits_.end());
    return {waits_.size(), took.count(), waits_[waits_.size() / 2],
            waits_[waits_.size() * 99 / 100]};
  }

 private:
  void Ask(std::int64_t number) {
    const auto asked = Steady::now();
    store_.Write(
        {kTenant}, [number](Transaction& tx) { return AddMember(tx, number); },
        [this, asked](const Result<void>& outcome) {
          Must(outcome);
          const std::chrono::duration<double, std::micro> wait = Steady::now() - asked;
          waits_.push_back(wait.count());  // on the writer's thread only
          free_.release();
        });
  }

  Store& store_;
  std::counting_semaphore<> free_;
  std::vector<double> waits_;
};

Figures Measure(const Load& load, const std::filesystem::path& folder,
                std::chrono::milliseconds duration) {
  const SystemClock clock;
  store::SqliteStore::Options options;
  options.path = (folder / (std::string("writes-") + load.name + ".db")).string();
  options.queue_limit = 1'000;
  options.changes_per_commit = load.changes_per_commit;
  options.clock = &clock;
  auto store = store::SqliteStore::Open(options);
  if (!store) Must(Fail(std::move(store).error()));
  Must(WriteAndWait(**store, {kSite}, AddTenant));
  Must(WriteAndWait(**store, {kTenant}, AddPeople));
  const Figures figures = Run(**store, load.outstanding).Measure(duration, load.outstanding);
  (*store)->Close();
  return figures;
}

}  // namespace

int main(int count, char** arguments) {
  bool brief = false;
  std::filesystem::path parent = std::filesystem::temp_directory_path();
  for (int i = 1; i < count; ++i) {
    if (std::string_view(arguments[i]) == "--brief") {
      brief = true;
    } else {
      parent = arguments[i];
    }
  }
  std::string folder = (parent / "guildhall-bench-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) {
    std::perror(folder.c_str());
    return 1;
  }
  const std::chrono::milliseconds duration(brief ? 100 : 5'000);
  std::printf("%-24s %10s %12s %12s %12s\n", "membership adds, FULL", "adds", "adds/s", "p50 us",
              "p99 us");
  for (const Load& load : {Load{"one-outstanding", 1, 200}, Load{"200-outstanding", 200, 200},
                           Load{"200-one-by-one", 200, 1}}) {
    const Figures figures = Measure(load, folder, duration);
    std::printf("%-24s %10zu %12.0f %12.0f %12.0f\n", load.name, figures.adds,
                static_cast<double>(figures.adds) / figures.seconds, figures.median,
                figures.slowest1);
  }
  std::filesystem::remove_all(folder);
  return 0;
}
