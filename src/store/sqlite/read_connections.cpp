#include "store/sqlite/read_connections.h"

#include <utility>

namespace guildhall::store {
namespace {

/// Where this thread looks first: threads get places of their own, one after another.
std::size_t Preferred() {
  static std::atomic<std::size_t> threads{0};
  thread_local const std::size_t place = threads.fetch_add(1, std::memory_order_relaxed);
  return place;
}

}  // namespace

Result<void> ReadConnections::Reader::Begin() {
  if (viewing_ && memory_.Newest()) return {};
  End();
  memory_.Begin();
  GH_CHECK(connection_->BeginReading());
  viewing_ = true;
  return {};
}

void ReadConnections::Reader::End() {
  if (std::exchange(viewing_, false)) connection_->EndReading();
}

std::unique_ptr<ReadConnections::Reader> ReadConnections::TakeIdle() {
  const std::size_t preferred = Preferred();
  for (std::size_t i = 0; i < kKept; ++i) {
    std::atomic<Reader*>& place = idle_[(preferred + i) % kKept];
    if (place.load(std::memory_order_relaxed) == nullptr) continue;
    if (Reader* reader = place.exchange(nullptr, std::memory_order_acquire)) {
      return std::unique_ptr<Reader>(reader);
    }
  }
  return nullptr;
}

Result<std::unique_ptr<ReadConnections::Reader>> ReadConnections::Take() {
  if (auto reader = TakeIdle()) return reader;
  // Perhaps it is only away for a moment, and a new connection costs more.
  ending_views_.wait(true);
  if (auto reader = TakeIdle()) return reader;
  GH_TRY(auto connection, SqliteConnection::Open(path_, SqliteConnection::Purpose::kRead,
                                                 SqliteConnection::Synchronous::kFull));
  return std::make_unique<Reader>(std::move(connection), marks_, memory_bytes_);
}

void ReadConnections::Return(std::unique_ptr<Reader> reader) {
  const std::size_t preferred = Preferred();
  for (std::size_t i = 0; i < kKept; ++i) {
    Reader* expected = nullptr;
    std::atomic<Reader*>& place = idle_[(preferred + i) % kKept];
    if (place.compare_exchange_strong(expected, reader.get(), std::memory_order_release,
                                      std::memory_order_relaxed)) {
      static_cast<void>(reader.release());
      return;
    }
  }
}

void ReadConnections::EndViews() {
  ending_views_ = true;
  for (std::atomic<Reader*>& place : idle_) {
    std::unique_ptr<Reader> reader(place.exchange(nullptr, std::memory_order_acquire));
    if (!reader) continue;
    reader->End();
    Return(std::move(reader));
  }
  ending_views_ = false;
  ending_views_.notify_all();
}

void ReadConnections::Clear() {
  for (std::atomic<Reader*>& place : idle_) {
    const std::unique_ptr<Reader> closed(place.exchange(nullptr, std::memory_order_acquire));
  }
}

}  // namespace guildhall::store
