#pragma once

#include <string_view>

#include "base/error.h"
#include "dialects/tyk/context.h"
#include "http/answer.h"

namespace guildhall::tyk {

/// `{"Status":"Error","Message":...,"Meta":null}`. Every error of the dialect has this shape.
http::Response Refuse(int status, std::string_view message);

/// 401 `Not authorised`.
http::Response RefuseCredential();
/// 403 `access denied: User is not active`.
http::Response RefuseInactive();
/// 403 that names `path`, which may be any bytes; with two blanks before it, as published.
http::Response RefuseAccess(const RouteSpec& spec, std::string_view path);
/// 403 in words of the route's own.
http::Response RefuseDenied(std::string_view sentence);
/// 404 `Not found`: the path, or the method on it.
http::Response RefusePath();
/// An empty body where one is needed, and one that is no object or holds a value of a wrong type
/// [Tyk Dashboard API: 500 and 403 on POST, 400 on PUT, 403 below /admin].
http::Response RefuseEmptyBody(const RouteSpec& spec);
http::Response RefuseBody(const RouteSpec& spec);
/// What the core refused, for `spec`'s operation; `path` as the client sent it.
http::Response RenderError(const RouteSpec& spec, std::string_view path, const Error& error);

inline constexpr std::string_view kEmailTaken = "User email already exists for this Org";
inline constexpr std::string_view kWrongCurrentPassword = "Current password is incorrect.";
inline constexpr std::string_view kOrganisationNotSaved = "Failed to save new Org object to DB";
inline constexpr std::string_view kNeedsPermission =
    "To create a user specify at least one permission, or make them an admin.";

}  // namespace guildhall::tyk
