#pragma once

#include <functional>
#include <string_view>

#include "dialects/syncano/context.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/record_input.h"

namespace guildhall::syncano {

/// The record that a write is about; for one that is not there yet, none.
using IsWritten = std::function<bool(const Record&)>;

/// Makes values of the files that a write gives: of the request's parts that are files, where the
/// record is the body itself and not `inside` of it, and of the addresses in `record.file_urls`. An
/// address that the written record shows in that very field changes nothing; any other is copied.
/// What Syncano v1.1 refuses goes to `errors`; while there are errors nothing is written. `inside`
/// as in `Input`. Files that no change takes afterwards are swept. kWouldWait on an event loop,
/// when there is anything to do.
Result<void> StageFiles(const Context& context, const Collection& collection,
                        const IsWritten& is_written, RecordInput& record, FieldErrors& errors,
                        std::string_view inside = {});

}  // namespace guildhall::syncano
