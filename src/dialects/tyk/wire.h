#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/buffer.h"
#include "base/json.h"
#include "core/caller.h"
#include "core/people.h"
#include "core/tenant.h"
#include "http/answer.h"

namespace guildhall::tyk {

/// `{"Status":..,"Message":..,"Meta":..}` in this order, which official scripts cut by position;
/// `meta` is JSON text, null when there is none.
void WriteEnvelope(Buffer& out, std::string_view status, std::string_view message,
                   std::optional<std::string_view> meta);

/// 200 with an envelope.
http::Response Done(std::string_view message, std::optional<std::string_view> meta = std::nullopt);
/// `text` as JSON, for `Meta`.
std::string Quoted(std::string_view text);
inline constexpr std::string_view kEmptyMeta = "\"\"";

/// A user group [Tyk Dashboard API "User Groups"]. `password_max_days` is shown when it is not 0:
/// the document prints the whole object without it.
void WriteGroup(JsonWriter& out, const ObjectId& organisation, const Group& group);

/// A user: exactly fourteen members, for the official Go client refuses a fifteenth. `with_key`:
/// the access key is shown, else it is "".
void WriteUser(JsonWriter& out, const ObjectId& organisation, const UserView& view, bool with_key);
// What a user shows where he has nothing of the kind, because another vocabulary made him.
const std::string& ShownEmail(const User& user);
const std::string& ShownFirstName(const User& user);

/// An organisation, with what was given for it and defaults for the rest. `id` comes before any
/// nested `id`: official scripts take the first.
void WriteOrganisation(JsonWriter& out, const Tenant& tenant);

}  // namespace guildhall::tyk
