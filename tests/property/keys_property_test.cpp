#include <bit>
#include <cmath>
#include <cstdlib>
#include <rapidcheck.h>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/keys.h"

namespace guildhall {
namespace {

// At least this many cases each, unless RC_PARAMS says otherwise (to repeat a failure by its seed).
// The library reads the variable when it is first used.
const bool kManyCases = setenv("RC_PARAMS", "max_success=5000", 0) == 0;

// --- values that meet, and that differ late ---

rc::Gen<std::uint64_t> AnyBits() {
  return rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>());
}

// Of all magnitudes.
rc::Gen<std::int64_t> AnyInteger() {
  return rc::gen::apply(
      [](std::uint64_t bits, unsigned shift) {
        return static_cast<std::int64_t>(bits) >> static_cast<int>(shift);
      },
      AnyBits(), rc::gen::inRange(0U, 64U));
}

rc::Gen<double> AnyFloat() {
  return rc::gen::suchThat(
      rc::gen::map(AnyBits(), [](std::uint64_t bits) { return std::bit_cast<double>(bits); }),
      [](double number) { return std::isfinite(number); });
}

// Full of bytes that an encoding may stumble over.
rc::Gen<std::string> AnyText() {
  constexpr std::string_view kBytes(
      "\x00\x01\x02\x7F\x80\xFE\xFF"
      "ab",
      9);
  return rc::gen::container<std::string>(rc::gen::elementOf(std::string(kBytes)));
}

rc::Gen<std::pair<std::string, std::string>> TwoTexts() {
  return rc::gen::apply([](const std::string& common, const std::string& a,
                           const std::string& b) { return std::pair(common + a, common + b); },
                        AnyText(), AnyText(), AnyText());
}

// A number and another one that is often near.
rc::Gen<std::pair<std::int64_t, std::int64_t>> TwoIntegers() {
  return rc::gen::apply(
      [](std::int64_t a, std::int64_t b, bool near) {
        return std::pair(a, near ? static_cast<std::int64_t>(static_cast<std::uint64_t>(a) +
                                                             static_cast<std::uint64_t>(b % 3))
                                 : b);
      },
      AnyInteger(), AnyInteger(), rc::gen::arbitrary<bool>());
}

// Whether the keys compare as the values do; so equal keys are equal values.
template <class T>
bool SortAlike(const T& a, const T& b) {
  const std::string key_a = KeyOf(Value(a));
  const std::string key_b = KeyOf(Value(b));
  return (a < b) == (key_a < key_b) && (b < a) == (key_b < key_a);
}

// --- order ---

RC_GTEST_PROP(Keys, OfIntegersSortLikeThem, ()) {
  const auto [a, b] = *TwoIntegers();
  RC_ASSERT(SortAlike(a, b));
}

RC_GTEST_PROP(Keys, OfTimesSortLikeThem, ()) {
  const auto [a, b] = *TwoIntegers();
  RC_ASSERT(SortAlike(Time(a), Time(b)));
}

RC_GTEST_PROP(Keys, OfFloatsSortLikeThem, ()) {
  const double a = *AnyFloat();
  const double b = *rc::gen::oneOf(AnyFloat(), rc::gen::element(-a, std::nextafter(a, 0.0), 0.0));
  RC_ASSERT(SortAlike(a, b));
}

RC_GTEST_PROP(Keys, OfTextsSortLikeThem, ()) {
  const auto [a, b] = *TwoTexts();
  RC_ASSERT(SortAlike(a, b));
}

RC_GTEST_PROP(Keys, OfLongTextsAreNeverInTheWrongOrder, ()) {
  const auto [tail_a, tail_b] = *TwoTexts();
  const std::string common(*rc::gen::inRange<std::size_t>(kMaxKey - 20, kMaxKey + 5), 'a');
  const std::string a = common + tail_a;
  const std::string b = common + tail_b;
  const std::string key_a = KeyOf(Value(a));
  const std::string key_b = KeyOf(Value(b));
  RC_ASSERT(key_a.size() <= kMaxKey && key_b.size() <= kMaxKey);
  if (key_a == key_b) {
    RC_ASSERT(a == b || IsCut(key_a));
  } else {
    RC_ASSERT((a < b) == (key_a < key_b));
  }
}

RC_GTEST_PROP(Keys, OfElementsSortLikeTheirNumbers, ()) {
  const auto a = *rc::gen::inRange<std::int64_t>(-(std::int64_t{1} << 53U), std::int64_t{1} << 53U);
  const double b = *AnyFloat();
  const std::string key_a = KeyOf(Scalar(a));
  const std::string key_b = KeyOf(Scalar(b));
  RC_ASSERT((static_cast<double>(a) < b) == (key_a < key_b));
  RC_ASSERT(KeyOf(Scalar(static_cast<double>(a))) == key_a);
}

RC_GTEST_PROP(Keys, OfDifferentKindsNeverMix, ()) {
  const std::string number = KeyOf(Value(*AnyInteger()));
  const std::string real = KeyOf(Value(*AnyFloat()));
  const std::string time = KeyOf(Value(Time(*AnyInteger())));
  const std::string text = KeyOf(Value(*AnyText()));
  RC_ASSERT(KeyOf(Value(true)) < number);
  RC_ASSERT(number < real);
  RC_ASSERT(real < time);
  RC_ASSERT(time < text);
  RC_ASSERT(text < KeyOf(Value(GeoPoint{-180, -90})));
  RC_ASSERT(text < KeyOf(Value()));
}

// --- prefixes, unique values ---

RC_GTEST_PROP(Prefixes, BoundExactlyTheTextsThatBeginWithThem, ()) {
  const auto [prefix, other] = *TwoTexts();
  const KeyBounds bounds = BoundsOfPrefix(prefix);
  for (const std::string& text : {other, prefix + other, prefix}) {
    const std::string key = KeyOf(Value(text));
    if (IsCut(key)) continue;
    RC_ASSERT((bounds.first <= key && key < bounds.last) == text.starts_with(prefix));
  }
}

RC_GTEST_PROP(Prefixes, MissNoLongText, ()) {
  const std::string text(
      *rc::gen::container<std::string>(kMaxKey + 50, rc::gen::element('\0', '\xFF', 'a')));
  const std::string prefix = text.substr(0, *rc::gen::inRange<std::size_t>(0, text.size()));
  const KeyBounds bounds = BoundsOfPrefix(prefix);
  const std::string key = KeyOf(Value(text));
  RC_ASSERT(bounds.first <= key && key < bounds.last);
}

RC_GTEST_PROP(UniqueKeys, DifferWhereTheValuesDo, ()) {
  const auto [tail_a, tail_b] = *TwoTexts();
  const std::string common(*rc::gen::inRange<std::size_t>(0, kMaxKey + 5), 'a');
  const std::string a = UniqueKeyOf(Value(common + tail_a));
  const std::string b = UniqueKeyOf(Value(common + tail_b));
  RC_ASSERT((a == b) == (tail_a == tail_b));
  RC_ASSERT(a.size() <= kMaxKey);
}

}  // namespace
}  // namespace guildhall
