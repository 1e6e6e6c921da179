#include "http/server.h"

#include <atomic>
#include <thread>

#include "http/server_fixture.h"

namespace guildhall::http {
namespace {

TEST_F(ServerTest, KeepsTheConnectionForFurtherRequests) {
  TestClient client(Start());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.Send(Get("/t/inline/1/")));
    const std::string answer = client.ReadAnswer();
    EXPECT_EQ(StatusOf(answer), 200);
    EXPECT_EQ(BodyOf(answer), "inline 1");
    EXPECT_NE(answer.find("\r\nDate: "), std::string::npos);
    EXPECT_NE(answer.find("\r\nContent-Type: text/plain\r\n"), std::string::npos);
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrderWhereverTheyRun) {
  TestClient client(Start());
  std::string requests;
  std::vector<std::string> expected;
  for (int i = 0; i < 60; ++i) {
    const std::string n = std::to_string(i);
    const char* kinds[] = {"inline", "worker", "hashing", "patient", "change", "worker-change"};
    const std::string kind = kinds[i % 6];
    requests +=
        i % 6 < 4 ? Get("/t/" + kind + "/" + n + "/") : Post("/t/" + kind + "/" + n + "/", "x");
    expected.push_back((i % 6 < 4 ? kind : "change") + " " + n);
  }
  ASSERT_TRUE(client.Send(requests));
  for (const std::string& text : expected) EXPECT_EQ(BodyOf(client.ReadAnswer()), text);
  EXPECT_EQ(store_.committed(), 20);
}

TEST_F(ServerTest, SplitRequestsAreJoined) {
  TestClient client(Start());
  for (const char c : Post("/t/echo/", "hello")) ASSERT_TRUE(client.Send({&c, 1}));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "hello");
}

TEST_F(ServerTest, ChunksAreJoined) {
  TestClient client(Start());
  const std::string head =
      "POST /t/worker-echo/ HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
  ASSERT_TRUE(client.Send(head + "5\r\nhello\r\n7;x=y\r\n, world\r\n0\r\nTrailer: t\r\n\r\n" +
                          Get("/t/inline/2/")));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "hello, world");
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 2");
}

TEST_F(ServerTest, LargeBodiesAndAnswersPass) {
  TestClient client(Start());
  const std::string body(900'000, 'b');
  ASSERT_TRUE(client.Send(Post("/t/worker-echo/", body)));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), body);
  ASSERT_TRUE(client.Send(Get("/t/large/") + Get("/t/inline/3/")));
  EXPECT_EQ(BodyOf(client.ReadAnswer()).size(), 20U << 20);
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 3");
}

TEST_F(ServerTest, ExpectationIsMetBeforeTheBody) {
  TestClient client(Start());
  ASSERT_TRUE(
      client.Send("POST /t/echo/ HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n"
                  "Expect: 100-continue\r\n\r\n"));
  EXPECT_EQ(client.ReadAnswer(), "HTTP/1.1 100 Continue\r\n\r\n");
  ASSERT_TRUE(client.Send("ok"));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "ok");
}

TEST_F(ServerTest, MalformedRequestEndsTheConnection) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/t/inline/1/") +
                          "POST /t/echo/ HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\n"
                          "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
                          Get("/t/inline/2/")));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 1");
  const std::string rest = client.ReadToEnd();
  EXPECT_EQ(StatusOf(rest), 400);
  EXPECT_EQ(rest.find("inline 2"), std::string::npos);
}

TEST_F(ServerTest, HeadIsTheAnswerToGetWithoutItsBody) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send("HEAD /t/inline/1/ HTTP/1.1\r\nHost: t\r\n\r\n" + Get("/t/inline/2/")));
  const std::string head = client.ReadAnswer(true);
  EXPECT_EQ(StatusOf(head), 200);
  EXPECT_NE(head.find("Content-Length: 8\r\n"), std::string::npos);
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 2");
}

TEST_F(ServerTest, AnswerWithoutContentHasNeitherBodyNorType) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/t/empty/") + Get("/t/inline/2/")));
  const std::string answer = client.ReadAnswer();
  EXPECT_EQ(StatusOf(answer), 204);
  EXPECT_EQ(answer.find("Content-"), std::string::npos);
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 2");
}

TEST_F(ServerTest, UnknownPathsBelongToWhoClaimsThem) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/t/nowhere") + Post("/t/inline/1/", "") + Get("/elsewhere")));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "test: not found");
  const std::string wrong = client.ReadAnswer();
  EXPECT_EQ(StatusOf(wrong), 405);
  EXPECT_NE(wrong.find("\r\nAllow: GET\r\n"), std::string::npos);
  const std::string unclaimed = client.ReadAnswer();
  EXPECT_EQ(StatusOf(unclaimed), 404);
  EXPECT_EQ(BodyOf(unclaimed), R"({"detail":"Nothing is served here."})");
}

TEST_F(ServerTest, OldClientsGetTheirOwnKeepAlive) {
  const std::uint16_t port = Start();
  TestClient closing(port);
  ASSERT_TRUE(closing.Send("GET /t/inline/1/ HTTP/1.0\r\n\r\n"));
  EXPECT_NE(closing.ReadToEnd().find("Connection: close"), std::string::npos);
  TestClient keeping(port);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(keeping.Send("GET /t/inline/1/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
    EXPECT_NE(keeping.ReadAnswer().find("Connection: keep-alive"), std::string::npos);
  }
}

TEST_F(ServerTest, CloseIsHonoured) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/t/inline/1/", "Connection: close\r\n")));
  const std::string answer = client.ReadToEnd();
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  EXPECT_EQ(BodyOf(answer), "inline 1");
}

TEST_F(ServerTest, HalfClosedClientGetsItsAnswers) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Post("/t/change/1/", "") + Get("/t/inline/2/")));
  client.HalfClose();
  const std::string answers = client.ReadToEnd();
  EXPECT_NE(answers.find("change 1"), std::string::npos);
  EXPECT_NE(answers.find("inline 2"), std::string::npos);
}

TEST_F(ServerTest, ChangeOfAClientThatVanishedIsStillMade) {
  store_.Hold(true);
  const std::uint16_t port = Start();
  TestClient client(port);
  ASSERT_TRUE(client.Send(Post("/t/change/1/", "")));
  store_.AwaitQueued(1);
  client.Vanish();
  store_.Hold(false);
  TestClient other(port);
  ASSERT_TRUE(other.Send(Post("/t/change/2/", "")));
  EXPECT_EQ(BodyOf(other.ReadAnswer()), "change 2");
  EXPECT_EQ(store_.committed(), 2);
}

TEST_F(ServerTest, RefusedChangeIsAnsweredByItsDialect) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Post("/t/conflict/", "")));
  const std::string answer = client.ReadAnswer();
  EXPECT_EQ(StatusOf(answer), 409);
  EXPECT_EQ(BodyOf(answer), "conflict");
}

TEST_F(ServerTest, HandlerThatThrowsIsAnInternalFaultAndSaysNoMore) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/t/throws/") + Get("/t/worker-throws/") + Get("/t/inline/1/")));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "test: internal");
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "test: internal");
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 1");
  ASSERT_TRUE(client.Send(Post("/t/throwing-change/", "")));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "internal");
  const std::string log = Logged();
  EXPECT_NE(log.find("handler threw"), std::string::npos);
  EXPECT_NE(log.find("change failed"), std::string::npos);
  EXPECT_EQ(log.find("secret"), std::string::npos);
}

TEST_F(ServerTest, AddressOfTheClientIsKnown) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/t/address/")));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "127.0.0.1");
}

TEST_F(ServerTest, LogNamesTheRouteAndNeverThePath) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/t/inline/private/?key=private") + Get("/private")));
  client.ReadAnswer();
  client.ReadAnswer();
  const std::string log = Logged();
  EXPECT_NE(log.find(R"("dialect":"test","route":"/t/inline/{n}/","method":"GET")"),
            std::string::npos)
      << log;
  EXPECT_NE(log.find(R"("status":404)"), std::string::npos);
  EXPECT_EQ(log.find("private"), std::string::npos);
}

TEST_F(ServerTest, LogCanBeOff) {
  options_.request_log = false;
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/t/inline/1/")));
  client.ReadAnswer();
  EXPECT_EQ(Logged(), "");
}

TEST_F(ServerTest, SiteAnswersForItself) {
  TestClient client(Start());
  ASSERT_TRUE(
      client.Send(Get("/healthz") + Get("/readyz") + Get("/metrics") + Get("/openapi.json")));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "ok\n");
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "ready\n");
  EXPECT_NE(
      client.ReadAnswer().find("guildhall_http_requests_total{dialect=\"site\",status=\"2xx\"} 2"),
      std::string::npos);
  EXPECT_NE(client.ReadAnswer().find("/t/inline/{n}/"), std::string::npos);
}

TEST_F(ServerTest, TakenPortIsSaidAtStart) {
  const std::uint16_t port = Start();
  Server::Options options = options_;
  options.port = port;
  Server second(options, router_, store_, *log_, metrics_);
  const auto started = second.Start();
  ASSERT_FALSE(started.has_value());
  EXPECT_EQ(started.error().code, Errc::kUnavailable);
}

TEST_F(ServerTest, ManyClientsAtOnceGetTheirOwnAnswers) {
  const std::uint16_t port = Start();
  std::vector<std::thread> clients;
  std::atomic<int> right{0};
  for (int c = 0; c < 8; ++c) {
    clients.emplace_back([&, c] {
      TestClient client(port);
      for (int i = 0; i < 50; ++i) {
        const std::string n = std::to_string(c * 1000 + i);
        const char* kinds[] = {"inline", "worker", "patient", "change"};
        const std::string kind = kinds[i % 4];
        client.Send(i % 4 == 3 ? Post("/t/change/" + n + "/", "")
                               : Get("/t/" + kind + "/" + n + "/"));
        if (BodyOf(client.ReadAnswer()) == kind + " " + n) ++right;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(right, 400);
}

}  // namespace
}  // namespace guildhall::http
