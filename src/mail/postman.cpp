#include "mail/postman.h"

#include <chrono>
#include <utility>
#include <vector>

#include "mail/letters.h"

namespace guildhall::mail {
namespace {

constexpr std::chrono::seconds kPause{1};
constexpr std::int32_t kBatch = 16;

}  // namespace

Postman::Postman(Core& core, Mailer& mailer, Log& log, std::string public_url)
    : core_(core), mailer_(mailer), log_(log), public_url_(std::move(public_url)) {}

Postman::~Postman() { Stop(); }

void Postman::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Postman::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  mailer_.Stop();
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool Postman::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Postman::Run() {
  for (;;) {
    const auto delivered = DeliverDue();
    // One line when it begins, not one a second.
    if (!delivered && !failing_) {
      log_.Warn("mails_wait")
          .Field("error", guildhall::NameOf(delivered.error().code))
          .Field("detail", delivered.error().detail);
    }
    failing_ = !delivered;
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, kPause, [this] { return stopping_; })) return;
  }
}

Result<std::int32_t> Postman::DeliverDue() {
  std::int32_t sent = 0;
  for (;;) {
    auto due = core_.Read(Patience::kMayWait,
                          [&](const Snapshot& snapshot) -> Result<std::vector<WaitingMail>> {
                            return core_.outbox().ListDue(snapshot, kBatch);
                          });
    GH_TRY(const std::vector<WaitingMail> mails, std::move(due));
    for (const WaitingMail& mail : mails) {
      if (stopping()) return sent;
      GH_TRY(const bool delivered, Deliver(mail));
      if (delivered) ++sent;
    }
    if (mails.size() < static_cast<std::size_t>(kBatch)) return sent;
  }
}

Result<bool> Postman::Deliver(const WaitingMail& seen) {
  std::optional<WaitingMail> claimed;
  GH_CHECK(WriteAndWait(core_.store(), {kSite}, [&](Transaction& tx) -> Result<void> {
    GH_TRY(claimed, core_.outbox().Claim(tx, seen));
    return {};
  }));
  return claimed ? Send(*claimed) : Result<bool>(false);
}

Result<bool> Postman::Send(const WaitingMail& claimed) {
  auto composed = core_.Read(Patience::kMayWait,
                             [&](const Snapshot& snapshot) -> Result<std::optional<Letter>> {
                               return core_.outbox().Compose(snapshot, claimed);
                             });
  GH_TRY(const std::optional<Letter> letter, std::move(composed));
  bool sent = false;
  if (letter) {
    const auto outcome = mailer_.Send(WriteMail(*letter, public_url_));
    sent = outcome.has_value();
    if (!sent && stopping()) return false;
    if (!sent && claimed.attempts < Outbox::kMaxAttempts) {
      log_.Warn("mail_delayed")
          .Field("kind", NameOf(claimed.kind))
          .Field("about", claimed.subject)
          .Field("attempt", claimed.attempts)
          .Field("detail", outcome.error().detail);
      return false;
    }
    if (!sent) {
      log_.Error("mail_given_up")
          .Field("kind", NameOf(claimed.kind))
          .Field("about", claimed.subject)
          .Field("detail", outcome.error().detail);
    }
  }
  GH_CHECK(Finish(claimed));
  return sent;
}

Result<void> Postman::Finish(const WaitingMail& claimed) {
  return WriteAndWait(core_.store(), {kSite}, [&](Transaction& tx) -> Result<void> {
    return core_.outbox().Finish(tx, claimed);
  });
}

}  // namespace guildhall::mail
