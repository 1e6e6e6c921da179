#include "base/error.h"

namespace guildhall {

const char* NameOf(Errc code) {
  switch (code) {
    case Errc::kUnauthenticated:
      return "unauthenticated";
    case Errc::kForbidden:
      return "forbidden";
    case Errc::kNotFound:
      return "not_found";
    case Errc::kAlreadyExists:
      return "already_exists";
    case Errc::kInvalid:
      return "invalid";
    case Errc::kConflict:
      return "conflict";
    case Errc::kThrottled:
      return "throttled";
    case Errc::kBudgetExceeded:
      return "budget_exceeded";
    case Errc::kUnavailable:
      return "unavailable";
    case Errc::kWouldWait:
      return "would_wait";
    case Errc::kInternal:
      return "internal";
  }
  return "unknown";
}

}  // namespace guildhall
