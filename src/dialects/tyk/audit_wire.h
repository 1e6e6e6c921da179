#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/buffer.h"
#include "base/json.h"
#include "core/audit_entry.h"

namespace guildhall::tyk {

/// The 24 digits that name an entry: eight of its time in seconds, sixteen of its number.
std::string AuditIdText(const AuditEntry& entry);
/// The number in such an id; nothing for any other text.
std::optional<AuditId> ParseAuditId(std::string_view text);

/// An entry as the log shows it [Tyk Dashboard API "Audit Logs"].
void WriteAuditEntry(JsonWriter& out, const ObjectId& organisation, const AuditEntry& entry);

/// The same as a line of a file of comma-separated values, and the line that names its columns.
/// What a spreadsheet would take for a formula begins with an apostrophe.
void AppendAuditHeader(Buffer& out);
void AppendAuditLine(Buffer& out, const ObjectId& organisation, const AuditEntry& entry);

}  // namespace guildhall::tyk
