#pragma once

#include <bit>
#include <cstddef>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "http/tokens.h"

namespace guildhall::http {

// Finds the end of a run of allowed bytes, sixteen at a time where the machine can.

#if defined(__SSE2__)
/// Moves `at` on by blocks of sixteen as long as `stops` marks none of their bytes; then to the
/// first marked one, and says so.
template <class Stops>
bool SkipBlocks(const char*& at, const char* end, Stops stops) {
  for (; end - at >= 16; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto marks = static_cast<unsigned>(_mm_movemask_epi8(stops(block)));
    if (marks == 0) continue;
    at += std::countr_zero(marks);
    return true;
  }
  return false;
}
#endif

/// The first byte of [at, end) that may not stand in a header's value, or `end`.
inline const char* SkipFieldBytes(const char* at, const char* end) {
#if defined(__SSE2__)
  const auto stops = [](__m128i block) {
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1f)), block);
    const __m128i tab = _mm_cmpeq_epi8(block, _mm_set1_epi8('\t'));
    const __m128i erase = _mm_cmpeq_epi8(block, _mm_set1_epi8(0x7f));
    return _mm_or_si128(_mm_andnot_si128(tab, control), erase);
  };
  if (SkipBlocks(at, end, stops)) return at;
#endif
  while (at != end && IsFieldByte(*at)) ++at;
  return at;
}

/// The first byte of [at, end) that may not stand in a request's target, or `end`.
inline const char* SkipTargetBytes(const char* at, const char* end) {
#if defined(__SSE2__)
  const auto stops = [](__m128i block) {
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x20)), block);
    return _mm_or_si128(control, _mm_cmpeq_epi8(block, _mm_set1_epi8(0x7f)));
  };
  if (SkipBlocks(at, end, stops)) return at;
#endif
  while (at != end && *at != ' ' && *at != '\t' && IsFieldByte(*at)) ++at;
  return at;
}

/// The first byte of [at, end) that may not stand in a token, or `end`.
inline const char* SkipTokenBytes(const char* at, const char* end) {
#if defined(__SSE2__)
  // Letters, digits and hyphens, which names are made of; what is rarer is looked at one by one.
  const auto stops = [](__m128i block) {
    const __m128i lower = _mm_or_si128(block, _mm_set1_epi8(0x20));
    const __m128i letter = _mm_sub_epi8(lower, _mm_set1_epi8('a'));
    const __m128i digit = _mm_sub_epi8(block, _mm_set1_epi8('0'));
    const __m128i good =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(letter, _mm_set1_epi8(25)), letter),
                                  _mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit)),
                     _mm_cmpeq_epi8(block, _mm_set1_epi8('-')));
    return _mm_xor_si128(good, _mm_set1_epi8(-1));
  };
  SkipBlocks(at, end, stops);
#endif
  while (at != end && IsTokenByte(*at)) ++at;
  return at;
}

}  // namespace guildhall::http
