#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/log.h"
#include "base/random.h"
#include "core/core.h"
#include "dialects/syncano/syncano.h"
#include "http/router.h"
#include "mail/postman.h"
#include "realtime/hub.h"
#include "tests/scenarios/client.h"
#include "tests/support/store_factories.h"

namespace guildhall::scenarios {

/// Keeps the mails that were sent.
class FakeMailer final : public mail::Mailer {
 public:
  Result<void> Send(const mail::Mail& mail) override {
    if (failing) return Fail(Errc::kUnavailable, "the mail server is down");
    sent.push_back(mail);
    return {};
  }
  std::vector<mail::Mail> sent;
  bool failing = false;
};

/// A server without sockets: one store, the core, the Syncano dialect, and names for what the
/// fixtures made. In calls, `$name` stands for a variable ("$admin", "$geralt_key").
class World {
 public:
  struct Settings {
    syncano::Options syncano;
    SignInLimits::Options sign_in_limits;
    AuditLog::Options audit;
    bool cache = true;
    Removals::Options removals;
    Registration registration = Registration::kOpen;
  };

  World(std::unique_ptr<test::StoreHome> home, Settings settings);
  ~World();

  Reply Send(Call call) const;
  /// The common form: `Ask("GET", "/v1.1/instances/rivia/user/", "$app", "$geralt_key")`.
  Reply Ask(std::string_view method, std::string_view target, std::string_view key = "",
            std::string_view user_key = "", std::string_view body = "") const;
  /// A call that waits among `waiters`: those of `hub()`, as a rule.
  std::unique_ptr<Waiting> Begin(http::Waiters& waiters, Call call) const;
  /// `Send`, as JSON; fails the test when the status is another.
  Json Expect(int status, const Call& call) const;

  void Set(const std::string& name, std::string value) { variables_[name] = std::move(value); }
  [[nodiscard]] std::string Get(const std::string& name) const { return variables_.at(name); }
  [[nodiscard]] std::string Fill(std::string_view text) const;

  /// Lets time pass and sends what is due, to `mailer()`.
  void DeliverMails();
  FakeMailer& mailer() { return mailer_; }

  FakeClock& clock() { return clock_; }
  Core& core() { return *core_; }
  realtime::Hub& hub() { return hub_; }
  Store& store() { return *store_; }

 private:
  [[nodiscard]] Call Filled(Call call) const;

  std::map<std::string, std::string> variables_;
  FakeClock clock_{Time(1'432'050'756'183'576)};
  SeededRandom random_{7};
  std::unique_ptr<test::StoreHome> home_;
  realtime::Hub hub_;
  std::unique_ptr<Store> store_;
  KeyRing keys_;
  std::unique_ptr<Core> core_;
  std::unique_ptr<syncano::Syncano> syncano_;
  http::Router router_;
  std::unique_ptr<Client> client_;
  Log log_{{.level = LogLevel::kError}, clock_};
  FakeMailer mailer_;
  std::unique_ptr<mail::Postman> postman_;
};

/// One line of a scenario: what is asked, and what must and must not come back.
struct Row {
  std::string name;
  Call call;
  int status = 200;
  std::vector<std::string> contains;
  std::vector<std::string> must_not_contain;
};

/// Sends every row in order and reports each that is not answered as it says.
void Play(const World& world, const std::vector<Row>& rows);

/// A call with an API or account key and, when given, a user key and a JSON body.
Call With(std::string_view method, std::string_view target, std::string_view key = "",
          std::string_view user_key = "", std::string_view body = "");

/// The world of the Syncano documents: operator "$admin", instance rivia, users geralt (1), ciri
/// (2) and triss (3, whose profile is object 6), group witchers (1) with geralt in it, and API keys
/// "$app" (no flag), "$ignore_acl", "$user_create", "$group_create", "$anonymous_read".
/// User keys: "$geralt", "$ciri", "$triss". A second operator "$stranger" owns instance "novigrad"
/// with the API key "$foreign" and the user key "$foreign_user".
void BuildRivia(World& world);

}  // namespace guildhall::scenarios
