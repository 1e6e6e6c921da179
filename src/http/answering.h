#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "base/log.h"
#include "core/store.h"
#include "http/answer.h"
#include "http/limits.h"
#include "http/mailbox.h"
#include "http/metrics.h"
#include "http/pools.h"
#include "http/request.h"
#include "http/request_log.h"
#include "http/router.h"
#include "http/spool.h"
#include "http/tls.h"
#include "http/waiting.h"
#include "http/waiting_handle.h"

namespace guildhall::http {

class Connection;
class DownloadRun;
class SequenceRun;

/// What all loops of one server share. Thread-safe.
struct Services {
  const Router& router;
  Store& store;
  Log& log;
  Metrics& metrics;
  const Limits limits;
  const bool request_log;
  const RouteNames names;
  const TlsContext* tls = nullptr;  ///< null: plain HTTP; set before the first loop runs
  WorkerPool workers;
  WorkerPool hashing;
  std::atomic<std::size_t> pending{0};      ///< requests that wait for a worker, a hash or a commit
  std::atomic<std::size_t> connections{0};  ///< open, of all loops
  std::atomic<std::size_t> waiting{0};      ///< requests that wait for something to be said
  std::string spool_folder = DefaultSpoolFolder();  ///< for what clients send at length
  Waiters* waiters = nullptr;                       ///< null: no handler answers with a `Wait`
};

/// A request that has left its loop: for a worker, a hash or a commit. Comes home through the
/// loop's mailbox, or is dropped there when the loop is gone.
struct Errand {
  using Home = Mailbox<std::shared_ptr<Errand>>;

  Connection* connection = nullptr;  ///< for the loop alone
  std::shared_ptr<Home> home;
  const RouteTable* table = nullptr;
  const Route* route = nullptr;
  std::unique_ptr<Request> request;  ///< for a worker; a change needs none
  std::string scratch;               ///< behind the request's decoded parameters
  std::optional<Change> change;      ///< once it is the store's turn
  Result<void> outcome;              ///< of the change
  Response response;
  std::shared_ptr<Mailbox<std::shared_ptr<WaitingRequest>>> waiting_home;
  WaitingHandle waiting;                  ///< the answer is not there yet: instead of `response`
  std::shared_ptr<SequenceRun> sequence;  ///< while its parts run; see sequence.h
  std::shared_ptr<DownloadRun> download;  ///< what follows `response`; see streaming.h
  std::optional<Messages> messages;       ///< instead of `response`: the connection is to open
};

/// Calls `handler`; what it throws is logged and becomes `Fault::kInternal`.
Answer Ask(Services& services, const RouteTable& table, const Handler& handler,
           const Request& request);

/// The dialect's words for a fault; the server's own when `table` is null or has none. An overload
/// always says when to come again: after a second, unless the dialect says otherwise.
Response RenderFault(Services& services, const RouteTable* table, Fault fault, std::size_t limit);

/// Looks for the answer to a waiting request; what `look` throws becomes `Fault::kInternal`.
Finding LookFor(Services& services, const RouteTable* table, const Wait& wait, Patience patience);
/// Its answer when the time is up, likewise.
Response Expired(Services& services, const RouteTable* table, const Wait& wait);

/// Runs the errand's handler; for a thread of a pool. Ends with the errand at home, or on its way
/// there through the store. Never throws.
void RunErrand(Services& services, const std::shared_ptr<Errand>& errand);

/// Hands `change` to the store. Any thread. Never throws. What the store calls later touches the
/// errand only, so it may come after the server's end.
void StartChange(Services& services, const std::shared_ptr<Errand>& errand, Change change);

/// Makes the response of an errand that is home final: a change that failed is refused in its
/// dialect's words. On the loop's thread.
void Settle(Services& services, Errand& errand);

}  // namespace guildhall::http
