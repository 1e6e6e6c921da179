#include "base/bytes.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace guildhall {
namespace {

constexpr std::uint8_t kNotHex = 0xFF;

constexpr std::array<std::uint8_t, 256> MakeHexTable() {
  std::array<std::uint8_t, 256> table{};
  for (auto& entry : table) entry = kNotHex;
  for (std::uint8_t i = 0; i < 10; ++i) table['0' + i] = i;
  for (std::uint8_t i = 0; i < 6; ++i) {
    table['a' + i] = static_cast<std::uint8_t>(10 + i);
    table['A' + i] = static_cast<std::uint8_t>(10 + i);
  }
  return table;
}

constexpr auto kHexTable = MakeHexTable();

bool DecodeEach(const char* hex, std::uint8_t* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint8_t high = kHexTable[static_cast<std::uint8_t>(hex[2 * i])];
    const std::uint8_t low = kHexTable[static_cast<std::uint8_t>(hex[2 * i + 1])];
    if ((high | low) > 0xF) return false;
    out[i] = static_cast<std::uint8_t>((high << 4) | low);
  }
  return true;
}

#if defined(__SSE2__)
/// Sixteen digits into eight bytes.
bool DecodeEight(const char* hex, std::uint8_t* out) {
  const auto at_most = [](__m128i bytes, char most) {
    return _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(most)), bytes);
  };
  const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(hex));
  // What is below the first of a range wraps around to far above its last.
  const __m128i number = _mm_sub_epi8(text, _mm_set1_epi8('0'));
  const __m128i letter = _mm_sub_epi8(_mm_or_si128(text, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
  const __m128i is_number = at_most(number, 9);
  const __m128i is_letter = at_most(letter, 5);
  if (_mm_movemask_epi8(_mm_or_si128(is_number, is_letter)) != 0xFFFF) return false;
  const __m128i values =
      _mm_or_si128(_mm_and_si128(is_number, number),
                   _mm_and_si128(is_letter, _mm_add_epi8(letter, _mm_set1_epi8(10))));
  // In each pair the first digit, which is the lower byte, becomes the higher half.
  const __m128i joined = _mm_or_si128(_mm_slli_epi16(values, 4), _mm_srli_epi16(values, 8));
  const __m128i bytes = _mm_and_si128(joined, _mm_set1_epi16(0xFF));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(out), _mm_packus_epi16(bytes, bytes));
  return true;
}
#endif

}  // namespace

std::string ToHex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 0xF]);
  }
  return hex;
}

std::optional<Bytes> FromHex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  Bytes bytes(hex.size() / 2, '\0');
  std::span<std::uint8_t> out(reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size());
  if (!DecodeHex(hex, out)) return std::nullopt;
  return bytes;
}

bool DecodeHex(std::string_view hex, std::span<std::uint8_t> out) {
  if (hex.size() != out.size() * 2) return false;
#if defined(__SSE2__)
  if (out.size() >= 8) {
    for (std::size_t at = 0; at + 8 < out.size(); at += 8) {
      if (!DecodeEight(hex.data() + 2 * at, out.data() + at)) return false;
    }
    // The last eight may overlap those before them.
    const std::size_t last = out.size() - 8;
    return DecodeEight(hex.data() + 2 * last, out.data() + last);
  }
#endif
  return DecodeEach(hex.data(), out.data(), out.size());
}

}  // namespace guildhall
