#include <cstdint>
#include <vector>

#include "core/detail/hidden.h"
#include "core/detail/record_gates.h"
#include "core/detail/record_list.h"
#include "core/records.h"

namespace guildhall {

Result<std::vector<Record>> Records::List(const Snapshot& snapshot, const Caller& caller,
                                          const Collection& collection, const RecordQuery& query,
                                          const Gates& gates) const {
  const detail::Asker asker{snapshot, caller, gates};
  GH_CHECK(detail::PassCollection(Right::kRead, asker, collection));
  GH_TRY(const detail::Hidden hidden, removals_.HiddenIn(snapshot, caller.tenant));
  std::int64_t examinable = limits_.max_examined;
  return detail::ListRecords({asker, collection, limits_, hidden, examinable}, query);
}

Result<std::int64_t> Records::Count(const Snapshot& snapshot, const Caller& caller,
                                    const Collection& collection, const Filter& filter,
                                    std::int64_t bound, const Gates& gates) const {
  const detail::Asker asker{snapshot, caller, gates};
  GH_CHECK(detail::PassCollection(Right::kRead, asker, collection));
  GH_TRY(const detail::Hidden hidden, removals_.HiddenIn(snapshot, caller.tenant));
  std::int64_t examinable = limits_.max_examined;
  return detail::CountRecords({asker, collection, limits_, hidden, examinable}, filter, bound);
}

}  // namespace guildhall
