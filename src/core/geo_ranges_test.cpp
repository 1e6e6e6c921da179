#include "core/geo_ranges.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/filter.h"

namespace guildhall {
namespace {

bool Covers(const std::vector<KeyBounds>& ranges, const GeoPoint& point) {
  const std::string key = KeyOf(Value(point));
  return std::ranges::any_of(
      ranges, [&](const KeyBounds& range) { return range.first <= key && key < range.last; });
}

// Repeats itself: a failure is found again.
class Places {
 public:
  // Evenly over the sphere.
  GeoPoint Anywhere() {
    const double height = std::uniform_real_distribution(-1.0, 1.0)(engine_);
    return {std::uniform_real_distribution(-180.0, 180.0)(engine_),
            std::asin(height) * 180 / std::numbers::pi};
  }
  // Mostly within about twice `distance` of the center.
  GeoPoint Around(const GeoPoint& center, double distance) {
    const double radius = distance / kEarthRadius * 180 / std::numbers::pi;
    std::uniform_real_distribution offset(-1.5 * radius, 1.5 * radius);
    const double shrink = std::max(0.01, std::cos(center.latitude * std::numbers::pi / 180));
    GeoPoint point = {center.longitude + offset(engine_) / shrink,
                      center.latitude + offset(engine_)};
    if (std::abs(point.latitude) > 90) {  // over the pole and down on the other side
      point.latitude = std::copysign(180, point.latitude) - point.latitude;
      point.longitude += 180;
    }
    point.longitude = std::remainder(point.longitude, 360);
    point.latitude = std::clamp(point.latitude, -90.0, 90.0);
    return point;
  }

 private:
  std::mt19937_64 engine_{42};
};

void ExpectNoneMissed(const GeoPoint& center, double distance) {
  Places places;
  const std::vector<KeyBounds> ranges = CoverCircle(center, distance);
  EXPECT_LE(ranges.size(), kMaxGeoRanges);
  const auto look_at = [&](const GeoPoint& point) {
    if (DistanceBetween(center, point) > distance) return;
    EXPECT_TRUE(Covers(ranges, point)) << point.longitude << " " << point.latitude << " of "
                                       << center.longitude << " " << center.latitude;
  };
  look_at(center);
  for (int i = 0; i < 1'000; ++i) {
    look_at(places.Around(center, distance));
    look_at(places.Anywhere());
  }
  for (const double longitude : {-180.0, 0.0, 180.0, center.longitude})
    for (const double latitude : {-90.0, 0.0, 90.0, center.latitude})
      look_at({longitude, latitude});
}

TEST(GeoRanges, MissNoPointOfACircle) {
  Places places;
  for (int i = 0; i < 60; ++i)
    for (const double distance : {0.0, 10.0, 1e3, 160'934.4, 2e6, 1.2e7, 2.0015e7, 4.1e7})
      ExpectNoneMissed(places.Anywhere(), distance);
}

TEST(GeoRanges, MissNoPointAtThePoles) {
  for (const double latitude : {90.0, -90.0, 89.9999, -89.9999, 89.5, -85.0})
    for (const double longitude : {-180.0, -77.0, 0.0, 179.99})
      for (const double distance : {1.0, 1e3, 55'597.0, 556'000.0, 1e7, 2.0015e7})
        ExpectNoneMissed({longitude, latitude}, distance);
}

TEST(GeoRanges, MissNoPointAcrossTheDateLine) {
  for (const double longitude : {180.0, -180.0, 179.9999, -179.9999, 179.0, -175.0})
    for (const double latitude : {0.0, 66.0, -20.5, 89.0})
      for (const double distance : {0.0, 20.0, 1e3, 200'000.0, 5e6})
        ExpectNoneMissed({longitude, latitude}, distance);
}

TEST(GeoRanges, AreAscendingAndApart) {
  Places places;
  for (int i = 0; i < 200; ++i) {
    const std::vector<KeyBounds> ranges = CoverCircle(places.Anywhere(), 160'934.4);
    ASSERT_FALSE(ranges.empty());
    for (const KeyBounds& range : ranges) EXPECT_LT(range.first, range.last);
    for (std::size_t j = 1; j < ranges.size(); ++j) EXPECT_LT(ranges[j - 1].last, ranges[j].first);
  }
}

TEST(GeoRanges, HoldLittleMoreThanTheCircle) {
  Places places;
  int hits = 0;
  int covered = 0;
  for (int i = 0; i < 20; ++i) {
    const GeoPoint center = {20.0 + i, 3.0 * i - 30};
    const std::vector<KeyBounds> ranges = CoverCircle(center, 160'934.4);
    for (int j = 0; j < 1'000; ++j) {
      const GeoPoint point = places.Around(center, 160'934.4);
      if (Covers(ranges, point)) ++covered;
      if (DistanceBetween(center, point) <= 160'934.4) ++hits;
    }
  }
  EXPECT_GT(hits, 5'000);
  EXPECT_LT(covered, 2 * hits);
}

TEST(GeoRanges, OfTheWholeEarthAreOne) {
  EXPECT_EQ(CoverCircle({12, 34}, 4.1e7).size(), 1U);
  EXPECT_TRUE(Covers(CoverCircle({12, 34}, 4.1e7), {180, 90}));
}

TEST(GeoRanges, OfNoDistanceAreNone) {
  EXPECT_TRUE(CoverCircle({12, 34}, -1).empty());
  EXPECT_TRUE(CoverCircle({12, 34}, std::nan("")).empty());
}

}  // namespace
}  // namespace guildhall
