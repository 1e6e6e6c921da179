#include "dialects/syncano/selection.h"

#include <algorithm>
#include <array>

#include "base/strings.h"

namespace guildhall::syncano {
namespace {

constexpr std::array<std::string_view, 5> kNested{"profile", "group", "groups", "user", "owner"};
// Pages begin with one of these, which no object does.
constexpr std::array<std::string_view, 4> kPageMembers{"prev", "next", "objects", "objects_count"};

template <class Names>
bool IsAmong(std::string_view name, const Names& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> ReadNames(const http::Request& request, std::string_view parameter) {
  const auto text = request.QueryParameter(parameter);
  if (!text) return {};
  const std::vector<std::string_view> names = Split(*text, ',');
  return {names.begin(), names.end()};
}

/// Copies well-formed JSON and leaves out what was not chosen. Values are copied as they stand.
class Chooser {
 public:
  Chooser(const Selection& selection, std::string_view text, Buffer& out)
      : selection_(selection), text_(text), out_(out) {}

  void Body(bool nested) {
    if (text_.empty() || text_.front() != '{') return CopyValue();
    const std::string_view first = text_.substr(1, EndOfValue(1) - 1);
    if (first.size() > 2 && IsAmong(first.substr(1, first.size() - 2), kPageMembers)) {
      Members([](std::string_view) { return true; },
              [&](std::string_view name) { name == "objects" ? Objects(nested) : CopyValue(); });
    } else {
      Object(nested);
    }
  }

 private:
  void Object(bool nested) {
    Members([&](std::string_view name) { return selection_.Keeps(name); },
            [&](std::string_view name) {
              if (nested && IsAmong(name, kNested)) {
                // A profile's fields are the client's own: what they hold stays whole.
                Objects(name != "profile");
              } else {
                CopyValue();
              }
            });
  }

  /// The object here; `value(name)` writes what stands behind a name, for which `keeps(name)` is
  /// true.
  template <class Keeps, class Value>
  void Members(Keeps keeps, Value value) {
    CopyCharacter();
    bool fresh = true;
    while (InsideUntil('}')) {
      if (text_[at_] == ',') ++at_;
      const std::size_t end = EndOfValue(at_);
      if (end < at_ + 2 || end + 1 >= text_.size()) return GiveUp();
      const std::string_view name = text_.substr(at_ + 1, end - at_ - 2);
      if (!keeps(name)) {
        at_ = EndOfValue(end + 1);
        continue;
      }
      if (!fresh) out_.Append(',');
      fresh = false;
      out_.Append(text_.substr(at_, end + 1 - at_));
      at_ = end + 1;
      value(name);
    }
    CopyCharacter();
  }

  /// The object here, or all of the list here; another value as it is.
  void Objects(bool nested) {
    if (text_[at_] == '{') return Object(nested);
    if (text_[at_] != '[') return CopyValue();
    CopyCharacter();
    while (InsideUntil(']')) text_[at_] == ',' ? CopyCharacter() : Objects(nested);
    CopyCharacter();
  }

  [[nodiscard]] bool InsideUntil(char end) const { return at_ < text_.size() && text_[at_] != end; }

  void CopyCharacter() {
    if (at_ < text_.size()) out_.Append(text_[at_++]);
  }

  void CopyValue() {
    const std::size_t end = EndOfValue(at_);
    if (end == at_) return GiveUp();
    out_.Append(text_.substr(at_, end - at_));
    at_ = end;
  }

  /// The text is not what it should be: nothing more of it is written.
  void GiveUp() { at_ = text_.size(); }

  /// Behind the value that begins at `at`.
  [[nodiscard]] std::size_t EndOfValue(std::size_t at) const {
    std::size_t depth = 0;
    for (; at < text_.size(); ++at) {
      const char c = text_[at];
      if (c == '"') {
        at = EndOfText(at) - 1;
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if (c == '}' || c == ']') {
        if (depth == 0) return at;
        --depth;
      } else if (depth > 0 || (c != ',' && c != ':')) {
        continue;
      } else {
        return at;
      }
      if (depth == 0) return at + 1;
    }
    return at;
  }

  [[nodiscard]] std::size_t EndOfText(std::size_t at) const {
    for (++at; at < text_.size() && text_[at] != '"'; ++at) {
      if (text_[at] == '\\') ++at;
    }
    return std::min(at + 1, text_.size());
  }

  const Selection& selection_;
  std::string_view text_;
  Buffer& out_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<Selection> Selection::Read(const http::Request& request, http::Method method) {
  if (method != http::Method::kGet || request.query.find("fields") == std::string_view::npos)
    return std::nullopt;
  Selection selection;
  selection.fields_ = ReadNames(request, "fields");
  selection.excluded_ = ReadNames(request, "excluded_fields");
  if (selection.fields_.empty() && selection.excluded_.empty()) return std::nullopt;
  return selection;
}

bool Selection::Keeps(std::string_view field) const {
  return (fields_.empty() || IsAmong(field, fields_)) && !IsAmong(field, excluded_);
}

Buffer Selection::Apply(std::string_view body, bool nested) const {
  Buffer out;
  Chooser(*this, body, out).Body(nested);
  return out;
}

}  // namespace guildhall::syncano
