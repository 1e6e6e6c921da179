#include "base/crypto.h"

#include <algorithm>
#include <charconv>
#include <crypt.h>
#include <limits>
#include <memory>
#include <new>
#include <sodium.h>
#include <span>
#include <vector>

#include <openssl/evp.h>

#include "base/strings.h"

namespace guildhall {
namespace {

constexpr unsigned long long kArgonPasses = 2;
constexpr std::size_t kArgonBytes = std::size_t{19456} * 1024;

// Beyond these a stored hash is an attempt to keep us busy.
constexpr std::int64_t kMostRounds = 10'000'000;
constexpr std::int64_t kMostBcryptCost = 16;
constexpr std::int64_t kMostArgonKibibytes = 1 << 20;
constexpr std::int64_t kMostArgonPasses = 64;

constexpr std::string_view kArgonPrefix = "$argon2id$";
constexpr std::string_view kDjangoPrefix = "pbkdf2_sha256$";

const unsigned char* Unsigned(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* Unsigned(Bytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

bool InRange(std::optional<std::int64_t> value, std::int64_t least, std::int64_t most) {
  return value && *value >= least && *value <= most;
}

// The number of `name=123`, or nothing.
std::optional<std::int64_t> NamedNumber(std::string_view part, std::string_view name) {
  if (!part.starts_with(name)) return std::nullopt;
  return ParseInteger(part.substr(name.size()));
}

// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`
bool IsArgon(std::string_view hash) {
  if (!hash.starts_with(kArgonPrefix)) return false;
  std::string_view rest = hash.substr(kArgonPrefix.size());
  CutAt(rest, '$');
  std::string_view costs = CutAt(rest, '$');
  const auto memory = NamedNumber(CutAt(costs, ','), "m=");
  const auto passes = NamedNumber(CutAt(costs, ','), "t=");
  return InRange(memory, 8, kMostArgonKibibytes) && InRange(passes, 1, kMostArgonPasses) &&
         !CutAt(rest, '$').empty() && !rest.empty();
}

bool VerifyArgon(std::string_view hash, std::string_view password) {
  return crypto_pwhash_str_verify(std::string(hash).c_str(), password.data(), password.size()) == 0;
}

// `$2b$12$` and 53 characters of salt and hash.
bool IsBcrypt(std::string_view hash) {
  constexpr std::size_t kBcryptLength = 60;
  const bool marked =
      hash.starts_with("$2a$") || hash.starts_with("$2b$") || hash.starts_with("$2y$");
  return marked && hash.size() == kBcryptLength &&
         InRange(ParseInteger(hash.substr(4, 2)), 4, kMostBcryptCost);
}

bool VerifyBcrypt(std::string_view hash, std::string_view password) {
  // The C interface ends a password at its first zero byte, which would make longer ones equal.
  if (password.find('\0') != std::string_view::npos) return false;
  const auto data = std::make_unique<crypt_data>();
  std::string phrase(password);
  const char* made = crypt_r(phrase.c_str(), std::string(hash).c_str(), data.get());
  const bool same = made != nullptr && SameBytes(made, hash);
  sodium_memzero(phrase.data(), phrase.size());
  sodium_memzero(data.get(), sizeof *data);
  return same;
}

/// `pbkdf2_sha256$260000$salt$base64`, as Django's PBKDF2PasswordHasher writes it.
struct DjangoHash {
  int rounds = 0;
  std::string_view salt;
  std::string_view derived;
};

std::optional<DjangoHash> ReadDjango(std::string_view hash) {
  if (!hash.starts_with(kDjangoPrefix)) return std::nullopt;
  std::string_view rest = hash.substr(kDjangoPrefix.size());
  const auto rounds = ParseInteger(CutAt(rest, '$'));
  const std::string_view salt = CutAt(rest, '$');
  constexpr std::size_t kLargest = std::numeric_limits<int>::max();
  if (!InRange(rounds, 1, kMostRounds) || salt.size() > kLargest) return std::nullopt;
  return DjangoHash{static_cast<int>(*rounds), salt, rest};
}

constexpr std::size_t kDjangoBytes = 32;
constexpr std::size_t kDjangoText =
    sodium_base64_ENCODED_LEN(kDjangoBytes, sodium_base64_VARIANT_ORIGINAL);

bool VerifyDjango(const DjangoHash& hash, std::string_view password) {
  if (password.size() > std::size_t{std::numeric_limits<int>::max()}) return false;
  std::array<unsigned char, kDjangoBytes> derived{};
  if (PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), Unsigned(hash.salt),
                        static_cast<int>(hash.salt.size()), hash.rounds, EVP_sha256(), kDjangoBytes,
                        derived.data()) != 1)
    return false;
  std::array<char, kDjangoText> text{};
  sodium_bin2base64(text.data(), text.size(), derived.data(), derived.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  return SameBytes(text.data(), hash.derived);
}

}  // namespace

void InitializeCrypto() {
  if (sodium_init() < 0) GH_BUG("the cryptographic library does not start");
}

bool SameBytes(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool SameSecret(const Secret& a, const Secret& b) { return SameBytes(a.Reveal(), b.Reveal()); }

Result<KeyRing> KeyRing::FromDataKey(const Secret& data_key) {
  static_assert(kDataKeyBytes == crypto_kdf_KEYBYTES);
  constexpr char kContext[] = "guildhal";
  static_assert(sizeof kContext - 1 == crypto_kdf_CONTEXTBYTES);
  const std::string_view key = data_key.Reveal();
  if (key.size() != kDataKeyBytes)
    return Fail(Errc::kInvalid, "the data key does not have the right length");
  KeyRing ring;
  crypto_kdf_derive_from_key(ring.digest_key_.data(), ring.digest_key_.size(), 1, kContext,
                             Unsigned(key));
  crypto_kdf_derive_from_key(ring.seal_key_.data(), ring.seal_key_.size(), 2, kContext,
                             Unsigned(key));
  return ring;
}

Secret KeyRing::MakeDataKey(Random& random) {
  const auto key = RandomBytes<kDataKeyBytes>(random);
  return Secret(std::string(AsView(key)));
}

Bytes KeyRing::Digest(std::string_view purpose, std::string_view credential) const {
  // The purpose's length goes first, so that no other split of the same bytes has this digest.
  std::array<std::uint8_t, 8> length{};
  for (std::size_t i = 0; i < length.size(); ++i)
    length[i] = static_cast<std::uint8_t>(purpose.size() >> (8 * i));
  crypto_generichash_state state;
  crypto_generichash_init(&state, digest_key_.data(), digest_key_.size(), kDigestBytes);
  crypto_generichash_update(&state, length.data(), length.size());
  crypto_generichash_update(&state, Unsigned(purpose), purpose.size());
  crypto_generichash_update(&state, Unsigned(credential), credential.size());
  Bytes digest(kDigestBytes, '\0');
  crypto_generichash_final(&state, Unsigned(digest), digest.size());
  return digest;
}

Bytes KeyRing::Seal(const Secret& value, std::string_view context, Random& random) const {
  constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  const auto nonce = RandomBytes<kNonce>(random);
  const std::string_view plain = value.Reveal();
  Bytes sealed(AsView(nonce));
  sealed.resize(kNonce + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt(Unsigned(sealed) + kNonce, nullptr, Unsigned(plain),
                                             plain.size(), Unsigned(context), context.size(),
                                             nullptr, nonce.data(), seal_key_.data());
  return sealed;
}

std::optional<Secret> KeyRing::Open(std::string_view sealed, std::string_view context) const {
  constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  if (sealed.size() < kNonce + kTag) return std::nullopt;
  const std::string_view nonce = sealed.substr(0, kNonce);
  const std::string_view cipher = sealed.substr(kNonce);
  std::string plain(cipher.size() - kTag, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          Unsigned(plain), nullptr, nullptr, Unsigned(cipher), cipher.size(), Unsigned(context),
          context.size(), Unsigned(nonce), seal_key_.data()) != 0)
    return std::nullopt;
  return Secret(std::move(plain));
}

std::string HashPassword(const Secret& password) {
  const std::string_view text = password.Reveal();
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  // It fails only for want of memory.
  if (crypto_pwhash_str(hash.data(), text.data(), text.size(), kArgonPasses, kArgonBytes) != 0)
    throw std::bad_alloc();
  return hash.data();
}

std::optional<std::string> HashBcrypt(const Secret& password) {
  constexpr unsigned long kCost = 11;
  const std::string_view text = password.Reveal();
  if (text.size() > kMaxBcryptBytes || text.find('\0') != std::string_view::npos)
    return std::nullopt;
  std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
  // Without bytes of ours it takes the system's chance.
  if (crypt_gensalt_rn("$2a$", kCost, nullptr, 0, setting.data(), setting.size()) == nullptr)
    return std::nullopt;
  const auto data = std::make_unique<crypt_data>();
  std::string phrase(text);
  const char* made = crypt_r(phrase.c_str(), setting.data(), data.get());
  const std::string hash(made != nullptr ? made : "");
  sodium_memzero(phrase.data(), phrase.size());
  sodium_memzero(data.get(), sizeof *data);
  return IsBcrypt(hash) ? std::optional(hash) : std::nullopt;
}

std::optional<std::string> Md5Hex(std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_md5(), nullptr) != 1)
    return std::nullopt;
  std::string hex;
  for (unsigned int i = 0; i < length; ++i) {
    hex.push_back(kDigits[digest[i] >> 4U]);
    hex.push_back(kDigits[digest[i] & 0xFU]);
  }
  return hex;
}

bool VerifyPassword(std::string_view hash, const Secret& password) {
  // Every form is text; a zero byte would hide the rest from the C libraries.
  if (hash.find('\0') != std::string_view::npos) return false;
  if (IsArgon(hash)) return VerifyArgon(hash, password.Reveal());
  if (IsBcrypt(hash)) return VerifyBcrypt(hash, password.Reveal());
  if (const auto django = ReadDjango(hash)) return VerifyDjango(*django, password.Reveal());
  return false;
}

bool IsPasswordHash(std::string_view hash) {
  if (hash.find('\0') != std::string_view::npos) return false;
  const auto django = ReadDjango(hash);
  return IsArgon(hash) || IsBcrypt(hash) || (django && django->derived.size() == kDjangoText - 1);
}

bool NeedsRehash(std::string_view hash) {
  if (!hash.starts_with(kArgonPrefix)) return true;
  return crypto_pwhash_str_needs_rehash(std::string(hash).c_str(), kArgonPasses, kArgonBytes) != 0;
}

}  // namespace guildhall
