#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "http/router.h"

namespace guildhall::dialects {

/// Tells the memories that threads keep for one dialect from those for another one of the process:
/// above 0, never given twice. Thread-safe.
std::uint64_t NextSerial();

/// The route that a line of a dialect's table stands for, under `pattern`.
template <class Spec>
http::Route RouteOf(const Spec& spec, std::string pattern, http::Handler handler) {
  http::Route route;
  route.method = spec.method;
  route.pattern = std::move(pattern);
  route.place = spec.place;
  route.summary = spec.summary;
  route.handler = std::move(handler);
  return route;
}

}  // namespace guildhall::dialects
