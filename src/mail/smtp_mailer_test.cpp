#include "mail/smtp_mailer.h"

#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include "base/crypto.h"

namespace guildhall::mail {
namespace {

/// A mail server for one connection, which keeps all that it was told.
class OneMailServer {
 public:
  /// `refusal`: what it says to a recipient, instead of taking him.
  explicit OneMailServer(std::string refusal = "") : refusal_(std::move(refusal)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(listener_, generic, size), 0);
    EXPECT_EQ(::listen(listener_, 1), 0);
    EXPECT_EQ(::getsockname(listener_, generic, &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { Serve(); });
  }
  ~OneMailServer() {
    // Lets a thread that nobody called go.
    ::shutdown(listener_, SHUT_RDWR);
    if (thread_.joinable()) thread_.join();
    ::close(listener_);
  }
  [[nodiscard]] std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  /// Everything the client said, once it has gone.
  const std::string& Heard() {
    thread_.join();
    return heard_;
  }

 private:
  void Serve() {
    const int client = ::accept(listener_, nullptr, nullptr);
    if (client < 0) return;
    Say(client, "220 hello");
    std::string line;
    while (ReadLine(client, line)) Answer(client, line);
    ::close(client);
  }
  void Answer(int client, const std::string& line) {
    if (in_message_) {
      in_message_ = line != ".";
      if (!in_message_) Say(client, "250 taken");
    } else if (line.starts_with("RCPT") && !refusal_.empty()) {
      Say(client, refusal_);
    } else if (line.starts_with("DATA")) {
      in_message_ = true;
      Say(client, "354 go on");
    } else {
      Say(client, line.starts_with("QUIT") ? "221 bye" : "250 fine");
    }
  }
  bool ReadLine(int client, std::string& line) {
    line.clear();
    for (char c = 0; ::recv(client, &c, 1, 0) == 1;) {
      heard_ += c;
      if (c == '\n') return true;
      if (c != '\r') line += c;
    }
    return false;
  }
  static void Say(int client, std::string_view line) {
    const std::string text = std::string(line) + "\r\n";
    EXPECT_EQ(::send(client, text.data(), text.size(), MSG_NOSIGNAL), std::ssize(text));
  }

  std::string refusal_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  bool in_message_ = false;
  std::string heard_;
  std::thread thread_;
};

class SmtpMailerTest : public testing::Test {
 protected:
  SmtpMailerTest() { InitializeCrypto(); }
  Result<void> Send(const std::string& url) {
    SmtpMailer mailer({.url = url, .from = "guild@hall.example"}, clock_, random_);
    return mailer.Send(mail_);
  }

  FakeClock clock_{Time(1'700'000'000'000'000)};
  SeededRandom random_{7};
  Mail mail_{
      .to = "geralt@rivia.com", .subject = "Set a new password", .text = "Zażółć\n.\ntoken: abc\n"};
};

TEST_F(SmtpMailerTest, HandsTheMailOver) {
  OneMailServer server;
  const auto sent = Send(server.url());
  EXPECT_TRUE(sent) << (sent ? "" : sent.error().detail);
  const std::string& heard = server.Heard();
  for (const char* wanted :
       {"MAIL FROM:<guild@hall.example>", "RCPT TO:<geralt@rivia.com>\r\n",
        "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n", "From: <guild@hall.example>\r\n",
        "To: <geralt@rivia.com>\r\n", "@hall.example>\r\n", "Subject: Set a new password\r\n",
        "charset=utf-8", "\r\n\r\nZażółć\r\n..\r\ntoken: abc\r\n.\r\n"}) {
    EXPECT_NE(heard.find(wanted), std::string::npos) << wanted << "\nin\n" << heard;
  }
}

TEST_F(SmtpMailerTest, SaysThatItWasRefusedAndNamesNobody) {
  OneMailServer server("550 no geralt@rivia.com here");
  const auto sent = Send(server.url());
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Errc::kUnavailable);
  EXPECT_NE(sent.error().detail.find("550"), std::string::npos) << sent.error().detail;
  EXPECT_EQ(sent.error().detail.find("geralt"), std::string::npos) << sent.error().detail;
}

TEST_F(SmtpMailerTest, SaysThatThereIsNoServer) {
  const auto sent = Send("smtp://127.0.0.1:1");
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Errc::kUnavailable);
}

TEST_F(SmtpMailerTest, SendsNothingOnceItIsStopped) {
  OneMailServer server;
  SmtpMailer mailer({.url = server.url(), .from = "guild@hall.example"}, clock_, random_);
  mailer.Stop();
  EXPECT_FALSE(mailer.Send(mail_));
}

TEST(SmtpUrls, AreSmtpOnly) {
  EXPECT_TRUE(IsSmtpUrl("smtp://mail.example:587"));
  EXPECT_TRUE(IsSmtpUrl("smtps://mail.example"));
  for (const char* wrong : {"", "mail.example", "http://mail.example", "file:///etc/passwd"}) {
    EXPECT_FALSE(IsSmtpUrl(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace guildhall::mail
