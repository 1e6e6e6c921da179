#include "http/response_writer.h"

#include <gtest/gtest.h>

namespace guildhall::http {
namespace {

std::string Written(const Response& response, Framing framing = {}) {
  framing.date = "Sun, 06 Nov 1994 08:49:37 GMT";
  Buffer out;
  const std::size_t bytes = AppendResponse(out, response, framing);
  EXPECT_EQ(bytes, out.size());
  return std::string(out.view());
}

Response Make(int status, std::string_view body) {
  Response response;
  response.status = status;
  response.body.Append(body);
  return response;
}

TEST(ResponseWriter, WritesHeadAndBody) {
  Response response = Make(405, "{}");
  response.allow = "GET";
  response.headers.emplace_back("X-One", "1");
  EXPECT_EQ(Written(response),
            "HTTP/1.1 405 Method Not Allowed\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
            "Content-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n"
            "Allow: GET\r\nX-One: 1\r\n\r\n{}");
}

TEST(ResponseWriter, AnswerWithoutBodyHasNoType) {
  EXPECT_EQ(Written(Make(200, "")),
            "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n");
  for (const int status : {204, 304}) {
    EXPECT_EQ(Written(Make(status, "x")).find("Content-"), std::string::npos);
    EXPECT_TRUE(Written(Make(status, "x")).ends_with("\r\n\r\n"));
  }
}

TEST(ResponseWriter, SaysWhatBecomesOfTheConnection) {
  EXPECT_NE(Written(Make(200, "x"), {{}, false, true, true}).find("\r\nConnection: close\r\n"),
            std::string::npos);
  EXPECT_NE(
      Written(Make(200, "x"), {{}, false, false, true}).find("\r\nConnection: keep-alive\r\n"),
      std::string::npos);
  EXPECT_EQ(Written(Make(200, "x")).find("Connection"), std::string::npos);
}

TEST(ResponseWriter, HeaderThatWouldEndTheHeadIsLeftOut) {
  Response response = Make(200, "x");
  response.headers.emplace_back("X-One", "1\r\nX-Two: 2");
  response.headers.emplace_back("X-Three", "3");
  const std::string text = Written(response);
  EXPECT_EQ(text.find("X-Two"), std::string::npos);
  EXPECT_NE(text.find("X-Three: 3"), std::string::npos);
}

TEST(ResponseWriter, UnusualStatusIsStillWellFormed) {
  EXPECT_TRUE(Written(Make(599, "")).starts_with("HTTP/1.1 599 Status\r\n"));
}

}  // namespace
}  // namespace guildhall::http
