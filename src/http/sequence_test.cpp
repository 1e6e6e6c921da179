#include "http/sequence.h"

#include <atomic>
#include <sstream>
#include <thread>

#include "http/server_fixture.h"

namespace guildhall::http {
namespace {

std::string ThreadName() {
  std::ostringstream text;
  text << std::this_thread::get_id();
  return text.str();
}

/// Every line of a body is a part: "GET /t/inline/1/", or "POST /t/echo/ text".
std::vector<Part> ReadParts(std::string_view body) {
  std::vector<Part> parts;
  std::istringstream lines{std::string(body)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string method;
    Part part;
    words >> method >> part.target;
    part.method = ParseMethod(method);
    words >> part.body;
    parts.push_back(std::move(part));
  }
  return parts;
}

/// "200 inline 1|unknown|409 conflict".
Response Join(const std::vector<PartAnswer>& answers) {
  std::string text;
  for (const PartAnswer& answer : answers) {
    if (!text.empty()) text += "|";
    switch (answer.kind) {
      case PartAnswer::Kind::kAnswered:
        text += std::to_string(answer.response.status) + " ";
        text += answer.response.body.view();
        break;
      case PartAnswer::Kind::kNoRoute:
        text += "unknown";
        break;
      case PartAnswer::Kind::kSequence:
        text += "nested";
        break;
      case PartAnswer::Kind::kWaits:
        text += "waits";
        break;
    }
  }
  return Text(200, text);
}

Answer RunLines(const Request& request) {
  return Sequence{{{"X-Mark", "marked"}}, ReadParts(request.body), Join};
}

class SequenceTest : public ServerTest {
 protected:
  SequenceTest() {
    RouteTable table;
    table.dialect = "sequences";
    table.prefixes = {"/s/"};
    const auto add = [&](Method method, const char* pattern, Place place, Handler handler) {
      table.routes.push_back({method, pattern, place, std::move(handler), "", 0});
    };
    add(Method::kPost, "/s/worker/", Place::kWorker, RunLines);
    add(Method::kPost, "/s/inline/", Place::kInline, RunLines);
    add(Method::kGet, "/s/mark/", Place::kInline, [](const Request& request) -> Answer {
      return Text(200, std::string(request.Header("x-mark").value_or("none")) + " " +
                           std::string(request.address) + (request.is_part ? " part" : ""));
    });
    add(Method::kGet, "/s/thread/", Place::kHashing,
        [](const Request&) -> Answer { return Text(200, ThreadName()); });
    add(Method::kGet, "/s/query/", Place::kInline, [](const Request& request) -> Answer {
      return Text(200, request.QueryParameter("q").value_or("none"));
    });
    add(Method::kGet, "/s/hashing-gate/", Place::kHashing, [this](const Request&) -> Answer {
      gate_.entered.release();
      gate_.open.acquire();
      return Text(200, "through");
    });
    add(Method::kPost, "/s/count/", Place::kInline, [this](const Request&) -> Answer {
      http::Change change = ChangeThat("", false);
      change.make = [this](Transaction&) -> Result<Response> {
        return Text(201, std::to_string(++count_));
      };
      return change;
    });
    add(Method::kGet, "/s/count/", Place::kInline,
        [this](const Request&) -> Answer { return Text(200, std::to_string(count_.load())); });
    router_.Mount(std::move(table));
  }

  std::string Run(TestClient& client, const std::string& lines, const char* path = "/s/worker/") {
    EXPECT_TRUE(client.Send(Post(path, lines)));
    const std::string answer = client.ReadAnswer();
    return std::string(BodyOf(answer));
  }

  std::atomic<int> count_{0};
};

TEST_F(SequenceTest, PartsAreAnsweredInOrderWhereverTheyRun) {
  TestClient client(Start());
  const std::string lines =
      "GET /t/inline/1/\nGET /t/worker/2/\nGET /t/hashing/3/\nGET /t/patient/4/\n"
      "POST /t/change/5/\nPOST /t/worker-change/6/\nPOST /t/echo/ seven\n";
  const std::string expected =
      "200 inline 1|200 worker 2|200 hashing 3|200 patient 4|201 change 5|201 change 6|200 seven";
  EXPECT_EQ(Run(client, lines), expected);
  EXPECT_EQ(Run(client, lines, "/s/inline/"), expected);
  EXPECT_EQ(store_.committed(), 4);
}

TEST_F(SequenceTest, WithoutPartsItIsAnsweredAtOnce) {
  TestClient client(Start());
  EXPECT_EQ(Run(client, ""), "");
  EXPECT_EQ(Run(client, "", "/s/inline/"), "");
}

TEST_F(SequenceTest, AFailingPartStopsNoOther) {
  TestClient client(Start());
  EXPECT_EQ(Run(client,
                "POST /t/change/1/\nPOST /t/conflict/\nGET /t/throws/\nPOST /t/throwing-change/\n"
                "GET /t/nowhere/\nGET /elsewhere/\nDELETE /t/inline/1/\nPOST /t/change/2/\n"),
            "201 change 1|409 conflict|500 test: internal|409 internal|unknown|unknown|"
            "405 test: wrong method|201 change 2");
  EXPECT_EQ(store_.committed(), 2);
}

TEST_F(SequenceTest, APartSeesWhatEarlierOnesCommitted) {
  TestClient client(Start());
  EXPECT_EQ(Run(client,
                "GET /s/count/\nPOST /s/count/\nGET /s/count/\nPOST /s/count/\n"
                "GET /s/count/\n"),
            "200 0|201 1|200 1|201 2|200 2");
}

TEST_F(SequenceTest, PartsHaveTheHeadersOfTheSequenceAndItsClient) {
  TestClient client(Start());
  EXPECT_EQ(Run(client, "GET /s/mark/\nGET /s/query/?q=a%20b\nGET /t/inline/%C3%B3/\n"),
            "200 marked 127.0.0.1 part|200 a b|200 inline \u00f3");
  ASSERT_TRUE(client.Send(Get("/s/mark/")));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "none 127.0.0.1");
}

TEST_F(SequenceTest, InsideASequenceThereIsNoOther) {
  TestClient client(Start());
  EXPECT_EQ(Run(client, "POST /s/worker/ x\nGET /t/inline/1/\nPOST /s/inline/\n"),
            "nested|200 inline 1|nested");
}

TEST_F(SequenceTest, ThePartsBodyIsLimitedByItsRoute) {
  TestClient client(Start());
  EXPECT_EQ(Run(client, "POST /t/small/ 0123456789\nPOST /t/small/ 0123456789a\n"),
            "200 0123456789|413 test: limit 10");
}

TEST_F(SequenceTest, HashesAreMadeOnTheirOwnPool) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/s/thread/")));
  const std::string thread(BodyOf(client.ReadAnswer()));
  EXPECT_EQ(Run(client, "GET /t/worker/1/\nGET /s/thread/\nGET /s/thread/\n"),
            "200 worker 1|200 " + thread + "|200 " + thread);
}

TEST_F(SequenceTest, APartIsRefusedWhenItsPoolIsFull) {
  options_.loops = 1;
  options_.limits.hashing_queue = 1;
  const std::uint16_t port = Start();
  TestClient running(port);
  TestClient waiting(port);
  TestClient client(port);
  const auto ask = [](TestClient& who) {
    ASSERT_TRUE(who.Send(Get("/t/inline/1/")));
    who.ReadAnswer();
  };
  ask(waiting);
  ASSERT_TRUE(running.Send(Get("/s/hashing-gate/")));
  gate_.entered.acquire();
  ASSERT_TRUE(waiting.Send(Get("/s/hashing-gate/")));
  // The one loop has met that request when it has come back to this client a second time: then the
  // one place in the queue is taken.
  ask(client);
  ask(client);
  EXPECT_EQ(Run(client, "POST /t/change/1/\nGET /t/hashing/2/\nGET /t/worker/3/\n"),
            "201 change 1|503 test: overloaded|200 worker 3");
  gate_.open.release(2);
  EXPECT_EQ(BodyOf(running.ReadAnswer()), "through");
  EXPECT_EQ(BodyOf(waiting.ReadAnswer()), "through");
}

TEST_F(SequenceTest, NoThreadWaitsForACommit) {
  options_.workers = 1;
  const std::uint16_t port = Start();
  store_.Hold(true);
  TestClient client(port);
  ASSERT_TRUE(client.Send(Post("/s/worker/", "POST /t/change/1/\nGET /t/worker/2/\n")));
  store_.AwaitQueued(1);
  TestClient other(port);
  ASSERT_TRUE(other.Send(Get("/t/worker/3/")));
  EXPECT_EQ(BodyOf(other.ReadAnswer()), "worker 3");
  store_.Hold(false);
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "201 change 1|200 worker 2");
}

TEST_F(SequenceTest, WhatFollowsOnTheConnectionIsAnsweredAfterIt) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/t/inline/0/") +
                          Post("/s/worker/", "POST /t/change/1/\nGET /t/hashing/2/\n") +
                          Get("/t/inline/3/")));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 0");
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "201 change 1|200 hashing 2");
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 3");
}

TEST_F(SequenceTest, TheServersEndWaitsForIt) {
  TestClient client(Start());
  store_.Hold(true);
  ASSERT_TRUE(client.Send(Post("/s/worker/", "POST /t/change/1/\nGET /t/inline/2/\n")));
  store_.AwaitQueued(1);
  std::thread stopping([this] { server_->Stop(10); });
  store_.Hold(false);
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "201 change 1|200 inline 2");
  stopping.join();
}

TEST_F(SequenceTest, TheRequestLogHasOneLineWithTheNumberOfParts) {
  TestClient client(Start());
  Run(client, "GET /t/inline/1/\nPOST /t/change/2/\nGET /t/worker/3/\n");
  const std::string logged = Logged();
  EXPECT_NE(logged.find("\"parts\":3"), std::string::npos);
  EXPECT_NE(logged.find("\"route\":\"/s/worker/\""), std::string::npos);
  EXPECT_EQ(logged.find("/t/inline/"), std::string::npos);
}

}  // namespace
}  // namespace guildhall::http
