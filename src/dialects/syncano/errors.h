#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "dialects/syncano/context.h"
#include "http/answer.h"

namespace guildhall::syncano {

inline constexpr std::string_view kNoPermission =
    "You do not have permission to perform this action.";
inline constexpr std::string_view kNoSuchKey = "No such API Key.";
inline constexpr std::string_view kNotFoundText = "Not found.";
inline constexpr std::string_view kRequiredText = "This field is required.";
inline constexpr std::string_view kBlankText = "This field may not be blank.";
inline constexpr std::string_view kNullText = "This field may not be null.";
inline constexpr std::string_view kTakenText = "This field must be unique.";

/// `{"detail":"..."}`: permission, not found, limits, conflicts, throttling, method, media type.
http::Response Refuse(int status, std::string_view detail);

/// 403 with the one sentence for everything that the caller may not do.
http::Response NoPermission();
/// 404 with this sentence.
http::Response Missing(std::string_view detail);

/// 405 for what cannot be a part of a batch.
http::Response RefuseBatching();

/// 400 `{"field":"text"}`, the text not in a list: what Syncano v1.1 does for a few fields only
/// (expected_revision, query, room, invitation_key).
http::Response RefusePlainly(std::string_view field, std::string_view text);

/// The one table from a core error to status, shape and sentence. Must not be given kWouldWait.
http::Response RenderError(Noun noun, const Error& error);

/// The sentence for one refused field.
std::string SentenceOf(Noun noun, const Problem& problem);

/// The name by which Syncano's clients know a field of the core ("label" for a group's "name").
std::string_view FieldName(Noun noun, std::string_view field);

/// 200, 201, ... with a JSON body.
http::Response Answered(int status, Buffer body);
/// 204 without a body.
http::Response NoContent();

}  // namespace guildhall::syncano
