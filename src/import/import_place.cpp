#include "import/import_place.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/hmac.h"
#include "base/json.h"

namespace guildhall::import {

std::string TextOf(const ImportPlace& place) {
  Buffer out;
  JsonWriter json(out);
  json.BeginObject();
  json.Member("offset", place.place.offset);
  json.Member("line", place.place.line);
  json.Member("made", place.made);
  json.Member("refused", place.refused);
  json.Member("report_size", place.report_size);
  json.Member("last_lines", place.last_lines);
  json.EndObject();
  return std::string(out.view());
}

Result<ImportPlace> ReadPlace(std::string_view text) {
  GH_TRY(const Json json, ParseJson(text));
  bool whole = true;
  const auto number = [&](std::string_view name) {
    const Json* member = json.Find(name);
    const std::int64_t* value = member != nullptr ? member->AsInteger() : nullptr;
    whole = whole && value != nullptr && *value >= 0;
    return whole ? *value : 0;
  };
  ImportPlace place;
  place.place = {number("offset"), number("line")};
  place.made = number("made");
  place.refused = number("refused");
  place.report_size = number("report_size");
  const Json* lines = json.Find("last_lines");
  if (!whole || lines == nullptr || lines->AsString() == nullptr) {
    return Fail(Errc::kInternal, "the place of the import is damaged");
  }
  place.last_lines = *lines->AsString();
  return place;
}

Result<std::string> NameOfFile(const std::string& path) {
  constexpr std::size_t kFront = std::size_t{1} << 16;
  constexpr std::size_t kDigits = 32;
  std::ifstream file(path, std::ios::binary);
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  if (failed || !file) return Fail(Errc::kNotFound, "cannot read " + path);
  std::string text(kFront, '\0');
  file.read(text.data(), static_cast<std::streamsize>(kFront));
  text.resize(static_cast<std::size_t>(file.gcount()));
  text += '/' + std::to_string(size);
  const auto digest = HmacSha256(Secret("import"), text);
  return ToHex(AsView(digest)).substr(0, kDigits);
}

}  // namespace guildhall::import
