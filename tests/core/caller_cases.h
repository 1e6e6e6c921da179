#pragma once

#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "core/callers.h"
#include "tests/core/whole_core.h"

namespace guildhall::test {

/// Runs on another thread, with a cache of its own.
template <class Work>
auto Elsewhere(const Work& work) {
  return std::async(std::launch::async, work).get();
}

/// A thread that stays, so that its cache does.
class Companion {
 public:
  ~Companion() { Do(nullptr); }

  /// Runs `work` there and waits for it; null ends the thread.
  void Do(std::function<void()> work) {
    std::unique_lock lock(mutex_);
    work_ = std::move(work);
    waits_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !waits_; });
  }

 private:
  void Run() {
    std::unique_lock lock(mutex_);
    for (bool goes_on = true; goes_on;) {
      changed_.wait(lock, [&] { return waits_; });
      goes_on = work_ != nullptr;
      if (goes_on) work_();
      waits_ = false;
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> work_;
  bool waits_ = false;
  std::jthread thread_{[this] { Run(); }};
};

/// Everything that a caller is, as text to compare.
inline std::string Describe(const Caller& caller) {
  std::string text = "tenant " + std::to_string(caller.tenant.value()) + " by " +
                     std::to_string(static_cast<int>(caller.credential));
  if (caller.api_key) {
    text += " key " + std::to_string(caller.api_key->row.id.value()) + ' ' +
            std::string(caller.api_key->key.Reveal());
  }
  if (caller.operator_id) {
    text += " operator " + std::to_string(caller.operator_id->value()) + " role " +
            std::to_string(static_cast<int>(caller.role));
  }
  if (caller.user) {
    const UserView& view = *caller.user;
    text += " user " + view.user.username + ' ' + std::string(view.user_key.Reveal()) +
            " profile " + std::to_string(view.profile.id.value());
    for (const auto& group : view.groups) text += " in " + group->name;
    for (const GroupId group : view.active_groups) {
      text += " acts for " + std::to_string(group.value());
    }
  }
  for (int power = 0; power <= static_cast<int>(Power::kReadAccessKeys); ++power) {
    text += caller.Has(static_cast<Power>(power)) ? '1' : '0';
  }
  return text;
}

class CallerCases : public WholeCoreCases {
 protected:
  std::string Who(const Secret& key, const Secret* user_key = nullptr) {
    const auto caller = world.Resolve(key, user_key);
    return caller ? Describe(*caller) : NameOf(caller.error().code);
  }
  /// The old key's view is kept alive: dying with a key is not dying with its memory.
  std::shared_ptr<const UserView> ResetKey(UserId id) {
    const Caller caller = world.AsOperator();
    return Must(
        world.Write([&](Transaction& tx) { return world.core->users().ResetKey(tx, caller, id); }));
  }
  Result<Caller> Renew(const Caller& caller) {
    return world.Write([&](Transaction& tx) { return world.core->callers().Renew(tx, caller); });
  }
};

}  // namespace guildhall::test
