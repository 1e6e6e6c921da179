#include "core/files.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "core/detail/hidden.h"

namespace guildhall {
namespace {

constexpr std::size_t kNameBytes = 20;
constexpr std::int64_t kMicroseconds = 1'000'000;

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string MakeName(Random& random, std::string_view extension) {
  std::string name = ToHex(AsView(RandomBytes<kNameBytes>(random)));
  std::string kept;
  std::ranges::copy_if(extension, std::back_inserter(kept), IsLetterOrDigit);
  return kept.empty() ? name : name + '.' + kept;
}

std::string_view ExtensionOf(std::string_view name) {
  const std::size_t dot = name.find('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

/// Whether the record shows the file: in a field that its collection has.
bool Shows(const Collection& collection, const Record& record, std::string_view name) {
  return std::ranges::any_of(collection.fields, [&](const Field& field) {
    const auto* file = std::get_if<FileValue>(&ValueOf(record.fields, field.number));
    return field.type == FieldType::kFile && file != nullptr && file->name == name;
  });
}

}  // namespace

Result<File> Files::Begin(TenantId tenant, std::string_view extension, std::string_view media_type,
                          std::int64_t size) {
  File row;
  row.tenant = tenant;
  row.name = MakeName(random_, extension);
  row.size = size;
  row.media_type = media_type.size() > kMaxMediaType ? std::string_view() : media_type;
  row.created_at = clock_.Now();
  row.due_at = Time(row.created_at.microseconds() + kStagedSeconds * kMicroseconds);
  GH_CHECK(WriteAndWait(store_, {tenant},
                        [&](Transaction& tx) -> Result<void> { return tx.files().Insert(row); }));
  return row;
}

Result<FileValue> Files::Stage(TenantId tenant, const Draft& draft) {
  if (draft.extension.size() > kMaxExtension) {
    return Fail(Errc::kInvalid, Problem{"file", Reason::kTooLong, kMaxExtension});
  }
  const auto size = static_cast<std::int64_t>(draft.bytes.size());
  GH_TRY(File row, Begin(tenant, draft.extension, draft.media_type, size));
  for (std::size_t at = 0; at < draft.bytes.size(); at += FileBytes::kPiece) {
    GH_CHECK(bytes_.Write(tenant, row.name, static_cast<std::int64_t>(at),
                          draft.bytes.substr(at, FileBytes::kPiece)));
  }
  GH_CHECK(bytes_.Keep(tenant, row.name));
  return FileValue{std::move(row.name), size};
}

Result<FileValue> Files::StageCopy(const File& file) {
  GH_TRY(File row, Begin(file.tenant, ExtensionOf(file.name), file.media_type, file.size));
  constexpr auto kStep = static_cast<std::int64_t>(FileBytes::kPiece);
  for (std::int64_t at = 0; at < file.size; at += kStep) {
    GH_TRY(const std::string piece, bytes_.Read(file.tenant, file.name, at));
    GH_CHECK(bytes_.Write(row.tenant, row.name, at, piece));
  }
  GH_CHECK(bytes_.Keep(row.tenant, row.name));
  return FileValue{std::move(row.name), row.size};
}

Result<File> Files::Get(const Snapshot& snapshot, std::string_view name) const {
  GH_TRY(std::optional<File> file, snapshot.files().FindByName(name));
  if (!file || !file->is_held()) return Fail(Errc::kNotFound);
  GH_TRY(const std::optional<Tenant> tenant, snapshot.tenants().Find(file->tenant));
  if (!tenant) return Fail(Errc::kNotFound);
  GH_TRY(const std::optional<Collection> collection,
         snapshot.collections().Find(file->tenant, file->collection));
  if (!collection) return Fail(Errc::kNotFound);
  GH_TRY(const std::optional<Record> record,
         snapshot.records().Find(file->tenant, file->collection, file->record));
  if (!record || !Shows(*collection, *record, name)) return Fail(Errc::kNotFound);
  GH_TRY(const detail::Hidden hidden, removals_.HiddenIn(snapshot, file->tenant));
  if (detail::IsHidden(hidden, *collection, *record)) return Fail(Errc::kNotFound);
  return *std::move(file);
}

Result<std::string> Files::Read(const File& file, std::int64_t offset) const {
  return bytes_.Read(file.tenant, file.name, offset);
}

Result<bool> Files::Condemn(const File& file) {
  if (file.due_at == Time(0)) return true;
  bool condemned = false;
  GH_CHECK(WriteAndWait(store_, {kSite}, [&](Transaction& tx) -> Result<void> {
    GH_TRY(condemned, tx.files().Condemn(file.tenant, file.name, clock_.Now()));
    return {};
  }));
  return condemned;
}

Result<std::int32_t> Files::Sweep(std::int32_t limit) {
  std::vector<File> due;
  GH_CHECK(store_.Read(Patience::kMayWait, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(due, snapshot.files().ListDue(clock_.Now(), limit));
    return {};
  }));
  for (const File& file : due) {
    GH_TRY(const bool condemned, Condemn(file));
    if (!condemned) continue;
    GH_CHECK(bytes_.Remove(file.tenant, file.name));
    GH_CHECK(WriteAndWait(store_, {kSite}, [&](Transaction& tx) -> Result<void> {
      return tx.files().Remove(file.tenant, file.name);
    }));
  }
  return static_cast<std::int32_t>(due.size());
}

}  // namespace guildhall
