#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/result.h"
#include "dialects/daptin/context.h"
#include "dialects/daptin/refusal.h"
#include "http/answer.h"

namespace guildhall::daptin {

inline constexpr std::string_view kDocumentType = "application/vnd.api+json";
inline constexpr std::string_view kNoSuchResource = "no such resource";

/// What a refusal is about, as its title names it. A value: it outlives its request.
struct About {
  About() = default;
  About(std::string_view of_table, std::string_view with_id) : table(of_table), id(with_id) {}
  explicit About(const Context& context) : About(context.table, context.id) {}

  std::string table{};
  std::string id{};  ///< "" for the table itself
};

/// `{"errors":[{"status":"400","title":"..."}]}`: clients show the title [Daptin client "jsonApi"].
http::Response Refuse(int status, std::string_view title);
/// 403, with the level that refused, the table, as title and in `X-Denied-Level`.
http::Response RefuseTable();
/// 404 `no such resource`.
http::Response NoSuchResource();

/// The one table from a core error to status and title, as a JSON:API document. Must not be given
/// kWouldWait.
http::Response RenderError(const About& about, const Error& error);

/// A refusal in the dialect's own words on its way through a `Result`: both renderers say exactly
/// its title, with its status.
tl::unexpected<Error> FailWith(const Refusal& refusal);
/// "Key: '' Error:Field validation 'title' failed on the 'required' tag". [Daptin "Status codes"]
std::string FailedValidation(std::string_view column, std::string_view tag);

/// The same as the answer of an action: one notification. "forbidden" says no more than that.
http::Response RenderOutcomeError(const About& about, const Error& error);
/// One notification of type "error".
http::Response RefuseAction(int status, std::string_view title, std::string_view message);
/// 400 of an action's input: `column` failed on the validation `tag`.
http::Response RefuseInput(std::string_view column, std::string_view tag);

/// The name by which this API's clients know a field of the core ("name" for "display_name").
std::string_view ColumnOf(std::string_view field);

/// A JSON:API answer.
http::Response Document(int status, Buffer body);

}  // namespace guildhall::daptin
