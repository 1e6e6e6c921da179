#pragma once

#include "core/audit_rows.h"
#include "core/data_rows.h"
#include "core/message_rows.h"
#include "core/people_rows.h"
#include "core/site_rows.h"

// The tables that the core needs, one interface a noun. Const methods read, the others write: a
// `Snapshot` hands out const references only. Rules for all of them:
//  - every call binds the tenant; a row of another tenant is not found;
//  - "Find" may find nothing and says so by an empty optional; an Error is the store's fault
//    (kUnavailable, kInternal), except where a method says otherwise;
//  - writes take whole rows and replace what they name; they check nothing that needs a decision;
//  - Insert of a row whose unique key is taken is kAlreadyExists and leaves the transaction usable;
//  - Update and Remove of a missing row are kNotFound;
//  - lists are bounded by the caller's limit and ordered by id.
