#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/random.h"
#include "base/secret.h"
#include "core/ids.h"

namespace guildhall {

/// The 160 bits of a key that an application presents. The lowest bit of the last byte tells what
/// it opens: set for API keys, clear for operators and users.
using KeyBytes = std::array<std::uint8_t, 20>;

enum class KeyKind : std::uint8_t { kApiKey, kOperatorKey, kUserKey, kAccessKey, kInvitation };

/// Whether the key opens an API key's doors; else an operator's or a user's.
constexpr bool IsApiKey(const KeyBytes& key) { return (key.back() & 1U) != 0; }

/// The key as it is shown: 40 lower-case hexadecimal digits.
Secret TextOf(const KeyBytes& key);

/// A key in the two forms in which it is stored.
struct StoredKey {
  std::string digest;
  std::string sealed;
};

/// Makes keys, and turns them into what is stored and back. Thread-safe.
class Credentials {
 public:
  Credentials(const KeyRing& keys, Random& random) : keys_(keys), random_(random) {}

  /// A fresh key; its last bit is the kind's. Not for access keys.
  [[nodiscard]] KeyBytes Make(KeyKind kind) const;
  /// `owner` is bound into the sealed form: the tenant for user keys, 0 for the others.
  [[nodiscard]] StoredKey Store(KeyKind kind, TenantId owner, const KeyBytes& key) const;
  [[nodiscard]] std::string Digest(KeyKind kind, const KeyBytes& key) const;
  // Access keys are texts: 32 lower-case hexadecimal digits when made here, else what was given.
  [[nodiscard]] Secret MakeAccessKey() const;
  [[nodiscard]] StoredKey StoreAccessKey(TenantId owner, const Secret& key) const;
  [[nodiscard]] std::string DigestAccessKey(std::string_view key) const;

  /// 32 bytes under which a tenant's sessions are signed: follow from the data key, so that every
  /// node has the same. Another number gives another secret.
  [[nodiscard]] Secret SessionSecret(TenantId tenant, std::int64_t number) const;
  /// The same for what operators are mailed, see `AccountTokens`.
  [[nodiscard]] Secret AccountTokenSecret() const;
  /// The same for what users are mailed, see `UserRecovery`.
  [[nodiscard]] Secret UserRecoverySecret() const;

  /// The key as 40 lower-case hexadecimal digits (an access key as its text); nothing when `sealed`
  /// does not open (damaged, or another data key).
  [[nodiscard]] std::optional<Secret> Open(KeyKind kind, TenantId owner,
                                           std::string_view sealed) const;

 private:
  const KeyRing& keys_;
  Random& random_;
};

}  // namespace guildhall
