#include "http/poller.h"

#include <algorithm>
#include <cerrno>
#include <sys/eventfd.h>
#include <system_error>

namespace guildhall::http {
namespace {

bool Add(const Descriptor& epoll, int descriptor, std::uint32_t events, Poller::Tag tag) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = tag;
  return ::epoll_ctl(epoll.number(), EPOLL_CTL_ADD, descriptor, &event) == 0;
}

}  // namespace

Result<void> Poller::Open() {
  epoll_ = Descriptor(::epoll_create1(EPOLL_CLOEXEC));
  wake_ = Descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  // Edge-triggered, so that nobody has to read the counter back.
  if (!epoll_ || !wake_ || !Add(epoll_, wake_.number(), EPOLLIN | EPOLLET, nullptr)) {
    return Fail(Errc::kUnavailable, std::generic_category().message(errno));
  }
  return {};
}

bool Poller::WatchChanges(int socket, Tag tag) {
  return Add(epoll_, socket, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, tag);
}

bool Poller::WatchListener(int listener, Tag tag) { return Add(epoll_, listener, EPOLLIN, tag); }

void Poller::Forget(int descriptor) {
  ::epoll_ctl(epoll_.number(), EPOLL_CTL_DEL, descriptor, nullptr);
}

std::span<const epoll_event> Poller::Wait(std::chrono::milliseconds patience) {
  const int count = ::epoll_wait(epoll_.number(), ready_.data(), static_cast<int>(kBatch),
                                 static_cast<int>(patience.count()));
  // Interrupted by a signal: nothing is ready yet.
  return {ready_.data(), static_cast<std::size_t>(std::max(count, 0))};
}

void Poller::Wake() const {
  const std::uint64_t one = 1;
  // It can fail only when the counter is full, and then the poller is awake already.
  [[maybe_unused]] const ssize_t written = ::write(wake_.number(), &one, sizeof one);
}

}  // namespace guildhall::http
