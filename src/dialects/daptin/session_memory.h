#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/fingerprint.h"
#include "core/ids.h"
#include "dialects/daptin/jwt.h"

namespace guildhall::daptin {

/// What is left to ask of a token whose signature was found right.
struct Session {
  std::uint64_t serial = 0;  ///< of the dialect
  TenantId tenant;
  UserId user;
  Uid subject{};  ///< the user's: a database that lost him may give his number again
  Lifetime lifetime{};
  std::int64_t auth_version = 0;
  std::int64_t key = 1;  ///< number of the tenant's key that signed it
};

/// Tokens that were found right, by their fingerprints. Grows with the number of tokens in use, up
/// to some 24 MiB, which is room for 150,000 of which 3 % drive one another out; then a new one
/// takes the place of another. For one thread.
class SessionMemory {
 public:
  static constexpr std::size_t kWays = 8;
  static constexpr std::size_t kFirstSets = 64;
  static constexpr std::size_t kMostSets = 32'768;

  /// The session of the token in that tenant, or null. Valid until the next `Keep`.
  [[nodiscard]] const Session* Find(const Fingerprint& token, std::uint64_t serial,
                                    TenantId tenant) const;
  void Keep(const Fingerprint& token, const Session& session);

 private:
  /// The fingerprints stand together, so that a search reads two lines of memory and not eight.
  struct Set {
    std::array<Fingerprint, kWays> tokens{};
    std::array<Session, kWays> sessions{};  ///< serial 0: free, and so are those behind it

    /// `kWays` when there is none.
    [[nodiscard]] std::size_t FirstFree() const;
    void Put(std::size_t place, const Fingerprint& token, const Session& session);
  };
  [[nodiscard]] std::size_t PlaceOf(const Fingerprint& token) const;
  void Grow();

  std::vector<Set> sets_;  ///< their number is a power of two
};

}  // namespace guildhall::daptin
