#include "http/waiting_request.h"

#include <exception>
#include <utility>
#include <variant>

namespace guildhall::http {

void WaitingHandle::Reset() noexcept {
  if (!request_) return;
  request_->Leave();
  request_.reset();
}

WaitingHandle WaitingRequest::Begin(Services& services, const RouteTable* table, Wait wait,
                                    std::shared_ptr<Home> home) {
  if (services.waiting.fetch_add(1, std::memory_order_relaxed) >=
      services.limits.max_waiting_requests) {
    services.waiting.fetch_sub(1, std::memory_order_relaxed);
    return {};
  }
  // The constructor is private, and from here on the destructor counts down.
  WaitingHandle handle(std::shared_ptr<WaitingRequest>(
      new WaitingRequest(services, table, std::move(wait), std::move(home))));
  services.waiters->Add(handle->wait_.topic, *handle.request());
  return handle;
}

WaitingRequest::WaitingRequest(Services& services, const RouteTable* table, Wait wait,
                               std::shared_ptr<Home> home)
    : services_(services), table_(table), wait_(std::move(wait)), home_(std::move(home)) {
  services_.metrics.CountWaiting(1);
}

WaitingRequest::~WaitingRequest() { StopCounting(); }

void WaitingRequest::Leave() {
  // Before anybody can see that it left.
  StopCounting();
  services_.waiters->Remove(*this);
}

void WaitingRequest::StopCounting() {
  if (!std::exchange(counted_, false)) return;
  services_.waiting.fetch_sub(1, std::memory_order_relaxed);
  services_.metrics.CountWaiting(-1);
}

void WaitingRequest::Wake() noexcept {
  if (woken_.exchange(true, std::memory_order_acq_rel)) return;
  try {
    if (auto self = weak_from_this().lock()) home_->Put(std::move(self));
  } catch (const std::exception&) {
    woken_.store(false, std::memory_order_release);  // no memory: the next one tries again
  }
}

Finding WaitingRequest::Look(Patience patience) {
  // An exchange, so that the look comes after what whoever woke it had done before.
  woken_.exchange(false, std::memory_order_acq_rel);
  return LookFor(services_, table_, wait_, patience);
}

Response WaitingRequest::Expire() { return Expired(services_, table_, wait_); }

void WaitingRequest::LookAway() {
  found_ = Look(Patience::kMayWait);
  returned_.store(true, std::memory_order_release);
  home_->Put(shared_from_this());
}

}  // namespace guildhall::http
