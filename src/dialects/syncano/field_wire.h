#pragma once

#include "base/buffer.h"
#include "core/collection.h"
#include "dialects/syncano/file_links.h"

namespace guildhall::syncano {

// Writers of what a record's fields hold, in the forms of Syncano v1.1 "Data objects".

/// One field's value: null, a scalar, a document, a list, or what says its type, such as
/// `{"type":"datetime","value":"..."}`. `value` is of the field's kind, or null. `files` null: the
/// addresses of files have no host.
void WriteFieldValue(Buffer& out, const Field& field, const Value& value,
                     const FileLinks* files = nullptr);
/// Appends `,"name":value` for every field of the class, absent values as null.
void WriteFields(Buffer& out, const Collection& collection, const Record& record,
                 const FileLinks* files);

}  // namespace guildhall::syncano
