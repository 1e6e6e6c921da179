#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "http/socket.h"
#include "http/tls.h"

namespace guildhall::http {

/// A client's bytes, in plain text: over its socket as they are, or over TLS. One thread.
class Stream {
 public:
  /// `tls` null: without TLS.
  Stream(Descriptor socket, const TlsContext* tls) : socket_(std::move(socket)) {
    if (tls != nullptr) tls_.emplace(*tls, socket_);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  [[nodiscard]] int number() const { return socket_.number(); }
  void Note(std::uint32_t events) {
    socket_.Note(events);
    if (tls_) tls_->Note();
  }
  [[nodiscard]] bool is_tls() const { return tls_.has_value(); }
  TlsSession::Handshake Shake() { return tls_->Shake(); }

  /// Whether a `Read` may bring something.
  [[nodiscard]] bool readable() const { return tls_ ? tls_->readable() : socket_.readable(); }
  Moved Read(char* to, std::size_t room) {
    return tls_ ? tls_->Read(to, room) : socket_.Read(to, room);
  }
  Moved Write(std::string_view bytes) { return tls_ ? tls_->Write(bytes) : socket_.Write(bytes); }
  /// Whether the client has closed, or can no longer be reached.
  [[nodiscard]] bool ended() const { return socket_.ended(); }
  /// Tells the client that nothing more will come; it may still be read from.
  void FinishWriting() {
    if (tls_) tls_->FinishWriting();
    socket_.FinishWriting();
  }
  void Close() {
    if (tls_) tls_->FinishWriting();
    socket_.Close();
  }

 private:
  Socket socket_;
  std::optional<TlsSession> tls_;
};

}  // namespace guildhall::http
