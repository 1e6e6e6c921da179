#include "server/process.h"

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

namespace guildhall {
namespace {

sigset_t HeldSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

FileLimit RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return {};
  FileLimit result{.before = static_cast<std::int64_t>(limit.rlim_cur)};
  limit.rlim_cur = limit.rlim_max;
  result.now = setrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<std::int64_t>(limit.rlim_max)
                                                     : result.before;
  return result;
}

void SecureProcess() {
  umask(077);
  std::signal(SIGPIPE, SIG_IGN);
}

void HoldSignals() {
  const sigset_t set = HeldSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

bool SignalIsPending() {
  sigset_t pending;
  if (sigpending(&pending) != 0) return false;
  return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1 ||
         sigismember(&pending, SIGHUP) == 1;
}

int WaitForSignal() {
  const sigset_t set = HeldSignals();
  int signal = 0;
  while (sigwait(&set, &signal) != 0) {
  }
  return signal;
}

}  // namespace guildhall
