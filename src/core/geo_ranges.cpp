#include "core/geo_ranges.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <utility>

#include "core/filter.h"

namespace guildhall {
namespace {

// More than rounding loses of a distance, in degrees; about a metre.
constexpr double kMargin = 1e-5;

// Bounds included. A circle has two where it crosses the date line.
struct Box {
  double west;
  double east;
  double south;
  double north;
};

// A point's key is its tag and 64 bits, longitude and latitude in turn; so the bits that several
// keys have in common name a cell, which is halved by each further one.
struct Cell {
  std::uint64_t bits = 0;  // the first `depth` ones, the rest is 0
  int depth = 0;
  Box area{-180, 180, -90, 90};
};
constexpr int kDeepest = 64;
// Many cells can be few ranges: the edge of half the earth. Finer is not worth its time.
constexpr std::size_t kMaxCells = 256;

bool Meet(const Box& a, const Box& b) {
  return a.west <= b.east && b.west <= a.east && a.south <= b.north && b.south <= a.north;
}

bool IsWithin(const Box& inner, const Box& outer) {
  return outer.west <= inner.west && inner.east <= outer.east && outer.south <= inner.south &&
         inner.north <= outer.north;
}

// How far from the center's meridian the circle of `radius` degrees reaches, when it has no pole.
double ReachOfLongitude(double latitude, double radius) {
  constexpr double kRadian = std::numbers::pi / 180;
  const double sine = std::sin(radius * kRadian) / std::cos(latitude * kRadian);
  return sine >= 1 ? 180 : std::asin(sine) / kRadian + kMargin;
}

std::vector<Box> BoxesOf(const GeoPoint& center, double distance) {
  const double radius = distance / kEarthRadius * 180 / std::numbers::pi + kMargin;
  const double south = center.latitude - radius;
  const double north = center.latitude + radius;
  const bool has_pole = south <= -90 || north >= 90;
  const double reach = has_pole ? 180 : ReachOfLongitude(center.latitude, radius);
  if (reach >= 180) return {{-180, 180, south, north}};
  const double west = center.longitude - reach;
  const double east = center.longitude + reach;
  std::vector<Box> boxes = {{west, east, south, north}};
  if (west <= -180) boxes.push_back({west + 360, 180, south, north});
  if (east >= 180) boxes.push_back({-180, east - 360, south, north});
  return boxes;
}

std::pair<Cell, Cell> Halves(const Cell& cell) {
  Cell low = cell;
  Cell high = cell;
  high.bits |= std::uint64_t{1} << static_cast<unsigned>(kDeepest - 1 - cell.depth);
  low.depth = high.depth = cell.depth + 1;
  if (cell.depth % 2 == 0) {
    low.area.east = high.area.west = (cell.area.west + cell.area.east) / 2;
  } else {
    low.area.north = high.area.south = (cell.area.south + cell.area.north) / 2;
  }
  return {low, high};
}

// The bits of the first and of the last point in a run of cells.
using Run = std::pair<std::uint64_t, std::uint64_t>;

std::vector<Run> RunsOf(const std::vector<Cell>& cells) {
  std::vector<Run> runs;
  for (const Cell& cell : cells) {
    const std::uint64_t rest =
        cell.depth == kDeepest ? 0 : UINT64_MAX >> static_cast<unsigned>(cell.depth);
    if (!runs.empty() && runs.back().second + 1 == cell.bits) {
      runs.back().second = cell.bits | rest;
    } else {
      runs.emplace_back(cell.bits, cell.bits | rest);
    }
  }
  return runs;
}

// Ascending `cells`, with those halved that are not wholly within, and without what is outside.
std::vector<Cell> Refine(const std::vector<Cell>& cells, const std::vector<Box>& boxes) {
  std::vector<Cell> refined;
  const auto add = [&](const Cell& cell) {
    if (std::ranges::any_of(boxes, [&](const Box& box) { return Meet(cell.area, box); }))
      refined.push_back(cell);
  };
  for (const Cell& cell : cells) {
    if (std::ranges::any_of(boxes, [&](const Box& box) { return IsWithin(cell.area, box); })) {
      refined.push_back(cell);
      continue;
    }
    const auto [low, high] = Halves(cell);
    add(low);
    add(high);
  }
  return refined;
}

}  // namespace

std::vector<KeyBounds> CoverCircle(const GeoPoint& center, double distance) {
  if (!(distance >= 0)) return {};
  const std::vector<Box> boxes = BoxesOf(center, distance);
  std::vector<Cell> cells = {Cell{}};
  for (int depth = 0; depth < kDeepest; ++depth) {
    std::vector<Cell> refined = Refine(cells, boxes);
    if (refined.size() > kMaxCells || RunsOf(refined).size() > kMaxGeoRanges) break;
    cells = std::move(refined);
  }
  std::vector<KeyBounds> ranges;
  for (const auto& [first, last] : RunsOf(cells))
    ranges.push_back({KeyOfCell(first), KeyAfter(KeyOfCell(last))});
  return ranges;
}

}  // namespace guildhall
