#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>

#include "http/waiting_request.h"

namespace guildhall::http {

/// The waiting requests of one loop that are to look: a few in each turn, so that a message which
/// wakes thousands holds up nobody else, and of those who need a worker a few at a time. Lives on
/// the loop's thread.
class WaitingLine {
 public:
  /// Gives a connection the answer for which it waited.
  using Give = std::function<void(Connection&, const Response&)>;

  WaitingLine(Services& services, Give give) : services_(services), give_(std::move(give)) {}

  /// A request was woken, or comes home from a worker.
  void Arrive(const std::shared_ptr<WaitingRequest>& request);
  /// It is to look when its turn comes.
  void Queue(const std::shared_ptr<WaitingRequest>& request);
  /// Whether `Serve` has something to do at once.
  [[nodiscard]] bool busy() const { return !due_.empty(); }
  void Serve();
  /// Tries again to find a worker for those who need one. To be called now and then.
  void Retry();

 private:
  void Take(const std::shared_ptr<WaitingRequest>& request, Finding found);
  bool SendAway(const std::shared_ptr<WaitingRequest>& request);

  Services& services_;
  Give give_;
  std::deque<std::shared_ptr<WaitingRequest>> due_;
  std::deque<std::shared_ptr<WaitingRequest>> for_workers_;
  std::size_t away_ = 0;  // with the workers
};

}  // namespace guildhall::http
