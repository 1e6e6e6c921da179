#pragma once

#include <memory>
#include <utility>

namespace guildhall::http {

class WaitingRequest;

/// Keeps a request waiting: its end takes the waiter from its topic. Others may hold the request a
/// little longer, but it is not woken any more, so whoever wakes it never holds the last of it.
class WaitingHandle {
 public:
  WaitingHandle() = default;
  explicit WaitingHandle(std::shared_ptr<WaitingRequest> request) : request_(std::move(request)) {}
  ~WaitingHandle() { Reset(); }
  WaitingHandle(WaitingHandle&& other) noexcept
      : request_(std::exchange(other.request_, nullptr)) {}
  WaitingHandle& operator=(WaitingHandle&& other) noexcept {
    if (this != &other) {
      Reset();
      request_ = std::exchange(other.request_, nullptr);
    }
    return *this;
  }

  [[nodiscard]] explicit operator bool() const { return request_ != nullptr; }
  WaitingRequest* operator->() const { return request_.get(); }
  [[nodiscard]] const std::shared_ptr<WaitingRequest>& request() const { return request_; }
  void Reset() noexcept;

 private:
  std::shared_ptr<WaitingRequest> request_;
};

}  // namespace guildhall::http
