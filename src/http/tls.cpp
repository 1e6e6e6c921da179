#include "http/tls.h"

#include <array>
#include <new>
#include <system_error>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace guildhall::http {
namespace {

// Forward secrecy and authenticated encryption; what TLS 1.3 has beside these is all good.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

/// What failed first, without OpenSSL's codes; forgets what followed from it.
std::string Reason() {
  const unsigned long code = ERR_peek_error();
  const char* text = ERR_reason_error_string(code);
  std::string reason = text != nullptr ? text : "unknown reason";
  if (ERR_SYSTEM_ERROR(code)) reason = std::generic_category().message(ERR_GET_REASON(code));
  ERR_clear_error();
  return reason;
}

/// A server has nobody to ask.
int NoPassword(char*, int, int, void*) { return -1; }

/// The one protocol that this server speaks, for clients that ask.
int ChooseProtocol(SSL*, const unsigned char** chosen, unsigned char* length,
                   const unsigned char* offered, unsigned offered_length, void*) {
  static constexpr std::array<unsigned char, 9> kHttp{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* found = nullptr;
  const int outcome =
      SSL_select_next_proto(&found, length, kHttp.data(), kHttp.size(), offered, offered_length);
  *chosen = found;
  return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

Socket& SocketOf(BIO* bio) { return *static_cast<Socket*>(BIO_get_data(bio)); }

int ReadSocket(BIO* bio, char* to, std::size_t room, std::size_t* count) {
  const Moved moved = SocketOf(bio).Read(to, room);
  *count = moved.bytes;
  BIO_clear_retry_flags(bio);
  if (moved.bytes == 0 && !moved.over) BIO_set_retry_read(bio);
  return moved.bytes > 0 ? 1 : 0;
}

int WriteSocket(BIO* bio, const char* from, std::size_t size, std::size_t* count) {
  const Moved moved = SocketOf(bio).Write({from, size});
  *count = moved.bytes;
  BIO_clear_retry_flags(bio);
  if (moved.bytes == 0 && !moved.over) BIO_set_retry_write(bio);
  return moved.bytes > 0 ? 1 : 0;
}

/// Nothing is buffered here, so a flush is done at once; no other request is known.
long ControlSocket(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

/// How OpenSSL reaches a `Socket`, which knows whether a system call is worth it. Never freed.
const BIO_METHOD* SocketMethod() {
  static const BIO_METHOD* const method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
    if (made == nullptr) GH_BUG("OpenSSL has no memory for a method");
    BIO_meth_set_read_ex(made, ReadSocket);
    BIO_meth_set_write_ex(made, WriteSocket);
    BIO_meth_set_ctrl(made, ControlSocket);
    return made;
  }();
  return method;
}

void Prepare(SSL_CTX* context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context, kCiphers);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                   SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  // Tickets bring a client back; a cache would be shared by all loops, under a lock.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_alpn_select_cb(context, ChooseProtocol, nullptr);
  SSL_CTX_set_default_passwd_cb(context, NoPassword);
}

/// After a key was refused: it is unreadable, or it is another certificate's.
std::string DescribeKeyFault(const TlsFiles& files) {
  const unsigned long code = ERR_peek_last_error();
  const bool read =
      ERR_GET_LIB(code) == ERR_LIB_X509 ||
      (ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == SSL_R_NO_CERTIFICATE_ASSIGNED);
  const std::string reason = Reason();
  if (!read) return "cannot read an unencrypted key in PEM from " + files.key + ": " + reason;
  return "the key in " + files.key + " is not that of the certificate in " + files.certificate;
}

}  // namespace

void TlsContext::Free::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

Result<TlsContext> TlsContext::Load(const TlsFiles& files) {
  if (files.certificate.empty() || files.key.empty()) {
    return Fail(Errc::kInvalid, "a certificate and a key must be given together");
  }
  TlsContext made;
  made.context_.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* context = made.context_.get();
  if (context == nullptr) return Fail(Errc::kInvalid, "TLS does not start: " + Reason());
  Prepare(context);
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str()) != 1) {
    return Fail(Errc::kInvalid,
                "cannot read a certificate in PEM from " + files.certificate + ": " + Reason());
  }
  const bool fits =
      SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) == 1 &&
      SSL_CTX_check_private_key(context) == 1;
  if (!fits) return Fail(Errc::kInvalid, DescribeKeyFault(files));
  return made;
}

void TlsSession::Free::operator()(ssl_st* session) const { SSL_free(session); }

TlsSession::TlsSession(const TlsContext& context, Socket& socket)
    : socket_(socket), session_(SSL_new(context.context_.get())) {
  BIO* bio = session_ ? BIO_new(SocketMethod()) : nullptr;
  if (bio == nullptr) throw std::bad_alloc();
  BIO_set_data(bio, &socket_);
  BIO_set_init(bio, 1);
  SSL_set_bio(session_.get(), bio, bio);
  SSL_set_accept_state(session_.get());
}

TlsSession::Handshake TlsSession::Shake() {
  ERR_clear_error();
  const int done = SSL_do_handshake(session_.get());
  if (done == 1) return Handshake::kDone;
  return Explain(done).over ? Handshake::kFailed : Handshake::kWaiting;
}

Moved TlsSession::Explain(int returned) {
  switch (SSL_get_error(session_.get(), returned)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
      return {};
    case SSL_ERROR_ZERO_RETURN:
      return {0, true};
    default:
      broken_ = true;
      return {0, true};
  }
}

Moved TlsSession::Read(char* to, std::size_t room) {
  ERR_clear_error();
  std::size_t count = 0;
  const int done = SSL_read_ex(session_.get(), to, room, &count);
  if (done == 1) return {count, false};
  starved_ = true;
  return Explain(done);
}

Moved TlsSession::Write(std::string_view bytes) {
  Moved moved;
  while (moved.bytes < bytes.size()) {
    ERR_clear_error();
    std::size_t count = 0;
    const int done = SSL_write_ex(session_.get(), bytes.data() + moved.bytes,
                                  bytes.size() - moved.bytes, &count);
    if (done != 1) return {moved.bytes, Explain(done).over};
    moved.bytes += count;
  }
  return moved;
}

bool TlsSession::readable() const {
  return socket_.readable() || (!starved_ && SSL_has_pending(session_.get()) == 1);
}

void TlsSession::FinishWriting() {
  if (broken_ || SSL_is_init_finished(session_.get()) != 1) return;
  ERR_clear_error();
  SSL_shutdown(session_.get());
}

}  // namespace guildhall::http
