#include "server/audit_keeper.h"

#include <gtest/gtest.h>

#include "tests/support/rows.h"
#include "tests/support/store_factories.h"

namespace guildhall {
namespace {

constexpr TenantId kTenant{1};

class AuditKeeperTest : public testing::Test {
 protected:
  AuditKeeperTest() {
    test::Must(WriteAndWait(*store_, {kSite}, [](Transaction& tx) {
      return tx.tenants().Insert(test::MakeTenant(1, "rivia"));
    }));
  }
  ~AuditKeeperTest() override { store_->Close(); }

  static void Note(AuditLog& audit, int entries) {
    AuditEntry entry;
    entry.tenant = kTenant;
    entry.path = "/path";
    for (int i = 0; i < entries; ++i) audit.Note(entry);
  }
  [[nodiscard]] std::int64_t Written() const {
    std::int64_t written = 0;
    test::Must(store_->Read(Patience::kMayWait, [&](const Snapshot& snapshot) -> Result<void> {
      GH_TRY(written, snapshot.audit().Count(kTenant, {}));
      return {};
    }));
    return written;
  }

  FakeClock clock_{Time(1'700'000'000'000'000)};
  std::unique_ptr<test::StoreHome> home_ = test::SqliteStores().make();
  std::unique_ptr<Store> store_ = test::Must(home_->Open({.clock = &clock_}));
  Log log_{{.level = LogLevel::kError}, clock_};
  http::Metrics metrics_;
};

TEST_F(AuditKeeperTest, WritesWhatWasNotedLastWhenItStops) {
  AuditLog audit(*store_, clock_, {.enabled = true});
  AuditKeeper keeper(audit, metrics_, log_);
  keeper.Start();
  Note(audit, 700);
  keeper.Stop();
  EXPECT_EQ(Written(), 700);
  keeper.Stop();
  EXPECT_EQ(Written(), 700);
}

TEST_F(AuditKeeperTest, CountsWhatWasDropped) {
  AuditLog audit(*store_, clock_, {.enabled = true, .max_waiting = 2});
  Note(audit, 5);
  AuditKeeper keeper(audit, metrics_, log_);
  keeper.Start();
  keeper.Stop();
  EXPECT_EQ(Written(), 2);
  Buffer text;
  metrics_.Write(text);
  EXPECT_NE(text.view().find("guildhall_audit_entries_dropped_total 3\n"), std::string_view::npos);
}

TEST_F(AuditKeeperTest, DoesNothingWhereThereIsNothingToDo) {
  AuditLog audit(*store_, clock_, {});
  AuditKeeper keeper(audit, metrics_, log_);
  keeper.Start();
  keeper.Stop();
  EXPECT_EQ(Written(), 0);
}

}  // namespace
}  // namespace guildhall
