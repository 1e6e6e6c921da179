// Reads that PostgreSQL has to answer, as a share of what libpq alone reaches: as many threads as
// connections read random users of 10,000, by the store and by a prepared select of the same row,
// by turns.
//
//   bench_postgres_reads [--brief] [--json FILE] [--connections N,N,...] [--seconds S]
//                        [--rounds N] [--users N] [postgresql://...]
//
// Without a URL a throw-away server is started; a database that is given must be empty.
#include <algorithm>
#include <atomic>
#include <bit>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <libpq-fe.h>

#include "bench/figures.h"
#include "bench/installation.h"
#include "bench/places.h"
#include "tests/support/postgres_cluster.h"

namespace {

using namespace guildhall;
using bench::Must;
using Steady = std::chrono::steady_clock;

constexpr double kAimedShare = 0.6;
constexpr Oid kBigint = 20;

/// Reads one user; false when he was not there. One of these for each thread.
using ReadOne = std::function<bool(std::int64_t user)>;

/// A session of libpq's own with a prepared select.
class Session {
 public:
  Session(const std::string& url, TenantId tenant)
      : session_(PQconnectdb(url.c_str()), PQfinish), tenant_(Network(tenant.value())) {
    constexpr Oid kTypes[] = {kBigint, kBigint};
    const Reply reply(
        PQprepare(session_.get(), "user",
                  "select * from users where tenant=$1 and id=$2 and gone=0", 2, kTypes),
        PQclear);
    if (PQresultStatus(reply.get()) != PGRES_COMMAND_OK) {
      bench::GiveUp({Errc::kUnavailable, {}, PQerrorMessage(session_.get())});
    }
  }

  bool Read(std::int64_t user) const {
    const std::int64_t number = Network(user);
    const char* values[] = {reinterpret_cast<const char*>(&tenant_),
                            reinterpret_cast<const char*>(&number)};
    constexpr int kLengths[] = {8, 8};
    constexpr int kFormats[] = {1, 1};
    const Reply reply(PQexecPrepared(session_.get(), "user", 2, values, kLengths, kFormats, 1),
                      PQclear);
    return PQntuples(reply.get()) == 1;
  }

 private:
  using Reply = std::unique_ptr<PGresult, decltype(&PQclear)>;

  /// In the order of bytes in which PostgreSQL sends numbers.
  static std::int64_t Network(std::int64_t number) {
    if constexpr (std::endian::native == std::endian::little) number = __builtin_bswap64(number);
    return number;
  }

  std::unique_ptr<PGconn, decltype(&PQfinish)> session_;
  std::int64_t tenant_;
};

/// Reads per second of all threads together.
double RateOf(const std::vector<ReadOne>& readers, std::int64_t users,
              std::chrono::milliseconds duration) {
  std::atomic<std::int64_t> answered = 0;
  const auto begin = Steady::now();
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < readers.size(); ++i) {
    threads.emplace_back([&, i] {
      std::minstd_rand chance(static_cast<unsigned>(i + 1));
      std::uniform_int_distribution<std::int64_t> any(1, users);
      std::int64_t count = 0;
      while (Steady::now() - begin < duration) {
        if (!readers[i](any(chance))) bench::GiveUp({Errc::kInternal, {}, "a user is missing"});
        ++count;
      }
      answered += count;
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::chrono::duration<double> took = Steady::now() - begin;
  return static_cast<double>(answered) / took.count();
}

struct Plan {
  std::vector<std::int64_t> connections;
  std::int64_t users = 0;
  std::int64_t rounds = 0;
  std::chrono::milliseconds duration{};
};

class Contest {
 public:
  Contest(const std::string& url, bench::Installation& house, const Plan& plan)
      : url_(url), house_(house), plan_(plan), owner_(house.AddTenant("readers")) {
    house.Fill(owner_, "users", plan.users,
               [&](Transaction& tx, std::int64_t number) -> Result<void> {
                 GH_CHECK(house.core().users().Create(
                     tx, owner_,
                     {.username = "user" + std::to_string(number) + "@example.com",
                      .password_hash = "$hash$"}));
                 return {};
               });
  }

  void Measure(std::int64_t connections, const bench::Figures& figures) {
    const auto ours = Ours(connections);
    const auto theirs = Theirs(connections);
    std::vector<double> rates, raw_rates, shares;
    for (std::int64_t round = 0; round < plan_.rounds; ++round) {
      raw_rates.push_back(RateOf(theirs, plan_.users, plan_.duration));
      rates.push_back(RateOf(ours, plan_.users, plan_.duration));
      shares.push_back(rates.back() / raw_rates.back());
    }
    figures.Add("a user by the store", connections, bench::MedianOf(rates), "reads/s");
    figures.Add("a user by libpq alone", connections, bench::MedianOf(raw_rates), "reads/s");
    figures.AimAtLeast("share of libpq's own rate on " + std::to_string(connections) +
                           (connections == 1 ? " connection" : " connections"),
                       bench::MedianOf(shares), kAimedShare);
  }

 private:
  [[nodiscard]] std::vector<ReadOne> Ours(std::int64_t count) const {
    const auto read = [this](std::int64_t user) {
      std::optional<User> found;
      Must(house_.store().Read(Patience::kMayWait, [&](const Snapshot& snapshot) -> Result<void> {
        GH_TRY(found, snapshot.users().Find(owner_.tenant, UserId(user)));
        return {};
      }));
      return found.has_value();
    };
    return {static_cast<std::size_t>(count), read};
  }

  [[nodiscard]] std::vector<ReadOne> Theirs(std::int64_t count) const {
    std::vector<ReadOne> readers;
    for (std::int64_t i = 0; i < count; ++i) {
      readers.emplace_back([session = std::make_shared<Session>(url_, owner_.tenant)](
                               std::int64_t user) { return session->Read(user); });
    }
    return readers;
  }

  const std::string url_;
  bench::Installation& house_;
  const Plan plan_;
  const Caller owner_;
};

}  // namespace

int main(int count, char** arguments) {
  bench::Arguments asked =
      bench::ReadArguments(count, arguments, {"connections", "seconds", "rounds", "users"});
  std::optional<test::TemporaryDatabase> database;
  if (!asked.place.starts_with("postgres")) {
    asked.place = database.emplace(test::PostgresCluster::Shared()).url();
  }
  const Plan plan{.connections = asked.Numbers("connections", {1, 4, 8}, {2}),
                  .users = asked.Number("users", 10'000, 100),
                  .rounds = asked.Number("rounds", 5, 1),
                  .duration = std::chrono::milliseconds(asked.Number("seconds", 3, 0) * 1'000 +
                                                        (asked.brief ? 100 : 0))};
  const bench::Place place(asked.place);
  const SystemClock clock;
  const auto most = static_cast<std::size_t>(*std::ranges::max_element(plan.connections));
  bench::Installation house(place.Open(clock, {.read_connections = most}), clock);
  const bench::Figures figures("postgres reads", asked.json);
  Contest contest(asked.place, house, plan);
  place.Settle();
  for (const std::int64_t connections : plan.connections) contest.Measure(connections, figures);
  return 0;
}
