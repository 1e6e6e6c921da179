#include "core/detail/hidden.h"

#include <algorithm>
#include <utility>

#include "base/strings.h"

namespace guildhall::detail {
namespace {

template <class Identifier>
bool Has(const std::vector<Identifier>& sorted, const std::optional<Identifier>& id) {
  return id && std::ranges::binary_search(sorted, *id);
}

}  // namespace

std::string RemovalState::Text() const {
  return std::to_string(subject) + ' ' + std::to_string(done);
}

std::optional<RemovalState> RemovalState::Parse(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto subject = ParseInteger(text.substr(0, space));
  const auto done = ParseInteger(text.substr(space + 1));
  if (!subject || !done) return std::nullopt;
  return RemovalState{*subject, *done};
}

Hidden HiddenBy(std::span<const Job> jobs) {
  Hidden hidden;
  for (const Job& job : jobs) {
    const auto state = RemovalState::Parse(job.state);
    if (!state) continue;
    switch (job.kind) {
      case JobKind::kRemoveUserRecords:
        hidden.users.emplace_back(state->subject);
        break;
      case JobKind::kRemoveGroupRows:
        hidden.groups.emplace_back(state->subject);
        break;
      case JobKind::kRemoveChannelRecords:
        hidden.channels.emplace_back(state->subject);
        break;
      case JobKind::kRemoveCollectionRecords:
      case JobKind::kRemoveTenantRows:
      case JobKind::kBuildIndex:
        break;  // nobody comes to these rows without a row that is gone already
    }
  }
  std::ranges::sort(hidden.users);
  std::ranges::sort(hidden.groups);
  std::ranges::sort(hidden.channels);
  return hidden;
}

bool IsHidden(const Hidden& hidden, const Collection& collection, const Record& record) {
  if (Has(hidden.channels, record.channel)) return true;
  return !collection.outlives_owners && Has(hidden.users, record.access.owner);
}

AccessList WithoutHidden(const Hidden& hidden, AccessList list) {
  if (Has(hidden.users, list.owner)) list.owner.reset();
  if (hidden.groups.empty()) return list;
  if (Has(hidden.groups, list.primary_group)) list.primary_group.reset();
  std::erase_if(list.grants, [&](const Grant& grant) {
    return std::ranges::binary_search(hidden.groups, grant.group);
  });
  return list;
}

void DropHidden(const Hidden& hidden, const Collection& collection, std::vector<Record>& records) {
  if (hidden.empty()) return;
  std::erase_if(records,
                [&](const Record& record) { return IsHidden(hidden, collection, record); });
  for (Record& record : records) record.access = WithoutHidden(hidden, std::move(record.access));
}

}  // namespace guildhall::detail
