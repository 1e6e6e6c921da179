#include "core/collection.h"

#include <algorithm>

namespace guildhall {

const Field* Collection::FindField(std::string_view field_name) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.name == field_name; });
  return found == fields.end() ? nullptr : &*found;
}

const Field* Collection::FindField(std::int32_t number) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.number == number; });
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace guildhall
