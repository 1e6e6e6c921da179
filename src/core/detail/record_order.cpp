#include "core/detail/record_order.h"

#include "core/keys.h"

namespace guildhall::detail {

Result<RecordOrder> RecordOrder::Of(const Collection& collection, const RecordQuery& query) {
  RecordOrder order;
  order.descending_ = query.descending;
  const FieldRef by = query.order;
  order.by_change_ = by.number == 0 && by.builtin == BuiltinField::kUpdatedAt;
  if (by.number != 0) order.field_ = collection.FindField(by.number);
  const bool known = by.number != 0 ? order.field_ != nullptr && order.field_->ordered
                                    : order.by_change_ || by.builtin == BuiltinField::kId ||
                                          by.builtin == BuiltinField::kCreatedAt;
  if (!known) return Fail(Errc::kInvalid, Problem{"order", Reason::kNotAllowed});
  if (query.from) {
    order.from_ = KeyPlace{order.by_id() ? "" : KeyOf(query.from->value), query.from->id.value()};
  }
  return order;
}

KeyPlace RecordOrder::PlaceOf(const Record& record) const {
  if (field_ != nullptr) {
    return {KeyOf(ValueOf(record.fields, field_->number)), record.id.value()};
  }
  return {by_change_ ? KeyOf(Value(record.updated_at)) : "", record.id.value()};
}

}  // namespace guildhall::detail
