#include <cstdio>
#include <string>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "server/exit_code.h"
#include "server/load_config.h"

namespace guildhall {
namespace {

OrFailure<void> Run(const CommandLine& line) {
  if (line.command == Command::kReference) {
    PrintReference();
    return {};
  }
  ConfigSources sources = line.sources;
  sources.environment = OwnEnvironment();
  const auto loaded = LoadConfig(sources);
  if (!loaded) return GiveUp(ExitCode::kUsage, loaded.error().detail);
  switch (line.command) {
    case Command::kServe:
      return Serve(loaded->config);
    case Command::kMigrate:
      return MigrateStore(loaded->config);
    case Command::kCheckConfig:
      return CheckConfig(*loaded);
    case Command::kDaptinAdministrator:
      return MakeDaptinAdministrator(loaded->config, line.email);
    case Command::kDaptinRotateKey:
      return RotateDaptinKey(loaded->config, line.sign_out);
    case Command::kPublish:
      return Publish(loaded->config, line.publication);
    case Command::kImportUsers:
      return ImportUsers(loaded->config, line.user_file);
    case Command::kReference:
      break;
  }
  return {};
}

int Main(int count, const char* const* arguments) {
  const auto line = ParseCommandLine(count, arguments);
  const OrFailure<void> done =
      line ? Run(*line) : OrFailure<void>(tl::unexpected<Failure>(line.error()));
  if (done) return 0;
  if (done.error().code == ExitCode::kOk) {
    std::printf("%s\n", done.error().message.c_str());
    return 0;
  }
  std::fprintf(stderr, "guildhall: %s\n", done.error().message.c_str());
  return static_cast<int>(done.error().code);
}

}  // namespace
}  // namespace guildhall

int main(int count, char** arguments) { return guildhall::Main(count, arguments); }
