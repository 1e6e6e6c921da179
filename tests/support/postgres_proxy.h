#pragma once

#include <array>
#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace guildhall::test {

/// A man in the middle of a PostgreSQL server's socket, who loses connections at the moment that
/// matters: while a commit is on its way. Passes everything on until it is told otherwise.
class PostgresProxy {
 public:
  /// What happens to the next commit; afterwards everything is passed on again.
  enum class Fault : int {
    kNone,
    kLoseRequest,  ///< the server never hears of it and sees its client go
    kHoldRequest,  ///< the server never hears of it, and does not notice either
    kLoseAnswer,   ///< the server commits, the client never hears of it
    kLoseServer,   ///< like kLoseAnswer, and from then on nobody can connect
  };

  /// `server_folder` holds the server's socket.
  explicit PostgresProxy(const std::string& server_folder);
  ~PostgresProxy();
  PostgresProxy(const PostgresProxy&) = delete;
  PostgresProxy& operator=(const PostgresProxy&) = delete;

  /// The folder of the proxy's socket: the `host` of a URL.
  [[nodiscard]] const std::string& folder() const { return folder_.path(); }
  void Arm(Fault fault) { fault_ = fault; }
  /// Connections from now on lead to another server, whose socket that folder holds.
  void LeadTo(const std::string& server_folder);
  /// Whether the armed fault has happened.
  [[nodiscard]] bool Struck() const { return struck_; }

 private:
  struct Pair {
    int client = -1;
    int server = -1;
    bool awaits_commit = false;  // its answer is to be lost
  };

  void Loop();
  void Accept();
  void FromClient(Pair& pair);
  void FromServer(Pair& pair);
  static void Hang(int& descriptor);

  TemporaryFolder folder_;
  std::mutex mutex_;
  std::string server_path_;  // guarded by mutex_
  int listener_ = -1;
  std::array<int, 2> wake_{};  // a pipe, whose end ends the thread
  std::vector<Pair> pairs_;
  std::atomic<Fault> fault_ = Fault::kNone;
  std::atomic<bool> struck_ = false;
  bool refusing_ = false;
  std::thread thread_;
};

}  // namespace guildhall::test
