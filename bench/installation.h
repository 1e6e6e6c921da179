#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/random.h"
#include "core/core.h"

namespace guildhall::bench {

/// A core over a store, with a data key of its own. What fails ends the program.
class Installation {
 public:
  /// `clock` is the store's.
  Installation(std::unique_ptr<Store> store, const Clock& clock, Core::Options options = {});
  ~Installation();
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  [[nodiscard]] Store& store() const { return *store_; }
  [[nodiscard]] Core& core() { return *core_; }

  /// A new tenant, which the first operator owns; he as a caller there. Makes him when there is
  /// none.
  Caller AddTenant(const std::string& name);
  /// One change, in the caller's tenant.
  void Write(const Caller& caller, const Change& change) const;
  /// `one` for the numbers from 0 to `count`, many in one change; says on standard error how far it
  /// is. `one` may be called twice for a number.
  void Fill(const Caller& caller, const std::string& what, std::int64_t count,
            const std::function<Result<void>(Transaction&, std::int64_t)>& one) const;

 private:
  SystemRandom random_;
  KeyRing keys_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Core> core_;
};

}  // namespace guildhall::bench
