#include "http/streaming.h"

#include <atomic>
#include <string>

#include "http/server_fixture.h"

namespace guildhall::http {
namespace {

constexpr std::size_t kLarge = 3 * Download::kPiece + 1234;

char ByteAt(std::size_t place) { return static_cast<char>('a' + place % 23); }

std::string Bytes(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = ByteAt(i);
  return bytes;
}

class StreamingTest : public ServerTest {
 protected:
  StreamingTest() {
    RouteTable table;
    table.dialect = "streaming";
    table.prefixes = {"/d/"};
    const auto add = [&](Method method, const char* pattern, Place place, Handler handler,
                         std::size_t max_body = 0) {
      table.routes.push_back({method, pattern, place, std::move(handler), "", max_body});
    };
    const auto serve = [this](const Request& request) -> Answer {
      return Serve(std::stoul(std::string(request.parameters[0])));
    };
    add(Method::kGet, "/d/worker/{size}", Place::kWorker, serve);
    add(Method::kGet, "/d/inline/{size}", Place::kInline, serve);
    add(Method::kGet, "/d/missing/", Place::kWorker, [](const Request&) -> Answer {
      return Download{Response(), "x/y", 5,
                      [](std::uint64_t) -> Result<std::string> { return Fail(Errc::kNotFound); }};
    });
    add(Method::kGet, "/d/breaks/", Place::kWorker, [](const Request&) -> Answer {
      return Download{Response(), "x/y", kLarge, [](std::uint64_t offset) -> Result<std::string> {
                        if (offset > 0) return Fail(Errc::kInternal, "the disk is gone");
                        return Bytes(Download::kPiece);
                      }};
    });
    add(
        Method::kPost, "/d/echo/", Place::kWorker,
        [](const Request& request) -> Answer { return Text(200, request.body); }, kLarge);
    table.render_fault = [](Fault fault, std::size_t) {
      return Text(fault == Fault::kBodyTooLarge ? 413 : 500, "fault");
    };
    router_.Mount(std::move(table));
  }
  ~StreamingTest() override { server_.reset(); }

  Download Serve(std::size_t size) {
    Download download;
    download.head.headers.emplace_back("X-Kept", "yes");
    download.media_type = "image/png";
    download.size = size;
    download.read = [this, size](std::uint64_t offset) -> Result<std::string> {
      ++reads_;
      return Bytes(size).substr(offset, Download::kPiece);
    };
    return download;
  }

  std::atomic<int> reads_{0};
};

TEST_F(StreamingTest, PiecesMakeUpTheWholeAnswer) {
  TestClient client(Start());
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, Download::kPiece, Download::kPiece + 1, kLarge}) {
    for (const std::string path : {"/d/worker/", "/d/inline/"}) {
      ASSERT_TRUE(client.Send(Get(path + std::to_string(size))));
      const std::string answer = client.ReadAnswer();
      EXPECT_EQ(StatusOf(answer), 200);
      EXPECT_TRUE(BodyOf(answer) == Bytes(size)) << path << size;
      EXPECT_NE(answer.find("X-Kept: yes\r\n"), std::string::npos);
      EXPECT_EQ(answer.find("Content-Type: image/png\r\n") != std::string::npos, size > 0);
    }
  }
}

TEST_F(StreamingTest, FurtherRequestsAreAnsweredBehindIt) {
  TestClient client(Start());
  const std::string large = Get("/d/worker/" + std::to_string(kLarge));
  ASSERT_TRUE(
      client.Send(Get("/t/inline/1/") + large + Get("/t/inline/2/") + large + Get("/t/worker/3/")));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 1");
  EXPECT_TRUE(BodyOf(client.ReadAnswer()) == Bytes(kLarge));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 2");
  EXPECT_TRUE(BodyOf(client.ReadAnswer()) == Bytes(kLarge));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "worker 3");
}

TEST_F(StreamingTest, HeadHasTheSizeAndReadsNothing) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send("HEAD /d/worker/" + std::to_string(kLarge) +
                          " HTTP/1.1\r\nHost: t\r\n\r\n" + Get("/t/inline/1/")));
  const std::string head = client.ReadAnswer(true);
  EXPECT_NE(head.find("Content-Length: " + std::to_string(kLarge)), std::string::npos);
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 1");
  EXPECT_EQ(reads_, 0);
}

TEST_F(StreamingTest, TheConnectionEndsWhenTheClientAsksForIt) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/d/worker/" + std::to_string(kLarge), "Connection: close\r\n")));
  EXPECT_TRUE(BodyOf(client.ReadToEnd()) == Bytes(kLarge));
}

TEST_F(StreamingTest, WhatCannotBeReadAtAllIsAFault) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/d/missing/") + Get("/t/inline/1/")));
  EXPECT_EQ(StatusOf(client.ReadAnswer()), 500);
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 1");
}

TEST_F(StreamingTest, WhatBreaksOffEndsTheConnection) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/d/breaks/")));
  EXPECT_EQ(BodyOf(client.ReadToEnd()).size(), Download::kPiece);
  EXPECT_NE(Logged().find("cannot read a download"), std::string::npos);
}

TEST_F(StreamingTest, AClientWhoLeavesEndsIt) {
  const auto port = Start();
  {
    TestClient client(port);
    ASSERT_TRUE(client.Send(Get("/d/worker/" + std::to_string(std::size_t{64} << 20))));
    client.Vanish();
  }
  TestClient other(port);
  ASSERT_TRUE(other.Send(Get("/t/inline/1/")));
  EXPECT_EQ(BodyOf(other.ReadAnswer()), "inline 1");
  server_.reset();
  EXPECT_LT(reads_, 200) << "not all of it was read";
}

TEST_F(StreamingTest, LargeBodiesArriveWholeAndAreBounded) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Post("/d/echo/", Bytes(kLarge)) + Get("/t/inline/1/")));
  EXPECT_TRUE(BodyOf(client.ReadAnswer()) == Bytes(kLarge));
  EXPECT_EQ(BodyOf(client.ReadAnswer()), "inline 1");
  TestClient greedy(server_->port());
  ASSERT_TRUE(greedy.Send("POST /d/echo/ HTTP/1.1\r\nHost: t\r\nContent-Length: " +
                          std::to_string(kLarge + 1) + "\r\n\r\n"));
  EXPECT_EQ(StatusOf(greedy.ReadAnswer()), 413);
}

}  // namespace
}  // namespace guildhall::http
