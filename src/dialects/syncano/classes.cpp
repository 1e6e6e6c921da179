#include <algorithm>
#include <array>
#include <utility>

#include "base/strings.h"
#include "dialects/syncano/change.h"
#include "dialects/syncano/class_names.h"
#include "dialects/syncano/class_schema.h"
#include "dialects/syncano/errors.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/input.h"
#include "dialects/syncano/paging.h"
#include "dialects/syncano/record_nouns.h"
#include "dialects/syncano/record_wire.h"
#include "dialects/syncano/sharing_input.h"
#include "dialects/syncano/slug.h"

namespace guildhall::syncano {
namespace {

constexpr std::size_t kMaxDescription = 256;
// Counting stops here; Syncano v1.1 promises exact counts up to 1000.
constexpr std::int64_t kCountBound = 10'000;

Result<http::Response> Render(const Core& core, const Snapshot& snapshot, const Tenant& tenant,
                              const Collection& collection, int status) {
  GH_TRY(const std::int64_t count,
         core.collections().CountRecords(snapshot, tenant.id, collection.id, kCountBound));
  Buffer body;
  WriteClass(body, tenant.name, collection, count);
  return Answered(status, std::move(body));
}

/// The class that the path names, lower-case.
std::string ClassName(const Context& context) { return ToLowerAscii(context.parameter(1)); }

/// The row of that name; who may see or change it is still to be asked.
Result<Collection> FindClass(const Snapshot& snapshot, TenantId tenant, std::string_view name) {
  GH_TRY(std::optional<Collection> found,
         name == kProfileClass ? snapshot.collections().Find(tenant, kProfiles)
                               : snapshot.collections().FindByName(tenant, kOrigin, name));
  if (!found) return Fail(Errc::kNotFound);
  return *std::move(found);
}

/// What a write of a class may send beside its name.
struct ClassInput {
  std::optional<std::string> description, metadata;
  std::optional<std::vector<Collections::FieldDraft>> fields;
  AccessInput access;
  std::optional<std::int64_t> expected_revision;
};

ClassInput ReadClass(Input& input) {
  ClassInput read;
  read.description = input.Text("description", {.max = kMaxDescription, .blank = true});
  read.metadata = input.Metadata();
  read.fields = ReadSchema(input);
  read.access = ReadSharing(input, Vocabulary::kClass);
  return read;
}

http::Response RefuseSchema(std::string_view sentence) {
  FieldErrors errors;
  errors.Add("schema", sentence);
  return errors.Render();
}

/// Whether an update was refused because a field that is there was to become unique.
bool ForbidsUnique(const Error& error) {
  return !error.problems.empty() && error.problems.front().reason == Reason::kNotAllowed;
}

Result<http::Response> Update(Core& core, Transaction& tx, const Caller& caller,
                              const Tenant& tenant, const Collection& before,
                              const ClassInput& read) {
  Collections::Patch patch;
  patch.description = read.description;
  patch.metadata = read.metadata;
  patch.expected_revision = read.expected_revision;
  patch.access = PatchOf(read.access, before.access, Vocabulary::kClass);
  if (read.fields) {
    GH_TRY(ResolvedSchema schema,
           ResolveTargets(tx, tenant.id, ShownClassName(before), *read.fields));
    if (!schema.refusal.empty()) return RefuseSchema(schema.refusal);
    patch.fields = std::move(schema.fields);
  }
  auto after = core.collections().Update(tx, caller, before.id, patch);
  if (!after && read.fields && ForbidsUnique(after.error())) {
    return RefuseSchema(RefuseUnique(*read.fields, after.error().problems.front().field));
  }
  GH_CHECK(after);
  return Render(core, tx, tenant, *after, 200);
}

Result<http::Answer> UpdateClass(const Context& context, ClassInput read) {
  return MakeChange(
      context, Noun::kClass, Touches::kTenant,
      [core = &context.core(), tenant = context.tenant, name = ClassName(context),
       read = std::move(read)](Transaction& tx, const Caller& caller) -> Result<http::Response> {
        GH_TRY(const Collection before, FindClass(tx, tenant->id, name));
        return Update(*core, tx, caller, *tenant, before, read);
      });
}

}  // namespace

Result<http::Answer> ListClasses(const Context& context) {
  const auto prefix = ReadNamePrefix(context.request, "name__startswith");
  const auto page = ReadPage(context.request);
  if (!page) return RefusePage();
  struct Row {
    Collection collection;
    std::int64_t count = 0;
  };
  const auto reading = [&](const Snapshot& snapshot) -> Result<std::vector<Row>> {
    const Collections& all = context.core().collections();
    GH_TRY(std::vector<Collection> collections,
           ListBeginning<Collection>(
               prefix, page->ToSeek(),
               [&](Seek seek) { return all.List(snapshot, context.caller, kOrigin, seek); },
               [](const Collection& row) -> const std::string& { return row.name; }));
    std::vector<Row> rows;
    for (Collection& collection : collections) {
      GH_TRY(const std::int64_t count,
             context.core().collections().CountRecords(snapshot, context.tenant->id, collection.id,
                                                       kCountBound));
      rows.push_back({std::move(collection), count});
    }
    return rows;
  };
  GH_TRY(std::vector<Row> rows, context.core().Read(context.patience(), reading));
  return RenderPage(
      context.request, *page, std::move(rows),
      [](const Row& row) { return row.collection.id.value(); },
      [&](Buffer& out, const Row& row) {
        WriteClass(out, context.tenant->name, row.collection, row.count);
      });
}

Result<http::Answer> CreateClass(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  const auto name = ReadSlug(input, "name", SlugMarks::kUnderscores);
  if (name == kProfileClass) input.Refuse("name", kTakenText);
  if (name && IsReservedClassName(*name)) {
    input.Refuse("name", "Unable to use that value. Please choose a different one.");
  }
  ClassInput read = ReadClass(input);
  if (!errors.empty()) return errors.Render();
  Collections::Draft draft;
  draft.origin = kOrigin;
  draft.name = *name;
  draft.description = read.description.value_or("");
  draft.fields = std::move(read.fields).value_or(std::vector<Collections::FieldDraft>());
  draft.metadata = read.metadata.value_or("{}");
  draft.access = NewSharing(read.access, Vocabulary::kClass, kClassCreateObjects);
  return MakeChange(context, Noun::kClass, Touches::kTenant,
                    [core = &context.core(), tenant = context.tenant, draft = std::move(draft)](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      Collections::Draft wanted = draft;
                      GH_TRY(ResolvedSchema schema,
                             ResolveTargets(tx, tenant->id, draft.name, draft.fields));
                      if (!schema.refusal.empty()) return RefuseSchema(schema.refusal);
                      wanted.fields = std::move(schema.fields);
                      GH_TRY(const Collection made, core->collections().Create(tx, caller, wanted));
                      return Render(*core, tx, *tenant, made, 201);
                    });
}

Result<http::Answer> ShowClass(const Context& context) {
  const auto reading = [&](const Snapshot& snapshot) -> Result<http::Response> {
    const std::string name = ClassName(context);
    const Collections& collections = context.core().collections();
    GH_TRY(const Collection shown, name == kProfileClass
                                       ? collections.GetProfiles(snapshot, context.caller)
                                       : collections.Get(snapshot, context.caller, kOrigin, name));
    return Render(context.core(), snapshot, *context.tenant, shown, 200);
  };
  GH_TRY(http::Response response, context.core().Read(context.patience(), reading));
  return response;
}

// Absent members of a full update fall back to their defaults (Syncano v1.1 "Classes"): both
// official clients send the whole class.
Result<http::Answer> PutClass(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  ClassInput read = ReadClass(input);
  read.expected_revision = input.ExpectedRevision();
  if (!errors.empty()) return errors.Render();
  if (!read.fields) read.fields.emplace();
  if (!read.metadata) read.metadata = "{}";
  read.access.group_word = read.access.group_word.value_or(kClassCreateObjects);
  read.access.other_word = read.access.other_word.value_or(kClassCreateObjects);
  return UpdateClass(context, std::move(read));
}

Result<http::Answer> PatchClass(const Context& context) {
  FieldErrors errors;
  Input input(context.body, errors);
  ClassInput read = ReadClass(input);
  read.expected_revision = input.ExpectedRevision();
  if (!errors.empty()) return errors.Render();
  return UpdateClass(context, std::move(read));
}

Result<http::Answer> DeleteClass(const Context& context) {
  return MakeChange(context, Noun::kClass, Touches::kTenant,
                    [core = &context.core(), tenant = context.tenant, name = ClassName(context)](
                        Transaction& tx, const Caller& caller) -> Result<http::Response> {
                      GH_TRY(const Collection found, FindClass(tx, tenant->id, name));
                      // A job is at work on its indexes.
                      if (std::ranges::any_of(found.fields, &Field::building)) {
                        return Fail(Errc::kConflict, Problem{"fields", Reason::kBusy});
                      }
                      GH_CHECK(core->collections().Remove(tx, caller, found.id));
                      return NoContent();
                    });
}

}  // namespace guildhall::syncano
