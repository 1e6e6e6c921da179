#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/buffer.h"

namespace guildhall::http {

/// Counts what the server does; one block of counters per thread, summed when asked. Thread-safe.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  /// `dialect` must be one of the mounted names, or "site".
  void CountRequest(std::string_view dialect, int status, std::int64_t microseconds,
                    std::size_t bytes_out);
  void CountConnection(int change);         ///< +1 opened, -1 closed
  void CountWaiting(int change);            ///< +1 a request begins to wait, -1 it is done
  void CountRefused(std::string_view why);  ///< "overload", "header_limit", ...: a literal
  void CountChange(bool committed);
  void CountAuditDropped(std::uint64_t entries);

  /// The Prometheus text format, version 0.0.4.
  void Write(Buffer& out) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace guildhall::http
