#include "store/sql/document.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/json.h"
#include "store/sql/fields_reader.h"

namespace guildhall::store {
namespace {

tl::unexpected<Error> Damaged() {
  return Fail(Errc::kInternal, "a stored document cannot be read");
}

void WriteFloat(JsonWriter& writer, double value) {
  if (std::isfinite(value)) {
    writer.Number(value);
    return;
  }
  writer.BeginObject();
  writer.Member("b", std::bit_cast<std::int64_t>(value));
  writer.EndObject();
}

struct ValueWriter {
  JsonWriter& writer;

  void operator()(std::monostate) const { writer.Null(); }
  void operator()(bool value) const { writer.Bool(value); }
  void operator()(std::int64_t value) const { writer.Integer(value); }
  void operator()(double value) const { WriteFloat(writer, value); }
  void operator()(const std::string& value) const { writer.Text(value); }
  void operator()(Time value) const {
    writer.BeginObject();
    writer.Member("t", value.microseconds());
    writer.EndObject();
  }
  void operator()(const GeoPoint& value) const {
    writer.BeginObject();
    writer.Key("g");
    writer.BeginArray();
    WriteFloat(writer, value.longitude);
    WriteFloat(writer, value.latitude);
    writer.EndArray();
    writer.EndObject();
  }
  void operator()(const Document& value) const {
    writer.BeginObject();
    writer.Member("d", value.text);
    writer.EndObject();
  }
  void operator()(const Scalars& value) const {
    writer.BeginArray();
    for (const Scalar& element : value) std::visit(*this, element);
    writer.EndArray();
  }
  void operator()(const Ids& value) const {
    writer.BeginObject();
    writer.Key("i");
    writer.BeginArray();
    for (const std::int64_t id : value) writer.Integer(id);
    writer.EndArray();
    writer.EndObject();
  }
  void operator()(const FileValue& value) const {
    writer.BeginObject();
    writer.Key("f");
    writer.BeginArray();
    writer.Text(value.name);
    writer.Integer(value.size);
    writer.EndArray();
    writer.EndObject();
  }
};

}  // namespace

Buffer FieldsText(const Fields& fields) {
  Buffer text;
  JsonWriter writer(text);
  writer.BeginObject();
  for (const auto& [number, value] : fields) {
    char name[16];
    const auto end = std::to_chars(std::begin(name), std::end(name), number).ptr;
    writer.KeyText({name, static_cast<std::size_t>(end - name)});
    std::visit(ValueWriter{writer}, value);
  }
  writer.EndObject();
  return text;
}

Result<Fields> ParseFields(std::string_view text) {
  auto fields = FieldsReader(text).Read();
  if (!fields) return Damaged();
  return std::move(*fields);
}

}  // namespace guildhall::store
