#include "store/postgres/sqlstate.h"

namespace guildhall::store {

bool MayRepeat(std::string_view sqlstate) {
  return sqlstate == "40001" ||  // serialization failure
         sqlstate == "40P01";    // deadlock
}

Errc ErrcOf(std::string_view sqlstate) {
  if (sqlstate.empty() || MayRepeat(sqlstate)) return Errc::kUnavailable;
  if (sqlstate == "23505") return Errc::kAlreadyExists;  // unique key
  if (sqlstate == "22021") return Errc::kInvalid;        // not UTF-8
  if (sqlstate == "57014" ||                             // time limit of the statement
      sqlstate == "55P03" ||                             // time limit of a lock
      sqlstate == "25006" ||                             // a standby, or a server being moved
      sqlstate == "57P01" || sqlstate == "57P02" || sqlstate == "57P03" || sqlstate == "57P05") {
    return Errc::kUnavailable;
  }
  const std::string_view kind = sqlstate.substr(0, 2);
  if (kind == "08" || kind == "53" || kind == "58" || kind == "28" || kind == "3D") {
    return Errc::kUnavailable;  // connection, resources, its system, its sign-in, no such database
  }
  return Errc::kInternal;
}

}  // namespace guildhall::store
