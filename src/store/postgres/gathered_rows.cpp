#include "store/postgres/gathered_rows.h"

#include <optional>

#include "base/result.h"

namespace guildhall::store {
namespace {

// An import changes tens of thousands of rows in one commit.
constexpr std::size_t kMostRows = 1000;
constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr std::size_t kLengthBytes = 4;  // in front of each element

constexpr std::string_view kInto = "insert into ";
constexpr std::string_view kValues = " values (";

std::string_view NameOf(Oid type) {
  switch (type) {
    case kInt8:
      return "bigint";
    case kInt4:
      return "integer";
    case kInt2:
      return "smallint";
    case kText:
      return "text";
    case kBytea:
      return "bytea";
    default:
      GH_BUG("rows of a type that is not gathered");
  }
}

bool IsOfWord(char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// The same insert with an array for each parameter.
std::string TextForMany(std::string_view one, std::span<const Oid> types) {
  const std::size_t values = one.find(kValues);
  const std::size_t end = one.find(')', values);
  std::string text(one.substr(0, values));
  text += " select * from unnest(";
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (i > 0) text += ", ";
    text.append("$").append(std::to_string(i + 1)).append("::").append(NameOf(types[i]));
    text += "[]";
  }
  return text.append(one.substr(end));
}

}  // namespace

std::string_view TableOf(const Statement& insert) {
  const std::string_view text = insert.text;
  return text.substr(kInto.size(), text.find('(') - kInto.size());
}

bool NamesTable(std::string_view statement, std::string_view table) {
  for (std::size_t at = statement.find(table); at != std::string_view::npos;
       at = statement.find(table, at + 1)) {
    const std::string_view before = statement.substr(0, at);
    const std::string_view behind = statement.substr(at + table.size());
    if (!behind.empty() && IsOfWord(behind.front())) continue;
    for (const std::string_view word : {"from ", "join ", "into ", "update "}) {
      if (before.ends_with(word)) return true;
    }
  }
  return false;
}

GatheredRows::GatheredRows(const Statement& one, std::span<const Oid> types)
    : one_(one),
      table_(TableOf(one)),
      many_name_(std::string(one.name) + "_gathered"),
      many_text_(TextForMany(one.text, types)),
      many_{many_name_.c_str(), many_text_.c_str(), Dialect::kPostgresOnly} {
  for (const Oid type : types) columns_.push_back({type, std::string(kArrayHeadBytes, '\0')});
}

bool GatheredRows::Precede(const Statement& statement) const {
  if (empty() || AreOf(statement)) return false;
  if (statement.gathering == Gathering::kBoundary) return true;
  return NamesTable(statement.text, table_);
}

void GatheredRows::Add(const EncodedParameters& row) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    Column& column = columns_[i];
    const std::size_t before = column.bytes.size();
    PutElement(column.bytes, row.At(i));
    column.has_null = column.has_null || !row.At(i);
    bytes_ += column.bytes.size() - before;
  }
  ++rows_;
}

bool GatheredRows::full() const { return rows_ >= kMostRows || bytes_ >= kMostBytes; }

void GatheredRows::Encode(EncodedParameters& parameters) {
  std::vector<std::optional<std::string_view>> values;
  values.reserve(columns_.size());
  for (Column& column : columns_) {
    if (rows_ > 1) {
      column.bytes.replace(0, kArrayHeadBytes, ArrayHead(column.type, rows_, column.has_null));
      values.emplace_back(column.bytes);
    } else if (column.has_null) {
      values.emplace_back();
    } else {
      values.emplace_back(std::string_view(column.bytes).substr(kArrayHeadBytes + kLengthBytes));
    }
  }
  parameters.Take(values);
}

void GatheredRows::Clear() {
  for (Column& column : columns_) {
    column.bytes.resize(kArrayHeadBytes);
    column.has_null = false;
  }
  rows_ = 0;
  bytes_ = 0;
}

}  // namespace guildhall::store
