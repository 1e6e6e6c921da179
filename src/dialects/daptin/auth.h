#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dialects/daptin/context.h"

namespace guildhall::daptin {

/// What the dialect looks at among a request's headers. Views into the request.
struct Headers {
  std::string_view authorization{};
  std::string_view cookie{};
  std::string_view host{};
  std::string_view origin{};
  bool cross_site = false;  ///< a browser says that a page of another site asks
  bool forwarded = false;   ///< somebody between the client and us said so
  bool preflight = false;
};
Headers ReadHeaders(const http::Request& request);

/// The token that was presented, "" for none: a bearer token, else the query's, else the cookie's.
/// An `Authorization` of another form hides the others [Daptin "Authentication": token sources].
/// Pages of other sites cannot make a browser's cookie count.
std::string PresentedToken(const http::Request& request, const Headers& headers);

/// A host without its port, lower-case; "" for none. An IPv6 address keeps its brackets.
std::string HostName(std::string_view host);

/// Whether whoever sends this may found the tenant: nobody but this machine's own programs reaches
/// the listener, and no browser on behalf of another site; or it is said to be open.
bool MayFound(const Options& options, const Headers& headers);

/// Who signed in with `token` in the context's tenant; a guest for a token that is no good, or no
/// longer: it is expired or forged, the account is gone, or its sessions have ended. Tokens that
/// were good are remembered by each thread. kWouldWait.
Result<Caller> ResolveToken(const Context& context, std::string_view token);

/// A token for `user`, who just proved who he is.
Secret MakeToken(const Context& context, const User& user);

}  // namespace guildhall::daptin
