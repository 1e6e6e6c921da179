// How many password checks a second this machine does on some threads, and nothing else: what a
// flood of sign-ins could reach at best.
//   bench_password_checks [--threads N] [--seconds S] [--brief]

#include <atomic>
#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "base/crypto.h"
#include "base/strings.h"

namespace guildhall {
namespace {

int Run(std::int64_t threads, std::chrono::milliseconds duration) {
  InitializeCrypto();
  const Secret password("bench password");
  const std::string hash = HashPassword(password);
  std::atomic<std::int64_t> checked = 0;
  const auto started = std::chrono::steady_clock::now();
  const auto end = started + duration;
  std::vector<std::thread> pool;
  for (std::int64_t i = 0; i < threads; ++i) {
    pool.emplace_back([&] {
      while (std::chrono::steady_clock::now() < end) {
        if (VerifyPassword(hash, password)) ++checked;
      }
    });
  }
  for (std::thread& thread : pool) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  std::cout << static_cast<double>(checked) / took.count() << " checks/s\n";
  return checked > 0 ? 0 : 1;
}

}  // namespace
}  // namespace guildhall

int main(int argc, char** argv) {
  std::int64_t threads = 1;
  std::int64_t seconds = 5;
  std::chrono::milliseconds duration{0};
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    if (flag == "--brief") duration = std::chrono::milliseconds(50);
    if (i + 1 == argc) continue;
    if (flag == "--threads") threads = guildhall::ParseInteger(argv[i + 1]).value_or(1);
    if (flag == "--seconds") seconds = guildhall::ParseInteger(argv[i + 1]).value_or(5);
  }
  if (duration.count() == 0) duration = std::chrono::seconds(seconds);
  return guildhall::Run(threads, duration);
}
