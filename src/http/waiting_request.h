#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "http/answering.h"
#include "http/mailbox.h"
#include "http/waiting.h"
#include "http/waiting_handle.h"

namespace guildhall::http {

/// A request whose handler answered with a `Wait`: the waiter of its topic. Shared by its
/// connection, the line of its loop and, while it looks there, a worker; made on any thread.
class WaitingRequest final : public Waiter, public std::enable_shared_from_this<WaitingRequest> {
 public:
  using Home = Mailbox<std::shared_ptr<WaitingRequest>>;

  /// Adds the waiter to its topic. Nothing when as many wait as may. The first look is still to
  /// come.
  static WaitingHandle Begin(Services& services, const RouteTable* table, Wait wait,
                             std::shared_ptr<Home> home);
  ~WaitingRequest() override;

  /// Leaves itself at home, once until the next look.
  void Wake() noexcept override;

  // On any thread, one at a time.
  /// Forgets that it was woken, then looks. `kMayWait` never gives `WouldWait`.
  Finding Look(Patience patience);
  Response Expire();

  // On the loop's thread.
  [[nodiscard]] std::int32_t seconds() const { return wait_.seconds; }
  [[nodiscard]] bool woken() const { return woken_.load(std::memory_order_acquire); }
  /// The next chance to look is to be taken even though nobody woke it.
  void Owe() { woken_.store(true, std::memory_order_release); }
  /// From now on the connection can take an answer.
  void Attach(Connection& connection) { connection_ = &connection; }
  void Detach() { connection_ = nullptr; }
  /// Is not woken any more, and makes room for another. By its handle, whose end is soon.
  void Leave();
  [[nodiscard]] Connection* connection() const { return connection_; }

 private:
  friend class WaitingLine;
  WaitingRequest(Services& services, const RouteTable* table, Wait wait,
                 std::shared_ptr<Home> home);
  /// On a worker: looks and comes home with what it found.
  void LookAway();
  /// Once: others may hold what does not wait any more.
  void StopCounting();

  Services& services_;
  const RouteTable* table_;
  const Wait wait_;
  const std::shared_ptr<Home> home_;
  bool counted_ = true;  // among those who wait
  std::atomic<bool> woken_{false};
  std::atomic<bool> returned_{false};  // `found_` is from a worker, for the loop
  // Of the loop's thread:
  bool queued_ = false;
  bool away_ = false;  // a worker looks, or is to
  Connection* connection_ = nullptr;
  Finding found_;
};

}  // namespace guildhall::http
