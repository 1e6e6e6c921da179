#include "dialects/shared/multipart.h"

#include <algorithm>
#include <utility>

#include "base/strings.h"

namespace guildhall::dialects {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::size_t kMaxBoundary = 70;  // RFC 2046, section 5.1.1

bool Skip(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

void SkipBlanks(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

bool IsText(std::string_view text) {
  return IsValidUtf8(text) && std::ranges::none_of(text, [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte < 0x20 || byte == 0x7F;
         });
}

/// What stands between quotation marks. Browsers write `%22` for one inside; others a backslash.
std::optional<std::string> ReadQuoted(std::string_view& text) {
  std::string value;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c == '"') return value;
    const bool escapes =
        c == '\\' && !text.empty() && (text.front() == '"' || text.front() == '\\');
    value += escapes ? text.front() : c;
    if (escapes) text.remove_prefix(1);
  }
  return std::nullopt;
}

struct Parameter {
  std::string name;  // lower-case
  std::string value;
};

/// The parameters behind a header's first word: `; name="title"; filename=x`. Nothing when they are
/// malformed.
std::optional<std::vector<Parameter>> ReadParameters(std::string_view text) {
  std::vector<Parameter> parameters;
  for (SkipBlanks(text); !text.empty(); SkipBlanks(text)) {
    if (!Skip(text, ";")) return std::nullopt;
    SkipBlanks(text);
    if (text.empty()) break;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    Parameter parameter{ToLowerAscii(Trim(text.substr(0, equals))), {}};
    text.remove_prefix(equals + 1);
    if (Skip(text, "\"")) {
      auto quoted = ReadQuoted(text);
      if (!quoted) return std::nullopt;
      parameter.value = std::move(*quoted);
    } else {
      const std::size_t end = std::min(text.find(';'), text.size());
      parameter.value = Trim(text.substr(0, end));
      text.remove_prefix(end);
    }
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

const std::string* Find(const std::vector<Parameter>& parameters, std::string_view name) {
  const auto found = std::ranges::find(parameters, name, &Parameter::name);
  return found == parameters.end() ? nullptr : &found->value;
}

std::optional<std::string> BoundaryOf(std::string_view content_type) {
  const std::size_t first = content_type.find(';');
  if (first == std::string_view::npos) return std::nullopt;
  const auto parameters = ReadParameters(content_type.substr(first));
  const std::string* boundary = parameters ? Find(*parameters, "boundary") : nullptr;
  if (boundary == nullptr || boundary->empty() || boundary->size() > kMaxBoundary ||
      boundary->back() == ' ' || !IsText(*boundary)) {
    return std::nullopt;
  }
  return *boundary;
}

/// Takes `Content-Disposition: form-data; ...` in. False when it is no such thing.
bool ReadDisposition(std::string_view value, FormPart& part) {
  const std::size_t end = std::min(value.find(';'), value.size());
  if (!EqualsIgnoreCase(Trim(value.substr(0, end)), "form-data")) return false;
  const auto parameters = ReadParameters(value.substr(end));
  const std::string* name = parameters ? Find(*parameters, "name") : nullptr;
  if (name == nullptr || name->size() > kMaxPartName || !IsText(*name)) return false;
  part.name = *name;
  const std::string* filename = Find(*parameters, "filename");
  // RFC 7578, section 4.2, forbids this one; whoever sends nothing else means a file all the same.
  if (filename == nullptr) filename = Find(*parameters, "filename*");
  if (filename == nullptr) return true;
  if (filename->size() > kMaxPartFilename || !IsText(*filename)) return false;
  part.filename = *filename;
  return true;
}

/// The headers of a part, each line with its end.
std::optional<FormPart> ReadHead(std::string_view head) {
  FormPart part;
  bool named = false;
  while (!head.empty()) {
    const std::size_t end = head.find(kLineEnd);
    std::string_view line = head.substr(0, end);
    head.remove_prefix(end + kLineEnd.size());
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = Trim(line.substr(colon + 1));
    if (EqualsIgnoreCase(name, "content-disposition")) {
      if (named || !ReadDisposition(value, part)) return std::nullopt;
      named = true;
    } else if (EqualsIgnoreCase(name, "content-type")) {
      part.media_type = value;
    }
  }
  return named ? std::optional(std::move(part)) : std::nullopt;
}

/// Takes one part off `rest`, which begins behind the delimiter and its line's end; `delimiter` is
/// the one that ends it, with the line's end before it.
std::optional<FormPart> TakePart(std::string_view& rest, std::string_view delimiter) {
  const std::string_view front = rest.substr(0, kMaxPartHeadBytes);
  const std::size_t head = front.find("\r\n\r\n");
  if (head == std::string_view::npos) return std::nullopt;
  auto part = ReadHead(front.substr(0, head + kLineEnd.size()));
  if (!part) return std::nullopt;
  // The empty line's own end may begin the delimiter of a part that is empty.
  const std::size_t content = head + 2 * kLineEnd.size();
  const std::size_t end = rest.find(delimiter, content - kLineEnd.size());
  if (end == std::string_view::npos) return std::nullopt;
  if (end > content) part->content = rest.substr(content, end - content);
  rest.remove_prefix(end + delimiter.size());
  return part;
}

/// There are clients that send each file twice, as a file and as a text of the same name.
void DropTextsBesideFiles(std::vector<FormPart>& parts) {
  std::vector<std::string> files;
  for (const FormPart& part : parts) {
    if (part.filename) files.push_back(part.name);
  }
  std::erase_if(parts, [&](const FormPart& part) {
    return !part.filename && std::ranges::find(files, part.name) != files.end();
  });
}

}  // namespace

std::optional<std::vector<FormPart>> ReadMultipart(std::string_view content_type,
                                                   std::string_view body) {
  const auto boundary = BoundaryOf(content_type);
  if (!boundary) return std::nullopt;
  const std::string delimiter = "\r\n--" + *boundary;
  std::string_view rest = body;
  if (!Skip(rest, std::string_view(delimiter).substr(kLineEnd.size()))) return std::nullopt;
  std::vector<FormPart> parts;
  while (!Skip(rest, "--")) {
    SkipBlanks(rest);
    if (!Skip(rest, kLineEnd) || parts.size() == kMaxFormParts) return std::nullopt;
    auto part = TakePart(rest, delimiter);
    if (!part) return std::nullopt;
    parts.push_back(std::move(*part));
  }
  DropTextsBesideFiles(parts);
  const bool has_bytes = std::ranges::any_of(
      parts, [](const FormPart& part) { return !part.filename && !IsValidUtf8(part.content); });
  if (has_bytes) return std::nullopt;
  return parts;
}

}  // namespace guildhall::dialects
