#pragma once

#include <cstdint>

namespace guildhall {

/// How many files and connections this process may have open.
struct FileLimit {
  std::int64_t before = 0;
  std::int64_t now = 0;
};

/// Raises the limit on open files as far as the system lets an ordinary process.
FileLimit RaiseFileLimit();

/// Files made from here on are readable by their owner only, and a peer that went away is an error
/// of the write, not the end of the process.
void SecureProcess();

/// Holds SIGTERM, SIGINT and SIGHUP back from this thread and all that it starts, so that
/// `WaitForSignal` receives them. Call before the first thread is made.
void HoldSignals();

/// Whether one of the held signals has come and waits to be received.
bool SignalIsPending();

/// Waits for one of the held signals and returns its number.
int WaitForSignal();

}  // namespace guildhall
