#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/channels.h"
#include "core/collections.h"
#include "core/groups.h"
#include "core/memberships.h"
#include "core/records.h"
#include "core/store.h"
#include "tests/support/rows.h"
#include "tests/support/store_factories.h"

namespace guildhall {

inline std::ostream& operator<<(std::ostream& out, const Problem& problem) {
  return out << '{' << problem.field << ' ' << static_cast<int>(problem.reason) << ' ' << problem.a
             << ' ' << problem.b << '}';
}

}  // namespace guildhall

namespace guildhall::test {

/// The dialect that these tests play.
inline constexpr Origin kOurs{1};

inline constexpr Rights kReading{Right::kPeek, Right::kRead};
inline constexpr Rights kWriting{Right::kPeek, Right::kRead, Right::kUpdate};
/// A store that all cases of an engine share: each has tenants of its own, which is quicker than a
/// database of its own, and shows that tenants know nothing of each other.
struct SharedStore {
  explicit SharedStore(const StoreFactory& factory);
  static SharedStore& Of(const StoreFactory& factory);

  FakeClock clock{Time(1'700'000'000'000'000)};
  SeededRandom random{7};
  Identities identities{clock, random};
  std::unique_ptr<StoreHome> home;
  std::unique_ptr<Store> store;
};

/// The use cases of the core over two new tenants: all tests are about `rivia`, `nilfgaard` is the
/// neighbour. Callers and users are made here without keys, because what they may do is the
/// subject, not how they are known.
class Town {
 public:
  explicit Town(const StoreFactory& factory);

  /// What `making` returns, after the commit that carries it.
  template <class Making>
  auto Write(const Making& making, std::optional<TenantId> tenant = {})
      -> std::invoke_result_t<Making, Transaction&> {
    using Answer = std::invoke_result_t<Making, Transaction&>;
    Answer answer = Fail(Errc::kInternal, "the change did not run");
    auto written =
        WriteAndWait(store, {tenant.value_or(rivia)}, [&](Transaction& tx) -> Result<void> {
          answer = making(tx);
          if (!answer) return Fail(answer.error());
          return {};
        });
    if (!written) return Fail(std::move(written).error());
    return answer;
  }

  /// What `reading` returns over a snapshot of its own.
  template <class Reading>
  auto Read(const Reading& reading) const -> std::invoke_result_t<Reading, const Snapshot&> {
    using Answer = std::invoke_result_t<Reading, const Snapshot&>;
    Answer answer = Fail(Errc::kInternal, "the reading did not run");
    auto read = store.Read(Patience::kMayWait, [&](const Snapshot& snapshot) -> Result<void> {
      answer = reading(snapshot);
      return {};
    });
    if (!read) return Fail(std::move(read).error());
    return answer;
  }

  UserId AddUser(std::string name, std::optional<TenantId> tenant = {});
  GroupId AddGroup(std::string name, std::optional<TenantId> tenant = {});
  /// Somebody's home group, with him in it.
  GroupId AddHome(UserId user);
  MembershipId Join(UserId user, GroupId group);
  Collection AddCollection(std::string name, AccessList access,
                           std::vector<Collections::FieldDraft> fields = {});
  Channel AddChannel(std::string name, AccessList access, bool rooms = false);
  /// Made by an operator, so that its list is exactly what `patch` says.
  Record AddRecord(const Collection& collection, const RecordPatch& patch = {});
  Record AddProfile(UserId owner);

  Caller AsOperator(Role role = Role::kWrite, std::optional<TenantId> tenant = {}) const;
  /// Somebody without any credential.
  Caller AsStranger() const;
  /// An application without a user.
  Caller AsKey(ApiKeyFlags flags = {}, std::optional<TenantId> tenant = {}) const;
  /// A user with the groups that he has now.
  Caller AsUser(UserId id, ApiKeyFlags flags = {}) const;

  /// A new tenant with its profile collection, as open as can be.
  TenantId AddTenant();
  Collection Profiles() const;
  std::int64_t LastEvent(std::optional<TenantId> tenant = {}) const;
  std::int64_t Epoch(std::optional<TenantId> tenant = {}) const;

  SharedStore& shared;
  Store& store = *shared.store;
  FakeClock& clock = shared.clock;
  Identities& identities = shared.identities;
  TenantId rivia;
  TenantId nilfgaard;
  Groups groups{identities};
  Memberships memberships{identities};
  Collections collections{identities, Collections::Options{}};
  Records records{identities};
  Channels channels{identities};
};

/// A case over every engine, each time with new tenants.
class UseCases : public testing::TestWithParam<StoreFactory> {
 protected:
  Town town{GetParam()};
};

inline std::string EngineName(const testing::TestParamInfo<StoreFactory>& engine) {
  return engine.param.name;
}

#define GUILDHALL_ON_EVERY_ENGINE(Suite)                                                           \
  INSTANTIATE_TEST_SUITE_P(Engines, Suite, testing::ValuesIn(::guildhall::test::StoreFactories()), \
                           ::guildhall::test::EngineName)

/// A list with these rights for everyone.
AccessList OpenTo(Rights everyone);
/// A list with these rights for the members of one group.
AccessList SharedWith(GroupId group, Rights rights);
/// The same as changes.
AccessPatch Opening(Rights everyone);
AccessPatch Sharing(std::optional<GroupId> group, Rights rights);
/// A record's patch that changes its list only.
RecordPatch Listed(AccessPatch access);

/// The problems of a refusal; empty when it succeeded or has none.
template <class T>
std::vector<Problem> Problems(const Result<T>& result) {
  return result ? std::vector<Problem>() : result.error().problems;
}

using Numbers = std::vector<std::int64_t>;

/// The ids of rows, in their order.
template <class Row>
Numbers IdsOf(const std::vector<Row>& rows) {
  Numbers ids;
  for (const Row& row : rows) ids.push_back(row.id.value());
  return ids;
}

}  // namespace guildhall::test
