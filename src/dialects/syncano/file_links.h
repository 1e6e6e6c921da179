#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall::syncano {

/// Below which path files are served: beside "/v1.1/", so that no name of an instance is in the
/// way. Historical servers gave addresses of another host.
inline constexpr std::string_view kFilesPath = "/files/";

/// Addresses of files. The host comes from configuration, never from a request. Thread-safe.
class FileLinks {
 public:
  FileLinks() = default;
  /// `base` gives "https://people.example", without a slash at its end; called on any thread.
  explicit FileLinks(std::function<std::string()> base) : base_(std::move(base)) {}

  [[nodiscard]] std::string UrlOf(std::string_view name) const;
  /// The name in an address that `UrlOf` has made; nothing for any other text. Whether there is
  /// such a file is another question.
  [[nodiscard]] std::optional<std::string> NameIn(std::string_view url) const;

 private:
  std::function<std::string()> base_;  // none: addresses without a host
};

}  // namespace guildhall::syncano
