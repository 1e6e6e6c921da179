#pragma once

#include <array>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "core/topic.h"
#include "store/postgres/connection_string.h"
#include "store/postgres/postgres_connection.h"

namespace guildhall::store {

/// Tells other nodes what this node's commits said and hears what theirs did, by notifications on a
/// session and a thread of its own: inside the writing transactions they would make the commits of
/// all tenants serial. News of a few milliseconds go out together. While the database is out of
/// reach news are lost, here and there. Thread-safe.
class NewsLine {
 public:
  using Listener = std::function<void(const Said&)>;

  explicit NewsLine(ConnectionString where);
  ~NewsLine() { Close(); }
  NewsLine(const NewsLine&) = delete;
  NewsLine& operator=(const NewsLine&) = delete;

  /// Begins; `listener` is called on the line's thread with the news of other nodes. Once.
  void Start(Listener listener);
  /// Queues news for the others; never waits. Nothing happens before `Start`.
  void Tell(const std::vector<Said>& news);
  /// Sends what is queued and ends. Waits. Safe to call twice.
  void Close();

 private:
  void Run();
  bool Connect();
  void Hear();
  void Send(const std::vector<Said>& news);
  void AwaitSomething(int milliseconds);
  void Knock() const;

  PostgresConnection connection_;
  Listener listener_;
  std::array<int, 2> pipe_{-1, -1};  // a byte in it wakes the thread
  std::mutex mutex_;
  std::vector<Said> queued_;  // guarded by mutex_
  bool closing_ = false;      // guarded by mutex_
  bool listening_ = false;    // of the thread
  std::thread thread_;
};

}  // namespace guildhall::store
