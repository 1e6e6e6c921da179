#include "dialects/shared/audit.h"

#include <gtest/gtest.h>

namespace guildhall::dialects {
namespace {

/// Nobody asks it: what is noted here finds no room, and is counted by that.
class NoStore final : public Store {
 public:
  Result<void> Read(Patience, const Reading&) const override { return Fail(Errc::kUnavailable); }
  void Write(std::vector<TenantId>, guildhall::Change,
             std::function<void(Result<void>)> done) override {
    done(Fail(Errc::kUnavailable));
  }
  [[nodiscard]] bool SeesEveryCommit() const override { return true; }
  void OnCommit(std::function<void(const Commit&)>) override {}
  void Close() override {}
};

class RecordedAnswers : public testing::Test {
 protected:
  http::Answer Record(http::Answer answer) {
    AuditEntry entry;
    entry.tenant = TenantId(1);
    return Recorded(std::move(answer), audit_, entry);
  }
  /// How many entries were noted so far.
  [[nodiscard]] std::uint64_t Noted() const { return audit_.dropped(); }

  NoStore store_;
  FakeClock clock_{Time(1)};
  AuditLog audit_{store_, clock_, {.enabled = true, .max_waiting = 0}};
};

TEST_F(RecordedAnswers, OfAPlainAnswerAtOnce) {
  const http::Answer answer = Record(http::Response{});
  EXPECT_EQ(Noted(), 1U);
  EXPECT_TRUE(std::holds_alternative<http::Response>(answer));
}

TEST_F(RecordedAnswers, OfARequestThatComesAgainThen) {
  Record(http::WouldWait{});
  EXPECT_EQ(Noted(), 0U);
}

TEST_F(RecordedAnswers, OfAChangeWhenItIsRefused) {
  http::Change change;
  change.tenants = {TenantId(1)};
  change.refuse = [](const Error&) { return http::Response{}; };
  const http::Answer answer = Record(std::move(change));
  EXPECT_EQ(Noted(), 0U);
  std::get<http::Change>(answer).refuse(Error{Errc::kConflict, {}, {}});
  EXPECT_EQ(Noted(), 1U);
}

TEST_F(RecordedAnswers, OfAWaitWhenSomethingIsFoundOrTheTimeIsUp) {
  bool found = false;
  http::Wait wait;
  wait.look = [&found](Patience) {
    return found ? http::Finding(http::Response{}) : http::Finding(http::NotYet{});
  };
  wait.expire = [] { return http::Response{}; };
  const http::Answer answer = Record(std::move(wait));
  const auto& recorded = std::get<http::Wait>(answer);
  recorded.look(Patience::kInstant);
  EXPECT_EQ(Noted(), 0U);
  found = true;
  recorded.look(Patience::kInstant);
  EXPECT_EQ(Noted(), 1U);
  recorded.expire();
  EXPECT_EQ(Noted(), 2U);
}

TEST_F(RecordedAnswers, OfASequenceWhenItHasRun) {
  http::Sequence sequence;
  sequence.render = [](std::vector<http::PartAnswer>) { return http::Response{}; };
  const http::Answer answer = Record(std::move(sequence));
  EXPECT_EQ(Noted(), 0U);
  std::get<http::Sequence>(answer).render({});
  EXPECT_EQ(Noted(), 1U);
}

TEST_F(RecordedAnswers, OfADownloadAndOfAConversationWhenTheyBegin) {
  Record(http::Download{});
  Record(http::Messages{});
  EXPECT_EQ(Noted(), 2U);
}

TEST(AuditEntries, SayWhoAskedWhatAndFromWhere) {
  http::Request request;
  request.method = http::Method::kPut;
  request.target = "/path?secret=1";
  request.path = "/path";
  request.query = "secret=1";
  request.address = "10.0.0.1";
  request.id = 12;
  Caller caller;
  caller.tenant = TenantId(3);
  caller.operator_id = OperatorId(4);
  const AuditEntry entry = AuditEntryOf(request, caller, "geralt@rivia.com", "Put Path");
  EXPECT_EQ(entry.tenant, TenantId(3));
  EXPECT_EQ(entry.actor, Actor::kOperator);
  EXPECT_EQ(entry.actor_id, 4);
  EXPECT_EQ(entry.actor_name, "geralt@rivia.com");
  EXPECT_EQ(entry.action, "Put Path");
  EXPECT_EQ(entry.method, "PUT");
  EXPECT_EQ(entry.path, "/path");
  EXPECT_EQ(entry.address, "10.0.0.1");
  EXPECT_EQ(entry.request_id, 12);
  EXPECT_EQ(AuditEntryOf(request, {}, "", "").actor, Actor::kNobody);
}

}  // namespace
}  // namespace guildhall::dialects
