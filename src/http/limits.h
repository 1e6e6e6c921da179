#pragma once

#include <cstddef>
#include <cstdint>

namespace guildhall::http {

/// Bounds that are always on. Bytes, seconds, counts.
struct Limits {
  std::size_t max_header_bytes = 16 << 10;     ///< request line and headers: 431
  std::size_t max_body_bytes = 1 << 20;        ///< 413
  std::size_t max_connections = 16'000;        ///< further ones are closed at once
  std::size_t max_pending_requests = 2'000;    ///< waiting for a worker, a hash or a commit: 503
  std::size_t max_waiting_requests = 100'000;  ///< waiting for something to be said: 503
  std::int32_t header_seconds = 10;  ///< from the first byte of a request to its last header: 408
  std::int32_t body_seconds = 30;    ///< from the last header to the last byte of the body: 408
  std::int32_t idle_seconds = 75;    ///< of a connection between requests
  std::int32_t write_seconds = 30;   ///< for a client that does not read its answer
  std::int32_t hashing_queue = 200;  ///< jobs for each hashing thread: 503
};

}  // namespace guildhall::http
