#include "dialects/syncano/field_errors.h"

#include <algorithm>

#include "dialects/syncano/wire.h"

namespace guildhall::syncano {
namespace {

void WriteTexts(Buffer& out, const std::vector<std::string>& texts) {
  out.Append('[');
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out.Append(',');
    WriteText(out, texts[i]);
  }
  out.Append(']');
}

}  // namespace

void FieldErrors::Add(std::string_view inside, std::string_view field, std::string_view text) {
  const auto same = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.inside == inside && entry.field == field;
  });
  if (same != entries_.end()) {
    same->texts.emplace_back(text);
    return;
  }
  // Members of one nested object stay together.
  auto place = entries_.end();
  if (!inside.empty()) {
    const auto last = std::find_if(entries_.rbegin(), entries_.rend(),
                                   [&](const Entry& entry) { return entry.inside == inside; });
    if (last != entries_.rend()) place = last.base();
  }
  entries_.insert(place, Entry{std::string(inside), std::string(field), {std::string(text)}});
}

http::Response FieldErrors::Render() const {
  http::Response response;
  response.status = 400;
  response.facts.error = Errc::kInvalid;
  Buffer& out = response.body;
  out.Append('{');
  std::string_view open;  // the nested object that is being written
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    if (!open.empty() && entry.inside != open) {
      out.Append('}');
      open = {};
    }
    if (i > 0) out.Append(',');
    if (!entry.inside.empty() && open.empty()) {
      open = entry.inside;
      WriteText(out, entry.inside);
      out.Append(":{");
    }
    WriteText(out, entry.field);
    out.Append(':');
    WriteTexts(out, entry.texts);
  }
  out.Append(open.empty() ? "}" : "}}");
  return response;
}

}  // namespace guildhall::syncano
