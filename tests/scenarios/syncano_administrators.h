#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/scenarios/syncano_keys.h"

namespace guildhall::scenarios {

/// Whom a route is tried by, and what he is answered.
struct Try {
  std::string key;  ///< "" for nobody
  int status = 200;
  std::string user_key{};
};

/// The world of the documents, with accounts of every role in rivia: "$admin" (1, the owner),
/// "$full" (3), "$writer" (4) and "$reader" (5). "$stranger" (2) has none there.
class SyncanoAdministratorsTest : public SyncanoKeysTest {
 protected:
  void SetUp() override {
    SyncanoKeysTest::SetUp();
    AddAdmin("full", "yennefer@vengerberg.com");
    AddAdmin("writer", "triss@aretuza.com", "write");
    AddAdmin("reader", "ciri@cintra.com", "read");
  }

  /// Makes an account whose key is `$name`.
  void Register(const std::string& name, const std::string& email) {
    Keep(name, "account_key",
         world_->Expect(201, With("POST", "/v1.1/account/register/", "", "",
                                  R"({"email":")" + email + R"(","password":"secret"})")));
  }
  /// Confirms the e-mail by what was mailed to it.
  void ConfirmEmail(const std::string& email) {
    world_->DeliverMails();
    for (const mail::Mail& mail : world_->mailer().sent) {
      if (mail.to != email || mail.text.find("token: ") == std::string::npos) continue;
      world_->Expect(200, With("POST", "/v1.1/account/activate/", "", "",
                               R"({"uid":")" + Behind("uid: ", mail.text) + R"(","token":")" +
                                   Behind("token: ", mail.text) + R"("})"));
      return;
    }
    ADD_FAILURE() << "nothing was mailed to " << email;
  }
  /// The rest of the line that begins with `label`.
  static std::string Behind(const std::string& label, const std::string& text) {
    const std::size_t begin = text.find(label) + label.size();
    return text.substr(begin, text.find('\n', begin) - begin);
  }
  /// Invites `email` to rivia; the key is `$invitation`, the id `$invitation_id`.
  void Invite(const std::string& email, const std::string& role = "full") {
    const Json made =
        world_->Expect(201, With("POST", "/v1.1/instances/rivia/invitations/", "$admin", "",
                                 R"({"email":")" + email + R"(","role":")" + role + R"("})"));
    Keep("invitation", "key", made);
    world_->Set("invitation_id", ToText(*made.Find("id")));
  }
  void AddAdmin(const std::string& name, const std::string& email,
                const std::string& role = "full") {
    Register(name, email);
    Invite(email, role);
    world_->Expect(204, With("POST", "/v1.1/account/invitations/accept/", "$" + name, "",
                             R"({"invitation_key":"$invitation"})"));
  }
  void Keep(const std::string& name, std::string_view member, const Json& answer) {
    const Json* found = answer.Find(member);
    const std::string* text = found == nullptr ? nullptr : found->AsString();
    ASSERT_NE(text, nullptr) << member;
    world_->Set(name, *text);
  }
  /// The same call by each of them, in order; whoever is refused learns nothing of `secrets`.
  void Attempt(const Call& call, const std::vector<Try>& tries,
               const std::vector<std::string>& secrets = {"geralt@rivia.com"}) {
    std::vector<Row> rows;
    for (const Try& attempt : tries) {
      Call by = call;
      if (!attempt.key.empty()) by.headers.emplace_back("X-API-KEY", attempt.key);
      if (!attempt.user_key.empty()) by.headers.emplace_back("X-USER-KEY", attempt.user_key);
      const bool refused = attempt.status >= 400;
      rows.push_back({call.method + " " + call.target + " by " + attempt.key,
                      std::move(by),
                      attempt.status,
                      {},
                      refused ? secrets : std::vector<std::string>()});
    }
    Play(rows);
  }
};

}  // namespace guildhall::scenarios
