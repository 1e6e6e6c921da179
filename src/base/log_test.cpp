#include "base/log.h"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <memory>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "base/json.h"

namespace guildhall {
namespace {

// A pipe that the log writes into. Nothing is read before `Finish`.
class Logs : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(::pipe2(pipe_.data(), O_CLOEXEC), 0);
    Start({});
  }
  void TearDown() override {
    log_.reset();
    for (const int descriptor : pipe_)
      if (descriptor >= 0) ::close(descriptor);
  }

  void Start(Log::Options options) {
    options.descriptor = pipe_[1];
    log_ = std::make_unique<Log>(options, clock_);
  }

  // Ends the log and returns the lines that it wrote.
  std::vector<Json> Finish() {
    std::string text;
    std::thread reader([&] {
      std::array<char, 4096> block{};
      while (true) {
        const ssize_t count = ::read(pipe_[0], block.data(), block.size());
        if (count <= 0) return;
        text.append(block.data(), static_cast<std::size_t>(count));
      }
    });
    log_.reset();
    ::close(pipe_[1]);
    pipe_[1] = -1;
    reader.join();
    return Lines(text);
  }

  static std::vector<Json> Lines(const std::string& text) {
    std::vector<Json> lines;
    std::size_t begin = 0;
    for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
      const auto json = ParseJson(text.substr(begin, end - begin));
      EXPECT_TRUE(json) << text.substr(begin, end - begin);
      if (json) lines.push_back(*json);
      begin = end + 1;
    }
    EXPECT_EQ(begin, text.size()) << "the last line is whole";
    return lines;
  }

  std::array<int, 2> pipe_{-1, -1};
  FakeClock clock_{Time(1'432'050'756'183'576)};
  std::unique_ptr<Log> log_;
};

std::string EventOf(const Json& line) { return *line.Find("event")->AsString(); }

TEST_F(Logs, WriteOneObjectALine) {
  log_->Info("server_started").Field("port", 8080).Field("zero", 0).Field("tls", false);
  log_->Error("store_failed").Field("reason", "disk \"full\"\n").Field("path", std::string("/x"));
  const auto lines = Finish();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(ToText(lines[0]),
            R"({"time":"2015-05-19T15:52:36.183576Z","level":"info","event":"server_started",)"
            R"("port":8080,"zero":0,"tls":false})");
  EXPECT_EQ(*lines[1].Find("level"), Json("error"));
  EXPECT_EQ(*lines[1].Find("reason"), Json("disk \"full\"\n"));
}

TEST_F(Logs, StayReadableWhateverTheTextIs) {
  log_->Warn("odd").Field("bytes", "a\xFF\xC3\"").Field("text", "é");
  const auto lines = Finish();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(*lines[0].Find("bytes"), Json("a??\""));
  EXPECT_EQ(*lines[0].Find("text"), Json("é"));
}

TEST_F(Logs, LeaveOutWhatIsNotWanted) {
  Start({.level = LogLevel::kWarn});
  EXPECT_FALSE(log_->Wants(LogLevel::kInfo));
  EXPECT_TRUE(log_->Wants(LogLevel::kError));
  log_->Debug("debug").Field("a", 1);
  log_->Info("info");
  log_->Write(LogLevel::kInfo, "{\"event\":\"written\"}\n");
  log_->Warn("warn");
  const auto lines = Finish();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(EventOf(lines[0]), "warn");
}

TEST_F(Logs, TakeFinishedLinesAsTheyAre) {
  log_->Write(LogLevel::kInfo, "{\"event\":\"a\"}\n{\"event\":\"b\"}\n");
  log_->Write(LogLevel::kInfo, "");
  const auto lines = Finish();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(EventOf(lines[1]), "b");
}

TEST_F(Logs, DropAndCountWhenNobodyReads) {
  Start({.queue_bytes = 4096});
  constexpr int kLines = 10'000;
  for (int i = 0; i < kLines; ++i) log_->Info("noise").Field("number", i);
  log_->Warn("important");
  const std::uint64_t dropped = log_->dropped();
  EXPECT_GT(dropped, 0U);

  const auto lines = Finish();
  const auto count = [&](const char* event) {
    return std::count_if(lines.begin(), lines.end(),
                         [&](const Json& line) { return EventOf(line) == event; });
  };
  EXPECT_EQ(count("noise") + static_cast<std::int64_t>(dropped), kLines);
  EXPECT_EQ(count("important"), 1);
  std::int64_t reported = 0;
  for (const Json& line : lines)
    if (EventOf(line) == "log_dropped") reported += *line.Find("lines")->AsInteger();
  EXPECT_EQ(reported, static_cast<std::int64_t>(dropped));
}

TEST_F(Logs, BoundEvenWarnings) {
  Start({.queue_bytes = 4096});
  for (int i = 0; i < 10'000; ++i) log_->Warn("flood");
  EXPECT_GT(log_->dropped(), 0U);
  EXPECT_LT(Finish().size(), 10'000U);
}

TEST_F(Logs, KeepLinesOfManyThreadsWhole) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < 100; ++i) log_->Info("line").Field("thread", t).Field("number", i);
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(Finish().size(), 400U);
}

TEST_F(Logs, OutliveTheirReader) {
  ::close(pipe_[0]);
  pipe_[0] = -1;
  log_->Info("into_the_void");
  log_.reset();
}

}  // namespace
}  // namespace guildhall
