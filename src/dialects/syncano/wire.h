#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/buffer.h"
#include "base/clock.h"
#include "core/caller.h"
#include "core/collection.h"
#include "core/people.h"
#include "core/tenant.h"
#include "dialects/syncano/file_links.h"

namespace guildhall::syncano {

// Writers of what clients read. Each appends one JSON value; members stand in the order in which
// the Syncano v1.1 documents print them. `instance` is the instance's name as stored (lower-case),
// which needs no escaping.

/// The instance in which something is shown, and where its files are.
struct InstancePlace {
  const Tenant& tenant;
  const FileLinks& files;
};

/// `"text"`, escaped.
void WriteText(Buffer& out, std::string_view text);
/// `"2015-05-19T15:52:36.183576Z"`.
void WriteTime(Buffer& out, Time time);
/// Appends `/v1.1/instances/rivia/`, without quotation marks.
void AppendInstancePath(Buffer& out, std::string_view instance);

/// How a user is shown.
struct UserStyle {
  /// Personal groups are shown to their member and to operators only.
  bool personal_groups = true;
  /// Shown instead of the stored name: what a write sent, before it was lowered.
  std::optional<std::string_view> username{};
  const FileLinks* files = nullptr;  ///< as in `WriteFieldValue`
};
/// The style in which `caller` sees `user`.
UserStyle StyleFor(const Caller& caller, const UserView& user, const FileLinks& files);

/// `profiles` is the schema of profile records.
void WriteUser(Buffer& out, std::string_view instance, const UserView& view,
               const Collection& profiles, const UserStyle& style);
void WriteGroup(Buffer& out, std::string_view instance, const Group& group);

void WriteApiKey(Buffer& out, std::string_view instance, const ApiKeyView& key);

/// `key`: shown as `account_key` where an answer carries it, else null.
void WriteAccount(Buffer& out, const Operator& row, const Secret* key);

struct InstanceStyle {
  std::string_view role;           ///< "full", "write", "read" or "api_key"
  std::string_view location = "";  ///< from the server's configuration
  bool v1 = false;                 ///< the links map of the older version
};
void WriteInstance(Buffer& out, const Tenant& tenant, const Operator& owner,
                   const InstanceStyle& style);

}  // namespace guildhall::syncano
