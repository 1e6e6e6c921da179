#pragma once

#include <cstddef>
#include <cstdint>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace guildhall::http {

/// A raw TCP client for the tests of this room. Every wait has a deadline far beyond what is
/// needed.
class TestClient {
 public:
  explicit TestClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ =
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~TestClient() { Close(); }
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  [[nodiscard]] int number() const { return socket_; }
  [[nodiscard]] bool connected() const { return connected_; }
  void Close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }
  /// Closes so that the server sees a reset.
  void Vanish() {
    const linger now{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    Close();
  }
  void HalfClose() { ::shutdown(socket_, SHUT_WR); }

  bool Send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// The next answer, head and body; what has come of it when the connection ends before.
  std::string ReadAnswer(bool head_only = false) {
    for (;;) {
      const std::size_t size = AnswerSize(head_only);
      if (size > 0 && received_.size() >= size) {
        std::string answer = received_.substr(0, size);
        received_.erase(0, size);
        return answer;
      }
      if (!Receive()) return std::exchange(received_, {});
    }
  }

  /// The next `count` bytes; fewer when the connection ends before.
  std::string ReadBytes(std::size_t count) {
    while (received_.size() < count && Receive()) {
    }
    std::string bytes = received_.substr(0, count);
    received_.erase(0, count);
    return bytes;
  }

  /// Everything until the server closes; ends with "<deadline>" when it does not.
  std::string ReadToEnd() {
    while (Receive()) {
    }
    if (!ended_) received_ += "<deadline>";
    return std::exchange(received_, {});
  }

  [[nodiscard]] bool ended() const { return ended_; }

 private:
  bool Receive() {
    constexpr int kDeadlineMilliseconds = 20'000;
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, kDeadlineMilliseconds) <= 0) return false;
    char bytes[16384];
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    ended_ = count <= 0;
    if (count > 0) received_.append(bytes, static_cast<std::size_t>(count));
    return !ended_;
  }

  [[nodiscard]] std::size_t AnswerSize(bool head_only) const {
    const std::size_t end = received_.find("\r\n\r\n");
    if (end == std::string::npos) return 0;
    const std::size_t field = received_.find("Content-Length: ");
    if (head_only || field == std::string::npos || field > end) return end + 4;
    return end + 4 + std::stoul(received_.substr(field + 16, 20));
  }

  int socket_;
  bool connected_ = false;
  bool ended_ = false;
  std::string received_;
};

inline int StatusOf(std::string_view answer) {
  return answer.size() < 12 ? 0 : std::stoi(std::string(answer.substr(9, 3)));
}

inline std::string_view BodyOf(std::string_view answer) {
  const std::size_t end = answer.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string_view() : answer.substr(end + 4);
}

}  // namespace guildhall::http
