#include "cli/command_line.h"

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include <CLI/CLI.hpp>

#include "import/user_line.h"
#include "server/config_text.h"
#include "server/settings.h"
#include "server/version.h"

namespace guildhall {
namespace {

using Values = std::map<std::string, std::string>;  // flag name to its text

/// Adds every setting as a flag of `command`. Unknown flags are gathered, to be named together with
/// the known one that is meant.
void AddSettings(CLI::App& command, Values& values) {
  command.allow_extras();
  for (const Setting& setting : Settings()) {
    command.add_option(setting.FlagName(), values[setting.FlagName()], FlagHelp(setting))
        ->type_name("")
        ->take_last();
  }
}

std::string Unexpected(const std::string& argument) {
  std::vector<std::string> known;
  for (const Setting& setting : Settings()) known.push_back(setting.FlagName());
  const std::string name = argument.substr(0, argument.find('='));
  const auto nearest = NearestName(name, known);
  const char* kind = argument.starts_with("-") ? "unknown flag " : "unexpected argument ";
  return kind + name + (nearest ? "; did you mean " + *nearest + "?" : "") +
         "; guildhall --help shows what there is";
}

/// The program's arguments, declared.
struct Grammar {
  CLI::App app{"One server for an application's users, groups and rights", "guildhall"};
  Values values;
  bool reference = false;
  bool sign_out = false;
  std::string email;
  Publication publication;
  UserFileArguments user_file;
  CLI::App* serve = app.add_subcommand("serve", "Answer requests until SIGTERM or SIGINT");
  CLI::App* migrate =
      app.add_subcommand("migrate", "Bring the store to this version's schema, then end");
  CLI::App* check = app.add_subcommand(
      "check-config", "Print the effective configuration, secrets masked, then end");
  CLI::App* administrator = app.add_subcommand(
      "daptin-administrator",
      "Make an account of default_tenant an administrator for Daptin's API, then end");
  CLI::App* rotate = app.add_subcommand(
      "daptin-rotate-key",
      "Sign the sessions of default_tenant in Daptin's API under a new key, then end");
  CLI::App* publish = app.add_subcommand(
      "publish", "Let another API serve a class or table too, or no longer, then end");

  CLI::App* import = app.add_subcommand("import", "Bring in what another system kept, then end");
  CLI::App* import_users = import->add_subcommand(
      "users", "People of a CSV or JSON lines file, with their password hashes and groups");

  Grammar() {
    app.set_version_flag("--version", "guildhall " + std::string(kVersion));
    app.require_subcommand(1);
    app.footer(
        "guildhall COMMAND --help lists every setting. The same names work in the file that "
        "--config names (storage.synchronous) and in the environment "
        "(GUILDHALL_STORAGE_SYNCHRONOUS).");
    for (CLI::App* command :
         {serve, migrate, check, administrator, rotate, publish, import_users}) {
      AddSettings(*command, values);
    }
    check->add_flag("--reference", reference,
                    "Print the reference of all settings (docs/configuration.md) instead");
    administrator->add_option("EMAIL", email, "The account's e-mail or user name")->required();
    rotate->add_flag("--sign-out", sign_out, "Sessions under former keys end at once");
    publish->add_option("TENANT", publication.tenant, "Its name")->required();
    publish->add_option("COLLECTION", publication.collection, "The class or table")->required();
    publish->add_option("--to", publication.dialect, "The API that is to serve it: syncano, daptin")
        ->required()
        ->check(CLI::IsMember({"syncano", "daptin"}));
    publish->add_flag("--withdraw", publication.withdraw, "Take it back from there");
    import->require_subcommand(1);
    AddUserFile(*import_users);
  }

  void AddUserFile(CLI::App& command) {
    command
        .add_option("FILE", user_file.path, "One person a line; columns: " + import::KnownColumns())
        ->required();
    command.add_option("--tenant", user_file.tenant, "Where they go; default_tenant if not given");
    command
        .add_option("--format", user_file.format, "csv or jsonl; by the file's name if not given")
        ->check(CLI::IsMember({"csv", "jsonl"}));
    command.add_option("--ignore", user_file.ignored, "Columns to pass over")->delimiter(',');
    command.add_option("--report", user_file.report,
                       "Where refused lines are reported; FILE.refused.csv if not given");
  }

  [[nodiscard]] CLI::App& chosen() const {
    CLI::App* command = app.get_subcommands().front();
    while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
    return *command;
  }

  /// Of the command that was asked about, or of all.
  [[nodiscard]] std::string Help() const {
    std::string path = "guildhall";
    const CLI::App* command = &app;
    while (!command->get_subcommands().empty()) {
      if (command != &app) path += ' ' + command->get_name();
      command = command->get_subcommands().front();
    }
    return command == &app ? app.help() : command->help(path);
  }

  [[nodiscard]] CommandLine Read() const {
    CommandLine line;
    if (chosen().get_name() == "migrate") line.command = Command::kMigrate;
    if (chosen().get_name() == "check-config") {
      line.command = reference ? Command::kReference : Command::kCheckConfig;
    }
    if (chosen().get_name() == "daptin-administrator") line.command = Command::kDaptinAdministrator;
    if (chosen().get_name() == "daptin-rotate-key") line.command = Command::kDaptinRotateKey;
    if (chosen().get_name() == "publish") line.command = Command::kPublish;
    if (chosen().get_name() == "users") line.command = Command::kImportUsers;
    line.email = email;
    line.sign_out = sign_out;
    line.publication = publication;
    line.user_file = user_file;
    for (const Setting& setting : Settings()) {
      const std::string flag = setting.FlagName();
      if (chosen().count(flag) > 0) line.sources.flags.emplace_back(flag, values.at(flag));
    }
    return line;
  }
};

}  // namespace

OrFailure<CommandLine> ParseCommandLine(int count, const char* const* arguments) {
  Grammar grammar;
  try {
    grammar.app.parse(count, arguments);
  } catch (const CLI::CallForVersion& version) {
    return GiveUp(ExitCode::kOk, version.what());
  } catch (const CLI::Success&) {
    return GiveUp(ExitCode::kOk, grammar.Help());
  } catch (const CLI::ParseError& error) {
    return GiveUp(ExitCode::kUsage, error.what());
  }
  const std::vector<std::string> extras = grammar.chosen().remaining();
  if (!extras.empty()) return GiveUp(ExitCode::kUsage, Unexpected(extras.front()));
  return grammar.Read();
}

}  // namespace guildhall
