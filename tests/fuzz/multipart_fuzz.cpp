// Whatever a form's bytes are, its parts lie inside the body, in order, within the limits, and a
// form that is written from them reads the same.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "dialects/shared/multipart.h"

namespace {

using guildhall::dialects::FormPart;
using guildhall::dialects::ReadMultipart;

constexpr std::string_view kType = "multipart/form-data; boundary=b";

void CheckPlaces(std::string_view body, const std::vector<FormPart>& parts) {
  const char* last = body.data();
  for (const FormPart& part : parts) {
    if (part.content.empty()) continue;
    const char* end = part.content.data() + part.content.size();
    if (part.content.data() < last || end > body.data() + body.size()) {
      GH_BUG("a part lies outside the body");
    }
    last = end;
    if (part.content.find("\r\n--b") != std::string_view::npos) GH_BUG("a part holds its end");
  }
}

std::string Written(const std::vector<FormPart>& parts) {
  std::string body;
  for (const FormPart& part : parts) {
    body += "--b\r\nContent-Disposition: form-data; name=\"";
    for (const char c : part.name)
      body += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    body += part.filename ? "\"; filename=\"f\"\r\n\r\n" : "\"\r\n\r\n";
    body += std::string(part.content) + "\r\n";
  }
  return body + "--b--";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  static_cast<void>(ReadMultipart(input.substr(0, input.size() / 2), input));
  const auto parts = ReadMultipart(kType, input);
  if (!parts) return 0;
  if (parts->size() > guildhall::dialects::kMaxFormParts) GH_BUG("too many parts");
  CheckPlaces(input, *parts);
  const std::string written = Written(*parts);
  const auto again = ReadMultipart(kType, written);
  if (!again || again->size() != parts->size()) GH_BUG("a form does not read back");
  for (std::size_t i = 0; i < parts->size(); ++i) {
    if ((*again)[i].name != (*parts)[i].name || (*again)[i].content != (*parts)[i].content) {
      GH_BUG("a part does not read back");
    }
  }
  return 0;
}
