#include "core/detail/index_building.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <utility>

#include "base/strings.h"

namespace guildhall::detail {
namespace {

using Numbers = std::vector<std::int32_t>;

constexpr std::array<Audience, 1> kAll{kAudienceAll};

bool Has(const Numbers& numbers, std::int32_t number) {
  return std::ranges::find(numbers, number) != numbers.end();
}

Numbers ListsOf(const Collection& collection) {
  Numbers lists;
  for (const Field& field : collection.fields) {
    if (field.index != 0) lists.push_back(field.index);
  }
  return lists;
}

Numbers UniqueFieldsOf(const Collection& collection) {
  Numbers fields;
  for (const Field& field : collection.fields) {
    if (field.unique) fields.push_back(field.number);
  }
  return fields;
}

/// Those of `before` that `after` does not have. A number always names the same fields.
std::vector<UniqueSet> FreedSets(const Collection& before, const Collection& after) {
  std::vector<UniqueSet> freed;
  std::ranges::remove_copy_if(before.unique_sets, std::back_inserter(freed), [&](const auto& set) {
    return std::ranges::find(after.unique_sets, set) != after.unique_sets.end();
  });
  return freed;
}

Numbers Without(Numbers numbers, const Numbers& others) {
  std::erase_if(numbers, [&](std::int32_t number) { return Has(others, number); });
  return numbers;
}

// --- the state of a job: numbers between spaces, those of one kind between commas. Each set ahead
// of its fields, between semicolons: "7,1,2;8,1,3" ---

std::string TextOf(const Numbers& numbers) {
  std::string text;
  for (const std::int32_t number : numbers) {
    if (!text.empty()) text.push_back(',');
    text += std::to_string(number);
  }
  return text.empty() ? "-" : text;
}

/// What stands before the separator; `text` becomes what comes after it.
std::string_view TakePart(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

std::optional<Numbers> ParseNumbers(std::string_view text) {
  Numbers numbers;
  if (text == "-") return numbers;
  do {
    const auto number = ParseInteger(TakePart(text, ','));
    if (!number || *number < 1 || *number > std::numeric_limits<std::int32_t>::max()) {
      return std::nullopt;
    }
    numbers.push_back(static_cast<std::int32_t>(*number));
  } while (!text.empty());
  return numbers;
}

std::string TextOf(const std::vector<UniqueSet>& sets) {
  std::string text;
  for (const UniqueSet& set : sets) {
    if (!text.empty()) text.push_back(';');
    text += std::to_string(set.number) + ',' + TextOf(set.fields);
  }
  return text.empty() ? "-" : text;
}

/// Earlier versions knew of no sets and wrote nothing.
std::optional<std::vector<UniqueSet>> ParseSets(std::string_view text) {
  std::vector<UniqueSet> sets;
  if (text.empty() || text == "-") return sets;
  do {
    auto numbers = ParseNumbers(TakePart(text, ';'));
    if (!numbers || numbers->size() < 3) return std::nullopt;
    sets.push_back({numbers->front(), Numbers(numbers->begin() + 1, numbers->end())});
  } while (!text.empty());
  return sets;
}

// --- records ---

/// Changes the index of a page of records from one state of their collection to another; the ids
/// of those that were looked at.
Result<std::vector<RecordId>> ReindexPage(Transaction& tx, TenantId tenant,
                                          const Collection& before, const Collection& after,
                                          const Seek& seek) {
  GH_TRY(std::vector<RecordId> ids, tx.records().Walk(tenant, after.id, kAll, seek));
  GH_TRY(const std::vector<Record> rows, tx.records().FindMany(tenant, after.id, ids));
  for (const Record& row : rows) GH_CHECK(tx.records().Reindex(tenant, before, after, row));
  return ids;
}

Result<void> ReindexAll(Transaction& tx, TenantId tenant, const Collection& before,
                        const Collection& after) {
  constexpr std::int32_t kPage = 500;
  Seek seek{.limit = kPage};
  for (;;) {
    GH_TRY(const std::vector<RecordId> ids, ReindexPage(tx, tenant, before, after, seek));
    if (ids.size() < static_cast<std::size_t>(kPage)) return {};
    seek.from = ids.back().value();
  }
}

/// The collection as records that the job has not come to are indexed.
Collection BeforeBuilding(const Collection& collection, const IndexBuilding& building) {
  Collection before = collection;
  for (Field& field : before.fields) {
    if (Has(building.lists, field.index)) field.index = 0;
  }
  for (const std::int32_t number : building.freed) {
    auto at = std::ranges::find(before.fields, number, &Field::number);
    if (at == before.fields.end()) {
      at = before.fields.insert(at, Field());
      at->number = number;
    }
    at->unique = true;
  }
  before.unique_sets.insert(before.unique_sets.end(), building.freed_sets.begin(),
                            building.freed_sets.end());
  return before;
}

/// Lets lists be used.
Result<void> Finish(Transaction& tx, TenantId tenant, Collection collection, const Numbers& lists) {
  if (lists.empty()) return {};
  for (Field& field : collection.fields) {
    if (Has(lists, field.index)) field.building = false;
  }
  return tx.collections().Update(tenant, collection);
}

Result<JobStep> RemoveFormer(Transaction& tx, Job& job, IndexBuilding building,
                             std::int32_t limit) {
  GH_TRY(const std::int64_t rows,
         tx.records().RemoveList(job.tenant, building.collection, building.former.front(), limit));
  if (rows < limit) building.former.erase(building.former.begin());
  job.state = building.Text();
  return JobStep{.rows = rows};
}

}  // namespace

std::string IndexBuilding::Text() const {
  return std::to_string(collection.value()) + ' ' + std::to_string(from.value()) + ' ' +
         TextOf(lists) + ' ' + TextOf(former) + ' ' + TextOf(freed) + ' ' + TextOf(freed_sets);
}

std::optional<IndexBuilding> IndexBuilding::Parse(std::string_view text) {
  const auto collection = ParseInteger(TakePart(text, ' '));
  const auto from = ParseInteger(TakePart(text, ' '));
  auto lists = ParseNumbers(TakePart(text, ' '));
  auto former = ParseNumbers(TakePart(text, ' '));
  auto freed = ParseNumbers(TakePart(text, ' '));
  auto freed_sets = ParseSets(text);
  if (!collection || !from || !lists || !former || !freed || !freed_sets) return std::nullopt;
  return IndexBuilding{CollectionId(*collection), RecordId(*from),   *std::move(lists),
                       *std::move(former),        *std::move(freed), *std::move(freed_sets)};
}

Result<void> ChangeIndex(Transaction& tx, TenantId tenant, const Collection& before,
                         Collection& after, std::int32_t rows_at_once) {
  const IndexBuilding building{
      .collection = after.id,
      .from = {},
      .lists = Without(ListsOf(after), ListsOf(before)),
      .former = Without(ListsOf(before), ListsOf(after)),
      .freed = Without(UniqueFieldsOf(before), UniqueFieldsOf(after)),
      .freed_sets = FreedSets(before, after),
  };
  if (building.lists.empty() && building.former.empty() && !building.frees()) return {};
  GH_TRY(const std::int64_t count,
         tx.records().Count(tenant, after.id, kAll, std::int64_t{rows_at_once} + 1));
  if (count <= rows_at_once) return ReindexAll(tx, tenant, before, after);
  for (Field& field : after.fields) {
    if (Has(building.lists, field.index)) field.building = true;
  }
  return Enqueue(tx, tenant, JobKind::kBuildIndex, building.Text());
}

Result<JobStep> BuildIndex(Transaction& tx, Job& job, std::int32_t limit) {
  std::optional<IndexBuilding> building = IndexBuilding::Parse(job.state);
  if (!building) return Fail(Errc::kInternal, "the state of a job is damaged");
  GH_TRY(std::optional<Collection> collection,
         tx.collections().Find(job.tenant, building->collection));
  // What belongs to a collection that is gone goes with its records.
  if (!collection) return JobStep{.finished = true};
  if (!building->former.empty()) return RemoveFormer(tx, job, *std::move(building), limit);
  if (building->lists.empty() && !building->frees()) return JobStep{.finished = true};
  GH_TRY(const std::vector<RecordId> ids,
         ReindexPage(tx, job.tenant, BeforeBuilding(*collection, *building), *collection,
                     {.from = building->from.value(), .limit = limit}));
  JobStep step{.rows = static_cast<std::int64_t>(ids.size()),
               .finished = ids.size() < static_cast<std::size_t>(limit)};
  if (step.finished) {
    GH_CHECK(Finish(tx, job.tenant, *std::move(collection), building->lists));
  } else {
    building->from = ids.back();
    job.state = building->Text();
  }
  return step;
}

}  // namespace guildhall::detail
