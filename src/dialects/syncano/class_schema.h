#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/buffer.h"
#include "core/collections.h"
#include "dialects/syncano/input.h"

namespace guildhall::syncano {

/// The `schema` member of a class: an array of field definitions, or JSON text of one. Absent:
/// nothing. Refused: nothing, and one sentence in the input's errors, in the words of Syncano v1.1
/// "Classes". Types served: string, text, integer, float, boolean, datetime.
std::optional<std::vector<Collections::FieldDraft>> ReadSchema(Input& input);

/// The schema as clients read it: `[{"name":"title","type":"string","filter_index":true}]`.
void WriteSchema(Buffer& out, const std::vector<Field>& fields);

/// "string", "text", ...
std::string_view NameOf(FieldType type);

}  // namespace guildhall::syncano
