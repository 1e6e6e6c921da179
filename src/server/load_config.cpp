#include "server/load_config.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unistd.h>

#include <arpa/inet.h>

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/strings.h"
#include "server/config_file.h"
#include "server/settings.h"

namespace guildhall {
namespace {

constexpr const char* kSchemaFolderVariable = "DAPTIN_SCHEMA_FOLDER";

/// Collects values and complaints, source after source; later sources win.
class Loader {
 public:
  Loader() : origins_(Settings().size(), "default") {}

  void TakeFile(const std::string& path) {
    auto values = ReadConfigFile(path);
    if (!values) {
      Complain(values.error().detail);
      return;
    }
    for (const FileSetting& value : *values) {
      const auto index = FindBy(value.key, [](const Setting& s) { return s.key; });
      const std::string where = path + ", line " + std::to_string(value.line) + ": ";
      if (!index || value.key == "config") {
        Complain(where + Unknown(value.key, [](const Setting& s) { return s.key; }));
      } else if (value.type != Settings()[*index].type) {
        Complain(where + value.key + " must be " + Settings()[*index].allowed +
                 TypeHint(Settings()[*index].type));
      } else {
        Set(*index, value.text, "file", where + value.key);
      }
    }
  }

  template <class Spelling>
  void Take(const std::vector<std::pair<std::string, std::string>>& values, const char* origin,
            Spelling spelling) {
    for (const auto& [name, text] : values) {
      if (const auto index = FindBy(name, spelling)) {
        Set(*index, text, origin, name);
      } else {
        Complain(Unknown(name, spelling));
      }
    }
  }

  void Complain(const std::string& line) {
    if (!complaints_.empty()) complaints_ += '\n';
    complaints_ += line;
  }

  Config& config() { return config_; }

  /// The variable by which Daptin knows the folder of schemas, where no setting names one.
  void TakeSchemaFolder(const std::string& path) {
    const auto index = FindBy("daptin.schema", [](const Setting& s) { return s.key; });
    if (index && config_.daptin_schema.empty()) {
      Set(*index, path, "environment", kSchemaFolderVariable);
    }
  }

  Result<LoadedConfig> Finish() {
    if (!complaints_.empty()) return Fail(Errc::kInvalid, std::move(complaints_));
    return LoadedConfig{std::move(config_), std::move(origins_)};
  }

 private:
  template <class Spelling>
  static std::optional<std::size_t> FindBy(std::string_view name, Spelling spelling) {
    for (std::size_t i = 0; i < Settings().size(); ++i) {
      if (spelling(Settings()[i]) == name) return i;
    }
    return std::nullopt;
  }

  template <class Spelling>
  static std::string Unknown(const std::string& name, Spelling spelling) {
    std::vector<std::string> known;
    for (const Setting& setting : Settings()) known.push_back(spelling(setting));
    const auto nearest = NearestName(name, known);
    return "unknown setting " + name + (nearest ? "; did you mean " + *nearest + "?" : "");
  }

  static std::string TypeHint(Setting::Type type) {
    return type == Setting::Type::kText ? ", in quotes" : ", without quotes";
  }

  void Set(std::size_t index, const std::string& text, const char* origin,
           const std::string& where) {
    const Setting& setting = Settings()[index];
    if (!setting.set(config_, text)) {
      Complain(where + " must be " + setting.allowed +
               (setting.secret ? std::string() : ", not \"" + text + "\""));
      return;
    }
    origins_[index] = origin;
  }

  Config config_;
  std::vector<std::string> origins_;
  std::string complaints_;
};

/// Splits "127.0.0.1:8080" or "[::1]:8080" into the server's options.
bool ParseListen(Config& config) {
  const std::string& text = config.listen;
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return false;
  std::string address = text.substr(0, colon);
  const auto port = ParseInteger(std::string_view(text).substr(colon + 1));
  if (!port || *port < 0 || *port > 65535) return false;
  const bool six = address.size() > 2 && address.front() == '[' && address.back() == ']';
  if (six) address = address.substr(1, address.size() - 2);
  std::array<unsigned char, sizeof(in6_addr)> parsed{};
  if (inet_pton(six ? AF_INET6 : AF_INET, address.c_str(), parsed.data()) != 1) return false;
  config.server.address = address;
  config.server.port = static_cast<std::uint16_t>(*port);
  return true;
}

bool IsTenantName(std::string_view name) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return name.size() >= 5 && name.size() <= 64 && letter(name.front()) &&
         (letter(name.back()) || digit(name.back())) && name.find("--") == std::string_view::npos &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return letter(c) || digit(c) || c == '-'; });
}

/// What `daptin.hosts` says; nothing when it is no list of pairs, or says two things of a host.
std::optional<daptin::Options> WithHosts(daptin::Options options, std::string_view text) {
  while (!text.empty()) {
    std::string_view tenant = Trim(CutAt(text, ','));
    const std::string_view host = Trim(CutAt(tenant, '='));
    if (host.empty() || host.find(':') != std::string_view::npos || !IsTenantName(Trim(tenant))) {
      return std::nullopt;
    }
    if (!options.hosts.emplace(ToLowerAscii(host), Trim(tenant)).second) return std::nullopt;
  }
  return options;
}

void CheckDialects(Loader& loader) {
  constexpr std::size_t kShortestSecret = 16;
  Config& config = loader.config();
  const std::size_t length = config.tyk.admin_secret.Reveal().size();
  if (length > 0 && length < kShortestSecret) {
    loader.Complain("tyk.admin_secret must have 16 characters or more");
  }
  config.daptin.default_tenant = config.default_tenant;
  config.daptin.loopback = ListensOnLoopback(config);
  if (auto options = WithHosts(config.daptin, config.daptin_hosts)) {
    config.daptin = std::move(*options);
  } else {
    loader.Complain("daptin.hosts must be host=tenant, host=tenant, ... without ports, not \"" +
                    config.daptin_hosts + "\"");
  }
}

/// Nothing that could end a line of a mail's head, or an address within it.
bool IsPlainAddress(std::string_view text) {
  const auto plain = [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != 0x7f && c != '<' && c != '>';
  };
  return text.find('@') != text.npos && std::all_of(text.begin(), text.end(), plain);
}

void CheckMail(Loader& loader) {
  Config& config = loader.config();
  while (config.public_url.ends_with('/')) config.public_url.pop_back();
  if (config.mail.url.empty()) return;
  if (!mail::IsSmtpUrl(config.mail.url)) {
    loader.Complain("mail.smtp_url must be smtp://host:port or smtps://host:port");
  }
  if (!IsPlainAddress(config.mail.from)) {
    loader.Complain("mail.smtp_url needs mail.from, an e-mail address");
  }
}

void CheckTogether(Loader& loader) {
  Config& config = loader.config();
  if (!ParseListen(config)) {
    loader.Complain("listen must be an IP address and a port, such as 127.0.0.1:8080 or " +
                    std::string("[::1]:8080, not \"") + config.listen + "\"");
  }
  const auto key = FromHex(config.data_key.Reveal());
  if (!config.data_key.empty() && (!key || key->size() != KeyRing::kDataKeyBytes)) {
    loader.Complain("data_key must be 64 hexadecimal digits");
  }
  if (!IsTenantName(config.default_tenant)) {
    loader.Complain("default_tenant must be 5 to 64 of a-z, 0-9 and hyphen, begin with a letter " +
                    std::string("and end with a letter or digit"));
  }
  if (config.operator_email.empty() != config.operator_password.empty()) {
    loader.Complain("operator_email and operator_password must be given together");
  }
  if (config.server.tls.certificate.empty() != config.server.tls.key.empty()) {
    loader.Complain("tls.certificate and tls.key must be given together");
  }
  if (config.data.empty()) loader.Complain("data must name a directory");
  CheckDialects(loader);
  CheckMail(loader);
}

std::string ConfigPath(const ConfigSources& sources) {
  std::string path;
  for (const auto& [name, value] : sources.environment) {
    if (name == "GUILDHALL_CONFIG") path = value;
  }
  for (const auto& [name, value] : sources.flags) {
    if (name == "--config") path = value;
  }
  return path;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> OwnEnvironment() {
  std::vector<std::pair<std::string, std::string>> own;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    const bool ours =
        text.starts_with(kEnvironmentPrefix) || text.substr(0, equals) == kSchemaFolderVariable;
    if (!ours) continue;
    own.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  std::sort(own.begin(), own.end());
  return own;
}

Result<LoadedConfig> LoadConfig(const ConfigSources& sources) {
  Loader loader;
  if (const std::string path = ConfigPath(sources); !path.empty()) loader.TakeFile(path);
  std::vector<std::pair<std::string, std::string>> environment = sources.environment;
  std::erase_if(environment, [](const auto& entry) { return entry.second.empty(); });
  std::string schema_folder;
  std::erase_if(environment, [&](const auto& entry) {
    if (entry.first != kSchemaFolderVariable) return false;
    schema_folder = entry.second;
    return true;
  });
  loader.Take(environment, "environment", [](const Setting& s) { return s.EnvironmentName(); });
  loader.Take(sources.flags, "flag", [](const Setting& s) { return s.FlagName(); });
  if (!schema_folder.empty()) loader.TakeSchemaFolder(schema_folder);
  CheckTogether(loader);
  return loader.Finish();
}

}  // namespace guildhall
