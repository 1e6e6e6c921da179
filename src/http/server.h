#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "core/store.h"
#include "http/limits.h"
#include "http/metrics.h"
#include "http/router.h"
#include "http/tls.h"
#include "http/waiting.h"

namespace guildhall::http {

/// HTTP/1.1 over the event loops: keep-alive, pipelining, limits. One loop per thread, each with a
/// listener of its own (SO_REUSEPORT). All complete requests in a buffer are answered by one write.
class Server {
 public:
  struct Options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;         ///< 0: a free one
    std::int32_t loops = 0;            ///< 0: one per core
    std::int32_t workers = 0;          ///< 0: twice the cores, at least 4
    std::int32_t hashing_threads = 0;  ///< 0: one less than the cores, at least 1
    bool request_log = true;           ///< one line per request
    TlsFiles tls;                      ///< empty: plain HTTP
    Limits limits;
    std::string spool_folder;  ///< for large bodies while they arrive; empty: `TMPDIR`, or /tmp
  };

  /// Everything given must outlive the server. `waiters` null: handlers that answer with a `Wait`
  /// are at fault.
  Server(Options options, const Router& router, Store& store, Log& log, Metrics& metrics,
         Waiters* waiters = nullptr);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and begins to answer. When it cannot, the reason is in `detail`: kInvalid for the TLS
  /// files, kUnavailable for the address.
  Result<void> Start();
  /// The port that it listens on; valid after `Start`.
  [[nodiscard]] std::uint16_t port() const;
  /// Stops accepting, finishes what runs (at most `seconds`), answers requests that wait as if
  /// their time were up, closes idle connections, joins the threads. Safe to call twice.
  void Stop(std::int32_t seconds = 10);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace guildhall::http
