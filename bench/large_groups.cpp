#include "bench/large_groups.h"

#include <algorithm>
#include <string>

#include "bench/places.h"

namespace guildhall::bench {
namespace {

/// A group of so many users, and what it took to add more.
struct Crowd {
  std::int64_t size = 0;
  GroupId group;
  std::vector<double> works{};  ///< microseconds within the change
  std::vector<double> waits{};  ///< microseconds until it was durable
};

/// Users have the ids from 1 on, because the tenant is new.
UserId UserOf(std::int64_t number) { return UserId(number + 1); }

void MakeUsers(Installation& house, const Caller& owner, std::int64_t count) {
  house.Fill(owner, "users", count, [&](Transaction& tx, std::int64_t number) -> Result<void> {
    GH_TRY(const auto made, house.core().users().Create(
                                tx, owner,
                                {.username = "user" + std::to_string(number) + "@example.com",
                                 .password_hash = "$hash$"}));
    if (made->user.id != UserOf(number)) return Fail(Errc::kInternal, "an unexpected id");
    return {};
  });
}

Result<void> Join(Installation& house, Transaction& tx, const Caller& owner, UserId user,
                  GroupId group) {
  GH_CHECK(house.core().memberships().Add(tx, owner,
                                          {.user = user, .group = group, .origin = kCoreOrigin}));
  return {};
}

Crowd MakeCrowd(Installation& house, const Caller& owner, std::int64_t size) {
  Crowd crowd{.size = size, .group = {}};
  house.Write(owner, [&](Transaction& tx) -> Result<void> {
    GH_TRY(const Group made,
           house.core().groups().Create(tx, owner, {"group of " + std::to_string(size), ""}));
    crowd.group = made.id;
    return {};
  });
  house.Fill(owner, "members", size, [&](Transaction& tx, std::int64_t number) {
    return Join(house, tx, owner, UserOf(number), crowd.group);
  });
  return crowd;
}

void AddOne(Installation& house, const Caller& owner, UserId user, Crowd& crowd) {
  double work = 0;
  const Watch wait;
  house.Write(owner, [&](Transaction& tx) -> Result<void> {
    const Watch watch;
    GH_CHECK(Join(house, tx, owner, user, crowd.group));
    work = watch.Microseconds();
    return {};
  });
  crowd.waits.push_back(wait.Microseconds());
  crowd.works.push_back(work);
}

}  // namespace

void MeasureLargeGroups(Installation& house, const Figures& figures,
                        const std::vector<std::int64_t>& sizes, std::int64_t adds) {
  const Caller owner = house.AddTenant("crowds");
  const std::int64_t most = *std::ranges::max_element(sizes);
  MakeUsers(house, owner, most + adds);
  std::vector<Crowd> crowds;
  for (const std::int64_t size : sizes) crowds.push_back(MakeCrowd(house, owner, size));
  for (std::int64_t i = 0; i < adds; ++i) {
    for (Crowd& crowd : crowds) AddOne(house, owner, UserOf(most + i), crowd);
  }
  std::vector<double> works, waits;
  for (const Crowd& crowd : crowds) {
    works.push_back(MedianOf(crowd.works));
    waits.push_back(MedianOf(crowd.waits));
    figures.Add("add one member, work in the change", crowd.size, works.back(), "µs");
    figures.Add("add one member, until durable", crowd.size, waits.back(), "µs");
  }
  constexpr double kFlat = 1.25;
  figures.AimAtMost("adding one member works the same at every size, dearest by cheapest",
                    SpreadOf(works), kFlat);
  figures.AimAtMost("adding one member waits the same at every size, longest by shortest",
                    SpreadOf(waits), kFlat);
}

}  // namespace guildhall::bench
