#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace guildhall::test {

/// A throw-away PostgreSQL server: a Unix socket in a temporary folder, no TCP, fsync on, databases
/// that collate as en_US. Needs PostgreSQL 15 in /usr/lib/postgresql/15/bin; without it, making one
/// ends the program with a message that says so. Stopped and removed with this object, and also
/// when the program dies without destructors.
class PostgresCluster {
 public:
  /// The program's one server, started at the first call. Thread-safe.
  static PostgresCluster& Shared();

  PostgresCluster();
  ~PostgresCluster();
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;

  /// A fresh database, as a copy of `source`; returns its name. Thread-safe.
  std::string MakeDatabase(std::string_view source = "template1");
  /// How to reach a database: "postgresql:///name?host=...&user=...".
  [[nodiscard]] std::string Url(std::string_view database) const;
  /// The folder of the server's socket.
  [[nodiscard]] const std::string& socket_folder() const;

  /// Runs statements as the owner over a connection of their own, and returns the first column of
  /// the last answer's rows, a line each. A failure ends the program: tests send only what works.
  std::string Ask(std::string_view database, std::string_view sql) const;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

/// One database of its own. It goes with the server, not before: dropping a database makes the
/// server write everything to disk, which takes longer than most cases.
class TemporaryDatabase {
 public:
  explicit TemporaryDatabase(PostgresCluster& cluster, std::string_view source = "template1")
      : cluster_(cluster), name_(cluster.MakeDatabase(source)) {}

  [[nodiscard]] std::string url() const { return cluster_.Url(name_); }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string Ask(std::string_view sql) const { return cluster_.Ask(name_, sql); }

 private:
  PostgresCluster& cluster_;
  std::string name_;
};

}  // namespace guildhall::test
