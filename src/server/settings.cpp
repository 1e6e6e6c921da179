#include "server/settings.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "server/setting_kinds.h"

namespace guildhall {
namespace {

constexpr std::int64_t kMany = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kHuge = std::int64_t{1} << 40;

/// `[](Config& config) -> auto& { return config.x; }`.
#define GH_MEMBER(member) ([](Config & config) -> auto& { return config.member; })

void AddPlace(std::vector<Setting>& settings) {
  settings.push_back(TextSetting("config", GH_MEMBER(config_file), "a path",
                                 "The configuration file (TOML). Not allowed in the file itself."));
  settings.push_back(TextSetting("data", GH_MEMBER(data), "a path",
                                 "The data directory; made, for its owner only, when missing."));
  settings.push_back(TextSetting(
      "listen", GH_MEMBER(listen), "address:port",
      "Where to listen: an IP address and a port. Port 0 picks a free one and prints it."));
  settings.push_back(SecretSetting(
      "database_url", GH_MEMBER(database_url), "postgresql://...",
      "PostgreSQL 15 or later instead of the embedded database. Better given by the environment: "
      "other users of the machine can read command lines."));
  settings.push_back(SecretSetting(
      "data_key", GH_MEMBER(data_key), "64 hexadecimal digits",
      "The key under which credentials are sealed. Without it, it is made at the first start in "
      "the data directory; several nodes must be given the same. Better given by the "
      "environment."));
}

void AddFirstStart(std::vector<Setting>& settings) {
  settings.push_back(TextSetting("default_tenant", GH_MEMBER(default_tenant),
                                 "5 to 64 of a-z, 0-9 and hyphen",
                                 "Name of the tenant that is made at the first start."));
  settings.push_back(TextSetting("operator_email", GH_MEMBER(operator_email), "an e-mail address",
                                 "E-mail of the operator that is made at the first start; ignored "
                                 "once an operator exists. Needs operator_password."));
  settings.push_back(SecretSetting("operator_password", GH_MEMBER(operator_password),
                                   "1 to 128 characters",
                                   "The password to that. Without both, credentials are made and "
                                   "printed once. Better given by the "
                                   "environment."));
  settings.push_back(ChoiceSetting(
      "registration", GH_MEMBER(registration),
      std::vector<std::pair<std::string, RegistrationSetting>>{
          {"automatic", RegistrationSetting::kAutomatic},
          {"open", RegistrationSetting::kOpen},
          {"invitation", RegistrationSetting::kInvitation},
          {"closed", RegistrationSetting::kClosed}},
      "Who may register as a further operator; automatic is open on a loopback address and by "
      "invitation elsewhere."));
}

void AddStorage(std::vector<Setting>& settings) {
  settings.push_back(ChoiceSetting(
      "storage.synchronous", GH_MEMBER(synchronous),
      std::vector<std::pair<std::string, Synchronous>>{{"full", Synchronous::kFull},
                                                       {"normal", Synchronous::kNormal}},
      "SQLite only. With full, an acknowledged change survives loss of power; with normal, it "
      "survives the end of the process only."));
  settings.push_back(BooleanSetting("cache.enabled", GH_MEMBER(cache),
                                    "Keep keys, users, groups and records in memory; on PostgreSQL "
                                    "all but records, and every request asks whether they hold."));
  settings.push_back(IntegerSetting("cache.bytes", GH_MEMBER(cache_bytes), {0, kHuge},
                                    "Memory for keys, users and groups, for each thread that "
                                    "answers requests."));
  settings.push_back(IntegerSetting("cache.record_bytes", GH_MEMBER(record_cache_bytes), {0, kHuge},
                                    "Memory for classes and records that were read, for each "
                                    "thread that reads the database."));
}

void AddLog(std::vector<Setting>& settings) {
  settings.push_back(
      ChoiceSetting("log.level", GH_MEMBER(log_level),
                    std::vector<std::pair<std::string, LogLevel>>{{"debug", LogLevel::kDebug},
                                                                  {"info", LogLevel::kInfo},
                                                                  {"warn", LogLevel::kWarn},
                                                                  {"error", LogLevel::kError}},
                    "The least level that is written to standard error."));
  settings.push_back(
      BooleanSetting("log.requests", GH_MEMBER(server.request_log), "One line for each request."));
}

void AddServer(std::vector<Setting>& settings) {
  settings.push_back(IntegerSetting("server.loops", GH_MEMBER(server.loops), {0, 1024},
                                    "Event loops; 0 is one per core."));
  settings.push_back(IntegerSetting("server.workers", GH_MEMBER(server.workers), {0, 4096},
                                    "Threads for what may wait; 0 is twice the cores, at least "
                                    "4."));
  settings.push_back(IntegerSetting("server.hashing_threads", GH_MEMBER(server.hashing_threads),
                                    {0, 1024},
                                    "Threads for password hashes; 0 is one less than the cores, at "
                                    "least 1."));
}

void AddTls(std::vector<Setting>& settings) {
  settings.push_back(TextSetting(
      "tls.certificate", GH_MEMBER(server.tls.certificate), "a path",
      "A certificate in PEM, with those between it and its root behind it. With it the server "
      "speaks HTTPS, TLS 1.2 and later. Needs tls.key."));
  settings.push_back(TextSetting("tls.key", GH_MEMBER(server.tls.key), "a path",
                                 "The certificate's private key in PEM, not encrypted."));
}

void AddRequestLimits(std::vector<Setting>& settings) {
  settings.push_back(IntegerSetting("limits.max_header_bytes",
                                    GH_MEMBER(server.limits.max_header_bytes), {1024, 1 << 20},
                                    "Request line and headers; more answers 431."));
  settings.push_back(IntegerSetting("limits.max_body_bytes",
                                    GH_MEMBER(server.limits.max_body_bytes), {1024, 1 << 30},
                                    "Body of a request; more answers 413."));
  settings.push_back(IntegerSetting("limits.max_connections",
                                    GH_MEMBER(server.limits.max_connections), {1, kMany},
                                    "Open connections; further ones are closed at once."));
  settings.push_back(IntegerSetting(
      "limits.max_pending_requests", GH_MEMBER(server.limits.max_pending_requests), {1, kMany},
      "Requests that wait for a worker, a hash or a commit; more answer 503."));
  settings.push_back(IntegerSetting(
      "limits.max_waiting_requests", GH_MEMBER(server.limits.max_waiting_requests), {1, kMany},
      "Requests that wait for a message; more answer 503. Each is an open connection too."));
  settings.push_back(
      IntegerSetting("limits.header_seconds", GH_MEMBER(server.limits.header_seconds), {1, 3600},
                     "From the first byte of a request to its last header; also for a "
                     "TLS handshake."));
  settings.push_back(IntegerSetting("limits.body_seconds", GH_MEMBER(server.limits.body_seconds),
                                    {1, 3600}, "From the last header to the end of the body."));
  settings.push_back(IntegerSetting("limits.idle_seconds", GH_MEMBER(server.limits.idle_seconds),
                                    {1, 86400}, "For a connection between requests."));
  settings.push_back(IntegerSetting("limits.write_seconds", GH_MEMBER(server.limits.write_seconds),
                                    {1, 3600}, "For a client that does not read its answer."));
  settings.push_back(IntegerSetting("limits.hashing_queue", GH_MEMBER(server.limits.hashing_queue),
                                    {1, 1'000'000},
                                    "Waiting password hashes for each hashing thread; more answer "
                                    "503."));
}

void AddSignInLimits(std::vector<Setting>& settings) {
  settings.push_back(IntegerSetting("limits.sign_in_failures_per_account",
                                    GH_MEMBER(sign_in_limits.failures_per_account), {1, kMany},
                                    "Failed sign-ins of one account within the window."));
  settings.push_back(IntegerSetting("limits.sign_in_failures_per_address",
                                    GH_MEMBER(sign_in_limits.failures_per_address), {1, kMany},
                                    "Failed sign-ins from one address within the window."));
  settings.push_back(IntegerSetting("limits.sign_in_window_seconds",
                                    GH_MEMBER(sign_in_limits.failure_window_seconds), {1, kMany},
                                    "The window of failed sign-ins."));
  settings.push_back(IntegerSetting("limits.registrations_per_address",
                                    GH_MEMBER(sign_in_limits.registrations_per_address), {1, kMany},
                                    "Registrations of operators from one address within the "
                                    "window."));
  settings.push_back(IntegerSetting("limits.registration_window_seconds",
                                    GH_MEMBER(sign_in_limits.registration_window_seconds),
                                    {1, kMany}, "The window of registrations."));
}

void AddMailLimits(std::vector<Setting>& settings) {
  settings.push_back(IntegerSetting("limits.mails_per_recipient",
                                    GH_MEMBER(sign_in_limits.mails_per_recipient), {1, kMany},
                                    "Mails to one e-mail address within the window that somebody "
                                    "asks for: confirmations, new passwords, invitations."));
  settings.push_back(IntegerSetting("limits.mails_per_address",
                                    GH_MEMBER(sign_in_limits.mails_per_address), {1, kMany},
                                    "Mails that one client's address asks for within the window, "
                                    "also in vain."));
  settings.push_back(IntegerSetting("limits.mail_window_seconds",
                                    GH_MEMBER(sign_in_limits.mail_window_seconds), {1, kMany},
                                    "The window of mails."));
}

void AddMail(std::vector<Setting>& settings) {
  settings.push_back(TextSetting(
      "public_url", GH_MEMBER(public_url), "https://...",
      "Where clients reach this server: the addresses of files begin with it, and links in mails "
      "lead to pages below it: /account/activate/, /account/password/reset/confirm/ and "
      "/account/invitations/accept/. Without it, files have the address that the server listens "
      "on, and mails hold no link, only what an application sends for the addressee."));
  settings.push_back(TextSetting(
      "mail.smtp_url", GH_MEMBER(mail.url), "smtp://host:port or smtps://host:port",
      "The mail server. Mails go encrypted, except to a loopback address that offers no "
      "encryption. Without it, the links go to the log at level info, where whoever reads it can "
      "use them. Needs mail.from."));
  settings.push_back(
      TextSetting("mail.from", GH_MEMBER(mail.from), "an e-mail address", "The sender of mails."));
  settings.push_back(TextSetting("mail.username", GH_MEMBER(mail.username), "a name",
                                 "By what the server signs in to the mail server; without it, it "
                                 "does not."));
  settings.push_back(SecretSetting("mail.password", GH_MEMBER(mail.password), "a text",
                                   "The password to that. Better given by the environment."));
}

void AddAudit(std::vector<Setting>& settings) {
  settings.push_back(BooleanSetting(
      "audit.enabled", GH_MEMBER(audit.enabled),
      "Record who asked what of a tenant, from where and with what result, refusals included: "
      "requests of the Tyk API below /api/. Never a body, a query or a key."));
  settings.push_back(IntegerSetting("audit.retention_days", GH_MEMBER(audit.retention_days),
                                    {0, 36'500},
                                    "After how many days entries are removed; 0: never."));
}

void AddSyncano(std::vector<Setting>& settings) {
  settings.push_back(ChoiceSetting(
      "syncano.anonymous_api_keys", GH_MEMBER(anonymous_api_keys),
      std::vector<std::pair<std::string, AnonymousApiKeys>>{{"other", AnonymousApiKeys::kOther},
                                                            {"strict", AnonymousApiKeys::kStrict}},
      "What an API key without a user may do on objects and channels: what everyone may, or only "
      "what the key's flags grant."));
  settings.push_back(IntegerSetting("syncano.poll_seconds", GH_MEMBER(syncano_poll_seconds),
                                    {1, 300},
                                    "How long a poll waits for a message before it is answered "
                                    "with 204, and how long a WebSocket is open."));
  settings.push_back(IntegerSetting("syncano.max_file_bytes", GH_MEMBER(syncano_max_file_bytes),
                                    {1024, 1 << 30},
                                    "The largest body of a request that may bring files. "
                                    "limits.body_seconds bounds how long it may take."));
  const auto rate = [&](std::string key, auto member, std::string help) {
    settings.push_back(IntegerSetting(std::move(key), member, {0, kMany}, std::move(help)));
  };
  rate("syncano.requests_per_second_anonymous", GH_MEMBER(syncano_rates.anonymous),
       "Requests per second from one address without a key; more answer 429. 0 is no limit; the "
       "historical service had 10.");
  rate("syncano.requests_per_second_account", GH_MEMBER(syncano_rates.account),
       "Of one account, outside instances. 0 is no limit; the historical service had 60.");
  rate("syncano.requests_per_second_instance", GH_MEMBER(syncano_rates.instance),
       "Of everybody within one instance; each part of a batch counts. 0 is no limit; the "
       "historical service had 60.");
  rate("syncano.requests_per_second_poll", GH_MEMBER(syncano_rates.poll),
       "Of everybody who waits for messages within one instance, which the other limits do not "
       "count. 0 is no limit; the historical service had 240.");
}

void AddTyk(std::vector<Setting>& settings) {
  settings.push_back(SecretSetting(
      "tyk.admin_secret", GH_MEMBER(tyk.admin_secret), "a text of 16 characters or more",
      "What opens /admin/, in the header admin-auth. Without it, nothing does. Better given by the "
      "environment."));
  settings.push_back(ChoiceSetting(
      "tyk.create_meta", GH_MEMBER(tyk.create_meta_id),
      std::vector<std::pair<std::string, bool>>{{"blank", false}, {"id", true}},
      "What Meta says when a user group is made: nothing, or its id, as newer dashboards answer."));
  settings.push_back(BooleanSetting("tyk.allow_admin_reset_password",
                                    GH_MEMBER(tyk.allow_admin_reset_password),
                                    "Administrators may set other people's passwords without the "
                                    "permission ResetPassword."));
  settings.push_back(BooleanSetting("tyk.forbid_admin_view_access_token",
                                    GH_MEMBER(tyk.forbid_admin_view_access_token),
                                    "Other people's access keys are blank, for administrators "
                                    "too."));
  settings.push_back(BooleanSetting("tyk.forbid_admin_reset_access_token",
                                    GH_MEMBER(tyk.forbid_admin_reset_access_token),
                                    "Administrators cannot reset other people's access keys."));
}

void AddTykPasswords(std::vector<Setting>& settings) {
  const std::string scope = " Of passwords that are set through the Tyk API.";
  settings.push_back(IntegerSetting("tyk.password_min_length",
                                    GH_MEMBER(tyk.password_rules.min_length), {1, 128},
                                    "Characters that a new password has at least." + scope));
  settings.push_back(BooleanSetting("tyk.password_multi_case",
                                    GH_MEMBER(tyk.password_rules.both_cases),
                                    "A new password has lower-case and upper-case letters, of a "
                                    "to z." +
                                        scope));
  settings.push_back(IntegerSetting("tyk.password_min_numeric",
                                    GH_MEMBER(tyk.password_rules.min_digits), {0, 128},
                                    "Digits that a new password has at least." + scope));
  settings.push_back(IntegerSetting("tyk.password_min_special",
                                    GH_MEMBER(tyk.password_rules.min_specials), {0, 128},
                                    "Characters like !, # and blanks inside that a new password "
                                    "has at least." +
                                        scope));
  settings.push_back(BooleanSetting("tyk.password_disable_sequential",
                                    GH_MEMBER(tyk.password_rules.no_sequences),
                                    "A new password has no three equal or consecutive characters "
                                    "in a row, such as 111, abc or 123." +
                                        scope));
}

void AddDaptin(std::vector<Setting>& settings) {
  settings.push_back(TextSetting(
      "daptin.hosts", GH_MEMBER(daptin_hosts), "host=tenant, host=tenant, ...",
      "Which tenant is meant by the host name of a request; any other means default_tenant."));
  settings.push_back(TextSetting(
      "daptin.schema", GH_MEMBER(daptin_schema), "a path",
      "A folder of schemas: each schema_*.yaml, .yml and .json in it declares tables, relations "
      "and actions of default_tenant. They are applied at each start; what they do not name stays. "
      "Without it, the variable DAPTIN_SCHEMA_FOLDER is asked."));
  settings.push_back(BooleanSetting(
      "daptin.open_setup", GH_MEMBER(daptin.open_setup),
      "Whoever comes first may become the administrator, from anywhere; else only on a loopback "
      "address. To be used until that has happened, on a network that is trusted."));
  settings.push_back(ChoiceSetting(
      "daptin.signup_checks", GH_MEMBER(daptin.signup_checks),
      std::vector<std::pair<std::string, daptin::SignupChecks>>{
          {"execute", daptin::SignupChecks::kExecute}, {"seed", daptin::SignupChecks::kSeed}},
      "What signing up needs: Execute on the action, or also Create and Refer on what it makes."));
  settings.push_back(BooleanSetting("daptin.signin_cookie", GH_MEMBER(daptin.signin_cookie),
                                    "The answer to signing in makes clients keep the token as a "
                                    "cookie too."));
  settings.push_back(BooleanSetting("daptin.home_groups", GH_MEMBER(daptin.home_groups),
                                    "Who signs up, or is made here, gets a group of his own."));
  settings.push_back(BooleanSetting("daptin.own_account", GH_MEMBER(daptin.own_account),
                                    "Everybody may read his own account, and change its name, "
                                    "e-mail and password."));
  settings.push_back(IntegerSetting("daptin.token_hours", GH_MEMBER(daptin.token_hours), {1, 8760},
                                    "How long a sign-in lasts."));
}

#undef GH_MEMBER

std::string Respell(std::string_view key, char separator, bool upper) {
  std::string out(key);
  for (char& c : out) {
    if (c == '.' || c == '_') c = separator;
    if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

/// Insertions, removals and replacements that turn `a` into `b`.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

std::string Setting::FlagName() const { return "--" + Respell(key, '-', false); }

std::string Setting::EnvironmentName() const {
  return std::string(kEnvironmentPrefix) + Respell(key, '_', true);
}

const std::vector<Setting>& Settings() {
  static const std::vector<Setting> all = [] {
    std::vector<Setting> settings;
    AddPlace(settings);
    AddFirstStart(settings);
    AddStorage(settings);
    AddLog(settings);
    AddServer(settings);
    AddTls(settings);
    AddRequestLimits(settings);
    AddSignInLimits(settings);
    AddMailLimits(settings);
    AddMail(settings);
    AddAudit(settings);
    AddSyncano(settings);
    AddTyk(settings);
    AddTykPasswords(settings);
    AddDaptin(settings);
    return settings;
  }();
  return all;
}

std::optional<std::string> NearestName(std::string_view name,
                                       const std::vector<std::string>& names) {
  std::optional<std::string> best;
  std::size_t least = name.size() / 2 + 1;
  for (const std::string& candidate : names) {
    const std::size_t distance = EditDistance(name, candidate);
    if (distance >= least) continue;
    least = distance;
    best = candidate;
  }
  return best;
}

}  // namespace guildhall
