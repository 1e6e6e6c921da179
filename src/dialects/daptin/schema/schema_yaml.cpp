#include "dialects/daptin/schema/schema_yaml.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "base/strings.h"

namespace guildhall::daptin {
namespace {

constexpr std::size_t kDeepest = 32;
constexpr std::size_t kMostValues = 100'000;
constexpr std::size_t kMostText = std::size_t{4} << 20;
constexpr std::size_t kMostKeys = 1'000;  // of one map, because each is compared with the others

constexpr std::string_view kTagPrefix = "tag:yaml.org,2002:";
constexpr std::string_view kPlain = "?";
constexpr std::string_view kQuoted = "!";

/// Ends the reading; never leaves this file.
struct Stop {
  YAML::Mark mark;
  std::string what;
};

bool IsOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

/// Decimal digits without the sign that they may have, which is taken off.
std::string_view WithoutPlus(std::string_view text) {
  return text.starts_with('+') ? text.substr(1) : text;
}

std::optional<std::int64_t> IntegerIn(std::string_view digits, int base) {
  std::int64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<double> FloatIn(std::string_view text) {
  constexpr std::string_view kCharacters = "0123456789.eE+-";
  if (text.find_first_not_of(kCharacters) != std::string_view::npos) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// [YAML 1.2.2 "10.3.2. Tag Resolution"]
Json ResolvePlain(const std::string& text) {
  if (IsOneOf(text, {"true", "True", "TRUE"})) return Json(true);
  if (IsOneOf(text, {"false", "False", "FALSE"})) return Json(false);
  if (IsOneOf(text, {"", "~", "null", "Null", "NULL"})) return {};
  if (text.starts_with("0x") || text.starts_with("0o")) {
    const bool signless = text.find_first_of("+-") == std::string::npos;
    const auto value = IntegerIn(std::string_view(text).substr(2), text[1] == 'x' ? 16 : 8);
    return signless && value ? Json(*value) : Json(text);
  }
  const std::string_view number = WithoutPlus(text);
  const bool signed_twice = number.size() < text.size() && number.starts_with('-');
  if (number.empty() || signed_twice) return Json(text);
  if (const auto value = IntegerIn(number, 10)) return Json(*value);
  if (const auto value = FloatIn(number)) return Json(*value);
  return Json(text);
}

/// How much a value is with all its aliases written out.
struct Size {
  std::size_t values = 0;
  std::size_t text = 0;
  std::size_t depth = 0;
};
struct Built {
  Json value{};
  Size size{};
};
/// An array or object whose end is still to come.
struct OpenValue {
  YAML::Mark mark;
  YAML::anchor_t anchor;
  bool is_map = false;
  Json::Array elements{};
  Json::Object members{};
  std::optional<std::string> key{};
  Size size{};
};

/// Makes one JSON value of the events of one document.
class Builder final : public YAML::EventHandler {
 public:
  Json Take() { return std::move(document_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) throw Stop{mark, "more than one document"};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Count(mark, {.values = 1});
    Add(mark, anchor, {.value = Json(), .size = {.values = 1}});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) throw Stop{mark, "an alias within what it stands for"};
    if (open_.size() + found->second.size.depth > kDeepest) throw Stop{mark, "nested too deeply"};
    Count(mark, found->second.size);
    Add(mark, YAML::NullAnchor, Built(found->second));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    CheckTag(mark, tag, "seq");
    Open(mark, anchor, false);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    CheckTag(mark, tag, "map");
    Open(mark, anchor, true);
  }
  void OnMapEnd() override { Close(); }

 private:
  static void CheckTag(const YAML::Mark& mark, const std::string& tag, std::string_view expected) {
    if (tag == kPlain || tag == kQuoted || tag.empty()) return;
    if (tag != std::string(kTagPrefix).append(expected)) throw Stop{mark, "an unknown tag"};
  }
  void Count(const YAML::Mark& mark, const Size& size) {
    total_.values += size.values;
    total_.text += size.text;
    if (total_.values > kMostValues || total_.text > kMostText) throw Stop{mark, "too large"};
  }
  void Open(const YAML::Mark& mark, YAML::anchor_t anchor, bool is_map) {
    if (open_.size() >= kDeepest) throw Stop{mark, "nested too deeply"};
    Count(mark, {.values = 1});
    open_.push_back(
        {.mark = mark, .anchor = anchor, .is_map = is_map, .size = {.values = 1, .depth = 1}});
  }
  void Close() {
    OpenValue done = std::move(open_.back());
    open_.pop_back();
    Built built{.size = done.size};
    built.value = done.is_map ? Json(std::move(done.members)) : Json(std::move(done.elements));
    Add(done.mark, done.anchor, std::move(built));
  }
  void Add(const YAML::Mark& mark, YAML::anchor_t anchor, Built built);
  void AddToMap(const YAML::Mark& mark, OpenValue& map, Json value);

  std::size_t documents_ = 0;
  Json document_;
  std::vector<OpenValue> open_;
  std::map<YAML::anchor_t, Built> anchors_;
  std::size_t kept_ = 0;  // values of all anchors together
  Size total_;
};

void Builder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       const std::string& value) {
  if (!IsValidUtf8(value) || value.find('\0') != std::string::npos) {
    throw Stop{mark, "text that is no UTF-8"};
  }
  const Size size{.values = 1, .text = value.size()};
  Count(mark, size);
  const bool text = tag == kQuoted || tag == std::string(kTagPrefix).append("str");
  Json json = text ? Json(value) : ResolvePlain(value);
  if (!text && tag != kPlain && !tag.empty()) {
    const bool fits = (tag == std::string(kTagPrefix).append("int") && json.AsInteger()) ||
                      (tag == std::string(kTagPrefix).append("bool") && json.AsBool()) ||
                      (tag == std::string(kTagPrefix).append("null") && json.IsNull()) ||
                      (tag == std::string(kTagPrefix).append("float") &&
                       (json.AsDouble() != nullptr || json.AsInteger() != nullptr));
    if (!fits) throw Stop{mark, "an unknown tag, or a value that does not have it"};
  }
  // A key is the text that was written, whatever it would mean as a value.
  const bool is_key = !open_.empty() && open_.back().is_map && !open_.back().key;
  Add(mark, anchor, {.value = is_key ? Json(value) : std::move(json), .size = size});
}

void Builder::Add(const YAML::Mark& mark, YAML::anchor_t anchor, Built built) {
  if (anchor != YAML::NullAnchor) {
    kept_ += built.size.values;
    if (kept_ > kMostValues) throw Stop{mark, "too large"};
    anchors_[anchor] = built;
  }
  if (open_.empty()) {
    document_ = std::move(built.value);
    return;
  }
  OpenValue& parent = open_.back();
  parent.size.values += built.size.values;
  parent.size.text += built.size.text;
  parent.size.depth = std::max(parent.size.depth, built.size.depth + 1);
  if (parent.is_map) {
    AddToMap(mark, parent, std::move(built.value));
  } else {
    parent.elements.push_back(std::move(built.value));
  }
}

void Builder::AddToMap(const YAML::Mark& mark, OpenValue& map, Json value) {
  if (map.key) {
    map.members.emplace_back(*std::exchange(map.key, std::nullopt), std::move(value));
    return;
  }
  const std::string* key = value.AsString();
  if (key == nullptr) throw Stop{mark, "a key that is no text"};
  if (map.members.size() >= kMostKeys) throw Stop{mark, "too large"};
  if (std::ranges::find(map.members, *key, &Json::Member::first) != map.members.end()) {
    throw Stop{mark, "a key that is there already"};
  }
  map.key = *key;
}

tl::unexpected<Refusal> RefuseAt(const YAML::Mark& mark, const std::string& what) {
  if (mark.is_null()) return Refused(400, "no YAML: " + what);
  return Refused(400, "line " + std::to_string(mark.line + 1) + ", column " +
                          std::to_string(mark.column + 1) + ": " + what);
}

}  // namespace

Reading<Json> ReadYaml(std::string_view text) {
  if (!IsValidUtf8(text)) return Refused(400, "text that is no UTF-8");
  std::istringstream stream{std::string(text)};
  Builder builder;
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop& stop) {
    return RefuseAt(stop.mark, stop.what);
  } catch (const YAML::Exception& exception) {
    return RefuseAt(exception.mark, exception.msg);
  } catch (const std::exception&) {
    return Refused(400, "no YAML");
  }
  return builder.Take();
}

}  // namespace guildhall::daptin
