#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <absl/container/flat_hash_map.h>

#include "base/buffer.h"
#include "base/log.h"
#include "http/answer.h"
#include "http/request.h"
#include "http/router.h"

namespace guildhall::http {

/// How each mounted route is named in the request log: made once, read by every loop.
class RouteNames {
 public:
  explicit RouteNames(const Router& router);
  /// `"dialect":"...","route":"..."`; with no route, the table's alone; with no table, the site's.
  [[nodiscard]] std::string_view Of(const RouteTable* table, const Route* route) const;

 private:
  absl::flat_hash_map<const void*, std::string> names_;
};

/// One line per answered request, gathered per loop and handed to the log in bulk. Never a raw
/// path, a name, a key or a body. Belongs to one thread.
class RequestLog {
 public:
  struct Entry {
    std::int64_t time = 0;  ///< microseconds since 1970
    std::uint64_t id = 0;
    const RouteTable* table = nullptr;  ///< as `RouteNames::Of` takes them
    const Route* route = nullptr;
    Method method = Method::kGet;
    int status = 0;
    std::int64_t microseconds = 0;
    std::size_t bytes = 0;
    const Facts* facts = nullptr;
  };

  /// `enabled` false: lines are not even made.
  RequestLog(Log& log, const RouteNames& names, bool enabled)
      : log_(log), names_(names), enabled_(enabled && log.Wants(LogLevel::kInfo)) {}
  ~RequestLog() { Flush(); }
  RequestLog(const RequestLog&) = delete;
  RequestLog& operator=(const RequestLog&) = delete;

  [[nodiscard]] bool enabled() const { return enabled_; }
  void Add(const Entry& entry);
  /// Hands over what was gathered. `Add` does it too when much has been gathered.
  void Flush();
  [[nodiscard]] bool empty() const { return lines_.empty(); }

 private:
  void ReadSecond(std::int64_t second);
  void ReadRoute(const Entry& entry);

  Log& log_;
  const RouteNames& names_;
  bool enabled_;
  Buffer lines_;
  // What neighbouring lines share: most are of the same second, many of the same route.
  std::int64_t second_ = -1;
  char second_text_[30]{};  // how a line begins, up to the point in its time, and a zero
  const RouteTable* table_ = nullptr;
  const Route* route_ = nullptr;
  std::string_view route_name_;
};

}  // namespace guildhall::http
