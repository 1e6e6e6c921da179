#include "dialects/tyk/object_ids.h"

#include "base/bytes.h"

namespace guildhall::tyk {

std::optional<ObjectId> ParseObjectId(std::string_view text) {
  ObjectId id{};
  if (text.size() != 2 * id.size() || !DecodeHex(text, id)) return std::nullopt;
  return id;
}

std::string TextOf(const ObjectId& id) { return ToHex(AsView(id)); }

}  // namespace guildhall::tyk
