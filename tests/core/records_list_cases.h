#pragma once

#include <utility>
#include <vector>

#include "tests/core/records_use_cases.h"

namespace guildhall::test {

// What is asked at the two gates, as a vocabulary might.
inline constexpr Gates kCreating = Gates::ByLists({Right::kCreate}, {});
inline constexpr Gates kGetting = Gates::ByLists({Right::kPeek}, {Right::kRead});
inline constexpr Gates kChanging = Gates::ByLists({Right::kUpdate}, {Right::kUpdate});
inline constexpr Gates kRemoving = Gates::ByLists({Right::kDelete}, {Right::kDelete});

/// The problems of a refusal at a gate.
inline const std::vector<Problem> kAtTable{{"table", Reason::kNotAllowed}};
inline const std::vector<Problem> kAtObject{{"object", Reason::kNotAllowed}};

/// Records of one collection, and those who act on them under lists.
class RecordListCases : public RecordUseCases {
 protected:
  /// The user with the groups that he has now.
  Caller Session(UserId id) const {
    Caller caller = town.AsUser(id);
    caller.api_key = nullptr;
    caller.credential = Credential::kSession;
    caller.powers = {};
    caller.vocabulary = kOurs;
    return caller;
  }
  Caller Guest() const {
    Caller caller = town.AsStranger();
    caller.credential = Credential::kSession;
    caller.vocabulary = kOurs;
    return caller;
  }
  /// Somebody who bypasses the lists.
  Caller Administrator() const {
    Caller caller = Session(yennefer);
    caller.powers = PowersOfAdministrator();
    return caller;
  }
  Result<Record> Make(const Caller& caller, const RecordPatch& patch = {}) {
    return Create(caller, patch, kCreating);
  }
  Result<Record> Change(const Caller& caller, RecordId id, const RecordPatch& patch,
                        const Gates& gates = kChanging) {
    return Update(caller, id, patch, Excess::kClamp, gates);
  }
  Result<Record> Fetch(const Caller& caller, RecordId id) { return Get(caller, id, kGetting); }
  /// Gives everybody these rights on the row of an account.
  void OpenAccount(UserId id, Rights everyone) {
    Must(town.Write([&](Transaction& tx) -> Result<void> {
      GH_TRY(std::optional<User> row, tx.users().Find(town.rivia, id));
      row.value().access.everyone = everyone;
      return tx.users().Update(town.rivia, *row);
    }));
  }
  /// The same on the row of a group.
  void OpenGroup(GroupId id, Rights everyone) {
    Must(town.Write([&](Transaction& tx) -> Result<void> {
      GH_TRY(std::optional<Group> row, tx.groups().Find(town.rivia, id));
      row.value().access.everyone = everyone;
      return tx.groups().Update(town.rivia, *row);
    }));
  }
  /// A group that every tenant has; these have none until a case asks for it.
  void AddSystemGroup(GroupId id) {
    Must(town.Write([&](Transaction& tx) {
      return tx.groups().Insert(town.rivia, MakeGroup(id.value(), "system"));
    }));
  }
};

}  // namespace guildhall::test
