#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace guildhall {

/// Makes the cryptographic library ready; call before anything else in this header. Calling it
/// again does nothing. Thread-safe.
void InitializeCrypto();

/// Equal, in a time that depends on the lengths only.
bool SameSecret(const Secret& a, const Secret& b);
bool SameBytes(std::string_view a, std::string_view b);

/// The server's data key, and what is done with it: finding a stored key by its keyed hash, and
/// sealing what an API must show again. One key gives several independent subkeys by purpose.
/// Immutable after construction; thread-safe.
class KeyRing {
 public:
  static constexpr std::size_t kDataKeyBytes = 32;
  static constexpr std::size_t kDigestBytes = 32;

  /// `data_key` must have exactly `kDataKeyBytes` bytes; anything else is kInvalid.
  static Result<KeyRing> FromDataKey(const Secret& data_key);
  /// A fresh data key, as the bytes that `FromDataKey` takes.
  static Secret MakeDataKey(Random& random);

  /// The keyed hash under which a credential is stored. `purpose` separates kinds of credential,
  /// so that a digest of one kind never equals a digest of another.
  [[nodiscard]] Bytes Digest(std::string_view purpose, std::string_view credential) const;

  /// Encrypts and authenticates; `context` (for instance the row that holds it) is bound in, so a
  /// sealed value copied to another row does not open.
  [[nodiscard]] Bytes Seal(const Secret& value, std::string_view context, Random& random) const;
  /// The value, or nothing when `sealed` was not made by `Seal` under this key and context.
  [[nodiscard]] std::optional<Secret> Open(std::string_view sealed, std::string_view context) const;

 private:
  KeyRing() = default;
  std::array<std::uint8_t, 32> digest_key_{};
  std::array<std::uint8_t, 32> seal_key_{};
};

/// Hashes a password by Argon2id (19 MiB, t=2, p=1). Takes some 8 ms of one core: never on an
/// event loop and never inside a change.
[[nodiscard]] std::string HashPassword(const Secret& password);

/// Hashes a password by bcrypt (`$2a$`, cost 11), for those who read the hash elsewhere. Nothing
/// for one that bcrypt cannot tell from others: longer than `kMaxBcryptBytes`, or with a zero byte.
/// Costs more than `HashPassword`: never on an event loop and never inside a change.
[[nodiscard]] std::optional<std::string> HashBcrypt(const Secret& password);
inline constexpr std::size_t kMaxBcryptBytes = 72;

/// The MD5 digest in 32 hexadecimal digits, lower-case; nothing where the system forbids it.
/// Protects nothing; only for those who ask for it by name.
[[nodiscard]] std::optional<std::string> Md5Hex(std::string_view text);

/// Whether `password` is the one that `hash` was made from. Knows Argon2id (`$argon2id$`), bcrypt
/// (`$2a$`, `$2b$`, `$2y$`) and Django's `pbkdf2_sha256$rounds$salt$base64`; an unknown form is
/// false, and so is one that asks for more work than any honest system would (bcrypt cost over 16,
/// more than 10'000'000 rounds, more than 1 GiB). Costs what the hash costs: never on an event
/// loop.
[[nodiscard]] bool VerifyPassword(std::string_view hash, const Secret& password);

/// Whether `VerifyPassword` could ever be true of it: a known form that asks for bearable work.
[[nodiscard]] bool IsPasswordHash(std::string_view hash);

/// True for a hash that `HashPassword` would not make today, so that it is renewed at sign-in.
[[nodiscard]] bool NeedsRehash(std::string_view hash);

}  // namespace guildhall
