#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "dialects/daptin/daptin.h"
#include "dialects/daptin/schema/schema.h"
#include "dialects/daptin/schema/schema_parts.h"

namespace guildhall::daptin {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 1'000;
constexpr std::size_t kMostBytes = (std::size_t{1} << 20) + 1;  // one more than a schema may have

/// The schema files of the folder, by name.
Reading<std::vector<fs::path>> ListFiles(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto entry = fs::directory_iterator(folder, error); !error && entry != end(entry);
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with("schema_") || !FormatOf(name)) continue;
    files.push_back(entry->path());
    if (files.size() > kMostFiles) return Refused(400, folder.string() + ": too many files");
  }
  if (error) return Refused(400, folder.string() + ": " + error.message());
  std::ranges::sort(files);
  return files;
}

Reading<SchemaDocument> ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMostBytes, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || (file.fail() && !file.eof())) {
    return Refused(400, path.string() + ": cannot be read");
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  auto document = ReadSchema(*FormatOf(path.filename().string()), text);
  if (!document) return Refused(400, path.string() + ": " + document.error().title);
  return document;
}

/// Who applies a schema because the server's configuration says so.
Caller Configuration(TenantId tenant) {
  Caller caller;
  caller.tenant = tenant;
  caller.powers = {Power::kWriteCollections, Power::kBypassTables};
  caller.vocabulary = kOrigin;
  return caller;
}

}  // namespace

Reading<SchemaDocument> ReadSchemaFolder(const fs::path& folder) {
  const auto files = ListFiles(folder);
  if (!files) return tl::unexpected(files.error());
  std::vector<SchemaDocument> documents;
  for (const fs::path& file : *files) {
    auto document = ReadFile(file);
    if (!document) return tl::unexpected(document.error());
    documents.push_back(*std::move(document));
  }
  SchemaIssue issue;
  SchemaDocument all = PutTogether(std::move(documents), issue);
  if (issue.refusal()) return Refused(400, folder.string() + ": " + issue.refusal()->title);
  return all;
}

Result<Reading<SchemaChanges>> ApplySchemaFolder(Core& core, TenantId tenant,
                                                 const fs::path& folder) {
  const auto schema = ReadSchemaFolder(folder);
  if (!schema) return Reading<SchemaChanges>(tl::unexpect, schema.error());
  Reading<SchemaChanges> changes;
  GH_CHECK(WriteAndWait(core.store(), {tenant}, [&](Transaction& tx) -> Result<void> {
    GH_TRY(changes, ApplySchema(tx, core, Configuration(tenant), *schema));
    return {};
  }));
  if (!changes) changes.error().title.insert(0, folder.string() + ": ");
  return changes;
}

}  // namespace guildhall::daptin
