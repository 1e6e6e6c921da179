#include "http/response_writer.h"

#include <algorithm>
#include <string>

#include "base/cursor.h"
#include "http/tokens.h"

namespace guildhall::http {
namespace {

// Status line and the headers of every answer, but for the content type.
constexpr std::size_t kLongestHead = 256;

std::string_view StatusLine(int status) {
  switch (status) {
    case 101:
      return "HTTP/1.1 101 Switching Protocols\r\n";
    case 200:
      return "HTTP/1.1 200 OK\r\n";
    case 201:
      return "HTTP/1.1 201 Created\r\n";
    case 202:
      return "HTTP/1.1 202 Accepted\r\n";
    case 204:
      return "HTTP/1.1 204 No Content\r\n";
    case 206:
      return "HTTP/1.1 206 Partial Content\r\n";
    case 301:
      return "HTTP/1.1 301 Moved Permanently\r\n";
    case 302:
      return "HTTP/1.1 302 Found\r\n";
    case 303:
      return "HTTP/1.1 303 See Other\r\n";
    case 304:
      return "HTTP/1.1 304 Not Modified\r\n";
    case 400:
      return "HTTP/1.1 400 Bad Request\r\n";
    case 401:
      return "HTTP/1.1 401 Unauthorized\r\n";
    case 403:
      return "HTTP/1.1 403 Forbidden\r\n";
    case 404:
      return "HTTP/1.1 404 Not Found\r\n";
    case 405:
      return "HTTP/1.1 405 Method Not Allowed\r\n";
    case 406:
      return "HTTP/1.1 406 Not Acceptable\r\n";
    case 408:
      return "HTTP/1.1 408 Request Timeout\r\n";
    case 409:
      return "HTTP/1.1 409 Conflict\r\n";
    case 410:
      return "HTTP/1.1 410 Gone\r\n";
    case 412:
      return "HTTP/1.1 412 Precondition Failed\r\n";
    case 413:
      return "HTTP/1.1 413 Content Too Large\r\n";
    case 415:
      return "HTTP/1.1 415 Unsupported Media Type\r\n";
    case 417:
      return "HTTP/1.1 417 Expectation Failed\r\n";
    case 422:
      return "HTTP/1.1 422 Unprocessable Content\r\n";
    case 426:
      return "HTTP/1.1 426 Upgrade Required\r\n";
    case 429:
      return "HTTP/1.1 429 Too Many Requests\r\n";
    case 431:
      return "HTTP/1.1 431 Request Header Fields Too Large\r\n";
    case 500:
      return "HTTP/1.1 500 Internal Server Error\r\n";
    case 501:
      return "HTTP/1.1 501 Not Implemented\r\n";
    case 502:
      return "HTTP/1.1 502 Bad Gateway\r\n";
    case 503:
      return "HTTP/1.1 503 Service Unavailable\r\n";
    case 505:
      return "HTTP/1.1 505 HTTP Version Not Supported\r\n";
    default:
      return {};  // rare: made by the caller
  }
}

bool IsSafe(std::string_view text) { return std::all_of(text.begin(), text.end(), IsFieldByte); }

void AppendOtherHeaders(Buffer& out, const Response& response) {
  if (!response.allow.empty()) {
    out.Append("Allow: ");
    out.Append(response.allow);
    out.Append("\r\n");
  }
  for (const auto& [name, value] : response.headers) {
    if (!IsSafe(name) || !IsSafe(value)) continue;
    out.Append(name);
    out.Append(": ");
    out.Append(value);
    out.Append("\r\n");
  }
}

}  // namespace

std::size_t AppendResponse(Buffer& out, const Response& response, const Framing& framing) {
  const std::size_t before = out.size();
  const std::string_view body = response.body.view();
  const bool bodiless = response.status == 101 || response.status == 204 || response.status == 304;
  const std::string_view status_line = StatusLine(response.status);
  const std::string_view type = framing.following ? framing.following_type : response.content_type;
  const std::uint64_t size = framing.following.value_or(body.size());
  Cursor head(out.Reserve(kLongestHead + type.size() + body.size()));
  if (status_line.empty()) {
    head.Literal("HTTP/1.1 ");
    head.Number(response.status);
    head.Literal(" Status\r\n");
  } else {
    head.Text(status_line);
  }
  head.Literal("Date: ");
  head.Text(framing.date);
  if (!bodiless) {
    if (size > 0) {
      head.Literal("\r\nContent-Type: ");
      head.Text(type);
    }
    head.Literal("\r\nContent-Length: ");
    head.Number(size);
  }
  head.Literal("\r\n");
  if (framing.close) {
    head.Literal("Connection: close\r\n");
  } else if (framing.is_http_1_0) {
    head.Literal("Connection: keep-alive\r\n");
  }
  out.Commit(head.size());
  if (!response.allow.empty() || !response.headers.empty()) AppendOtherHeaders(out, response);
  out.Append("\r\n");
  if (!bodiless && !framing.head_only) out.Append(body);
  return out.size() - before;
}

}  // namespace guildhall::http
