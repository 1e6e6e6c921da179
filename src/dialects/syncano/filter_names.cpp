#include "dialects/syncano/filter_names.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace guildhall::syncano {
namespace {

bool ComparesOrder(Comparison op) {
  return op == Comparison::kLess || op == Comparison::kLessOrEqual || op == Comparison::kGreater ||
         op == Comparison::kGreaterOrEqual;
}

bool StandsSo(const std::string& name, Comparison op, const std::string& other) {
  if (op == Comparison::kLess) return name < other;
  if (op == Comparison::kLessOrEqual) return name <= other;
  if (op == Comparison::kGreater) return name > other;
  return name >= other;
}

}  // namespace

Result<std::optional<Collection>> StoredNames::FindClass(CollectionId id) const {
  return snapshot_.collections().Find(tenant_, id);
}

Result<std::optional<Channel>> StoredNames::FindChannel(std::string_view name) const {
  return snapshot_.channels().FindByName(tenant_, name);
}

Result<std::vector<Channel>> StoredNames::ListChannels() const {
  std::vector<Channel> channels;
  Seek seek;
  while (true) {
    GH_TRY(std::vector<Channel> page, snapshot_.channels().List(tenant_, seek));
    const bool last = page.size() < static_cast<std::size_t>(seek.limit);
    if (!page.empty()) seek.from = page.back().id.value();
    std::ranges::move(page, std::back_inserter(channels));
    if (last) return channels;
  }
}

Result<Condition> CompareChannels(const Condition& by_name, const FilterNames& names) {
  Condition condition;
  condition.field = by_name.field;
  const bool negative = by_name.op == Comparison::kNotEqual || by_name.op == Comparison::kNotIn;
  condition.op = negative ? Comparison::kNotIn : Comparison::kIn;
  if (ComparesOrder(by_name.op)) {
    GH_TRY(const std::vector<Channel> channels, names.ListChannels());
    for (const Channel& channel : channels) {
      if (StandsSo(channel.name, by_name.op, std::get<std::string>(by_name.operands.front()))) {
        condition.operands.emplace_back(channel.id.value());
      }
    }
    return condition;
  }
  for (const Value& name : by_name.operands) {
    GH_TRY(const std::optional<Channel> channel, names.FindChannel(std::get<std::string>(name)));
    if (channel) condition.operands.emplace_back(channel->id.value());
  }
  return condition;
}

}  // namespace guildhall::syncano
