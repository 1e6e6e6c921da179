#include <cstdlib>
#include <optional>
#include <rapidcheck.h>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/filter.h"

namespace guildhall {
namespace {

// At least this many cases each, unless RC_PARAMS says otherwise (to repeat a failure by its seed).
// The library reads the variable when it is first used.
const bool kManyCases = setenv("RC_PARAMS", "max_success=5000", 0) == 0;

// --- random values, of few so that they meet ---

rc::Gen<std::string> AnyText() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                          "a", "A", "b", "\xC3\xA9", "\xC3\x89", "%", "_", "\\")),
                      [](const std::vector<std::string>& characters) {
                        std::string text;
                        for (const std::string& character : characters) text += character;
                        return text;
                      });
}

enum class Kind { kBoolean, kInteger, kFloat, kText, kTime };

rc::Gen<Kind> AnyKind() {
  return rc::gen::element(Kind::kBoolean, Kind::kInteger, Kind::kFloat, Kind::kText, Kind::kTime);
}

Value AnyOf(Kind kind) {
  switch (kind) {
    case Kind::kBoolean:
      return *rc::gen::arbitrary<bool>();
    case Kind::kInteger:
      return *rc::gen::inRange<std::int64_t>(-3, 4);
    case Kind::kFloat:
      return static_cast<double>(*rc::gen::inRange(-6, 7)) / 2;
    case Kind::kText:
      return *AnyText();
    case Kind::kTime:
      return Time(*rc::gen::inRange<std::int64_t>(-3, 4));
  }
  return {};
}

Value AnyOrNull(Kind kind) { return *rc::gen::inRange(0, 5) == 0 ? Value() : AnyOf(kind); }

Condition AnyConditionOn(Kind kind, std::size_t operands) {
  Condition condition;
  condition.fold_case = *rc::gen::arbitrary<bool>();
  for (std::size_t i = 0; i < operands; ++i) condition.operands.push_back(AnyOf(kind));
  return condition;
}

bool Fits(Condition condition, Comparison op, const Value& value) {
  condition.op = op;
  return Fulfils(condition, value);
}

// --- opposites ---

RC_GTEST_PROP(Conditions, OfInequalityAreThoseOfEqualityTurnedRound, ()) {
  const Kind kind = *AnyKind();
  const Condition condition = AnyConditionOn(kind, 1);
  const Value value = AnyOrNull(kind);
  RC_ASSERT(Fits(condition, Comparison::kNotEqual, value) !=
            Fits(condition, Comparison::kEqual, value));
}

RC_GTEST_PROP(Conditions, OfExclusionAreThoseOfInclusionTurnedRound, ()) {
  const Kind kind = *AnyKind();
  const Condition condition = AnyConditionOn(kind, *rc::gen::inRange<std::size_t>(0, 5));
  const Value value = AnyOrNull(kind);
  RC_ASSERT(Fits(condition, Comparison::kNotIn, value) != Fits(condition, Comparison::kIn, value));
}

RC_GTEST_PROP(Conditions, OfInclusionHoldWhereOneOfEqualityDoes, ()) {
  const Kind kind = *AnyKind();
  const Condition condition = AnyConditionOn(kind, *rc::gen::inRange<std::size_t>(0, 5));
  const Value value = AnyOrNull(kind);
  bool equals_one = false;
  for (const Value& operand : condition.operands) {
    Condition one = condition;
    one.operands = {operand};
    equals_one |= Fits(one, Comparison::kEqual, value);
  }
  RC_ASSERT(Fits(condition, Comparison::kIn, value) == equals_one);
}

RC_GTEST_PROP(Conditions, OfOrderDivideAllThatIsNotNull, ()) {
  const Kind kind = *AnyKind();
  const Condition condition = AnyConditionOn(kind, 1);
  const Value value = AnyOrNull(kind);
  const bool less = Fits(condition, Comparison::kLess, value);
  const bool greater = Fits(condition, Comparison::kGreater, value);
  const bool equal = Fits(condition, Comparison::kEqual, value);
  RC_ASSERT(int{less} + int{equal} + int{greater} == (IsNull(value) ? 0 : 1));
  RC_ASSERT(Fits(condition, Comparison::kLessOrEqual, value) == (less || equal));
  RC_ASSERT(Fits(condition, Comparison::kGreaterOrEqual, value) == (greater || equal));
}

RC_GTEST_PROP(Conditions, OnANumberDoNotDependOnItsKind, ()) {
  const Condition condition = AnyConditionOn(*rc::gen::element(Kind::kInteger, Kind::kFloat), 1);
  const auto whole = *rc::gen::inRange<std::int64_t>(-3, 4);
  for (const Comparison op : {Comparison::kEqual, Comparison::kLess, Comparison::kGreater})
    RC_ASSERT(Fits(condition, op, Value(whole)) ==
              Fits(condition, op, Value(static_cast<double>(whole))));
}

// --- texts against patterns ---

std::vector<std::string> CharactersOf(std::string_view text) {
  std::vector<std::string> characters;
  for (const char c : text) {
    const bool continues = (c & 0xC0) == 0x80 && !characters.empty();
    if (continues) {
      characters.back().push_back(c);
    } else {
      characters.emplace_back(1, c);
    }
  }
  return characters;
}

// One piece of a pattern: a character, or one of the two wild cards.
struct Piece {
  std::string literal;  ///< "" for a wild card
  bool any_text = false;
};

std::vector<Piece> PiecesOf(std::string_view pattern) {
  const std::vector<std::string> characters = CharactersOf(pattern);
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    if (characters[i] == "%") {
      pieces.push_back({"", true});
    } else if (characters[i] == "_") {
      pieces.push_back({"", false});
    } else {
      if (characters[i] == "\\" && i + 1 < characters.size()) ++i;
      pieces.push_back({characters[i], false});
    }
  }
  return pieces;
}

// The definition, as a table: whether the first `i` pieces fit the first `j` characters.
bool NaiveLike(std::string_view pattern, std::string_view text) {
  const std::vector<Piece> pieces = PiecesOf(pattern);
  const std::vector<std::string> characters = CharactersOf(text);
  std::vector<std::vector<bool>> fits(pieces.size() + 1,
                                      std::vector<bool>(characters.size() + 1, false));
  fits[0][0] = true;
  for (std::size_t i = 1; i <= pieces.size(); ++i) {
    const Piece& piece = pieces[i - 1];
    for (std::size_t j = 0; j <= characters.size(); ++j) {
      if (piece.any_text) {
        fits[i][j] = fits[i - 1][j] || (j > 0 && fits[i][j - 1]);
      } else if (j > 0 && (piece.literal.empty() || piece.literal == characters[j - 1])) {
        fits[i][j] = fits[i - 1][j - 1];
      }
    }
  }
  return fits[pieces.size()][characters.size()];
}

bool Like(const std::string& pattern, const std::string& text) {
  Condition condition;
  condition.op = Comparison::kLike;
  condition.operands = {Value(pattern)};
  return Fulfils(condition, Value(text));
}

// A pattern that is made from the text, so that it often fits.
std::string PatternFor(const std::string& text) {
  std::string pattern;
  for (const std::string& character : CharactersOf(text)) {
    const int what = *rc::gen::inRange(0, 6);
    if (what == 0) {
      pattern += "_";
    } else if (what == 1) {
      pattern += "%";
    } else if (what == 2) {
      pattern += "\\" + character;
    } else {
      pattern += character;
    }
  }
  return pattern;
}

RC_GTEST_PROP(Like, FitsWhatItsDefinitionFits, ()) {
  const std::string text = *AnyText();
  const std::string any = *AnyText();
  RC_ASSERT(Like(any, text) == NaiveLike(any, text));
  const std::string made = PatternFor(text);
  RC_ASSERT(Like(made, text) == NaiveLike(made, text));
}

RC_GTEST_PROP(Texts, FitAPieceAsAPatternWould, ()) {
  const std::string text = *AnyText();
  const std::string piece = *AnyText();
  std::string literal;
  for (const std::string& character : CharactersOf(piece)) literal += "\\" + character;
  Condition condition;
  condition.operands = {Value(piece)};
  RC_ASSERT(Fits(condition, Comparison::kStartsWith, Value(text)) == Like(literal + "%", text));
  RC_ASSERT(Fits(condition, Comparison::kEndsWith, Value(text)) == Like("%" + literal, text));
  RC_ASSERT(Fits(condition, Comparison::kContains, Value(text)) == Like("%" + literal + "%", text));
  RC_ASSERT(Fits(condition, Comparison::kEqual, Value(text)) == Like(literal, text));
}

}  // namespace
}  // namespace guildhall
