#include "mail/smtp_mailer.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>

#include <curl/curl.h>

#include "base/bytes.h"
#include "base/timestamp.h"

namespace guildhall::mail {
namespace {

constexpr long kConnectSeconds = 10;
constexpr long kSendSeconds = 30;
constexpr std::size_t kMessageIdBytes = 16;

void PrepareLibrary() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

struct CloseEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct CloseUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Easy = std::unique_ptr<CURL, CloseEasy>;
using List = std::unique_ptr<curl_slist, FreeList>;
using Url = std::unique_ptr<CURLU, CloseUrl>;

/// A part of a URL; "" when it has none.
std::string PartOf(const std::string& text, CURLUPart part) {
  const Url url(curl_url());
  char* found = nullptr;
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != 0 ||
      curl_url_get(url.get(), part, &found, 0) != 0) {
    return {};
  }
  std::string copy(found);
  curl_free(found);
  return copy;
}

bool IsLoopback(const std::string& host) {
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

/// What the library reads the message from.
struct Source {
  std::string_view rest;
};

std::size_t ReadMore(char* out, std::size_t size, std::size_t count, void* data) {
  auto* source = static_cast<Source*>(data);
  const std::size_t taken = std::min(size * count, source->rest.size());
  std::copy_n(source->rest.data(), taken, out);
  source->rest.remove_prefix(taken);
  return taken;
}

int AskWhetherToStop(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(data)->load() ? 1 : 0;
}

void AppendLines(std::string& message, std::string_view text) {
  for (const char c : text) {
    if (c == '\n') message += '\r';
    message += c;
  }
}

}  // namespace

bool IsSmtpUrl(const std::string& url) {
  PrepareLibrary();
  const std::string scheme = PartOf(url, CURLUPART_SCHEME);
  return (scheme == "smtp" || scheme == "smtps") && !PartOf(url, CURLUPART_HOST).empty();
}

SmtpMailer::SmtpMailer(SmtpOptions options, const Clock& clock, Random& random)
    : options_(std::move(options)),
      trusted_network_(IsLoopback(PartOf(options_.url, CURLUPART_HOST))),
      clock_(clock),
      random_(random) {
  PrepareLibrary();
}

std::string SmtpMailer::MessageOf(const Mail& mail) const {
  const std::string id = ToHex(AsView(RandomBytes<kMessageIdBytes>(random_)));
  const std::string domain = options_.from.substr(options_.from.find('@') + 1);
  std::string message;
  message += "Date: " + Rfc1123(clock_.Now(), "+0000") + "\r\n";
  message += "From: <" + options_.from + ">\r\n";
  message += "To: <" + mail.to + ">\r\n";
  message += "Message-ID: <" + id + "@" + domain + ">\r\n";
  message += "Subject: " + mail.subject + "\r\n";
  message += "MIME-Version: 1.0\r\n";
  message += "Content-Type: text/plain; charset=utf-8\r\n";
  message += "Content-Transfer-Encoding: 8bit\r\n";
  message += "Auto-Submitted: auto-generated\r\n\r\n";
  AppendLines(message, mail.text);
  return message;
}

Result<void> SmtpMailer::Send(const Mail& mail) {
  const std::string from = "<" + options_.from + ">";
  const std::string to = "<" + mail.to + ">";
  const std::string message = MessageOf(mail);
  const std::string password(options_.password.Reveal());
  Source source{message};
  const Easy handle(curl_easy_init());
  const List recipients(curl_slist_append(nullptr, to.c_str()));
  if (!handle || !recipients) return Fail(Errc::kUnavailable, "no memory for a mail");
  CURL* curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_URL, options_.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kSendSeconds);
  curl_easy_setopt(curl, CURLOPT_USE_SSL,
                   static_cast<long>(trusted_network_ ? CURLUSESSL_TRY : CURLUSESSL_ALL));
  if (!options_.username.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, options_.username.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, password.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, ReadMore);
  curl_easy_setopt(curl, CURLOPT_READDATA, &source);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, AskWhetherToStop);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &stopping_);
  const CURLcode outcome = curl_easy_perform(curl);
  if (outcome == CURLE_OK) return {};
  // A process that ends does not wait for the name of a mail server.
  if (stopping_) curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
  long reply = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
  // The server's own sentence may quote an address.
  return Fail(Errc::kUnavailable, std::string(curl_easy_strerror(outcome)) +
                                      " (the server last said " + std::to_string(reply) + ")");
}

}  // namespace guildhall::mail
