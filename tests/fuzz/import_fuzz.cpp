// A file of people is read to its end in both formats; from wherever a record begins, reading
// gives what follows there; and what is understood of a line says who he is.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "import/record_reader.h"
#include "import/user_line.h"

namespace {

using namespace guildhall;
using import::Format;
using import::Place;
using import::RecordReader;

struct Seen {
  std::string text;
  std::int64_t line = 0;
  Place behind;
  bool operator==(const Seen&) const = default;
};

std::vector<Seen> ReadFrom(const std::string& input, Format format, const Place* from) {
  auto opened = RecordReader::Over(std::make_unique<std::istringstream>(input),
                                   static_cast<std::int64_t>(input.size()), format);
  if (!opened) GH_BUG("a text that cannot be opened");
  if (from != nullptr) opened->GoTo(*from);
  std::vector<Seen> records;
  while (true) {
    const auto record = opened->Next();
    if (!record) GH_BUG("a text that cannot be read");
    if (!*record) break;
    records.push_back({std::string((*record)->text), (*record)->line, opened->place()});
  }
  if (opened->place().offset != opened->size()) GH_BUG("something was left");
  return records;
}

void CheckPerson(const Result<ImportedUser>& person) {
  if (person && person->draft.username.empty()) GH_BUG("a person without a name");
  if (!person && person.error().detail.empty()) GH_BUG("a refusal without a reason");
}

void Check(const std::string& input, Format format) {
  const std::vector<Seen> records = ReadFrom(input, format, nullptr);
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (i > 0 && records[i].line <= records[i - 1].line) GH_BUG("lines do not rise");
    CheckPerson(import::FromJsonLine(records[i].text, {}));
  }
  if (records.empty()) return;
  const Place middle = records[records.size() / 2].behind;
  const std::vector<Seen> rest(
      records.begin() + static_cast<std::ptrdiff_t>(records.size() / 2) + 1, records.end());
  if (ReadFrom(input, format, &middle) != rest) GH_BUG("another rest");
  const auto columns = import::Columns::FromHeader(records.front().text, {"id"});
  for (const Seen& record : records) {
    if (columns) CheckPerson(import::FromCsvRecord(record.text, *columns));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  Check(input, Format::kCsv);
  Check(input, Format::kJsonLines);
  return 0;
}
