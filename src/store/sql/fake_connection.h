#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "store/sql/connection.h"
#include "store/sql/ledger.h"

namespace guildhall::store {

/// What a `FakeConnection` was asked, and how it is to answer. Thread-safe where tests need it.
struct FakeDatabase {
  void Note(std::string what) {
    const std::lock_guard lock(mutex);
    asked.push_back(std::move(what));
  }
  [[nodiscard]] std::vector<std::string> Asked() {
    const std::lock_guard lock(mutex);
    return asked;
  }

  std::mutex mutex;
  std::vector<std::string> asked;     // guarded by mutex: "begin", statements' names, "commit"
  std::deque<Ending> endings;         // of the commits to come; then kCommitted
  std::string loses_at;               // the statement at which the connection is lost, once
  std::vector<std::int64_t> tenants;  // that exist
  std::int64_t lineage = 0;
};

/// A connection for tests without an engine: knows the counters of tenants, answers every other
/// select with nothing, and writes one row with every write.
class FakeConnection final : public Connection {
 public:
  explicit FakeConnection(FakeDatabase& database) : database_(database) {}

  [[nodiscard]] Engine engine() const override { return Engine::kSqlite; }
  Result<std::int64_t> Run(const Statement& statement, std::span<const Parameter> parameters,
                           Each each) override {
    const std::string name = statement.name;
    const bool locks = name == "counters_lock_sqlite";
    database_.Note(locks ? "lock " + std::to_string(std::get<std::int64_t>(parameters[0])) : name);
    if (name == database_.loses_at) {
      database_.loses_at.clear();
      lost_ = true;
      return Fail(Errc::kUnavailable, "lost");
    }
    if (locks) return Lock(std::get<std::int64_t>(parameters[0]), each);
    ++writes_;
    return 1;
  }
  Result<void> Script(std::string_view sql) override {
    database_.Note("script " + std::string(sql.substr(0, sql.find('('))));
    return {};
  }
  Result<void> Begin() override {
    database_.Note("begin");
    lost_ = false;
    return {};
  }
  Ending Commit() override {
    database_.Note("commit");
    if (database_.endings.empty()) return Ending::kCommitted;
    const Ending ending = database_.endings.front();
    database_.endings.pop_front();
    return ending;
  }
  void Rollback() override { database_.Note("rollback"); }
  [[nodiscard]] bool Lost() const override { return lost_; }
  [[nodiscard]] std::int64_t writes() const override { return writes_; }
  [[nodiscard]] std::int64_t lineage() const override { return database_.lineage; }

 private:
  class CounterRow final : public Row {
   public:
    [[nodiscard]] bool IsNull(int) const override { return false; }
    [[nodiscard]] std::int64_t Integer(int column) const override {
      const auto place = static_cast<std::size_t>(column);
      return place < kCounters ? values_[place] : 0;
    }
    [[nodiscard]] std::string_view Text(int) const override { return {}; }
    [[nodiscard]] std::string_view Bytes(int) const override { return {}; }

   private:
    CounterValues values_ = FreshCounters();
  };

  Result<std::int64_t> Lock(std::int64_t tenant, Each each) {
    for (const std::int64_t known : database_.tenants) {
      if (known == tenant) each(CounterRow());
    }
    return 1;
  }

  FakeDatabase& database_;
  bool lost_ = false;
  std::int64_t writes_ = 0;
};

}  // namespace guildhall::store
