#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/buffer.h"
#include "core/collections.h"
#include "core/store.h"
#include "dialects/syncano/input.h"

namespace guildhall::syncano {

/// The `schema` member of a class: an array of field definitions, or JSON text of one. Absent:
/// nothing. Refused: nothing, and one sentence in the input's errors, in the words of Syncano v1.1
/// "Classes". Targets are named and not yet found: `ResolveTargets`.
std::optional<std::vector<Collections::FieldDraft>> ReadSchema(Input& input);

/// Fields whose targets have been looked for among the classes, or the sentence that refuses them.
struct ResolvedSchema {
  std::vector<Collections::FieldDraft> fields;
  std::string refusal;
};
/// Called inside the change, so that no target is made or removed in between. `own_name`: of the
/// class whose schema it is, which may name itself.
Result<ResolvedSchema> ResolveTargets(const Snapshot& snapshot, TenantId tenant,
                                      std::string_view own_name,
                                      std::vector<Collections::FieldDraft> fields);

/// The sentence for a field of `fields` that is there already and was to become unique.
std::string RefuseUnique(const std::vector<Collections::FieldDraft>& fields,
                         std::string_view field_name);

/// The schema as clients read it: `[{"name":"title","type":"string","filter_index":true}]`.
void WriteSchema(Buffer& out, const std::vector<Field>& fields);

/// "string", "text", ...
std::string_view NameOf(FieldType type);

}  // namespace guildhall::syncano
