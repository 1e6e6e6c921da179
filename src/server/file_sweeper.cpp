#include "server/file_sweeper.h"

#include <chrono>

namespace guildhall {
namespace {

constexpr std::chrono::seconds kPause{10};
constexpr std::int32_t kAtOnce = 100;

}  // namespace

void FileSweeper::Start() {
  thread_ = std::thread([this] { Run(); });
}

void FileSweeper::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void FileSweeper::Run() {
  for (;;) {
    const bool more = SweepSome();
    std::unique_lock lock(mutex_);
    const auto pause = more ? std::chrono::seconds(0) : kPause;
    if (wake_.wait_for(lock, pause, [this] { return stopping_; })) return;
  }
}

bool FileSweeper::SweepSome() {
  const auto swept = files_.Sweep(kAtOnce);
  if (!swept && !failing_) {
    log_.Warn("files_not_swept")
        .Field("error", NameOf(swept.error().code))
        .Field("detail", swept.error().detail)
        .Field("do", "it is tried again by itself; until then removed files take room");
  }
  failing_ = !swept;
  return swept && *swept == kAtOnce;
}

}  // namespace guildhall
