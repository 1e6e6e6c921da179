#include "http/socket.h"

#include <cerrno>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace guildhall::http {
namespace {

bool WouldBlock() { return errno == EAGAIN || errno == EWOULDBLOCK; }

}  // namespace

void Socket::Note(std::uint32_t events) {
  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) ended_ = readable_ = writable_ = true;
  if ((events & EPOLLIN) != 0) readable_ = true;
  if ((events & EPOLLOUT) != 0) writable_ = true;
}

Moved Socket::Read(char* to, std::size_t room) {
  if (!readable_) return {};
  ssize_t count = 0;
  do {
    count = ::recv(socket_.number(), to, room, 0);
  } while (count < 0 && errno == EINTR);
  if (count > 0) {
    // Less than there was room for: the socket is empty, and the poller will tell of more. The end
    // it has told already, so that must still be fetched.
    if (static_cast<std::size_t>(count) < room && !ended_) readable_ = false;
    return {static_cast<std::size_t>(count), false};
  }
  if (count < 0 && WouldBlock()) {
    readable_ = false;
    return {};
  }
  return {0, true};
}

Moved Socket::Write(std::string_view bytes) {
  Moved moved;
  while (writable_ && moved.bytes < bytes.size()) {
    const ssize_t count = ::send(socket_.number(), bytes.data() + moved.bytes,
                                 bytes.size() - moved.bytes, MSG_NOSIGNAL);
    if (count >= 0) {
      moved.bytes += static_cast<std::size_t>(count);
    } else if (WouldBlock()) {
      writable_ = false;
    } else if (errno != EINTR) {
      moved.over = true;
      break;
    }
  }
  return moved;
}

void Socket::FinishWriting() { ::shutdown(socket_.number(), SHUT_WR); }

}  // namespace guildhall::http
