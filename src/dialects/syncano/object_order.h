#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/collection.h"
#include "core/filter.h"
#include "core/records.h"
#include "dialects/syncano/paging.h"
#include "http/answer.h"
#include "http/request.h"

namespace guildhall::syncano {

/// How a list of objects is ordered: `order_by` of Syncano v1.1 "Data Objects - list".
struct ObjectOrder {
  FieldRef field{};  ///< the id unless another one is asked for
  bool descending = false;
  std::string text;               ///< the parameter as it was sent
  std::optional<FieldType> type;  ///< of the field whose value links carry; nothing for the id
};

/// An order, or the answer that refuses it.
struct ReadOrder {
  ObjectOrder order;
  std::optional<http::Response> refused;
};
ReadOrder ReadObjectOrder(const http::Request& request, const Collection& collection);

/// The record as a link names it: its number, and its value where the order goes by one (none for
/// null).
Boundary BoundaryOf(const ObjectOrder& order, const Record& record);

/// What to ask of the core for a page in this order, without a filter; nothing for a `last_value`
/// that is none of the field's: answer `RefusePage()`.
std::optional<RecordQuery> QueryFor(const http::Request& request, const Page& page,
                                    const ObjectOrder& order);

}  // namespace guildhall::syncano
