#include "http/waiting.h"

#include <atomic>
#include <optional>
#include <thread>

#include "http/server_fixture.h"
#include "http/test_waiters.h"

namespace guildhall::http {
namespace {

/// What the waiting requests wait for.
class Message {
 public:
  void Say(std::string text) {
    const std::lock_guard lock(mutex_);
    text_ = std::move(text);
  }
  void Clear() {
    const std::lock_guard lock(mutex_);
    text_.reset();
    looks_ = 0;
  }
  Finding Look() {
    const std::lock_guard lock(mutex_);
    ++looks_;
    changed_.notify_all();
    if (!text_) return NotYet{};
    return Text(200, *text_);
  }
  void AwaitLooks(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return looks_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<std::string> text_;
  int looks_ = 0;
};

class WaitingTest : public ServerTest {
 protected:
  WaitingTest() {
    waiters_ = &topics_;
    RouteTable table;
    table.dialect = "waiting";
    table.prefixes = {"/w/"};
    const auto add = [&](const char* pattern, Place place, Handler handler) {
      table.routes.push_back({Method::kGet, pattern, place, std::move(handler), "", 0});
    };
    const auto look = [this](Patience) { return message_.Look(); };
    const auto patient = [this](Patience patience) -> Finding {
      if (patience == Patience::kInstant) return WouldWait{};
      return message_.Look();
    };
    add("/w/poll/", Place::kInline, [=](const Request&) -> Answer { return WaitWith(look, 300); });
    add("/w/short/", Place::kInline, [=](const Request&) -> Answer { return WaitWith(look, 1); });
    add("/w/worker/", Place::kWorker,
        [=](const Request&) -> Answer { return WaitWith(patient, 300); });
    add("/w/patient/", Place::kInline,
        [=](const Request&) -> Answer { return WaitWith(patient, 300); });
    add("/w/late/", Place::kInline, [this](const Request&) -> Answer {
      return WaitWith(
          [this](Patience) {
            Finding found = message_.Look();
            message_.Say("late");
            topics_.WakeAll();
            return found;
          },
          300);
    });
    add("/w/throws/", Place::kInline, [](const Request&) -> Answer {
      return WaitWith([](Patience) -> Finding { throw std::runtime_error("secret"); }, 300);
    });
    add("/w/inline/", Place::kInline, [](const Request&) -> Answer { return Text(200, "inline"); });
    table.render_fault = [](Fault fault, std::size_t) {
      return Text(fault == Fault::kOverloaded ? 503 : 500, "fault");
    };
    router_.Mount(std::move(table));
  }
  ~WaitingTest() override { server_.reset(); }

  static Wait WaitWith(std::function<Finding(Patience)> look, std::int32_t seconds) {
    return {Topic{}, seconds, std::move(look), [] { return Text(200, "time is up"); }};
  }
  void Say(const std::string& text) {
    message_.Say(text);
    topics_.WakeAll();
  }

  TestWaiters topics_;
  Message message_;
};

TEST_F(WaitingTest, WhatIsThereIsAnsweredAtOnce) {
  message_.Say("early");
  TestClient client(Start());
  for (const char* path : {"/w/poll/", "/w/worker/", "/w/patient/"}) {
    ASSERT_TRUE(client.Send(Get(path)));
    EXPECT_EQ(BodyOf(client.ReadAnswer()), "early") << path;
  }
  topics_.AwaitCount(0);
}

TEST_F(WaitingTest, WhatIsSaidLaterIsAnsweredThen) {
  const auto port = Start();
  for (const char* path : {"/w/poll/", "/w/worker/", "/w/patient/"}) {
    message_.Clear();
    TestClient client(port);
    ASSERT_TRUE(client.Send(Get(path)));
    topics_.AwaitCount(1);
    Say(path);
    EXPECT_EQ(BodyOf(client.ReadAnswer()), path);
    topics_.AwaitCount(0);
    // The connection serves on.
    ASSERT_TRUE(client.Send(Get("/w/inline/")));
    EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline");
  }
}

TEST_F(WaitingTest, WhatIsSaidWhileItLooksIsNotLost) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/w/late/")));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "late");
}

TEST_F(WaitingTest, WokenForNothingItWaitsOn) {
  const auto port = Start();
  for (const char* path : {"/w/poll/", "/w/patient/"}) {
    message_.Clear();
    TestClient client(port);
    ASSERT_TRUE(client.Send(Get(path)));
    message_.AwaitLooks(1);
    topics_.WakeAll();
    message_.AwaitLooks(2);
    Say("at last");
    EXPECT_EQ(BodyOf(client.ReadAnswer()), "at last");
    topics_.AwaitCount(0);
  }
}

TEST_F(WaitingTest, IsAnsweredWhenItsTimeIsUp) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/w/short/")));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "time is up");
  topics_.AwaitCount(0);
}

TEST_F(WaitingTest, AClientWhoIsGoneIsNotWaitedFor) {
  const auto port = Start();
  TestClient closes(port);
  TestClient vanishes(port);
  ASSERT_TRUE(closes.Send(Get("/w/poll/")));
  ASSERT_TRUE(vanishes.Send(Get("/w/patient/")));
  topics_.AwaitCount(2);
  closes.Close();
  topics_.AwaitCount(1);
  vanishes.Vanish();
  topics_.AwaitCount(0);
}

TEST_F(WaitingTest, IsAnsweredWhenTheServerStops) {
  const auto port = Start();
  TestClient one(port);
  TestClient two(port);
  ASSERT_TRUE(one.Send(Get("/w/poll/")));
  ASSERT_TRUE(two.Send(Get("/w/worker/")));
  topics_.AwaitCount(2);
  server_->Stop();
  for (TestClient* client : {&one, &two}) {
    const std::string answer = client->ReadToEnd();
    EXPECT_EQ(BodyOf(answer), "time is up");
    EXPECT_NE(answer.find("\r\nConnection: close\r\n"), std::string::npos);
  }
  topics_.AwaitCount(0);
}

TEST_F(WaitingTest, PipelinedRequestsKeepTheirOrder) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/w/inline/") + Get("/w/poll/") + Get("/t/inline/2/")));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline");
  topics_.AwaitCount(1);
  ASSERT_TRUE(client.Send(Get("/t/inline/3/")));
  Say("hello");
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "hello");
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 2");
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 3");
}

TEST_F(WaitingTest, ManyAreWokenByOne) {
  const auto port = Start();
  std::vector<std::unique_ptr<TestClient>> clients;
  for (int i = 0; i < 300; ++i) {
    clients.push_back(std::make_unique<TestClient>(port));
    ASSERT_TRUE(clients.back()->Send(Get(i % 3 == 0 ? "/w/patient/" : "/w/poll/")));
  }
  topics_.AwaitCount(300);
  Say("all");
  for (const auto& client : clients) EXPECT_EQ(BodyOf(client->ReadAnswer()), "all");
  topics_.AwaitCount(0);
}

TEST_F(WaitingTest, ClientsComeAndGoAndTheServerStopsWhileTheyAreWoken) {
  const auto port = Start();
  std::atomic<bool> over = false;
  std::thread waker([&] {
    while (!over) topics_.WakeAll();
  });
  std::vector<std::unique_ptr<TestClient>> staying;
  for (int i = 0; i < 200; ++i) {
    auto client = std::make_unique<TestClient>(port);
    ASSERT_TRUE(client->Send(Get(i % 2 == 0 ? "/w/patient/" : "/w/poll/")));
    if (i % 3 == 0) {
      client->Vanish();
    } else {
      staying.push_back(std::move(client));
    }
  }
  server_->Stop(0);
  over = true;
  waker.join();
  topics_.AwaitCount(0);
}

TEST_F(WaitingTest, NoMoreThanTheLimitWait) {
  options_.limits.max_waiting_requests = 1;
  const auto port = Start();
  TestClient first(port);
  ASSERT_TRUE(first.Send(Get("/w/poll/")));
  topics_.AwaitCount(1);
  TestClient second(port);
  for (const char* path : {"/w/poll/", "/w/worker/"}) {
    ASSERT_TRUE(second.Send(Get(path)));
    const std::string answer = second.ReadAnswer();
    EXPECT_EQ(StatusOf(answer), 503);
    EXPECT_NE(answer.find("\r\nRetry-After: 1\r\n"), std::string::npos);
  }
  Say("one");
  EXPECT_EQ(BodyOf(first.ReadAnswer()), "one");
  topics_.AwaitCount(0);
  ASSERT_TRUE(second.Send(Get("/w/poll/")));
  EXPECT_EQ(BodyOf(second.ReadAnswer()), "one");
}

TEST_F(WaitingTest, ALookThatThrowsIsTheDialectsFault) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/w/throws/")));
  const std::string answer = client.ReadAnswer();
  EXPECT_EQ(StatusOf(answer), 500);
  EXPECT_EQ(answer.find("secret"), std::string::npos);
}

TEST_F(WaitingTest, WhereNobodyCanWaitItIsAFault) {
  waiters_ = nullptr;
  TestClient client(Start());
  for (const char* path : {"/w/poll/", "/w/worker/"}) {
    ASSERT_TRUE(client.Send(Get(path)));
    EXPECT_EQ(StatusOf(client.ReadAnswer()), 500) << path;
  }
}

TEST_F(WaitingTest, WhoWaitsIsCounted) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/w/poll/")));
  topics_.AwaitCount(1);
  const auto waiting = [this] {
    Buffer text;
    metrics_.Write(text);
    const std::string_view name = "\nguildhall_http_waiting_requests ";
    return text.view().substr(text.view().find(name) + name.size(), 1) == "1";
  };
  EXPECT_TRUE(waiting());
  Say("done");
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "done");
  topics_.AwaitCount(0);
}

}  // namespace
}  // namespace guildhall::http
