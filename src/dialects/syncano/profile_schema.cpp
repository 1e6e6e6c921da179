#include "dialects/syncano/profile_schema.h"

#include <array>
#include <utility>

namespace guildhall::syncano {
namespace {

struct Entry {
  TenantId tenant;
  std::int64_t epoch = 0;
  std::shared_ptr<const Collection> profiles;
};

// A direct-mapped table: the newest tenant of a slot stays. Schemas are small; instances that
// change one are rare.
constexpr std::size_t kEntries = 1'024;

struct Table {
  std::uint64_t serial = 0;
  std::array<Entry, kEntries> entries;
};

Table& TableOfThread(std::uint64_t serial) {
  thread_local Table table;
  if (table.serial != serial) {
    table.serial = serial;
    table.entries.fill(Entry{});
  }
  return table;
}

struct Read {
  std::int64_t epoch = 0;
  Collection profiles;
};

}  // namespace

Result<Collection> ReadProfiles(const Snapshot& snapshot, TenantId tenant) {
  GH_TRY(std::optional<Collection> found, snapshot.collections().Find(tenant, kProfiles));
  if (!found) return Fail(Errc::kInternal, "tenant has no profile collection");
  return std::move(*found);
}

Result<std::shared_ptr<const Collection>> FindProfiles(const Context& context) {
  const Caller& caller = context.caller;
  Table& table = TableOfThread(context.services.serial);
  Entry& entry = table.entries[static_cast<std::size_t>(caller.tenant.value()) % kEntries];
  // An account's epoch is that of the site and says nothing of the instance.
  const bool comparable = caller.api_key != nullptr;
  const bool fresh = comparable && entry.tenant == caller.tenant && entry.epoch == caller.epoch &&
                     entry.profiles != nullptr;
  if (fresh) return entry.profiles;

  auto read =
      context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<Read> {
        GH_TRY(const std::int64_t epoch, snapshot.Epoch(caller.tenant));
        GH_TRY(Collection profiles, ReadProfiles(snapshot, caller.tenant));
        return Read{epoch, std::move(profiles)};
      });
  if (!read) return Fail(std::move(read).error());
  entry = {caller.tenant, read->epoch,
           std::make_shared<const Collection>(std::move(read->profiles))};
  return entry.profiles;
}

}  // namespace guildhall::syncano
