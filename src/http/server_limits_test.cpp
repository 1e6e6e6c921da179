#include <thread>

#include "http/server_fixture.h"

namespace guildhall::http {
namespace {

class ServerLimits : public ServerTest {};

TEST_F(ServerLimits, BodyBeyondTheRoutesLimitIsRefusedUnread) {
  TestClient client(Start());
  ASSERT_TRUE(
      client.Send("POST /t/small/ HTTP/1.1\r\nHost: t\r\nContent-Length: 11\r\n"
                  "Expect: 100-continue\r\n\r\n"));
  const std::string answer = client.ReadToEnd();
  EXPECT_EQ(StatusOf(answer), 413);
  EXPECT_EQ(BodyOf(answer), "test: limit 10");
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

TEST_F(ServerLimits, ChunksBeyondTheLimitAreRefused) {
  TestClient client(Start());
  ASSERT_TRUE(
      client.Send("POST /t/small/ HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "6\r\n123456\r\n5\r\n"));
  EXPECT_EQ(BodyOf(client.ReadToEnd()), "test: limit 10");
}

TEST_F(ServerLimits, BodyBeyondTheServersLimitGetsItsAnswerThrough) {
  options_.limits.max_body_bytes = 1000;
  TestClient client(Start());
  client.Send(Post("/t/echo/", std::string(300'000, 'x')));
  EXPECT_EQ(StatusOf(client.ReadToEnd()), 413);
}

TEST_F(ServerLimits, HeadBeyondTheLimitIsRefused) {
  TestClient client(Start());
  client.Send(Get("/t/inline/1/", "X: " + std::string(17'000, 'x') + "\r\n"));
  EXPECT_EQ(StatusOf(client.ReadToEnd()), 431);
}

TEST_F(ServerLimits, TooManyHeadersAreRefused) {
  TestClient client(Start());
  std::string headers;
  for (int i = 0; i < 70; ++i) headers += "X: y\r\n";
  client.Send(Get("/t/inline/1/", headers));
  EXPECT_EQ(StatusOf(client.ReadToEnd()), 431);
}

TEST_F(ServerLimits, SlowHeadIsGivenUp) {
  options_.limits.header_seconds = 1;
  TestClient client(Start());
  ASSERT_TRUE(client.Send("GET /t/inline/1/ HTTP/1.1\r\n"));
  EXPECT_EQ(StatusOf(client.ReadToEnd()), 408);
}

TEST_F(ServerLimits, SlowBodyIsGivenUp) {
  options_.limits.body_seconds = 1;
  TestClient client(Start());
  ASSERT_TRUE(client.Send("POST /t/echo/ HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nhe"));
  EXPECT_EQ(StatusOf(client.ReadToEnd()), 408);
}

TEST_F(ServerLimits, IdleConnectionIsClosedWithoutAWord) {
  options_.limits.idle_seconds = 1;
  TestClient client(Start());
  EXPECT_EQ(client.ReadToEnd(), "");
}

TEST_F(ServerLimits, ConnectionThatGaveItsMemoryBackStillServes) {
  options_.limits.header_seconds = 4;
  const std::uint16_t port = Start();
  TestClient sleeper(port);
  ASSERT_TRUE(sleeper.Send(Get("/t/inline/1/")));
  EXPECT_EQ(StatusOf(sleeper.ReadAnswer()), 200);
  // Another connection, given up after four seconds, tells when the first has given its memory
  // back.
  TestClient witness(port);
  ASSERT_TRUE(witness.Send("GET"));
  EXPECT_EQ(StatusOf(witness.ReadToEnd()), 408);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(sleeper.Send(Get("/t/inline/2/")));
    EXPECT_EQ(BodyOf(sleeper.ReadAnswer()), "inline 2");
  }
}

TEST_F(ServerLimits, ClientThatDoesNotReadIsGivenUp) {
  options_.limits.write_seconds = 1;
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/t/large/")));
  TestClient witness(server_->port());
  // The metrics say when the first connection is gone; each question is an answer's wait.
  std::string text;
  do {
    ASSERT_TRUE(witness.Send(Get("/metrics")));
    text = witness.ReadAnswer();
  } while (text.find("\nguildhall_http_connections 1\n") == std::string::npos);
}

TEST_F(ServerLimits, OverloadIsSaidInTheDialectsWordsAndTheConnectionGoesOn) {
  options_.limits.max_pending_requests = 1;
  const std::uint16_t port = Start();
  TestClient busy(port);
  ASSERT_TRUE(busy.Send(Get("/t/gate/")));
  gate_.entered.acquire();
  TestClient client(port);
  ASSERT_TRUE(client.Send(Get("/t/worker/1/") + Post("/t/change/1/", "") + Get("/t/inline/1/")));
  for (int i = 0; i < 2; ++i) {
    const std::string answer = client.ReadAnswer();
    EXPECT_EQ(StatusOf(answer), 503);
    EXPECT_EQ(BodyOf(answer), "test: overloaded");
    EXPECT_NE(answer.find("\r\nRetry-After: 1\r\n"), std::string::npos);
  }
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 1");
  gate_.open.release();
  EXPECT_EQ(BodyOf(busy.ReadAnswer()), "through");
}

TEST_F(ServerLimits, OverloadSaysOnceWhenToComeAgain) {
  retry_after_ = "7";
  options_.limits.max_pending_requests = 1;
  const std::uint16_t port = Start();
  TestClient busy(port);
  ASSERT_TRUE(busy.Send(Get("/t/gate/")));
  gate_.entered.acquire();
  TestClient client(port);
  ASSERT_TRUE(client.Send(Get("/t/worker/1/")));
  const std::string answer = client.ReadAnswer();
  const std::size_t said = answer.find("\r\nRetry-After: 7\r\n");
  EXPECT_NE(said, std::string::npos);
  EXPECT_EQ(answer.find("Retry-After", said + 4), std::string::npos);
  gate_.open.release();
  EXPECT_EQ(BodyOf(busy.ReadAnswer()), "through");
}

TEST_F(ServerLimits, ConnectionsBeyondTheLimitAreClosed) {
  options_.limits.max_connections = 1;
  const std::uint16_t port = Start();
  TestClient first(port);
  ASSERT_TRUE(first.Send(Get("/t/inline/1/")));
  EXPECT_EQ(StatusOf(first.ReadAnswer()), 200);
  TestClient second(port);
  EXPECT_EQ(second.ReadToEnd(), "");
  ASSERT_TRUE(first.Send(Get("/t/inline/1/")));
  EXPECT_EQ(StatusOf(first.ReadAnswer()), 200);
}

TEST_F(ServerLimits, StopFinishesRunningRequests) {
  const std::uint16_t port = Start();
  TestClient idle(port);
  ASSERT_TRUE(idle.Send(Get("/t/inline/1/")));
  EXPECT_EQ(StatusOf(idle.ReadAnswer()), 200);
  TestClient busy(port);
  ASSERT_TRUE(busy.Send(Get("/t/gate/") + Get("/t/inline/9/")));
  gate_.entered.acquire();
  store_.Hold(true);
  TestClient changing(port);
  ASSERT_TRUE(changing.Send(Post("/t/change/7/", "")));
  store_.AwaitQueued(1);
  std::thread stopping([this] { server_->Stop(20); });
  EXPECT_EQ(idle.ReadToEnd(), "");
  store_.Hold(false);
  gate_.open.release();
  const std::string answer = busy.ReadToEnd();
  EXPECT_NE(answer.find("through"), std::string::npos);
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  EXPECT_NE(changing.ReadToEnd().find("change 7"), std::string::npos);
  busy.Close();
  changing.Close();
  stopping.join();
  EXPECT_FALSE(TestClient(port).connected());
  server_->Stop(1);
}

TEST_F(ServerLimits, StopDoesNotWaitForEverAndLateCommitsHarmNothing) {
  store_.Hold(true);
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Post("/t/change/7/", "")));
  store_.AwaitQueued(1);
  server_->Stop(0);
  server_.reset();
  store_.Hold(false);
  store_.Close();
  EXPECT_EQ(store_.committed(), 1);
}

}  // namespace
}  // namespace guildhall::http
