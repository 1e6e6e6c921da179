#pragma once

#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guildhall::scenarios {

/// Bodies and choices that no client means, the same for the same seed.
class RandomBodies {
 public:
  /// `names`: what members are called.
  RandomBodies(unsigned seed, std::vector<std::string> names)
      : random_(seed), names_(std::move(names)) {}

  std::string Pick(const std::vector<std::string>& from) {
    return from[static_cast<std::size_t>(Below(static_cast<int>(from.size())))];
  }
  int Below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }

  /// A JSON value.
  std::string Value() {
    return Pick({"null", "true", "-1", "1e400", "0.5", "123456789012345678901234567890", "\"\"",
                 "\"x\"", "\"1\"", "\"full\"", "\"[]\"", "\"\\u0000\"", "\"\\ud800\"", "[]", "{}",
                 "[[1]]", "{\"a\":{}}", "[{\"name\":1}]"});
  }
  /// A JSON object of up to four members.
  std::string Object() {
    std::string body = "{";
    const int members = Below(5);
    for (int m = 0; m < members; ++m) {
      body += (m > 0 ? ",\"" : "\"") + Pick(names_) + "\":" + Value();
    }
    return body + "}";
  }

 private:
  std::mt19937 random_;
  std::vector<std::string> names_;
};

}  // namespace guildhall::scenarios
