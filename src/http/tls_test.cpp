#include "http/tls.h"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <memory>
#include <sys/time.h>
#include <thread>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "http/server_fixture.h"
#include "http/test_waiters.h"
#include "http/test_websocket.h"
#include "tests/support/temporary_folder.h"

namespace guildhall::http {
namespace {

template <auto Free>
struct Freeing {
  template <class T>
  void operator()(T* given) const {
    Free(given);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freeing<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freeing<X509_free>>;

/// A key and a certificate that it signed itself, in PEM.
void WriteCertificate(const TlsFiles& files) {
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  const Certificate certificate(X509_new());
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  std::FILE* file = std::fopen(files.certificate.c_str(), "w");
  PEM_write_X509(file, certificate.get());
  std::fclose(file);
  file = std::fopen(files.key.c_str(), "w");
  PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
}

TlsFiles MakeFiles(const test::TemporaryFolder& folder, const std::string& name) {
  TlsFiles files{folder.File(name + ".pem"), folder.File(name + ".key")};
  WriteCertificate(files);
  return files;
}

std::string ComplaintOf(const TlsFiles& files) {
  const auto loaded = TlsContext::Load(files);
  return loaded ? "" : loaded.error().detail;
}

TEST(TlsFilesOfAServer, AreLoadedWhenTheyBelongTogether) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(ComplaintOf(MakeFiles(folder, "a")), "");
}

TEST(TlsFilesOfAServer, AreRefusedInOneLineThatNamesTheFile) {
  const test::TemporaryFolder folder;
  const TlsFiles good = MakeFiles(folder, "good");
  const TlsFiles other = MakeFiles(folder, "other");
  EXPECT_EQ(ComplaintOf({good.certificate, ""}), "a certificate and a key must be given together");
  EXPECT_EQ(ComplaintOf({"/nowhere/at.all", good.key}),
            "cannot read a certificate in PEM from /nowhere/at.all: No such file or directory");
  EXPECT_EQ(ComplaintOf({good.certificate, "/nowhere/at.all"}),
            "cannot read an unencrypted key in PEM from /nowhere/at.all: "
            "No such file or directory");
  EXPECT_EQ(ComplaintOf({good.key, good.key}).find("cannot read a certificate in PEM from"), 0U);
  EXPECT_EQ(
      ComplaintOf({good.certificate, good.certificate}).find("cannot read an unencrypted key"), 0U);
  EXPECT_EQ(ComplaintOf({good.certificate, other.key}),
            "the key in " + other.key + " is not that of the certificate in " + good.certificate);
}

TEST(TlsFilesOfAServer, AreRefusedWhenTheKeyIsOfAnotherKind) {
  const test::TemporaryFolder folder;
  const TlsFiles good = MakeFiles(folder, "good");
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}));
  std::FILE* file = std::fopen(good.key.c_str(), "w");
  PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
  EXPECT_NE(ComplaintOf(good).find("is not that of the certificate"), std::string::npos);
}

/// A client that trusts everybody. Every wait has a deadline far beyond what is needed.
class TlsClient {
 public:
  struct Versions {
    int least = TLS1_2_VERSION;
    int most = TLS1_3_VERSION;
  };
  explicit TlsClient(std::uint16_t port, Versions versions = {TLS1_2_VERSION, TLS1_3_VERSION})
      : socket_(port), context_(SSL_CTX_new(TLS_client_method())) {
    const timeval deadline{20, 0};
    ::setsockopt(socket_.number(), SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_min_proto_version(context_.get(), versions.least);
    SSL_CTX_set_max_proto_version(context_.get(), versions.most);
    session_.reset(SSL_new(context_.get()));
    SSL_set_fd(session_.get(), socket_.number());
  }

  bool Offer(std::string_view protocol) {
    std::string wire(1, static_cast<char>(protocol.size()));
    wire += protocol;
    SSL_set_alpn_protos(session_.get(), reinterpret_cast<const unsigned char*>(wire.data()),
                        static_cast<unsigned>(wire.size()));
    return Connect();
  }
  bool Connect() { return SSL_connect(session_.get()) == 1; }
  [[nodiscard]] std::string_view version() const { return SSL_get_version(session_.get()); }

  bool Send(std::string_view text) {
    return SSL_write(session_.get(), text.data(), static_cast<int>(text.size())) > 0;
  }
  /// The next `count` bytes; fewer when the connection ends before.
  std::string Read(std::size_t count) {
    while (received_.size() < count && Receive()) {
    }
    std::string text = received_.substr(0, count);
    received_.erase(0, count);
    return text;
  }
  std::string ReadToEnd() {
    while (Receive()) {
    }
    return std::exchange(received_, {});
  }
  /// The next answer, whose body has `body_bytes`.
  std::string ReadAnswer(std::size_t body_bytes) {
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos && Receive()) {
    }
    return end == std::string::npos ? "" : Read(end + 4 + body_bytes);
  }
  /// Whether the server said farewell, as TLS asks for.
  [[nodiscard]] bool was_told() const {
    return (SSL_get_shutdown(session_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
  }

 private:
  bool Receive() {
    char bytes[16384];
    const int count = SSL_read(session_.get(), bytes, sizeof bytes);
    if (count > 0) received_.append(bytes, static_cast<std::size_t>(count));
    return count > 0;
  }

  TestClient socket_;
  std::unique_ptr<SSL_CTX, Freeing<SSL_CTX_free>> context_;
  std::unique_ptr<SSL, Freeing<SSL_free>> session_;
  std::string received_;
};

class TlsServer : public ServerTest {
 protected:
  TlsServer() {
    std::signal(SIGPIPE, SIG_IGN);  // for the client: OpenSSL writes to sockets as to files
    options_.tls = MakeFiles(folder_, "server");
  }

  test::TemporaryFolder folder_;
};

TEST_F(TlsServer, AnswersOverBothVersions) {
  const std::uint16_t port = Start();
  for (const auto& [version, name] :
       {std::pair{TLS1_2_VERSION, "TLSv1.2"}, std::pair{TLS1_3_VERSION, "TLSv1.3"}}) {
    TlsClient client(port, {version, version});
    ASSERT_TRUE(client.Connect());
    EXPECT_EQ(client.version(), name);
    for (int i = 0; i < 3; ++i) {
      ASSERT_TRUE(client.Send(Get("/t/inline/7/")));
      EXPECT_EQ(BodyOf(client.ReadAnswer(8)), "inline 7");
    }
  }
}

TEST_F(TlsServer, RefusesOlderVersions) {
  TlsClient client(Start(), {TLS1_VERSION, TLS1_1_VERSION});
  EXPECT_FALSE(client.Connect());
}

TEST_F(TlsServer, ChoosesTheProtocolThatItSpeaks) {
  const std::uint16_t port = Start();
  EXPECT_TRUE(TlsClient(port).Offer("http/1.1"));
  EXPECT_FALSE(TlsClient(port).Offer("h2"));
}

TEST_F(TlsServer, AnswersPipelinedRequestsInOrder) {
  TlsClient client(Start());
  ASSERT_TRUE(client.Connect());
  // One record of many requests, then a request in two records.
  std::string requests;
  for (int i = 0; i < 100; ++i) {
    requests += Get("/t/inline/" + std::to_string(i % 10) + "/");
    requests += Get("/t/worker/" + std::to_string(i % 10) + "/");
  }
  ASSERT_TRUE(client.Send(requests));
  const std::string last = Get("/t/inline/x/");
  ASSERT_TRUE(client.Send(last.substr(0, 9)));
  ASSERT_TRUE(client.Send(last.substr(9)));
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(BodyOf(client.ReadAnswer(8)), "inline " + std::to_string(i % 10));
    EXPECT_EQ(BodyOf(client.ReadAnswer(8)), "worker " + std::to_string(i % 10));
  }
  EXPECT_EQ(BodyOf(client.ReadAnswer(8)), "inline x");
}

TEST_F(TlsServer, MovesBodiesOfManyRecordsBothWays) {
  TlsClient client(Start());
  ASSERT_TRUE(client.Connect());
  const std::string body(300'000, 'x');
  ASSERT_TRUE(client.Send(Post("/t/echo/", body)));
  EXPECT_EQ(BodyOf(client.ReadAnswer(body.size())), body);
  ASSERT_TRUE(client.Send(Get("/t/large/") + Get("/t/inline/1/")));
  EXPECT_EQ(BodyOf(client.ReadAnswer(20 << 20)).size(), 20U << 20);
  EXPECT_EQ(BodyOf(client.ReadAnswer(8)), "inline 1");
}

TEST_F(TlsServer, SaysFarewell) {
  TlsClient client(Start());
  ASSERT_TRUE(client.Connect());
  ASSERT_TRUE(client.Send(Get("/t/inline/1/", "Connection: close\r\n")));
  EXPECT_EQ(BodyOf(client.ReadToEnd()), "inline 1");
  EXPECT_TRUE(client.was_told());
}

TEST_F(TlsServer, ClosesWhoSpeaksPlainText) {
  TestClient client(Start());
  ASSERT_TRUE(client.Send(Get("/t/inline/1/")));
  const std::string answer = client.ReadToEnd();
  EXPECT_EQ(answer.find("HTTP"), std::string::npos);
  EXPECT_EQ(answer.find("<deadline>"), std::string::npos);
}

TEST_F(TlsServer, GivesUpASlowHandshake) {
  options_.limits.header_seconds = 1;
  const std::uint16_t port = Start();
  TestClient silent(port);
  TestClient halting(port);
  ASSERT_TRUE(halting.Send("\x16\x03\x01"));  // how a handshake begins
  EXPECT_EQ(silent.ReadToEnd(), "");
  EXPECT_EQ(halting.ReadToEnd(), "");
}

TEST_F(TlsServer, CountsHandshakesAsConnections) {
  options_.loops = 1;
  options_.limits.max_connections = 1;
  const std::uint16_t port = Start();
  TestClient silent(port);
  TlsClient refused(port);
  EXPECT_FALSE(refused.Connect());
}

TEST_F(TlsServer, CarriesWebSockets) {
  TestWaiters topics;
  waiters_ = &topics;
  std::atomic<int> said = 0;
  RouteTable table;
  table.dialect = "messages";
  table.prefixes = {"/m/"};
  table.routes.push_back({Method::kGet, "/m/", Place::kInline,
                          [&](const Request&) -> Answer {
                            const auto look = [&](Patience) -> Finding {
                              if (said == 0) return NotYet{};
                              --said;
                              return Text(200, "hello");
                            };
                            return Messages{{Topic{}, 300, look, {}}, Text(400, "no")};
                          },
                          "", 0});
  router_.Mount(std::move(table));
  TlsClient client(Start());
  ASSERT_TRUE(client.Connect());
  ASSERT_TRUE(client.Send(Handshake("/m/")));
  EXPECT_EQ(StatusOf(client.ReadAnswer(0)), 101);
  ASSERT_TRUE(client.Send(ClientFrame(Opcode::kPing, "p")));
  EXPECT_EQ(client.Read(3), "\x8a\x01p");
  said = 2;
  topics.WakeAll();
  EXPECT_EQ(client.Read(14), "\x81\x05hello\x81\x05hello");
  ASSERT_TRUE(client.Send(ClientFrame(Opcode::kClose, CloseText(1000))));
  EXPECT_EQ(client.ReadToEnd(), "\x88\x02\x03\xe8");
  EXPECT_TRUE(client.was_told());
  server_.reset();
}

TEST_F(TlsServer, FinishesRunningRequestsWhenItStops) {
  const std::uint16_t port = Start();
  TestClient silent(port);
  TlsClient idle(port);
  ASSERT_TRUE(idle.Connect());
  TlsClient busy(port);
  ASSERT_TRUE(busy.Connect());
  ASSERT_TRUE(busy.Send(Get("/t/gate/")));
  gate_.entered.acquire();
  std::thread stopping([this] { server_->Stop(20); });
  EXPECT_EQ(idle.ReadToEnd(), "");
  EXPECT_EQ(silent.ReadToEnd(), "");
  gate_.open.release();
  EXPECT_EQ(BodyOf(busy.ReadAnswer(7)), "through");
  stopping.join();
}

TEST_F(TlsServer, DoesNotStartWithoutItsFiles) {
  options_.tls.key = folder_.File("missing");
  server_ = std::make_unique<Server>(options_, router_, store_, *log_, metrics_);
  const auto started = server_->Start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, Errc::kInvalid);
}

}  // namespace
}  // namespace guildhall::http
