#include "http/parser.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "http/tokens.h"

namespace guildhall::http {
namespace {

struct Seen {
  std::vector<std::string> requests;  // "METHOD path?query|name: value|...|body"
  int refused = 0;

  friend bool operator==(const Seen&, const Seen&) = default;
};

std::string Describe(const Request& request) {
  std::string text(NameOf(request.method));
  text += ' ';
  text += request.path;
  if (!request.query.empty()) text.append("?").append(request.query);
  for (std::size_t i = 0; i < request.header_count; ++i) {
    text.append("|").append(request.headers[i].name).append(": ").append(request.headers[i].value);
  }
  return text.append("|").append(request.body);
}

/// Feeds the pieces one after another as a connection does, in a buffer that moves every time.
Seen Feed(const std::vector<std::string_view>& pieces, std::size_t body_limit = 1000) {
  Seen seen;
  Parser parser(1000);
  Request request;
  std::string buffer;
  for (const std::string_view piece : pieces) {
    buffer.append(piece);
    while (!buffer.empty() && seen.refused == 0) {
      std::string moved(buffer);
      std::size_t size = moved.size();
      auto outcome = parser.Parse(moved.data(), size, request);
      if (outcome == Parser::Outcome::kHeadComplete) {
        parser.LimitBody(body_limit);
        outcome = parser.Parse(moved.data(), size, request);
      }
      moved.resize(size);
      if (outcome == Parser::Outcome::kComplete) {
        seen.requests.push_back(Describe(request));
        moved.erase(0, parser.Finish());
      }
      if (outcome == Parser::Outcome::kRefused) seen.refused = parser.refusal().status;
      buffer.swap(moved);
      if (outcome == Parser::Outcome::kIncomplete) break;
    }
  }
  return seen;
}

const std::string kHost = "Host: h\r\n";
std::string Post(const std::string& headers) {
  return "POST / HTTP/1.1\r\n" + kHost + headers + "\r\n";
}

TEST(Parser, ReadsMethodTargetHeadersAndBody) {
  const auto seen =
      Feed({"PUT /a/b?c=d&e HTTP/1.1\r\nHost: h\r\nX-One:  two \t\r\nEmpty:\r\n"
            "Content-Length: 3\r\n\r\nxyz"});
  ASSERT_EQ(seen.requests.size(), 1U);
  EXPECT_EQ(seen.requests[0], "PUT /a/b?c=d&e|Host: h|X-One: two|Empty: |Content-Length: 3|xyz");
}

TEST(Parser, ReadsTheSameHoweverTheBytesAreSplit) {
  const std::string input =
      "GET /one HTTP/1.1\r\nHost: h\r\n\r\n"
      "POST /two HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
      "POST /three HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
      "4\r\nabcd\r\n3;e=\"f\"\r\nefg\r\n0\r\nT: t\r\n\r\n"
      "GET /four HTTP/1.0\r\n\r\n";
  const std::string_view view = input;
  const auto whole = Feed({view});
  ASSERT_EQ(whole.requests.size(), 4U);
  EXPECT_EQ(whole.requests[2], "POST /three|Host: h|Transfer-Encoding: chunked|abcdefg");
  for (std::size_t at = 1; at < view.size(); ++at) {
    EXPECT_EQ(Feed({view.substr(0, at), view.substr(at)}), whole) << "split at " << at;
  }
  std::vector<std::string_view> bytes;
  for (std::size_t at = 0; at < view.size(); ++at) bytes.push_back(view.substr(at, 1));
  EXPECT_EQ(Feed(bytes), whole);
}

TEST(Parser, RefusesWhatTwoReadersCouldReadDifferently) {
  const std::vector<std::pair<const char*, std::string>> rows{
      {"two lengths", Post("Content-Length: 1\r\nContent-Length: 2\r\n") + "xx"},
      {"the same length twice", Post("Content-Length: 1\r\nContent-Length: 1\r\n") + "x"},
      {"list of lengths", Post("Content-Length: 1, 1\r\n") + "x"},
      {"signed length", Post("Content-Length: +1\r\n") + "x"},
      {"negative length", Post("Content-Length: -1\r\n") + "x"},
      {"hexadecimal length", Post("Content-Length: 0x1\r\n") + "x"},
      {"empty length", Post("Content-Length:\r\n")},
      {"length beyond 64 bits", Post("Content-Length: 99999999999999999999\r\n")},
      {"length, then coding",
       Post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n"},
      {"coding, then length",
       Post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + "0\r\n\r\n"},
      {"other coding", Post("Transfer-Encoding: gzip\r\n")},
      {"coding before chunked", Post("Transfer-Encoding: gzip, chunked\r\n") + "0\r\n\r\n"},
      {"coding behind chunked", Post("Transfer-Encoding: chunked, identity\r\n") + "0\r\n\r\n"},
      {"coding spelt oddly", Post("Transfer-Encoding: xchunked\r\n") + "0\r\n\r\n"},
      {"coding in quotes", Post("Transfer-Encoding: \"chunked\"\r\n") + "0\r\n\r\n"},
      {"coding twice", Post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")},
      {"coding in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"folded field", Post("X: a\r\n b\r\n")},
      {"field folded at once", Post("X:\r\n b\r\n")},
      {"field folded into nothing", Post("X: a\r\n \r\n")},
      {"space before the first field", "GET / HTTP/1.1\r\n Host: h\r\n\r\n"},
      {"space before the colon", Post("X : a\r\n")},
      {"tab before the colon", Post("Content-Length\t: 1\r\n") + "x"},
      {"field without a name", Post(": a\r\n")},
      {"field without a colon", Post("Xa\r\n")},
      {"bare line feed in the head", "GET / HTTP/1.1\nHost: h\n\n"},
      {"bare line feed behind a field", "GET / HTTP/1.1\r\nHost: h\nX: y\r\n\r\n"},
      {"bare carriage return in a value", Post("X: a\rb\r\n")},
      {"NUL in a value", Post(std::string("X: a\0b\r\n", 8))},
      {"control character in a value", Post("X: a\x01"
                                            "b\r\n")},
      {"delete in a value", Post("X: a\x7f"
                                 "b\r\n")},
      {"control character in the target", "GET /\x01 HTTP/1.1\r\nHost: h\r\n\r\n"},
      {"NUL in the target", std::string("GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n", 28)},
      {"space in the target", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n"},
      {"fragment in the target", "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n"},
      {"target without a slash", "GET a HTTP/1.1\r\nHost: h\r\n\r\n"},
      {"target that is an authority", "CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n"},
      {"absolute target without a host", "GET http:///a HTTP/1.1\r\nHost: h\r\n\r\n"},
      {"two spaces behind the method", "GET  / HTTP/1.1\r\nHost: h\r\n\r\n"},
      {"no method", " / HTTP/1.1\r\nHost: h\r\n\r\n"},
      {"method with a separator", "G(T / HTTP/1.1\r\nHost: h\r\n\r\n"},
      {"no version", "GET /\r\n\r\n"},
      {"half a version", "GET / HTTP\r\n\r\n"},
      {"version of another protocol", "GET / HTCP/1.1\r\nHost: h\r\n\r\n"},
      {"text behind the version", "GET / HTTP/1.1 x\r\nHost: h\r\n\r\n"},
      {"version in lower case", "GET / http/1.1\r\nHost: h\r\n\r\n"},
      {"no Host", "GET / HTTP/1.1\r\n\r\n"},
      {"two Hosts", "GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n"},
      {"Host that is a path", "GET / HTTP/1.1\r\nHost: h/x\r\n\r\n"},
      {"chunk size of nothing", Post("Transfer-Encoding: chunked\r\n") + "\r\n\r\n"},
      {"chunk size with a prefix",
       Post("Transfer-Encoding: chunked\r\n") + "0x1\r\nx\r\n0\r\n\r\n"},
      {"chunk size with a sign", Post("Transfer-Encoding: chunked\r\n") + "+1\r\nx\r\n0\r\n\r\n"},
      {"chunk size with a space", Post("Transfer-Encoding: chunked\r\n") + "1 \r\nx\r\n0\r\n\r\n"},
      {"chunk size ended by a line feed",
       Post("Transfer-Encoding: chunked\r\n") + "1\nx\r\n0\r\n\r\n"},
      {"chunk longer than it says",
       Post("Transfer-Encoding: chunked\r\n") + "1\r\nxy\r\n0\r\n\r\n"},
      {"chunk extension with a line feed",
       Post("Transfer-Encoding: chunked\r\n") + "1;a\nb\r\nx\r\n0\r\n\r\n"},
      {"endless chunk extension",
       Post("Transfer-Encoding: chunked\r\n") + "1;" + std::string(5000, 'a') + "\r\nx\r\n"},
      {"trailer that is no field", Post("Transfer-Encoding: chunked\r\n") + "0\r\na b: c\r\n\r\n"},
      {"trailer ended by a line feed", Post("Transfer-Encoding: chunked\r\n") + "0\r\na: b\n\r\n"},
  };
  for (const auto& [name, input] : rows) {
    const auto seen = Feed({input + "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"});
    EXPECT_EQ(seen.refused, 400) << name;
    EXPECT_TRUE(seen.requests.empty()) << name << ": " << seen.requests[0];
  }
}

/// Whether a request is read that has `c` at `at` of a text of 40 letters, between `before` and
/// `behind`.
bool IsReadWith(const std::string& before, std::size_t at, int c, const std::string& behind) {
  std::string text(40, 'x');
  text[at] = static_cast<char>(c);
  return Feed({before + text + behind}).requests.size() == 1;
}

TEST(Parser, JudgesEveryByteWhereverItStands) {
  const std::string line = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (std::size_t at = 0; at < 40; ++at) {
    for (int c = 0; c < 256; ++c) {
      const char byte = static_cast<char>(c);
      EXPECT_EQ(IsReadWith(line + "A: ", at, c, "\r\n\r\n"), IsFieldByte(byte)) << at << ' ' << c;
      // A colon ends the name; without one in front of it there would be none.
      EXPECT_EQ(IsReadWith(line, at, c, ": a\r\n\r\n"),
                IsTokenByte(byte) || (byte == ':' && at > 0))
          << at << ' ' << c;
      EXPECT_EQ(IsReadWith("GET /", at, c, " HTTP/1.1\r\nHost: h\r\n\r\n"),
                IsFieldByte(byte) && byte != ' ' && byte != '\t' && byte != '#')
          << at << ' ' << c;
    }
  }
}

TEST(Parser, RefusesSplitInputToo) {
  const std::string input =
      Post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n";
  for (std::size_t at = 1; at < input.size(); ++at) {
    EXPECT_EQ(Feed({input.substr(0, at), std::string_view(input).substr(at)}).refused, 400) << at;
  }
}

TEST(Parser, OtherVersionsAreNotSpoken) {
  for (const char* version : {"HTTP/2.0", "HTTP/0.9", "HTTP/1.2", "HTTP/3.1"}) {
    EXPECT_EQ(Feed({"GET / " + std::string(version) + "\r\nHost: h\r\n\r\n"}).refused, 505);
  }
  EXPECT_EQ(Feed({"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"}).refused, 505);
}

TEST(Parser, AbsoluteTargetIsReadAsItsPath) {
  const auto seen = Feed({"GET http://example.com/a?b HTTP/1.1\r\nHost: h\r\n\r\n"});
  ASSERT_EQ(seen.requests.size(), 1U);
  EXPECT_EQ(seen.requests[0], "GET /a?b|Host: h|");
}

TEST(Parser, LimitsHeadAndBody) {
  const std::string large = "X: " + std::string(1000, 'x') + "\r\n";
  EXPECT_EQ(Feed({Post(large)}).refused, 431);
  EXPECT_EQ(Feed({"GET / HTTP/1.1\r\n", large}).refused, 431);
  EXPECT_EQ(Feed({"GET /" + std::string(2000, 'x') + " HTTP/1.1\r\n"}).refused, 431);
  EXPECT_EQ(Feed({Post("Content-Length: 11\r\n")}, 10).refused, 413);
  EXPECT_EQ(Feed({Post("Transfer-Encoding: chunked\r\n") + "b\r\n"}, 10).refused, 413);
  const std::string beyond_64_bits = "10000000000000001\r\nx\r\n0\r\n\r\n";
  EXPECT_EQ(Feed({Post("Transfer-Encoding: chunked\r\n") + beyond_64_bits}).refused, 413);
  EXPECT_EQ(Feed({Post("Content-Length: 10\r\n") + "0123456789"}, 10).requests.size(), 1U);
}

TEST(Parser, OnlyKnownExpectationIsMet) {
  EXPECT_EQ(Feed({Post("Expect: 200-ok\r\n")}).refused, 417);
  EXPECT_EQ(Feed({Post("Expect: 100-Continue\r\n")}).requests.size(), 1U);
}

TEST(Parser, TellsWhetherTheConnectionStays) {
  const std::vector<std::pair<std::string, bool>> rows{
      {"GET / HTTP/1.1\r\nHost: h\r\n\r\n", true},
      {"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", false},
      {"GET / HTTP/1.1\r\nHost: h\r\nConnection: x, Close\r\n\r\n", false},
      {"GET / HTTP/1.0\r\n\r\n", false},
      {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true},
  };
  for (auto [input, stays] : rows) {
    Parser parser(1000);
    Request request;
    std::size_t size = input.size();
    ASSERT_EQ(parser.Parse(input.data(), size, request), Parser::Outcome::kComplete);
    EXPECT_EQ(parser.keep_alive(), stays) << input;
  }
}

}  // namespace
}  // namespace guildhall::http
