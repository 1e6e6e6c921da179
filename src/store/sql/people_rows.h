#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/people_rows.h"
#include "store/sql/connection.h"
#include "store/sql/known_rows.h"
#include "store/sql/ledger.h"
#include "store/sql/row_memory.h"

namespace guildhall::store {

// What the constructors take is said in store/sql/rows.h.

class SqlUsers final : public UserRows {
 public:
  SqlUsers(Connection& connection, Ledger* ledger) : connection_(connection), ledger_(ledger) {}

  Result<std::optional<User>> Find(TenantId tenant, UserId id) const override;
  Result<std::optional<User>> FindByName(TenantId tenant, std::string_view name) const override;
  Result<std::optional<User>> FindByKey(TenantId tenant, std::string_view digest) const override;
  Result<std::optional<User>> FindByUid(TenantId tenant, const Uid& uid) const override;
  Result<std::optional<User>> FindByObjectId(TenantId tenant, const ObjectId& id) const override;
  Result<std::optional<Holder>> FindByAccessKey(std::string_view digest) const override;
  Result<std::vector<User>> FindMany(TenantId tenant, std::span<const UserId> ids) const override;
  Result<std::vector<User>> List(TenantId tenant, Seek seek) const override;
  Result<std::vector<UserId>> ListIds(TenantId tenant, Seek seek) const override;
  Result<std::vector<UserId>> Walk(TenantId tenant, std::span<const Audience> audiences,
                                   Seek seek) const override;
  Result<std::int64_t> Count(TenantId tenant, std::span<const Audience> audiences,
                             std::int64_t bound) const override;
  Result<void> Insert(TenantId tenant, const User& row) override;
  Result<void> Update(TenantId tenant, const User& row) override;
  Result<void> Remove(TenantId tenant, UserId id) override;

 private:
  /// The row as it is before a change; kNotFound when there is none.
  [[nodiscard]] Result<User> Before(TenantId tenant, UserId id) const;

  Connection& connection_;
  Ledger* ledger_;
};

class SqlGroups final : public GroupRows {
 public:
  SqlGroups(Connection& connection, Ledger* ledger, RowMemory* memory)
      : connection_(connection), ledger_(ledger), memory_(memory), known_(ledger, memory) {}

  Result<std::optional<Group>> Find(TenantId tenant, GroupId id) const override;
  Result<std::vector<Group>> FindMany(TenantId tenant, std::span<const GroupId> ids) const override;
  Result<std::optional<Group>> FindByUid(TenantId tenant, const Uid& uid) const override;
  Result<std::optional<Group>> FindByObjectId(TenantId tenant, const ObjectId& id) const override;
  Result<std::optional<Group>> FindByUniqueName(TenantId tenant,
                                                std::string_view name) const override;
  Result<std::vector<GroupId>> Walk(TenantId tenant, std::span<const Audience> audiences,
                                    Seek seek) const override;
  Result<std::int64_t> Count(TenantId tenant, std::span<const Audience> audiences,
                             std::int64_t bound) const override;
  Result<std::vector<Group>> List(TenantId tenant, Seek seek, bool personal) const override;
  Result<void> Insert(TenantId tenant, const Group& row) override;
  Result<void> Update(TenantId tenant, const Group& row) override;
  Result<void> Remove(TenantId tenant, GroupId id) override;

 private:
  /// The row, found by one value, with its grants.
  template <class Key>
  Result<std::optional<Group>> FindBy(const Statement& statement, TenantId tenant,
                                      const Key& key) const;
  /// The row as it is before a change; kNotFound when there is none. Its grants are empty places.
  [[nodiscard]] Result<Group> Before(TenantId tenant, GroupId id) const;
  /// Notes that the group changes: for other nodes' caches, and for what is kept here.
  void Touch(TenantId tenant, GroupId id);

  Connection& connection_;
  Ledger* ledger_;
  RowMemory* memory_;
  mutable KnownRows<GroupId, Group> known_;
};

class SqlMemberships final : public MembershipRows {
 public:
  SqlMemberships(Connection& connection, Ledger* ledger)
      : connection_(connection), ledger_(ledger) {}

  Result<std::optional<Membership>> Find(TenantId tenant, UserId user,
                                         GroupId group) const override;
  Result<std::optional<Membership>> FindByUid(TenantId tenant, const Uid& uid) const override;
  Result<std::vector<Membership>> AllOfUser(TenantId tenant, UserId user) const override;
  Result<std::vector<Membership>> AllOfUsers(TenantId tenant,
                                             std::span<const UserId> users) const override;
  Result<std::vector<Membership>> List(TenantId tenant, Seek seek) const override;
  Result<std::int64_t> Count(TenantId tenant, std::int64_t bound) const override;
  Result<std::int64_t> CountActive(TenantId tenant, GroupId group,
                                   std::int64_t bound) const override;
  Result<std::vector<Membership>> ListOfUser(TenantId tenant, UserId user,
                                             Seek seek) const override;
  Result<std::vector<Membership>> ListOfGroup(TenantId tenant, GroupId group,
                                              Seek seek) const override;
  Result<std::optional<Standing>> StandingOf(TenantId tenant, UserId user, GroupId group,
                                             std::int64_t many) const override;
  Result<void> Insert(TenantId tenant, const Membership& row) override;
  Result<void> Update(TenantId tenant, const Membership& row) override;
  Result<void> Remove(TenantId tenant, UserId user, GroupId group) override;

 private:
  Connection& connection_;
  Ledger* ledger_;
};

}  // namespace guildhall::store
