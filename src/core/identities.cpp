#include "core/identities.h"

#include <algorithm>

namespace guildhall {
namespace {

constexpr std::uint32_t kMaxCount = 0xFFFFFF;

/// `value`'s lowest bytes, most significant first.
template <std::size_t Count, std::size_t N>
void PutBigEndian(std::array<std::uint8_t, N>& out, std::size_t at, std::uint64_t value) {
  for (std::size_t i = 0; i < Count; ++i) {
    out[at + i] = static_cast<std::uint8_t>(value >> (8 * (Count - 1 - i)));
  }
}

}  // namespace

Identities::Identities(const Clock& clock, Random& random) : clock_(clock), random_(random) {
  random_.Fill(process_);
}

Uid Identities::MakeUid() {
  Uid uid = RandomBytes<16>(random_);
  std::int64_t now = clock_.Now().microseconds();
  {
    // Each microsecond is given once: that is what makes the ids of this process rise.
    const std::lock_guard lock(mutex_);
    now = last_microsecond_ = std::max(now, last_microsecond_ + 1);
  }
  PutBigEndian<6>(uid, 0, static_cast<std::uint64_t>(now / 1000));
  PutBigEndian<2>(uid, 6, 0x7000U | static_cast<std::uint64_t>(now % 1000));
  uid[8] = static_cast<std::uint8_t>((uid[8] & 0x3F) | 0x80);
  return uid;
}

ObjectId Identities::MakeObjectId() {
  const std::int64_t now = clock_.Now().microseconds() / 1'000'000;
  const std::lock_guard lock(mutex_);
  if (now > last_second_) {
    last_second_ = now;
    count_ = 0;
  } else if (++count_ > kMaxCount) {
    ++last_second_;
    count_ = 0;
  }
  ObjectId id{};
  PutBigEndian<4>(id, 0, static_cast<std::uint64_t>(last_second_));
  std::copy(process_.begin(), process_.end(), id.begin() + 4);
  PutBigEndian<3>(id, 9, count_);
  return id;
}

}  // namespace guildhall
