#include "core/credentials.h"

#include <string>

#include "base/bytes.h"

namespace guildhall {
namespace {

/// Separates the digests and seals of the kinds; stored with every key, so never changed.
std::string_view PurposeOf(KeyKind kind) {
  switch (kind) {
    case KeyKind::kApiKey:
      return "api_key";
    case KeyKind::kOperatorKey:
      return "operator_key";
    case KeyKind::kUserKey:
      return "user_key";
  }
  GH_BUG("a key of no known kind");
}

std::string ContextOf(KeyKind kind, TenantId owner) {
  return std::string(PurposeOf(kind)) + ':' + std::to_string(owner.value());
}

}  // namespace

KeyBytes Credentials::Make(KeyKind kind) const {
  KeyBytes key = RandomBytes<std::tuple_size_v<KeyBytes>>(random_);
  std::uint8_t& last = key.back();
  last = static_cast<std::uint8_t>(kind == KeyKind::kApiKey ? last | 0x01 : last & 0xFE);
  return key;
}

StoredKey Credentials::Store(KeyKind kind, TenantId owner, const KeyBytes& key) const {
  const Secret bytes{std::string(AsView(key))};
  return {Digest(kind, key), keys_.Seal(bytes, ContextOf(kind, owner), random_)};
}

std::string Credentials::Digest(KeyKind kind, const KeyBytes& key) const {
  return keys_.Digest(PurposeOf(kind), AsView(key));
}

std::optional<Secret> Credentials::Open(KeyKind kind, TenantId owner,
                                        std::string_view sealed) const {
  const std::optional<Secret> bytes = keys_.Open(sealed, ContextOf(kind, owner));
  if (!bytes) return std::nullopt;
  return Secret(ToHex(bytes->Reveal()));
}

Secret TextOf(const KeyBytes& key) { return Secret(ToHex(AsView(key))); }

}  // namespace guildhall
