#pragma once

#include "tests/core/use_cases.h"

namespace guildhall::test {

/// Records of one collection, with two users: Geralt is a witcher, Yennefer is in no group.
class RecordUseCases : public UseCases {
 protected:
  Result<Record> Create(const Caller& caller, const RecordPatch& patch = {},
                        const Gates& gates = Gates::ByPowers()) {
    return town.Write(
        [&](Transaction& tx) { return town.records.Create(tx, caller, books, patch, gates); });
  }
  Result<Record> Update(const Caller& caller, RecordId id, const RecordPatch& patch,
                        Excess excess = Excess::kClamp, const Gates& gates = Gates::ByPowers()) {
    return town.Write([&](Transaction& tx) {
      return town.records.Update(tx, caller, books, id, patch, excess, gates);
    });
  }
  Result<void> Remove(const Caller& caller, RecordId id, const Gates& gates = Gates::ByPowers()) {
    return town.Write(
        [&](Transaction& tx) { return town.records.Remove(tx, caller, books, id, gates); });
  }
  Result<Record> Get(const Caller& caller, RecordId id, const Gates& gates = Gates::ByPowers()) {
    return town.Read([&](const Snapshot& snapshot) {
      return town.records.Get(snapshot, caller, books, id, gates);
    });
  }
  Result<std::vector<Record>> Query(const Caller& caller, const RecordQuery& query,
                                    const Gates& gates = Gates::ByPowers()) {
    return town.Read([&](const Snapshot& snapshot) {
      return town.records.List(snapshot, caller, books, query, gates);
    });
  }
  Result<std::int64_t> Count(const Caller& caller, const Filter& filter, std::int64_t bound,
                             const Gates& gates = Gates::ByPowers()) {
    return town.Read([&](const Snapshot& snapshot) {
      return town.records.Count(snapshot, caller, books, filter, bound, gates);
    });
  }
  /// By id.
  Result<std::vector<Record>> List(const Caller& caller, Seek seek = {}) {
    RecordQuery query{.descending = seek.descending, .limit = seek.limit};
    if (seek.from) query.from = RecordPlace{{}, RecordId(*seek.from)};
    return Query(caller, query);
  }
  /// A record whose list the operator sets to exactly this.
  Record Place(AccessPatch access) { return town.AddRecord(books, Listed(std::move(access))); }
  /// Changes the first gate.
  void OpenBooks(Rights everyone) {
    Collections::Patch patch;
    patch.access = Opening(everyone);
    books = Must(town.Write([&](Transaction& tx) {
      return town.collections.Update(tx, town.AsOperator(), books.id, patch);
    }));
  }

  static RecordPatch Titled(std::string title) {
    RecordPatch patch;
    patch.fields = {{1, std::move(title)}};
    return patch;
  }
  static AccessPatch OwnedBy(UserId owner) {
    AccessPatch patch;
    patch.owner = owner;
    return patch;
  }

  UserId geralt = town.AddUser("geralt");
  UserId yennefer = town.AddUser("yennefer");
  GroupId witchers = town.AddGroup("witchers");
  MembershipId membership = town.Join(geralt, witchers);
  Collection books = town.AddCollection("book", OpenTo(Rights::All()),
                                        {{"title", FieldType::kString},
                                         {"pages", FieldType::kInteger},
                                         {"weight", FieldType::kFloat},
                                         {"lent", FieldType::kBoolean},
                                         {"printed", FieldType::kDatetime}});
};

}  // namespace guildhall::test
