#include "core/detail/collection_fields.h"

#include <algorithm>
#include <utility>

namespace guildhall::detail {
namespace {

using FieldDraft = Collections::FieldDraft;

Result<void> CheckNames(const std::vector<FieldDraft>& drafts) {
  for (auto draft = drafts.begin(); draft != drafts.end(); ++draft) {
    const bool repeated = std::any_of(
        drafts.begin(), draft, [&](const auto& earlier) { return earlier.name == draft->name; });
    if (repeated) return Fail(Errc::kInvalid, Problem{"fields", Reason::kTaken});
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
  const Field* former = collection.FindField(draft.name);
  const bool keeps =
      former != nullptr && former->type == draft.type && SameTarget(former->target, draft.target);
  return keeps ? former : nullptr;
}

bool NeedsList(const Field& field) { return field.ordered || field.filterable; }

/// An ordered field's list is kept for every audience, one that is only filterable once.
bool SameList(const Field& former, const Field& field) {
  return former.index != 0 && NeedsList(field) && former.ordered == field.ordered;
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
  return {};
}

}  // namespace guildhall::detail
