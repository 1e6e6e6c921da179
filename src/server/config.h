#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/log.h"
#include "base/secret.h"
#include "core/audit.h"
#include "core/operators.h"
#include "core/sign_in_limits.h"
#include "dialects/daptin/daptin.h"
#include "dialects/syncano/syncano.h"
#include "dialects/tyk/tyk.h"
#include "http/server.h"
#include "mail/smtp_mailer.h"

namespace guildhall {

/// How much a commit of the embedded store waits for.
enum class Synchronous : std::uint8_t {
  kFull,    ///< an acknowledged change survives loss of power
  kNormal,  ///< it survives `kill -9`; loss of power may take the last changes
};

/// Who may register as an operator, as the setting says it.
enum class RegistrationSetting : std::uint8_t { kAutomatic, kOpen, kInvitation, kClosed };

/// What an API key without a user may do on objects and channels of Syncano v1.1.
enum class AnonymousApiKeys : std::uint8_t { kOther, kStrict };

/// Everything that can be set, read once at start and never changed. settings.cpp binds each member
/// to its key; the values here are the defaults.
struct Config {
  std::string config_file;
  std::string data = "./data";
  std::string listen = "127.0.0.1:8080";
  Secret database_url;  ///< empty: SQLite in the data directory
  Secret data_key;      ///< 64 hexadecimal digits; empty: kept in the data directory
  std::string default_tenant = "default";
  std::string operator_email;
  Secret operator_password;
  RegistrationSetting registration = RegistrationSetting::kAutomatic;
  Synchronous synchronous = Synchronous::kFull;
  LogLevel log_level = LogLevel::kInfo;
  /// `address` and `port` are those of `listen`.
  http::Server::Options server;
  SignInLimits::Options sign_in_limits;
  AuditLog::Options audit;
  /// Where clients reach the server, for links in mails and addresses of files; no slash at its
  /// end.
  std::string public_url;
  mail::SmtpOptions mail;  ///< without a URL, links go to the log
  bool cache = true;
  std::size_t cache_bytes = std::size_t{256} << 20;  ///< for each thread that answers requests
  std::size_t record_cache_bytes = std::size_t{16} << 20;  ///< for each thread that reads
  AnonymousApiKeys anonymous_api_keys = AnonymousApiKeys::kOther;
  syncano::RequestRates syncano_rates;
  std::int32_t syncano_poll_seconds = 300;
  std::size_t syncano_max_file_bytes = std::size_t{32} << 20;
  tyk::Options tyk;
  std::string daptin_hosts;   ///< as it was typed
  std::string daptin_schema;  ///< a folder; empty: none
  /// `default_tenant`, `hosts` and `loopback` follow from what stands above.
  daptin::Options daptin;
};

/// Whether the server listens on a loopback address only.
bool ListensOnLoopback(const Config& config);

/// The setting, with `kAutomatic` resolved: open on a loopback address, by invitation elsewhere.
Registration RegistrationOf(const Config& config);

/// "http://127.0.0.1:8080", or with https: the address of `listen` with the port that was given to
/// it.
std::string ListenUrl(const Config& config, std::uint16_t port);

}  // namespace guildhall
