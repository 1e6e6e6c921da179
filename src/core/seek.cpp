#include "core/seek.h"

namespace guildhall {

std::vector<SeekRow> SeekRows(const Record& record) {
  std::vector<SeekRow> rows;
  for (const Audience audience : ReadAudiences(record.access)) rows.push_back({0, audience, ""});
  return rows;
}

}  // namespace guildhall
