#include "tests/support/postgres_cluster.h"

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "base/result.h"
#include "tests/support/temporary_folder.h"

namespace guildhall::test {
namespace {

constexpr const char* kBinaries = "/usr/lib/postgresql/15/bin";

[[noreturn]] void Refuse(const std::string& why) {
  std::fprintf(stderr, "PostgreSQL for the tests: %s\n", why.c_str());
  std::_Exit(1);
}

/// What a command line needs in front so that it does not run as root, which PostgreSQL refuses.
std::string AsServerUser() {
  if (geteuid() != 0) return {};
  return "setpriv --reuid=postgres --regid=postgres --init-groups ";
}

void GiveToServerUser(const std::string& folder) {
  if (geteuid() != 0) return;
  const passwd* user = getpwnam("postgres");
  if (user == nullptr) Refuse("running as root, and there is no user 'postgres' to run it as");
  if (chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0) Refuse("cannot hand over " + folder);
}

std::string ReadAll(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void RunCommand(const std::string& command, const std::string& log) {
  const std::string line = command + " >>" + log + " 2>&1 </dev/null";
  if (std::system(line.c_str()) != 0) Refuse("failed: " + command + "\n" + ReadAll(log));
}

/// The machine's own en_US locale when it has one, else ICU's; both sort unlike bytes do.
std::string LocaleOptions() {
  if (std::system("locale -a 2>/dev/null | grep -qix 'en_US.utf-\\?8'") == 0) {
    return " --locale=en_US.UTF-8 --encoding=UTF8";
  }
  return " --locale=C.UTF-8 --encoding=UTF8 --locale-provider=icu --icu-locale=en-US";
}

struct FinishConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};

}  // namespace

/// The processes. The one that stops the server waits for the end of a pipe that only this program
/// holds open, so that it also notices when the program is killed.
class PostgresCluster::Server {
 public:
  Server() {
    if (access((std::string(kBinaries) + "/initdb").c_str(), X_OK) != 0) {
      Refuse(std::string("not installed: ") + kBinaries + "/initdb is missing (script/setup)");
    }
    GiveToServerUser(folder_.path());
    const std::string binaries = AsServerUser() + kBinaries;
    const std::string log = folder_.File("tools.log");
    RunCommand("cd / && " + binaries + "/initdb -D " + data() + " -U guildhall -A trust --no-sync" +
                   LocaleOptions(),
               log);
    Watch(binaries + "/pg_ctl -D " + data() + " -m immediate -w stop");
    RunCommand("cd / && " + binaries + "/pg_ctl -D " + data() + " -w -t 60 -l " +
                   folder_.File("server.log") + " -o \"-k " + folder_.path() +
                   " -c listen_addresses='' -c fsync=on -c max_connections=200"
                   " -c shared_buffers=64MB -c autovacuum=off"
                   " -c checkpoint_timeout=1h -c max_wal_size=4GB\" start",
               log);
  }

  ~Server() {
    close(lifeline_);
    int status = 0;
    waitpid(watcher_, &status, 0);
  }

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] const std::string& folder() const { return folder_.path(); }
  std::atomic<int> databases{0};

 private:
  [[nodiscard]] std::string data() const { return folder_.File("data"); }

  void Watch(const std::string& stop) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) Refuse("no pipe");
    const std::string script =
        "trap '' HUP INT TERM; cat; cd /; " + stop + " >/dev/null 2>&1; rm -rf " + folder_.path();
    watcher_ = fork();
    if (watcher_ < 0) Refuse("no process");
    if (watcher_ == 0) {
      setsid();
      dup2(ends[0], STDIN_FILENO);
      execl("/bin/sh", "sh", "-c", script.c_str(), nullptr);
      _exit(127);
    }
    close(ends[0]);
    lifeline_ = ends[1];
  }

  TemporaryFolder folder_;
  pid_t watcher_ = -1;
  int lifeline_ = -1;
};

PostgresCluster& PostgresCluster::Shared() {
  static PostgresCluster cluster;
  return cluster;
}

PostgresCluster::PostgresCluster() : server_(std::make_unique<Server>()) {}
PostgresCluster::~PostgresCluster() = default;

std::string PostgresCluster::MakeDatabase(std::string_view source) {
  std::string name = "case_" + std::to_string(++server_->databases);
  Ask("postgres", "create database " + name + " template " + std::string(source));
  return name;
}

std::string PostgresCluster::Url(std::string_view database) const {
  return "postgresql:///" + std::string(database) + "?host=" + server_->folder() +
         "&user=guildhall";
}

const std::string& PostgresCluster::socket_folder() const { return server_->folder(); }

std::string PostgresCluster::Ask(std::string_view database, std::string_view sql) const {
  const std::unique_ptr<PGconn, FinishConnection> connection(PQconnectdb(Url(database).c_str()));
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  const std::unique_ptr<PGresult, ClearResult> result(
      PQexec(connection.get(), std::string(sql).c_str()));
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    Refuse(std::string(sql) + ": " + PQerrorMessage(connection.get()));
  }
  std::string lines;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    if (row > 0) lines += '\n';
    lines += PQgetvalue(result.get(), row, 0);
  }
  return lines;
}

}  // namespace guildhall::test
