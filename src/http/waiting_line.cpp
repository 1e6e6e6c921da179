#include "http/waiting_line.h"

#include <utility>
#include <variant>

#include "http/connection.h"

namespace guildhall::http {
namespace {

// Looks in one turn of the loop; each is a short read where looks are inline.
constexpr int kLooksInATurn = 64;
// Looks of one loop that workers have at a time; other requests need workers too.
constexpr std::size_t kLooksAway = 16;

/// Whether somebody is there who can take what a look brings.
bool IsAwaited(const WaitingRequest& request) {
  return request.connection() != nullptr && !request.connection()->sending();
}

}  // namespace

void WaitingLine::Arrive(const std::shared_ptr<WaitingRequest>& request) {
  if (request->away_) {
    // Woken meanwhile: what it will find may be older, so it looks again when it is home.
    if (!request->returned_.exchange(false, std::memory_order_acq_rel)) return;
    request->away_ = false;
    --away_;
    Take(request, std::exchange(request->found_, NotYet{}));
    Retry();
  }
  if (IsAwaited(*request) && request->woken()) Queue(request);
}

void WaitingLine::Queue(const std::shared_ptr<WaitingRequest>& request) {
  if (request->away_ || std::exchange(request->queued_, true)) return;
  due_.push_back(request);
}

void WaitingLine::Serve() {
  for (int i = 0; i < kLooksInATurn && !due_.empty(); ++i) {
    const std::shared_ptr<WaitingRequest> request = std::move(due_.front());
    due_.pop_front();
    request->queued_ = false;
    if (!IsAwaited(*request)) continue;
    Take(request, request->Look(Patience::kInstant));
  }
}

/// Does with a finding what it asks for.
void WaitingLine::Take(const std::shared_ptr<WaitingRequest>& request, Finding found) {
  if (request->connection() == nullptr) return;
  if (const auto* response = std::get_if<Response>(&found)) {
    give_(*request->connection(), *response);
  } else if (std::holds_alternative<WouldWait>(found)) {
    request->away_ = true;
    if (!SendAway(request)) for_workers_.push_back(request);
  }
}

bool WaitingLine::SendAway(const std::shared_ptr<WaitingRequest>& request) {
  if (away_ >= kLooksAway) return false;
  if (!services_.workers.Submit([request] { request->LookAway(); })) return false;
  ++away_;
  return true;
}

void WaitingLine::Retry() {
  while (!for_workers_.empty()) {
    const std::shared_ptr<WaitingRequest> request = for_workers_.front();
    if (request->connection() == nullptr) {
      request->away_ = false;
    } else if (!SendAway(request)) {
      return;
    }
    for_workers_.pop_front();
  }
}

}  // namespace guildhall::http
