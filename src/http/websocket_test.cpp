#include "http/websocket.h"

#include <atomic>
#include <optional>

#include "http/server_fixture.h"
#include "http/test_waiters.h"
#include "http/test_websocket.h"

namespace guildhall::http {
namespace {

/// What is said in the one topic of these tests.
class Talk {
 public:
  void Say(std::string text) {
    const std::lock_guard lock(mutex_);
    said_.push_back(std::move(text));
  }
  /// From now on nobody is told anything but this.
  void Refuse(int status) {
    const std::lock_guard lock(mutex_);
    refusal_ = status;
  }
  /// What stands behind the first `*heard`, and moves on.
  Finding Next(std::size_t& heard) {
    const std::lock_guard lock(mutex_);
    if (refusal_) return Text(*refusal_, "refused");
    if (heard == said_.size()) return NotYet{};
    ++looks_;
    return Text(200, said_[heard++]);
  }
  [[nodiscard]] std::size_t told() {
    const std::lock_guard lock(mutex_);
    return looks_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> said_;
  std::optional<int> refusal_;
  std::size_t looks_ = 0;
};

constexpr std::array kRoutes = {"/m/live/", "/m/worker/", "/m/patient/"};

class WebSockets : public ServerTest {
 protected:
  WebSockets() {
    waiters_ = &topics_;
    RouteTable table;
    table.dialect = "messages";
    table.prefixes = {"/m/"};
    const auto add = [&](const char* pattern, Place place, std::int32_t seconds, bool patient) {
      table.routes.push_back(
          {Method::kGet, pattern, place,
           [=, this](const Request&) -> Answer { return Told(seconds, patient); }, "", 0});
    };
    add("/m/live/", Place::kInline, 300, false);
    add("/m/worker/", Place::kWorker, 300, false);
    add("/m/patient/", Place::kInline, 300, true);
    add("/m/short/", Place::kInline, 1, false);
    table.routes.push_back(
        {Method::kGet, "/m/throws/", Place::kInline,
         [](const Request&) -> Answer {
           return Messages{
               {Topic{}, 300, [](Patience) -> Finding { throw std::runtime_error("x"); }, {}},
               Text(400, "no")};
         },
         "", 0});
    router_.Mount(std::move(table));
  }
  ~WebSockets() override { server_.reset(); }

  Messages Told(std::int32_t seconds, bool patient) {
    const auto look = [this, patient,
                       heard = std::size_t{0}](Patience patience) mutable -> Finding {
      if (patient && patience == Patience::kInstant) return WouldWait{};
      return talk_.Next(heard);
    };
    return {{Topic{}, seconds, look, {}}, Text(400, "a WebSocket is wanted")};
  }
  void Say(const std::string& text) {
    talk_.Say(text);
    topics_.WakeAll();
  }
  static void Open(TestClient& client, std::string_view path) {
    ASSERT_TRUE(client.Send(Handshake(path)));
    EXPECT_EQ(StatusOf(client.ReadAnswer()), 101);
  }
  /// The client's last word, and the end of the connection behind it.
  static void ExpectEnd(TestClient& client) {
    EXPECT_EQ(ReadFrame(client), "end");
    EXPECT_TRUE(client.ended());
  }

  TestWaiters topics_;
  Talk talk_;
};

TEST_F(WebSockets, TheHandshakeOfTheStandardIsAccepted) {
  const auto port = Start();
  for (const char* path : kRoutes) {
    TestClient client(port);
    ASSERT_TRUE(client.Send(Handshake(path)));
    const std::string answer = client.ReadAnswer();
    EXPECT_EQ(answer.find("HTTP/1.1 101 Switching Protocols\r\n"), 0U) << answer;
    EXPECT_NE(answer.find("\r\nUpgrade: websocket\r\n"), std::string::npos);
    EXPECT_NE(answer.find("\r\nConnection: Upgrade\r\n"), std::string::npos);
    EXPECT_NE(answer.find("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"),
              std::string::npos);
    EXPECT_EQ(answer.find("Content-"), std::string::npos);
  }
}

TEST_F(WebSockets, WhatIsNoHandshakeIsAskedForOne) {
  const std::string upgrade = "Upgrade: WebSocket\r\nConnection: upgrade\r\n";
  const std::string version = "Sec-WebSocket-Version: 13\r\n";
  const std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  const std::vector<std::string> headers = {
      "",
      version + key,
      upgrade + version,
      upgrade + key,
      upgrade + key + "Sec-WebSocket-Version: 8\r\n",
      upgrade + version + key + key,
      upgrade + version + "Sec-WebSocket-Key: short\r\n",
      upgrade + version + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ-_\r\n",
      "Upgrade: websocket\r\n" + version + key,
      "Upgrade: h2c\r\nConnection: upgrade\r\n" + version + key,
      upgrade + version + key + "Content-Length: 1\r\n",
  };
  const auto port = Start();
  for (const char* path : kRoutes) {
    TestClient client(port);
    for (const std::string& fields : headers) {
      const bool has_body = fields.ends_with("Length: 1\r\n");
      ASSERT_TRUE(client.Send(Get(path, fields) + (has_body ? "x" : "")));
      const std::string answer = client.ReadAnswer();
      EXPECT_EQ(StatusOf(answer), 426) << fields;
      EXPECT_EQ(BodyOf(answer), "a WebSocket is wanted");
      EXPECT_NE(answer.find("\r\nUpgrade: websocket\r\n"), std::string::npos);
      EXPECT_NE(answer.find("\r\nSec-WebSocket-Version: 13\r\n"), std::string::npos);
    }
    ASSERT_TRUE(client.Send(Get("/t/inline/1/")));
    EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 1");
  }
  topics_.AwaitCount(0);
}

TEST_F(WebSockets, AnOldClientIsAskedToo) {
  TestClient client(Start());
  std::string request = Handshake("/m/live/");
  request.replace(request.find("HTTP/1.1"), 8, "HTTP/1.0");
  ASSERT_TRUE(client.Send(request));
  EXPECT_EQ(StatusOf(client.ReadAnswer()), 426);
}

TEST_F(WebSockets, WhatIsSaidComesInItsOrder) {
  talk_.Say("before");
  talk_.Say("and before");
  const auto port = Start();
  std::vector<std::unique_ptr<TestClient>> clients;
  for (const char* path : kRoutes) {
    clients.push_back(std::make_unique<TestClient>(port));
    Open(*clients.back(), path);
    EXPECT_EQ(ReadFrame(*clients.back()), "text:before") << path;
    EXPECT_EQ(ReadFrame(*clients.back()), "text:and before") << path;
  }
  for (int i = 0; i < 20; ++i) {
    const std::string text(static_cast<std::size_t>(i * i * 200), 'x');
    Say(text);
    for (const auto& client : clients) EXPECT_EQ(ReadFrame(*client), "text:" + text);
  }
}

TEST_F(WebSockets, NothingIsLostWhileManyListenAndLeave) {
  const auto port = Start();
  constexpr int kMessages = 100;
  std::vector<std::unique_ptr<TestClient>> clients;
  for (int i = 0; i < 60; ++i) {
    clients.push_back(std::make_unique<TestClient>(port));
    Open(*clients.back(), kRoutes[static_cast<std::size_t>(i) % kRoutes.size()]);
  }
  std::thread speaker([this] {
    for (int i = 0; i < kMessages; ++i) Say(std::to_string(i));
  });
  for (std::size_t i = 0; i < clients.size(); i += 4) clients[i]->Vanish();
  speaker.join();
  for (std::size_t c = 0; c < clients.size(); ++c) {
    if (c % 4 == 0) continue;
    for (int i = 0; i < kMessages; ++i) {
      ASSERT_EQ(ReadFrame(*clients[c]), "text:" + std::to_string(i)) << c;
    }
  }
  topics_.AwaitCount(45);
}

TEST_F(WebSockets, PingsAndClosesAreAnswered) {
  TestClient client(Start());
  Open(client, "/m/live/");
  ASSERT_TRUE(
      client.Send(ClientFrame(Opcode::kText, "ignored") + ClientFrame(Opcode::kPing, "there?")));
  EXPECT_EQ(ReadFrame(client), "pong:there?");
  Say("hello");
  EXPECT_EQ(ReadFrame(client), "text:hello");
  ASSERT_TRUE(client.Send(ClientFrame(Opcode::kClose, CloseText(1000, "enough"))));
  EXPECT_EQ(ReadFrame(client), "close:1000");
  ExpectEnd(client);
  topics_.AwaitCount(0);
}

TEST_F(WebSockets, FramesMayComeWithTheHandshakeAndByteByByte) {
  const auto port = Start();
  for (const char* path : kRoutes) {
    TestClient client(port);
    ASSERT_TRUE(client.Send(Handshake(path) + ClientFrame(Opcode::kPing, "early")));
    EXPECT_EQ(StatusOf(client.ReadAnswer()), 101);
    EXPECT_EQ(ReadFrame(client), "pong:early");
    for (const char byte : ClientFrame(Opcode::kPing, "slowly")) {
      ASSERT_TRUE(client.Send(std::string_view(&byte, 1)));
    }
    EXPECT_EQ(ReadFrame(client), "pong:slowly");
  }
}

TEST_F(WebSockets, WhoBreaksTheRulesIsToldSoAndLeft) {
  const auto port = Start();
  const std::vector<std::pair<std::string, std::string>> cases = {
      {std::string("\x81\x01x", 3), "close:1002"},
      {std::string("\x81\xfe\xff\xff", 4), "close:1009"},
      {ClientFrame(Opcode::kClose, CloseText(1000, "\xc3")), "close:1007"},
  };
  for (const auto& [bytes, expected] : cases) {
    TestClient client(port);
    Open(client, "/m/live/");
    ASSERT_TRUE(client.Send(bytes));
    EXPECT_EQ(ReadFrame(client), expected);
    ExpectEnd(client);
  }
  topics_.AwaitCount(0);
}

TEST_F(WebSockets, ARefusalIsTheLastThatIsSaid) {
  const auto port = Start();
  std::vector<std::unique_ptr<TestClient>> clients;
  for (const char* path : kRoutes) {
    clients.push_back(std::make_unique<TestClient>(port));
    Open(*clients.back(), path);
  }
  Say("allowed");
  for (const auto& client : clients) EXPECT_EQ(ReadFrame(*client), "text:allowed");
  talk_.Refuse(403);
  Say("secret");
  for (const auto& client : clients) {
    EXPECT_EQ(ReadFrame(*client), "text:refused");
    EXPECT_EQ(ReadFrame(*client), "close:1008");
    ExpectEnd(*client);
  }
  topics_.AwaitCount(0);
}

TEST_F(WebSockets, AFaultEndsIt) {
  TestClient client(Start());
  Open(client, "/m/throws/");
  EXPECT_EQ(ReadFrame(client).find("text:"), 0U);
  EXPECT_EQ(ReadFrame(client), "close:1011");
  ExpectEnd(client);
}

TEST_F(WebSockets, ItEndsWhenItsTimeIsUp) {
  TestClient client(Start());
  Open(client, "/m/short/");
  EXPECT_EQ(ReadFrame(client), "close:1000");
  ExpectEnd(client);
  topics_.AwaitCount(0);
}

TEST_F(WebSockets, ItEndsWhenTheServerStops) {
  const auto port = Start();
  TestClient one(port);
  TestClient two(port);
  Open(one, "/m/live/");
  Open(two, "/m/worker/");
  std::thread stopping([this] { server_->Stop(20); });
  for (TestClient* client : {&one, &two}) {
    EXPECT_EQ(ReadFrame(*client), "close:1001");
    ExpectEnd(*client);
    client->Close();
  }
  stopping.join();
  topics_.AwaitCount(0);
}

TEST_F(WebSockets, AClientWhoIsGoneIsForgotten) {
  const auto port = Start();
  TestClient closes(port);
  TestClient vanishes(port);
  Open(closes, "/m/live/");
  Open(vanishes, "/m/patient/");
  topics_.AwaitCount(2);
  closes.Close();
  topics_.AwaitCount(1);
  vanishes.Vanish();
  topics_.AwaitCount(0);
}

TEST_F(WebSockets, WhoIsQuietIsAskedAndGivenUp) {
  options_.limits.idle_seconds = 3;
  TestClient client(Start());
  Open(client, "/m/live/");
  EXPECT_EQ(ReadFrame(client), "ping:");
  ExpectEnd(client);
  topics_.AwaitCount(0);
}

TEST_F(WebSockets, WhoReadsLateGetsEverything) {
  TestClient client(Start());
  constexpr int kMessages = 100;
  for (int i = 0; i < kMessages; ++i)
    talk_.Say(std::string(200'000, static_cast<char>('a' + i % 26)));
  Open(client, "/m/live/");
  // Pings of one who does not read wait for him to read.
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(client.Send(ClientFrame(Opcode::kPing, "")));
  int texts = 0;
  int pongs = 0;
  while (texts < kMessages || pongs < 10) {
    const std::string frame = ReadFrame(client);
    if (frame == "pong:") {
      ++pongs;
      continue;
    }
    ASSERT_EQ(frame, "text:" + std::string(200'000, static_cast<char>('a' + texts % 26)));
    ++texts;
  }
}

TEST_F(WebSockets, ForWhoDoesNotReadNothingIsKeptAndHeIsGivenUp) {
  options_.limits.write_seconds = 1;
  TestClient client(Start());
  constexpr std::size_t kMessages = 400;
  for (std::size_t i = 0; i < kMessages; ++i) talk_.Say(std::string(200'000, 'x'));
  ASSERT_TRUE(client.Send(Handshake("/m/live/")));
  topics_.AwaitCount(1);
  topics_.AwaitCount(0);
  EXPECT_LT(talk_.told(), kMessages);
}

TEST_F(WebSockets, CountAmongThoseWhoWait) {
  options_.limits.max_waiting_requests = 1;
  const auto port = Start();
  TestClient first(port);
  Open(first, "/m/live/");
  TestClient second(port);
  for (const char* path : kRoutes) {
    ASSERT_TRUE(second.Send(Handshake(path)));
    EXPECT_EQ(StatusOf(second.ReadAnswer()), 503);
  }
  Buffer metrics;
  metrics_.Write(metrics);
  EXPECT_NE(metrics.view().find("\nguildhall_http_waiting_requests 1\n"), std::string_view::npos);
  first.Close();
  topics_.AwaitCount(0);
}

TEST_F(WebSockets, WhereNobodyCanWaitItIsAFault) {
  waiters_ = nullptr;
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Handshake("/m/live/")));
  EXPECT_EQ(StatusOf(client.ReadAnswer()), 500);
}

TEST_F(WebSockets, EarlierRequestsAreAnsweredFirst) {
  TestClient client(Start());
  talk_.Say("told");
  ASSERT_TRUE(client.Send(Get("/t/inline/1/") + Get("/t/worker/2/") + Handshake("/m/worker/")));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 1");
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "worker 2");
  EXPECT_EQ(StatusOf(client.ReadAnswer()), 101);
  EXPECT_EQ(ReadFrame(client), "text:told");
}

}  // namespace
}  // namespace guildhall::http
