#include "core/detail/collection_fields.h"

#include <algorithm>
#include <utility>

namespace guildhall::detail {
namespace {

using FieldDraft = Collections::FieldDraft;
using UniqueNames = Collections::UniqueNames;
using Numbers = std::vector<std::int32_t>;

Result<void> CheckNames(const std::vector<FieldDraft>& drafts) {
  for (auto draft = drafts.begin(); draft != drafts.end(); ++draft) {
    const bool repeated = std::any_of(
        drafts.begin(), draft, [&](const auto& earlier) { return earlier.name == draft->name; });
    // What goes on under another name is no other field's.
    const bool shared =
        !draft->former_name.empty() && std::ranges::any_of(drafts, [&](const FieldDraft& other) {
          return &other != &*draft &&
                 (other.name == draft->former_name || other.former_name == draft->former_name);
        });
    if (repeated || shared) return Fail(Errc::kInvalid, Problem{"fields", Reason::kTaken});
  }
  return {};
}

bool IsPointer(FieldType type) {
  return type == FieldType::kReference || type == FieldType::kRelation;
}

/// Whether values of the type have a key as a whole: only those can be put in order, or be unique.
bool HasKeys(FieldType type) {
  return type != FieldType::kDocument && type != FieldType::kFile && type != FieldType::kList &&
         type != FieldType::kRelation;
}

/// Whether values of the type, or their elements, have keys at all.
bool HasEntries(FieldType type) { return type != FieldType::kDocument && type != FieldType::kFile; }

Result<void> CheckDraft(const FieldDraft& draft) {
  const bool whole = draft.ordered || draft.unique;
  const bool possible =
      HasKeys(draft.type) || (!whole && (!draft.filterable || HasEntries(draft.type)));
  if (!possible) return Fail(Errc::kInvalid, Problem{draft.name, Reason::kNotAllowed});
  if (IsPointer(draft.type) && draft.target.kind == Target::Kind::kNone) {
    return Fail(Errc::kInvalid, Problem{draft.name, Reason::kRequired});
  }
  return {};
}

bool SameTarget(const Target& a, const Target& b) {
  return a.kind == b.kind && a.collection == b.collection;
}

/// The field whose data the draft goes on with, if any.
const Field* FindFormer(const Collection& collection, const FieldDraft& draft) {
  const Field* former =
      collection.FindField(draft.former_name.empty() ? draft.name : draft.former_name);
  const bool keeps =
      former != nullptr && former->type == draft.type && SameTarget(former->target, draft.target);
  return keeps ? former : nullptr;
}

bool NeedsList(const Field& field) { return field.ordered || field.filterable; }

/// An ordered field's list is kept for every audience, one that is only filterable once.
bool SameList(const Field& former, const Field& field) {
  return former.index != 0 && NeedsList(field) && former.ordered == field.ordered;
}

/// The numbers of the fields of a set, ascending, so that a set is the same in any order.
Result<Numbers> NumbersOf(const Collection& collection, const UniqueNames& names) {
  Numbers numbers;
  numbers.reserve(names.size());
  for (const std::string& name : names) {
    const Field* field = collection.FindField(name);
    if (field == nullptr) return Fail(Errc::kInvalid, Problem{"unique_sets", Reason::kUnknownName});
    if (!HasKeys(field->type)) {
      return Fail(Errc::kInvalid, Problem{"unique_sets", Reason::kNotAllowed});
    }
    numbers.push_back(field->number);
  }
  std::ranges::sort(numbers);
  numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
  if (numbers.size() < 2) return Fail(Errc::kInvalid, Problem{"unique_sets", Reason::kNotAllowed});
  return numbers;
}

const UniqueSet* FindSet(const std::vector<UniqueSet>& sets, const Numbers& fields) {
  const auto at = std::ranges::find(sets, fields, &UniqueSet::fields);
  return at == sets.end() ? nullptr : &*at;
}

void DropSetsWithoutFields(Collection& collection) {
  std::erase_if(collection.unique_sets, [&](const UniqueSet& set) {
    return !std::ranges::all_of(
        set.fields, [&](std::int32_t number) { return collection.FindField(number) != nullptr; });
  });
}

}  // namespace

Result<void> SetFields(Collection& collection, const std::vector<FieldDraft>& drafts) {
  GH_CHECK(CheckNames(drafts));
  std::vector<Field> fields;
  fields.reserve(drafts.size());
  for (const FieldDraft& draft : drafts) {
    GH_CHECK(CheckDraft(draft));
    const Field* former = FindFormer(collection, draft);
    if (former != nullptr && draft.unique && !former->unique) {
      return Fail(Errc::kInvalid, Problem{draft.name, Reason::kNotAllowed});
    }
    Field field{.number = former != nullptr ? former->number : collection.next_field++,
                .name = draft.name,
                .type = draft.type,
                .ordered = draft.ordered,
                .filterable = draft.filterable,
                .unique = draft.unique,
                .target = draft.target};
    if (former != nullptr && SameList(*former, field)) {
      field.index = former->index;
      field.building = former->building;
    }
    fields.push_back(std::move(field));
  }
  for (Field& field : fields) {
    if (NeedsList(field) && field.index == 0) field.index = collection.next_field++;
  }
  collection.fields = std::move(fields);
  DropSetsWithoutFields(collection);
  return {};
}

Result<void> SetUniqueSets(Collection& collection, const std::vector<UniqueNames>& wanted) {
  std::vector<UniqueSet> sets;
  for (const UniqueNames& names : wanted) {
    GH_TRY(Numbers fields, NumbersOf(collection, names));
    if (FindSet(sets, fields) != nullptr) continue;
    const UniqueSet* former = FindSet(collection.unique_sets, fields);
    const std::int32_t number = former != nullptr ? former->number : collection.next_field++;
    sets.push_back({number, std::move(fields)});
  }
  std::ranges::sort(sets, {}, &UniqueSet::number);
  collection.unique_sets = std::move(sets);
  return {};
}

}  // namespace guildhall::detail
