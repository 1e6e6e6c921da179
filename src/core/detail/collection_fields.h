#pragma once

#include <vector>

#include "base/result.h"
#include "core/collection.h"
#include "core/collections.h"

/// The fields of a collection as they are wanted. Private to the core.
namespace guildhall::detail {

/// Gives `collection` the fields as wanted. Those of the same name, type and target keep their
/// number, and with it the values in stored records; a list of the index that stays what it was
/// keeps its number too. Problems of `Collections::Update`; by the field's name kNotAllowed for an
/// index that its type cannot have, and kRequired for a pointer without a target. Fields that are
/// unique together are so no longer when one of them goes.
Result<void> SetFields(Collection& collection, const std::vector<Collections::FieldDraft>& drafts);

/// Makes fields unique together as wanted, once the fields are there. A set of the same fields
/// keeps its number; one that is named twice is one. "unique_sets" kUnknownName for a field that is
/// not there, kNotAllowed for fewer than two fields and for a field whose values have no keys.
Result<void> SetUniqueSets(Collection& collection,
                           const std::vector<Collections::UniqueNames>& wanted);

}  // namespace guildhall::detail
