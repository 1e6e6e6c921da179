#include "base/log.h"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <thread>
#include <unistd.h>

#include "base/json.h"
#include "base/strings.h"
#include "base/timestamp.h"

namespace guildhall {
namespace {

const char* NameOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarn:
      return "warn";
    case LogLevel::kError:
      return "error";
  }
  return "unknown";
}

void AppendHead(Buffer& out, Time time, LogLevel level, std::string_view event) {
  out.Append("{\"time\":\"");
  AppendTimestamp(out, time);
  out.Append("\",\"level\":\"");
  out.Append(std::string_view(NameOf(level)));
  out.Append("\",\"event\":\"");
  AppendEscaped(out, event);
  out.Append('"');
}

void AppendName(Buffer& out, std::string_view name) {
  out.Append(",\"");
  out.Append(name);
  out.Append("\":");
}

// A line must stay readable whatever the text is: where it is no UTF-8, bytes beyond ASCII become
// question marks.
void AppendText(Buffer& out, std::string_view text) {
  out.Append('"');
  if (IsValidUtf8(text)) {
    AppendEscaped(out, text);
  } else {
    std::string ascii(text);
    std::replace_if(
        ascii.begin(), ascii.end(), [](char c) { return (c & 0x80) != 0; }, '?');
    AppendEscaped(out, ascii);
  }
  out.Append('"');
}

// Writes all of `text`; false when nobody will ever read it.
bool WriteAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      pollfd waiting{descriptor, POLLOUT, 0};
      ::poll(&waiting, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

std::uint64_t CountLines(std::string_view lines) {
  return static_cast<std::uint64_t>(std::count(lines.begin(), lines.end(), '\n'));
}

}  // namespace

/// The queue and the thread that empties it.
class Log::Writer {
 public:
  Writer(const Options& options, const Clock& clock)
      : descriptor_(options.descriptor), limit_(options.queue_bytes), clock_(clock) {
    // Signals are for the threads that know what to do with them; one that arrives because the
    // reader went away must not end the process either.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread([this] { Run(); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }

  ~Writer() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void Push(LogLevel level, std::string_view lines) {
    {
      const std::lock_guard lock(mutex_);
      const std::size_t room = level >= LogLevel::kWarn ? 2 * limit_ : limit_;
      if (pending_.size() + writing_ + lines.size() > room) {
        const std::uint64_t count = CountLines(lines);
        dropped_ += count;
        unreported_ += count;
        return;
      }
      pending_.append(lines);
    }
    wake_.notify_one();
  }

  [[nodiscard]] std::uint64_t dropped() const {
    const std::lock_guard lock(mutex_);
    return dropped_;
  }

 private:
  void Run() {
    std::string batch;
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, [this] { return stopping_ || !pending_.empty() || unreported_ > 0; });
      if (pending_.empty() && unreported_ == 0) return;
      batch.clear();
      batch.swap(pending_);
      const std::uint64_t lost = std::exchange(unreported_, 0);
      writing_ = batch.size();
      lock.unlock();
      if (lost > 0) AppendLoss(batch, lost);
      const bool written = WriteAll(descriptor_, batch);
      lock.lock();
      writing_ = 0;
      if (!written) dropped_ += CountLines(batch);
    }
  }

  void AppendLoss(std::string& batch, std::uint64_t lost) const {
    Buffer line;
    AppendHead(line, clock_.Now(), LogLevel::kWarn, "log_dropped");
    AppendName(line, "lines");
    line.AppendNumber(static_cast<std::int64_t>(lost));
    line.Append("}\n");
    batch.append(line.view());
  }

  const int descriptor_;
  const std::size_t limit_;
  const Clock& clock_;
  mutable std::mutex mutex_;  // guards what follows, but not the thread
  std::condition_variable wake_;
  std::string pending_;
  std::size_t writing_ = 0;
  std::uint64_t dropped_ = 0;
  std::uint64_t unreported_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

Log::Log(Options options, const Clock& clock)
    : options_(options), clock_(clock), writer_(std::make_unique<Writer>(options, clock)) {}

Log::~Log() = default;

void Log::Write(LogLevel level, std::string_view lines) {
  if (Wants(level) && !lines.empty()) writer_->Push(level, lines);
}

std::uint64_t Log::dropped() const { return writer_->dropped(); }

Log::Line::Line(Log* log, LogLevel level, std::string_view event) : log_(log), level_(level) {
  if (log_ != nullptr) AppendHead(text_, log_->clock_.Now(), level, event);
}

Log::Line::~Line() {
  if (log_ == nullptr) return;
  text_.Append("}\n");
  log_->Write(level_, text_.view());
}

Log::Line& Log::Line::Field(std::string_view name, std::string_view value) {
  if (log_ == nullptr) return *this;
  AppendName(text_, name);
  AppendText(text_, value);
  return *this;
}

Log::Line& Log::Line::Raw(std::string_view name, std::string_view json) {
  if (log_ == nullptr) return *this;
  AppendName(text_, name);
  text_.Append(json);
  return *this;
}

Log::Line& Log::Line::Number(std::string_view name, std::int64_t value) {
  if (log_ == nullptr) return *this;
  AppendName(text_, name);
  text_.AppendNumber(value);
  return *this;
}

}  // namespace guildhall
