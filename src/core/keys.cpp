#include "core/keys.h"

#include <bit>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/bytes.h"
#include "base/hmac.h"

namespace guildhall {
namespace {

// Stored: a tag never changes its meaning. The gaps are for kinds to come.
constexpr char kFalseTag = 0x20;
constexpr char kTrueTag = 0x21;
constexpr char kIntegerTag = 0x30;
constexpr char kFloatTag = 0x38;
constexpr char kTimeTag = 0x40;
constexpr char kTextTag = 0x50;
constexpr char kDigestTag = 0x51;
constexpr char kPointTag = 0x60;
constexpr char kNullTag = static_cast<char>(0xF0);

constexpr std::uint64_t kTopBit = std::uint64_t{1} << 63U;

std::string WithNumber(char tag, std::uint64_t number) {
  std::string key(1, tag);
  for (int shift = 56; shift >= 0; shift -= 8)
    key.push_back(static_cast<char>(static_cast<unsigned char>(number >> shift)));
  return key;
}

std::string WithSigned(char tag, std::int64_t number) {
  return WithNumber(tag, static_cast<std::uint64_t>(number) ^ kTopBit);
}

std::string OfFloat(double number) {
  if (number == 0) number = 0;  // -0 and +0 are equal
  const auto bits = std::bit_cast<std::uint64_t>(number);
  return WithNumber(kFloatTag, (bits & kTopBit) != 0 ? ~bits : bits ^ kTopBit);
}

// The tag and the bytes of `text`, of which 00 becomes 00 FF so that 00 01 can be an end that sorts
// before everything that may follow. Stops at the longest key.
std::string OpenText(std::string_view text) {
  std::string key(1, kTextTag);
  for (const char c : text) {
    if (key.size() >= kMaxKey) break;
    key.push_back(c);
    if (c == '\0') key.push_back('\xFF');
  }
  if (key.size() > kMaxKey) key.resize(kMaxKey);
  return key;
}

std::string OfText(std::string_view text) {
  std::string key = OpenText(text);
  key.append({'\0', '\x01'});
  if (key.size() > kMaxKey) key.resize(kMaxKey);
  return key;
}

// 32 bits of how far `degrees` is from `low` on the way to `high`; what lies outside is at the end.
std::uint32_t Scaled(double degrees, double low, double high) {
  constexpr double kSteps = 4294967296.0;
  const double steps = (degrees - low) / (high - low) * kSteps;
  if (!(steps > 0)) return 0;
  return steps >= kSteps ? UINT32_MAX : static_cast<std::uint32_t>(steps);
}

// Bit n of `bits` becomes bit 2n.
std::uint64_t Spread(std::uint32_t bits) {
  std::uint64_t spread = bits;
  spread = (spread | (spread << 16U)) & 0x0000'FFFF'0000'FFFFU;
  spread = (spread | (spread << 8U)) & 0x00FF'00FF'00FF'00FFU;
  spread = (spread | (spread << 4U)) & 0x0F0F'0F0F'0F0F'0F0FU;
  spread = (spread | (spread << 2U)) & 0x3333'3333'3333'3333U;
  return (spread | (spread << 1U)) & 0x5555'5555'5555'5555U;
}

std::string OfPoint(const GeoPoint& point) {
  const std::uint64_t longitude = Spread(Scaled(point.longitude, -180, 180));
  const std::uint64_t latitude = Spread(Scaled(point.latitude, -90, 90));
  return KeyOfCell((longitude << 1U) | latitude);
}

std::string Digest(std::string_view bytes) {
  return std::string(1, kDigestTag).append(AsView(HmacSha256(Secret{}, bytes)));
}

struct KeyMaker {
  std::string operator()(std::monostate) const { return {kNullTag}; }
  std::string operator()(bool value) const { return {value ? kTrueTag : kFalseTag}; }
  std::string operator()(std::int64_t value) const { return WithSigned(kIntegerTag, value); }
  std::string operator()(double value) const { return OfFloat(value); }
  std::string operator()(const std::string& value) const { return OfText(value); }
  std::string operator()(Time value) const { return WithSigned(kTimeTag, value.microseconds()); }
  std::string operator()(const GeoPoint& value) const { return OfPoint(value); }
  std::string operator()(const Document&) const { return {}; }
  std::string operator()(const Scalars&) const { return {}; }
  std::string operator()(const Ids&) const { return {}; }
  std::string operator()(const FileValue&) const { return {}; }
};

struct ElementKeyMaker : KeyMaker {
  using KeyMaker::operator();
  std::string operator()(std::int64_t value) const { return OfFloat(static_cast<double>(value)); }
};

}  // namespace

std::string KeyOf(const Value& value) { return std::visit(KeyMaker{}, value); }

std::string KeyOf(const Scalar& element) { return std::visit(ElementKeyMaker{}, element); }

std::string KeyOfId(std::int64_t id) { return WithSigned(kIntegerTag, id); }

std::string KeyOfCell(std::uint64_t bits) { return WithNumber(kPointTag, bits); }

bool IsCut(std::string_view key) {
  return key.size() >= kMaxKey || (!key.empty() && key.front() == kPointTag);
}

std::string KeyAfter(std::string_view prefix) {
  std::string after(prefix.substr(0, prefix.find_last_not_of('\xFF') + 1));
  if (!after.empty()) ++after.back();
  return after;
}

KeyBounds BoundsOfPrefix(std::string_view prefix) {
  KeyBounds bounds;
  bounds.first = OpenText(prefix);
  bounds.last = KeyAfter(bounds.first);
  return bounds;
}

std::string UniqueKeyOf(const Value& value) {
  if (IsNull(value)) return {};
  std::string key = KeyOf(value);
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr || !IsCut(key)) return key;
  // A tag apart from that of texts: no text can be made whose key is another one's digest.
  return Digest(*text);
}

std::string UniqueKeyOf(const std::vector<std::string>& keys) {
  std::string all;
  for (const std::string& key : keys) {
    if (key.empty()) return {};
    // Four bytes, of which the first is zero: no digest begins like this.
    for (int shift = 24; shift >= 0; shift -= 8)
      all.push_back(static_cast<char>(static_cast<unsigned char>(key.size() >> shift)));
    all.append(key);
  }
  return all.size() <= kMaxKey ? all : Digest(all);
}

}  // namespace guildhall
