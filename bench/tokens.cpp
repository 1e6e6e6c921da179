#include "bench/tokens.h"

namespace guildhall::bench {

Secret TokenOf(const daptin::Jwt& jwt, const UserView& view) {
  daptin::Claims claims;
  claims.email = view.user.email;
  claims.name = view.user.username;
  claims.subject = view.user.uid;
  claims.lifetime.issued_at = claims.lifetime.not_before =
      view.user.created_at.microseconds() / 1'000'000;
  claims.lifetime.expires_at = claims.lifetime.issued_at + 72LL * 3600;
  claims.id = view.user.uid;
  claims.auth_version = view.user.auth_version;
  return jwt.Sign(claims);
}

}  // namespace guildhall::bench
