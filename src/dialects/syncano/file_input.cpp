#include "dialects/syncano/file_input.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dialects/syncano/value_input.h"

namespace guildhall::syncano {
namespace {

/// What stands behind the last dot of a file's name, "" where there is none.
std::string_view ExtensionOf(std::string_view filename) {
  const std::size_t slash = filename.find_last_of("/\\");
  if (slash != std::string_view::npos) filename.remove_prefix(slash + 1);
  const std::size_t dot = filename.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : filename.substr(dot + 1);
}

/// A file field and where its bytes come from: a part, or another file.
struct Source {
  const Field* field = nullptr;
  const dialects::FormPart* part = nullptr;
  std::optional<File> copied;
};

/// One write's files.
class Reader {
 public:
  Reader(const Context& context, const Collection& collection, FieldErrors& errors,
         std::string_view inside)
      : context_(context), collection_(collection), errors_(errors), inside_(inside) {}

  void AddPart(const dialects::FormPart& part) {
    const Field* field = collection_.FindField(part.name);
    if (field == nullptr) return;
    if (field->type != FieldType::kFile) {
      Refuse(*field, NotOfType(field->type));
    } else if (ExtensionOf(*part.filename).size() > Files::kMaxExtension) {
      Refuse(*field, "File provided has too long extension. Max 16 characters.");
    } else {
      Put({field, &part, std::nullopt});
    }
  }

  Result<void> AddUrl(const Snapshot& snapshot, const FileUrl& url, const IsWritten& is_written) {
    const Field* field = collection_.FindField(url.field);
    if (field == nullptr) return {};
    const auto name = context_.services.files.NameIn(url.url);
    if (!name) {
      Refuse(*field, "File URL is invalid.");
      return {};
    }
    auto file = context_.core().files().Get(snapshot, *name);
    const bool missing = !file && file.error().code == Errc::kNotFound;
    // A file of another instance is as unknown as one that never was.
    if (missing || (file && file->tenant != context_.tenant->id)) {
      Refuse(*field, "Existing file does not exist.");
      return {};
    }
    if (!file) return Fail(std::move(file).error());
    GH_TRY(const bool same, IsSame(snapshot, *file, *field, is_written));
    if (!same) Put({field, nullptr, std::move(*file)});
    return {};
  }

  /// The values, in place of whatever the write said of these fields.
  Result<void> Stage(RecordInput& record) {
    for (const Source& source : sources_) {
      GH_TRY(FileValue value, Stage(source));
      std::erase_if(record.fields,
                    [&](const auto& entry) { return entry.first == source.field->number; });
      record.fields.emplace_back(source.field->number, std::move(value));
    }
    return {};
  }

 private:
  void Refuse(const Field& field, std::string_view text) { errors_.Add(inside_, field.name, text); }

  /// Of several for one field the last counts.
  void Put(Source source) {
    std::erase_if(sources_, [&](const Source& other) { return other.field == source.field; });
    sources_.push_back(std::move(source));
  }

  Result<bool> IsSame(const Snapshot& snapshot, const File& file, const Field& field,
                      const IsWritten& is_written) const {
    if (!is_written || file.collection != collection_.id) return false;
    GH_TRY(const std::optional<Record> record,
           snapshot.records().Find(file.tenant, file.collection, file.record));
    if (!record || !is_written(*record)) return false;
    const auto* value = std::get_if<FileValue>(&ValueOf(record->fields, field.number));
    return value != nullptr && value->name == file.name;
  }

  Result<FileValue> Stage(const Source& source) {
    Files& files = context_.core().files();
    if (source.copied) return files.StageCopy(*source.copied);
    return files.Stage(context_.tenant->id, {.extension = ExtensionOf(*source.part->filename),
                                             .media_type = source.part->media_type,
                                             .bytes = source.part->content});
  }

  const Context& context_;
  const Collection& collection_;
  FieldErrors& errors_;
  std::string_view inside_;
  std::vector<Source> sources_;
};

}  // namespace

Result<void> StageFiles(const Context& context, const Collection& collection,
                        const IsWritten& is_written, RecordInput& record, FieldErrors& errors,
                        std::string_view inside) {
  const bool uploads = inside.empty() && !context.files.empty();
  if (!uploads && record.file_urls.empty()) return {};
  if (context.patience() == Patience::kInstant) return Fail(Errc::kWouldWait);
  Reader reader(context, collection, errors, inside);
  auto read = context.core().Read(context.patience(), [&](const Snapshot& snapshot) -> Result<int> {
    for (const FileUrl& url : record.file_urls) {
      GH_CHECK(reader.AddUrl(snapshot, url, is_written));
    }
    return 0;
  });
  if (!read) return Fail(std::move(read).error());
  if (uploads) {
    for (const dialects::FormPart& part : context.files) reader.AddPart(part);
  }
  if (!errors.empty()) return {};
  return reader.Stage(record);
}

}  // namespace guildhall::syncano
