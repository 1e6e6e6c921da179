#include "dialects/daptin/auth.h"

#include <utility>

#include "base/fingerprint.h"
#include "base/strings.h"
#include "dialects/daptin/jwt.h"
#include "dialects/daptin/session_memory.h"

namespace guildhall::daptin {
namespace {

constexpr std::int64_t kMicroseconds = 1'000'000;
// Seconds by which the node that made an account and the one that signs may disagree.
constexpr std::int64_t kClockAllowance = 300;
constexpr std::string_view kTokenName = "token";

/// The host of an origin ("https://host:port"); "" for an opaque one ("null").
std::string_view AuthorityOf(std::string_view origin) {
  const std::size_t scheme = origin.find("://");
  return scheme == std::string_view::npos ? std::string_view() : origin.substr(scheme + 3);
}

/// Whether a page of another site sent this; false where no browser says so.
bool IsFromElsewhere(const Headers& headers) {
  // Images and links come without an origin.
  if (headers.origin.empty()) return headers.cross_site;
  return !EqualsIgnoreCase(AuthorityOf(headers.origin), headers.host);
}

/// A name that means this machine, whatever a name server says.
bool IsLoopbackName(std::string_view host) {
  const std::string name = HostName(host);
  const bool address = name.find_first_not_of("0123456789.") == std::string::npos;
  return name == "localhost" || name == "[::1]" || (address && name.starts_with("127."));
}

std::string_view CookieValue(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    std::string_view value = Trim(CutAt(cookies, ';'));
    if (CutAt(value, '=') == name) return value;
  }
  return {};
}

/// The second of exactly two parts with one space between, the first being "Bearer"; else "".
std::string_view BearerOf(std::string_view authorization) {
  const std::size_t space = authorization.find(' ');
  if (space == std::string_view::npos) return {};
  if (!EqualsIgnoreCase(authorization.substr(0, space), "bearer")) return {};
  const std::string_view token = authorization.substr(space + 1);
  return token.find(' ') == std::string_view::npos ? token : std::string_view();
}

SessionMemory& ThisThreadsSessions() {
  thread_local SessionMemory sessions;
  return sessions;
}

/// What a token says that one of the tenant's keys has signed, with the number of the key.
struct Signed {
  Claims claims;
  std::int64_t key = 0;
};
std::optional<Signed> Verify(const Context& context, std::string_view token, Time now) {
  const Tenant& tenant = *context.tenant;
  for (std::int64_t key = tenant.session_key; key >= tenant.oldest_session_key; --key) {
    const Jwt jwt(context.core().credentials().SessionSecret(tenant.id, key));
    if (auto claims = jwt.Verify(token, now)) return Signed{*std::move(claims), key};
  }
  return std::nullopt;
}

/// The session of a token that this thread has not seen; nothing when it is no good.
Result<std::optional<Session>> OpenSession(const Context& context, std::string_view token,
                                           Time now) {
  const TenantId tenant = context.tenant->id;
  const std::optional<Signed> verified = Verify(context, token, now);
  if (!verified) return std::optional<Session>();
  const Claims& claims = verified->claims;
  auto read = context.core().Read(context.patience(),
                                  [&](const Snapshot& snapshot) -> Result<std::optional<User>> {
                                    return snapshot.users().FindByUid(tenant, claims.subject);
                                  });
  GH_TRY(const std::optional<User> user, std::move(read));
  if (!user) return std::optional<Session>();
  return std::optional(Session{context.services.serial, tenant, user->id, user->uid,
                               claims.lifetime, claims.auth_version, verified->key});
}

/// The caller of an open session.
Result<Caller> CallerOf(const Context& context, const Session& session) {
  GH_TRY(Caller caller,
         context.core().callers().ResolveSession(context.patience(), session.tenant, session.user,
                                                 session.auth_version));
  const bool another = caller.user && caller.user->user.uid != session.subject;
  // A reference id may be given again once its account is gone: tokens from before are nobody's.
  const bool older = caller.user && caller.user->user.created_at.microseconds() / kMicroseconds >
                                        session.lifetime.issued_at + kClockAllowance;
  return older || another ? Callers::Guest(session.tenant) : std::move(caller);
}

}  // namespace

Headers ReadHeaders(const http::Request& request) {
  Headers headers;
  for (std::size_t i = 0; i < request.header_count; ++i) {
    const http::HeaderField& field = request.headers[i];
    if (IsToken(field.name, "authorization")) headers.authorization = field.value;
    if (IsToken(field.name, "cookie")) headers.cookie = field.value;
    if (EqualsIgnoreCase(field.name, "host")) headers.host = field.value;
    if (IsToken(field.name, "origin")) headers.origin = field.value;
    if (IsToken(field.name, "sec-fetch-site")) headers.cross_site = field.value == "cross-site";
    if (IsToken(field.name, "access-control-request-method")) headers.preflight = true;
    constexpr std::string_view kForwarded = "x-forwarded-";
    if (IsToken(field.name, "forwarded") || EqualsIgnoreCase(field.name, "via") ||
        EqualsIgnoreCase(field.name.substr(0, kForwarded.size()), kForwarded) ||
        IsToken(field.name, "x-real-ip")) {
      headers.forwarded = true;
    }
  }
  return headers;
}

std::string PresentedToken(const http::Request& request, const Headers& headers) {
  if (!headers.authorization.empty()) return std::string(BearerOf(headers.authorization));
  if (!request.query.empty()) {
    if (auto token = request.QueryParameter(kTokenName); token && !token->empty()) return *token;
  }
  if (headers.cookie.empty() || IsFromElsewhere(headers)) return {};
  return std::string(CookieValue(headers.cookie, kTokenName));
}

std::string HostName(std::string_view host) {
  const std::size_t bracket = host.find(']');
  const std::size_t colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
  return ToLowerAscii(host.substr(0, colon));
}

bool MayFound(const Options& options, const Headers& headers) {
  if (options.open_setup) return true;
  if (!options.loopback || headers.forwarded) return false;
  if (!headers.host.empty() && !IsLoopbackName(headers.host)) return false;
  return !IsFromElsewhere(headers) || IsLoopbackName(AuthorityOf(headers.origin));
}

Result<Caller> ResolveToken(const Context& context, std::string_view token) {
  const TenantId tenant = context.tenant->id;
  if (token.empty() || token.size() > kMaxTokenLength) return Callers::Guest(tenant);
  const Time now = context.core().clock().Now();
  SessionMemory& sessions = ThisThreadsSessions();
  const Fingerprint fingerprint = FingerprintOf(token);
  if (const Session* known = sessions.Find(fingerprint, context.services.serial, tenant)) {
    const bool accepted = known->key >= context.tenant->oldest_session_key;
    if (!accepted || !IsCurrent(known->lifetime, now)) return Callers::Guest(tenant);
    return CallerOf(context, *known);
  }
  GH_TRY(std::optional<Session> session, OpenSession(context, token, now));
  if (!session) return Callers::Guest(tenant);
  GH_TRY(Caller caller, CallerOf(context, *session));
  if (caller.user) sessions.Keep(fingerprint, *session);
  return caller;
}

Secret MakeToken(const Context& context, const User& user) {
  const std::int64_t now = context.core().clock().Now().microseconds() / kMicroseconds;
  Claims claims;
  claims.email = user.email.empty() ? user.username : user.email;
  claims.name = user.display_name.empty() ? user.username : user.display_name;
  claims.subject = user.uid;
  claims.lifetime.issued_at = claims.lifetime.not_before = now;
  claims.lifetime.expires_at = now + context.services.options.token_hours * 3600;
  claims.id = context.services.identities.MakeUid();
  claims.auth_version = user.auth_version;
  const Tenant& tenant = *context.tenant;
  return Jwt(context.core().credentials().SessionSecret(tenant.id, tenant.session_key))
      .Sign(claims);
}

}  // namespace guildhall::daptin
