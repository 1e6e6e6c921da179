#pragma once

#include "dialects/daptin/context.h"

namespace guildhall::daptin {

// Every handler of the dialect. `Context::table`, `id` and `relation` say what the path names.

// rows: /api/{table} and below
Result<http::Answer> ListRows(const Context& context);
Result<http::Answer> CreateRow(const Context& context);
Result<http::Answer> ShowRow(const Context& context);
Result<http::Answer> UpdateRow(const Context& context);
Result<http::Answer> RemoveRow(const Context& context);
Result<http::Answer> ListRelated(const Context& context);
Result<http::Answer> ShowRelationship(const Context& context);
Result<http::Answer> AddRelationship(const Context& context);
Result<http::Answer> RemoveRelationship(const Context& context);

// actions: /action/{table}/{relation} and /action/{table}/{id}/{relation}, and /actions
Result<http::Answer> ExecuteAction(const Context& context);
Result<http::Answer> ListGuestActions(const Context& context);

// meta and models
Result<http::Answer> ShowMeta(const Context& context);
Result<http::Answer> ShowModel(const Context& context);
Result<http::Answer> Ping(const Context& context);
Result<http::Answer> ShowStatistics(const Context& context);
Result<http::Answer> ShowOpenApi(const Context& context);

// figures: /aggregate/{table}
Result<http::Answer> Aggregate(const Context& context);

// what administrators set: /_config and /_config/{table}/{id}, for section and name
Result<http::Answer> ListConfig(const Context& context);
Result<http::Answer> ShowConfig(const Context& context);
Result<http::Answer> SetConfig(const Context& context);
Result<http::Answer> RemoveConfig(const Context& context);

}  // namespace guildhall::daptin
