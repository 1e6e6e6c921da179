#include "store/postgres/news_line.h"

#include <fcntl.h>
#include <poll.h>
#include <string>
#include <unistd.h>
#include <utility>

#include "store/postgres/news_text.h"

namespace guildhall::store {
namespace {

// How long the first of several news waits for the others.
constexpr int kJoinMilliseconds = 3;
// Between two attempts to reach the database.
constexpr int kRetryMilliseconds = 500;
// While the database is out of reach; the rest is found by reading the log.
constexpr std::size_t kMaxQueued = 10'000;

}  // namespace

NewsLine::NewsLine(ConnectionString where)
    : connection_(std::move(where), PostgresConnection::Purpose::kNews) {}

void NewsLine::Start(Listener listener) {
  if (thread_.joinable()) return;
  // Without a pipe news wait for the end of a pause, and come all the same.
  if (::pipe2(pipe_.data(), O_NONBLOCK | O_CLOEXEC) != 0) pipe_ = {-1, -1};
  listener_ = std::move(listener);
  thread_ = std::thread([this] { Run(); });
}

void NewsLine::Tell(const std::vector<Said>& news) {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    if (closing_ || queued_.size() + news.size() > kMaxQueued) return;
    const bool first = queued_.empty();
    queued_.insert(queued_.end(), news.begin(), news.end());
    if (!first) return;
  }
  Knock();
}

void NewsLine::Close() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  Knock();
  thread_.join();
  for (int& end : pipe_) {
    if (end >= 0) ::close(std::exchange(end, -1));
  }
}

void NewsLine::Knock() const {
  // A full pipe wakes as well.
  [[maybe_unused]] const ssize_t written = ::write(pipe_[1], "", 1);
}

void NewsLine::Run() {
  for (;;) {
    const bool connected = Connect();
    if (connected) Hear();
    std::vector<Said> news;
    bool closing = false;
    {
      const std::lock_guard lock(mutex_);
      if (connected) news.swap(queued_);
      closing = closing_;
    }
    if (!news.empty()) Send(news);
    if (closing) return;
    const bool well = connected && !connection_.Lost();
    if (news.empty()) AwaitSomething(well ? -1 : kRetryMilliseconds);
  }
}

/// Whether there is a session that listens.
bool NewsLine::Connect() {
  if (listening_ && !connection_.Lost()) return true;
  listening_ = connection_.Connect().has_value() &&
               connection_.Script("set synchronous_commit = off; listen guildhall_said");
  return listening_;
}

void NewsLine::Hear() {
  for (const std::string& payload : connection_.TakeNotifications()) {
    for (const Said& said : ParseNews(payload)) listener_(said);
  }
}

/// One transaction for all; a session that breaks loses them.
void NewsLine::Send(const std::vector<Said>& news) {
  std::string script;
  for (const std::string& payload : NewsText(news)) {
    script += script.empty() ? "select " : ", ";
    script += "pg_notify('guildhall_said', '" + payload + "')";
  }
  // A script would open a new session for itself, which does not listen.
  if (!connection_.Lost()) static_cast<void>(connection_.Script(script));
}

/// Until the server, or somebody here, has something to say; -1: for as long as it takes. What is
/// said here is given a moment for company.
void NewsLine::AwaitSomething(int milliseconds) {
  const int session = listening_ ? connection_.socket() : -1;
  std::array<pollfd, 2> waiting{{{pipe_[0], POLLIN, 0}, {session, POLLIN, 0}}};
  constexpr int kWithoutPipe = 10;
  const int patience = pipe_[0] < 0 ? kWithoutPipe : milliseconds;
  if (::poll(waiting.data(), waiting.size(), patience) <= 0) return;
  if (waiting[0].revents == 0) return;
  std::array<char, 64> bytes{};
  while (::read(pipe_[0], bytes.data(), bytes.size()) > 0) {
  }
  ::poll(&waiting[1], 1, kJoinMilliseconds);
}

}  // namespace guildhall::store
