#include "core/credentials.h"

#include <string>

#include "base/bytes.h"

namespace guildhall {
namespace {

constexpr std::size_t kAccessKeyBytes = 16;
/// Apart from those of the kinds of key; what sessions are signed under, so never changed either.
constexpr std::string_view kSessionPurpose = "session";
constexpr std::string_view kAccountTokenPurpose = "account_token";
constexpr std::string_view kUserRecoveryPurpose = "user_recovery";

/// Separates the digests and seals of the kinds; stored with every key, so never changed.
std::string_view PurposeOf(KeyKind kind) {
  switch (kind) {
    case KeyKind::kApiKey:
      return "api_key";
    case KeyKind::kOperatorKey:
      return "operator_key";
    case KeyKind::kUserKey:
      return "user_key";
    case KeyKind::kAccessKey:
      return "access_key";
    case KeyKind::kInvitation:
      return "invitation";
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

Secret Credentials::MakeAccessKey() const {
  return Secret(ToHex(AsView(RandomBytes<kAccessKeyBytes>(random_))));
}

StoredKey Credentials::StoreAccessKey(TenantId owner, const Secret& key) const {
  return {DigestAccessKey(key.Reveal()),
          keys_.Seal(key, ContextOf(KeyKind::kAccessKey, owner), random_)};
}

std::string Credentials::DigestAccessKey(std::string_view key) const {
  return keys_.Digest(PurposeOf(KeyKind::kAccessKey), key);
}

Secret Credentials::SessionSecret(TenantId tenant, std::int64_t number) const {
  // The first one is as it was before there were others: nobody is signed out.
  std::string text = std::to_string(tenant.value());
  if (number != 1) text += ' ' + std::to_string(number);
  return Secret(keys_.Digest(kSessionPurpose, text));
}

Secret Credentials::AccountTokenSecret() const {
  return Secret(keys_.Digest(kAccountTokenPurpose, ""));
}

Secret Credentials::UserRecoverySecret() const {
  return Secret(keys_.Digest(kUserRecoveryPurpose, ""));
}

std::optional<Secret> Credentials::Open(KeyKind kind, TenantId owner,
                                        std::string_view sealed) const {
  std::optional<Secret> bytes = keys_.Open(sealed, ContextOf(kind, owner));
  if (!bytes || kind == KeyKind::kAccessKey) return bytes;
  return Secret(ToHex(bytes->Reveal()));
}

Secret TextOf(const KeyBytes& key) { return Secret(ToHex(AsView(key))); }

}  // namespace guildhall
