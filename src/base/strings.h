#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace guildhall {

/// Without white space (as ASCII has it) at both ends. The view points into `text`.
std::string_view Trim(std::string_view text);

/// Takes off `text` what stands before its first `separator`, and the separator with it; all of it
/// when there is none.
std::string_view CutAt(std::string_view& text, char separator);

/// What stands between the separators, without white space at its ends; empty parts are left out.
/// The views point into `text`.
std::vector<std::string_view> Split(std::string_view text, char separator);

/// ASCII letters lowered, everything else as it is.
std::string ToLowerAscii(std::string_view text);

/// Every code point lowered by Unicode's simple mapping, independent of the machine's locale.
/// `text` must be valid UTF-8; invalid bytes are kept as they are.
std::string ToLowerUnicode(std::string_view text);

/// The same upwards.
std::string ToUpperUnicode(std::string_view text);

/// The code points of valid UTF-8, for what goes through a text character by character; a byte that
/// is no UTF-8 stands for the code point of its number.
std::u32string ToCodePoints(std::string_view text);
/// Back to UTF-8.
std::string FromCodePoints(std::u32string_view code_points);
/// Whether it is a letter of any script, by Unicode.
bool IsLetter(char32_t code_point);
/// By Unicode's simple mapping.
char32_t ToUpper(char32_t code_point);

/// Number of code points of valid UTF-8; what length limits count.
std::size_t CountCodePoints(std::string_view text);

bool IsValidUtf8(std::string_view text);

/// Equal when ASCII case is ignored: header names and the like.
bool EqualsIgnoreCase(std::string_view a, std::string_view b);

/// Whether `token` is `literal` in any case: for names of headers, which are many and short.
/// `token` holds no control characters; `literal` is lower-case letters and hyphens, at least four.
template <std::size_t N>
bool IsToken(std::string_view token, const char (&literal)[N]) {
  static_assert(N > 4);
  if (token.size() != N - 1) return false;
  // A word at the front and one at the end, which may overlap, and between them what is left.
  // The bit that makes letters lower leaves hyphens as they are.
  using Word = std::conditional_t<(N > 8), std::uint64_t, std::uint32_t>;
  constexpr Word kLower = static_cast<Word>(0x2020'2020'2020'2020U);
  bool same = true;
  const auto compare = [&](std::size_t at) {
    Word a = 0;
    Word b = 0;
    std::memcpy(&a, token.data() + at, sizeof a);
    std::memcpy(&b, literal + at, sizeof b);
    same &= (a | kLower) == b;
  };
  for (std::size_t at = 0; at + sizeof(Word) < N - 1; at += sizeof(Word)) compare(at);
  compare(N - 1 - sizeof(Word));
  return same;
}

/// The whole of `text` as a decimal integer, or nothing (also when out of range).
std::optional<std::int64_t> ParseInteger(std::string_view text);

}  // namespace guildhall
