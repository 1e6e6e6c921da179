#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/buffer.h"
#include "http/request.h"

namespace guildhall::syncano {

/// Which fields of objects a client wants to see (Syncano v1.1: `fields` and `excluded_fields`,
/// comma-separated names; `links` counts as one, and names that no object has are ignored).
class Selection {
 public:
  /// Nothing when the request makes no choice, or `method`, by which it is served, does not read.
  static std::optional<Selection> Read(const http::Request& request, http::Method method);

  /// `body`, an object or a page as this dialect writes them, without the members that were not
  /// chosen. Of a page, the choice is made in each of its objects. `nested`: also in the objects
  /// that it shows inside others (profile, group, groups,
  /// user, owner), and never in values of a client's
  /// own.
  [[nodiscard]] Buffer Apply(std::string_view body, bool nested) const;

  [[nodiscard]] bool Keeps(std::string_view field) const;

 private:
  std::vector<std::string> fields_;  // empty: all
  std::vector<std::string> excluded_;
};

}  // namespace guildhall::syncano
