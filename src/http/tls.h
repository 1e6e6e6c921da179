#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/socket.h"

// OpenSSL's, whose headers only tls.cpp reads.
struct ssl_st;
struct ssl_ctx_st;

namespace guildhall::http {

/// Where a server's certificate and its key are: PEM files, the certificate with its chain behind
/// it.
struct TlsFiles {
  std::string certificate;
  std::string key;
  [[nodiscard]] bool empty() const { return certificate.empty() && key.empty(); }
};

/// What all TLS connections of a server share. TLS 1.2 and later. Thread-safe.
class TlsContext {
 public:
  /// kInvalid with one line that says which file is at fault, and how.
  static Result<TlsContext> Load(const TlsFiles& files);

 private:
  friend class TlsSession;
  struct Free {
    void operator()(ssl_ctx_st* context) const;
  };
  std::unique_ptr<ssl_ctx_st, Free> context_;
};

/// TLS over one socket, which must outlive it. One thread.
class TlsSession {
 public:
  TlsSession(const TlsContext& context, Socket& socket);

  enum class Handshake : std::uint8_t { kDone, kWaiting, kFailed };
  /// Goes on with the handshake as far as the socket allows.
  Handshake Shake();

  /// As `Socket` has them, in plain text.
  Moved Read(char* to, std::size_t room);
  Moved Write(std::string_view bytes);
  [[nodiscard]] bool readable() const;
  void Note() { starved_ = false; }
  /// Tells the peer that nothing more will come, if the socket takes it now.
  void FinishWriting();

 private:
  struct Free {
    void operator()(ssl_st* session) const;
  };
  /// What follows from a call that moved nothing.
  Moved Explain(int returned);

  Socket& socket_;
  std::unique_ptr<ssl_st, Free> session_;
  bool starved_ = false;  // what was received is a part of a record: nothing to read before more
  bool broken_ = false;
};

}  // namespace guildhall::http
