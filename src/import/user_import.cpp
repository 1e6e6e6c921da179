#include "import/user_import.h"

#include <algorithm>
#include <deque>
#include <future>
#include <memory>
#include <utility>

#include "import/import_place.h"
#include "import/refused_lines.h"
#include "import/user_line.h"

namespace guildhall::import {
namespace {

/// A line that is no person.
struct BadLine {
  std::size_t before = 0;  // people of the change that stand before it
  std::string report;
};

/// What one change brings, in the order of the file. Immutable once it is written.
struct Portion {
  Place from, to;
  std::vector<ImportedUser> people;
  std::vector<std::int64_t> lines;  // of the people
  std::vector<BadLine> bad;
};

/// Reads portions of a file, of either format.
class PortionReader {
 public:
  static Result<PortionReader> Open(const UserFile& file) {
    GH_TRY(RecordReader records, RecordReader::Open(file.path, file.format));
    PortionReader reader(std::move(records), file);
    if (file.format == Format::kJsonLines) return reader;
    GH_TRY(const auto header, reader.records_.Next());
    if (!header) return Fail(Errc::kInvalid, "the file is empty");
    GH_TRY(reader.columns_, Columns::FromHeader(header->text, file.ignored));
    return reader;
  }

  [[nodiscard]] std::int64_t size() const { return records_.size(); }
  [[nodiscard]] Place place() const { return records_.place(); }
  void GoTo(Place place) { records_.GoTo(place); }

  /// Up to `most` records; none at the end of the file.
  Result<Portion> Next(std::size_t most) {
    Portion portion;
    portion.from = records_.place();
    while (portion.people.size() + portion.bad.size() < most) {
      GH_TRY(const auto record, records_.Next());
      if (!record) break;
      Put(*record, portion);
    }
    portion.to = records_.place();
    return portion;
  }

 private:
  PortionReader(RecordReader records, const UserFile& file)
      : records_(std::move(records)), file_(file) {}

  Result<ImportedUser> Read(const RawRecord& record) const {
    if (record.too_long) {
      return Fail(Errc::kInvalid, "longer than 1 MiB, or a quotation mark that is never closed");
    }
    return file_.format == Format::kCsv ? FromCsvRecord(record.text, columns_)
                                        : FromJsonLine(record.text, file_.ignored);
  }

  void Put(const RawRecord& record, Portion& portion) const {
    auto person = Read(record);
    if (person) {
      portion.people.push_back(*std::move(person));
      portion.lines.push_back(record.line);
    } else {
      portion.bad.push_back(
          {portion.people.size(), ReportLine(record.line, "", ReasonOf(person.error()))});
    }
  }

  RecordReader records_;
  const UserFile& file_;
  Columns columns_;
};

/// The lines for the report, in the order of the file.
std::string ReportOf(const Portion& portion, const std::vector<std::optional<Error>>& outcomes) {
  std::string lines;
  auto bad = portion.bad.begin();
  for (std::size_t i = 0; i <= outcomes.size(); ++i) {
    for (; bad != portion.bad.end() && bad->before == i; ++bad) lines += bad->report;
    if (i == outcomes.size() || !outcomes[i]) continue;
    lines += ReportLine(portion.lines[i], portion.people[i].draft.username, ReasonOf(*outcomes[i]));
  }
  return lines;
}

/// One import at work.
class Importer {
 public:
  Importer(Core& core, const Caller& caller, const UserFile& file, const ImportOptions& options,
           PortionReader reader, std::string name)
      : core_(core),
        caller_(caller),
        options_(options),
        reader_(std::move(reader)),
        report_(file.report),
        name_(std::move(name)) {}

  Result<Progress> Run() {
    GH_CHECK(Resume());
    Result<void> done = Work();
    // What was handed over refers to this import.
    while (!under_way_.empty()) {
      auto settled = Settle();
      if (done) done = std::move(settled);
    }
    if (!done) return Fail(std::move(done).error());
    if (!stopped_) GH_CHECK(Forget());
    return progress_;
  }

 private:
  using Outcome = Result<ImportPlace>;

  /// Goes to where the last commit of an earlier run was, and mends the report.
  Result<void> Resume() {
    progress_.size = reader_.size();
    GH_TRY(const auto found, core_.Read(Patience::kMayWait, [&](const Snapshot& snapshot) {
      return UserImports::FindPlace(snapshot, caller_.tenant, name_);
    }));
    if (!found) {
      at_.place = reader_.place();
      return report_.CutTo(0);
    }
    GH_TRY(at_, ReadPlace(*found));
    reader_.GoTo(at_.place);
    progress_.resumed_at = at_.place.offset;
    progress_.made_before = at_.made;
    Show(at_);
    GH_CHECK(report_.CutTo(at_.report_size));
    return report_.Append(at_.last_lines);
  }

  Result<void> Work() {
    while (!stopped_) {
      GH_TRY(Portion portion, reader_.Next(options_.people_per_change));
      if (portion.from == portion.to) return {};
      while (under_way_.size() >= options_.changes_ahead) GH_CHECK(Settle());
      if (!stopped_) HandOver(std::move(portion));
    }
    return {};
  }

  void HandOver(Portion portion) {
    const auto shared = std::make_shared<const Portion>(std::move(portion));
    const auto reached = std::make_shared<ImportPlace>();
    const auto promise = std::make_shared<std::promise<Outcome>>();
    under_way_.push_back(promise->get_future());
    core_.store().Write(
        {caller_.tenant},
        [this, shared, reached](Transaction& tx) -> Result<void> {
          GH_TRY(*reached, Write(tx, *shared));
          return {};
        },
        [promise, reached](Result<void> written) {
          promise->set_value(written ? Outcome(*reached) : Fail(std::move(written).error()));
        });
  }

  /// The change: people, and how far it comes, or nothing.
  Result<ImportPlace> Write(Transaction& tx, const Portion& portion) const {
    GH_TRY(const ImportPlace before, PlaceIn(tx));
    // An earlier change failed, or somebody else imports the same file.
    if (before.place != portion.from) {
      return Fail(Errc::kConflict, "another import of this file is under way");
    }
    GH_TRY(const auto outcomes, core_.user_imports().Add(tx, caller_, portion.people));
    ImportPlace after;
    after.place = portion.to;
    after.report_size = RefusedLines::SizeWith(before.report_size, before.last_lines);
    after.last_lines = ReportOf(portion, outcomes);
    const auto made = std::ranges::count_if(outcomes, [](const auto& error) { return !error; });
    after.made = before.made + made;
    after.refused = before.refused + static_cast<std::int64_t>(portion.people.size()) - made +
                    static_cast<std::int64_t>(portion.bad.size());
    GH_CHECK(UserImports::KeepPlace(tx, caller_.tenant, name_, TextOf(after)));
    return after;
  }

  Result<ImportPlace> PlaceIn(const Snapshot& snapshot) const {
    GH_TRY(const auto text, UserImports::FindPlace(snapshot, caller_.tenant, name_));
    if (text) return ReadPlace(*text);
    ImportPlace start;
    start.place = start_;
    return start;
  }

  /// Waits for the oldest change and says what it brought.
  Result<void> Settle() {
    Outcome outcome = under_way_.front().get();
    under_way_.pop_front();
    GH_TRY(at_, std::move(outcome));
    GH_CHECK(report_.Append(at_.last_lines));
    Show(at_);
    if (options_.on_progress && !options_.on_progress(progress_)) stopped_ = true;
    return {};
  }

  void Show(const ImportPlace& place) {
    progress_.offset = place.place.offset;
    progress_.made = place.made;
    progress_.refused = place.refused;
  }

  /// The whole file is done.
  Result<void> Forget() {
    return WriteAndWait(core_.store(), {caller_.tenant}, [&](Transaction& tx) -> Result<void> {
      GH_TRY(const auto found, UserImports::FindPlace(tx, caller_.tenant, name_));
      if (!found) return {};
      return UserImports::ForgetPlace(tx, caller_.tenant, name_);
    });
  }

  Core& core_;
  const Caller& caller_;
  const ImportOptions& options_;
  PortionReader reader_;
  RefusedLines report_;
  const std::string name_;
  const Place start_ = reader_.place();  // of the first record of a person
  ImportPlace at_;
  Progress progress_;
  std::deque<std::future<Outcome>> under_way_;
  bool stopped_ = false;
};

}  // namespace

Result<Progress> ImportUsers(Core& core, const Caller& caller, const UserFile& file,
                             const ImportOptions& options) {
  GH_TRY(PortionReader reader, PortionReader::Open(file));
  GH_TRY(std::string name, NameOfFile(file.path));
  return Importer(core, caller, file, options, std::move(reader), std::move(name)).Run();
}

}  // namespace guildhall::import
