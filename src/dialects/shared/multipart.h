#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::dialects {

/// One part of a form. The content is a view into the body.
struct FormPart {
  std::string name;
  std::optional<std::string> filename;  ///< what makes it a file; may be empty
  std::string_view media_type;          ///< as it was sent; "" when it was not
  std::string_view content;
};

// What a form may have; whatever is beyond makes it malformed.
inline constexpr std::size_t kMaxFormParts = 64;
inline constexpr std::size_t kMaxPartHeadBytes = 4096;
inline constexpr std::size_t kMaxPartName = 256;  ///< in bytes
inline constexpr std::size_t kMaxPartFilename = 1024;

/// The parts of a `multipart/form-data` body (RFC 7578) in their order; nothing when it is
/// malformed: no or a bad boundary, something before the first part, no closing delimiter, a part
/// without `Content-Disposition: form-data` and a name, text that is not UTF-8. A text with the
/// name of a file in the same body is left out, whatever it holds. Of parameters given twice the
/// first counts. Strict where two readers could see different parts. Copies no content.
std::optional<std::vector<FormPart>> ReadMultipart(std::string_view content_type,
                                                   std::string_view body);

}  // namespace guildhall::dialects
