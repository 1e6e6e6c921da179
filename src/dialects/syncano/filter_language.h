#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/collection.h"
#include "core/filter.h"
#include "dialects/syncano/filter_names.h"
#include "http/answer.h"

namespace guildhall::syncano {

/// Why a filter is refused.
struct QueryRefusal {
  std::string text;
  bool listed = false;  ///< one of the sentences about the filter's form, which stand in a list
};

/// A filter, or why there is none.
struct ReadFilter {
  Filter filter;
  std::optional<QueryRefusal> refusal;
};

/// The values of all `query` parameters, decoded; one that cannot be decoded is a text that is no
/// JSON. `query` is the request's, behind the question mark.
std::vector<std::string> QueriesOf(std::string_view query);

/// The filters of Syncano v1.1 (`{"pages":{"_gte":100},"title":{"_startswith":"U"}}`), all of which
/// must hold. Fields of the class need a filter index, those that every object has do not. Errors
/// are those of `names` only: what a client can send is refused and never fails.
Result<ReadFilter> ReadQueries(const std::vector<std::string>& queries,
                               const Collection& collection, const FilterNames& names);

/// 400 `{"query":"..."}`, or `{"query":["..."]}` for what is wrong with the form.
http::Response RefuseQuery(const QueryRefusal& refusal);

}  // namespace guildhall::syncano
