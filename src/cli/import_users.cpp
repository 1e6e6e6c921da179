#include <cstdio>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/strings.h"
#include "cli/commands.h"
#include "import/progress_bar.h"
#include "import/user_import.h"
#include "server/process.h"
#include "server/wiring.h"

namespace guildhall {
namespace {

// People in a commit. On an embedded store nobody waits for it; where other nodes go on, whoever
// wants to change something in the tenant does.
constexpr std::size_t kAlone = 60'000;
constexpr std::size_t kAmongOthers = 500;
constexpr const char* kGoesOn = " Running it again goes on from there.";

OrFailure<import::UserFile> FileOf(const UserFileArguments& arguments) {
  import::UserFile file;
  file.path = arguments.path;
  const std::string lower = ToLowerAscii(arguments.path);
  const bool csv = arguments.format == "csv" || lower.ends_with(".csv");
  const bool json = lower.ends_with(".jsonl") || lower.ends_with(".ndjson");
  if (arguments.format.empty() && !csv && !json) {
    return GiveUp(ExitCode::kUsage, "the name of " + arguments.path +
                                        " does not tell its format; say --format csv or jsonl");
  }
  file.format =
      csv && arguments.format != "jsonl" ? import::Format::kCsv : import::Format::kJsonLines;
  for (const std::string& name : arguments.ignored) file.ignored.push_back(ToLowerAscii(name));
  file.report = arguments.report.empty() ? arguments.path + ".refused.csv" : arguments.report;
  return file;
}

std::string PeopleAnd(const import::Progress& progress, const import::UserFile& file) {
  std::string text = std::to_string(progress.made) + " people imported";
  if (progress.refused == 0) return text + ", no line refused.";
  return text + ", " + std::to_string(progress.refused) + " lines refused: see " + file.report +
         ".";
}

OrFailure<void> Import(Core& core, const Tenant& tenant, const import::UserFile& file) {
  const SystemClock clock;
  bool stopped = false;
  import::ImportOptions options;
  options.people_per_change = core.store().SeesEveryCommit() ? kAlone : kAmongOthers;
  Result<import::Progress> done;
  {
    import::ProgressBar bar(clock);
    options.on_progress = [&](const import::Progress& progress) {
      bar.Show(progress);
      stopped = SignalIsPending();
      return !stopped;
    };
    done = import::ImportUsers(core, Callers::Owner(tenant), file, options);
  }
  if (!done) {
    // What the file or the flags are wrong about stays wrong.
    const bool goes_on = done.error().code == Errc::kUnavailable;
    return GiveUp(ExitCode::kFailed, done.error().detail + (goes_on ? kGoesOn : ""));
  }
  const std::string text = PeopleAnd(*done, file);
  if (stopped && done->offset < done->size) {
    return GiveUp(ExitCode::kFailed, "stopped. " + text + kGoesOn);
  }
  std::puts(text.c_str());
  return {};
}

}  // namespace

OrFailure<void> ImportUsers(const Config& config, const UserFileArguments& arguments) {
  const auto file = FileOf(arguments);
  if (!file) return tl::unexpected(file.error());
  HoldSignals();
  return Application::RunOnce(config, [&](Core& core) -> OrFailure<void> {
    const std::string& name = arguments.tenant.empty() ? config.default_tenant : arguments.tenant;
    const auto tenant = core.callers().FindTenant(Patience::kMayWait, name);
    if (!tenant) return GiveUp(ExitCode::kFailed, "there is no tenant " + name);
    return Import(core, **tenant, *file);
  });
}

}  // namespace guildhall
