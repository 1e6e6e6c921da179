#include <string>

#include "base/bytes.h"
#include "base/hmac.h"
#include "dialects/daptin/columns/column_types.h"
#include "dialects/daptin/nouns.h"

namespace guildhall::daptin {
namespace {

constexpr std::string_view kPlainText = "text/plain; charset=utf-8";
constexpr std::size_t kTagDigits = 16;

/// A text that never changes while the server runs, and the name of this version of it.
struct Fixed {
  explicit Fixed(std::string with_text)
      : text(std::move(with_text)),
        tag('"' + ToHex(AsView(HmacSha256(Secret{}, text))).substr(0, kTagDigits) + '"') {}
  std::string text;
  std::string tag;
};

}  // namespace

Result<http::Answer> ShowMeta(const Context& context) {
  http::Response response;
  response.content_type = kPlainText;
  if (context.request.QueryParameter("query") != "column_types") return response;
  static const Fixed types(WriteColumnTypes());
  response.headers = {{"ETag", types.tag}, {"Cache-Control", "public, max-age=86400"}};
  if (context.request.Header("if-none-match") == types.tag) {
    response.status = 304;
  } else {
    response.body.Append(types.text);
  }
  return response;
}

Result<http::Answer> Ping(const Context& /*context*/) {
  http::Response response;
  response.content_type = kPlainText;
  response.body.Append("pong");
  return response;
}

}  // namespace guildhall::daptin
