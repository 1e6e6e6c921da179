#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/answer.h"
#include "http/request.h"
#include "http/router.h"

namespace guildhall::http {

struct Services;
struct Errand;

/// A `Sequence` under way: makes the request of each part in turn and collects what the parts came
/// to. Used by one thread at a time.
class SequenceRun {
 public:
  /// `router` outlives this; `origin` is the request that asked for the sequence, whose address and
  /// id the parts share.
  SequenceRun(const Router& router, Sequence sequence, const Request& origin);
  SequenceRun(const SequenceRun&) = delete;
  SequenceRun& operator=(const SequenceRun&) = delete;

  /// Makes the request of the part whose turn it is; false when all have ended.
  bool Prepare();

  // Of the part that was prepared.
  [[nodiscard]] const Request& request() const { return request_; }
  [[nodiscard]] const Router::Match& match() const { return match_; }
  /// Whether it belongs on the pool for password hashes.
  [[nodiscard]] bool hashes() const;
  /// The body limit of its route, in bytes, when its body is beyond it.
  [[nodiscard]] std::optional<std::size_t> ExceededLimit() const;
  /// What its handler answers; null when no route has the path.
  [[nodiscard]] const Handler* handler() const;

  /// Ends the part.
  void End(PartAnswer answer);
  void End(Response response) { End({PartAnswer::Kind::kAnswered, std::move(response)}); }
  /// Ends it by what its handler answered; but a change is given back: it is to be made, and what
  /// comes of it ends the part.
  std::optional<Change> Take(Answer answer);

  /// When all have ended; once.
  [[nodiscard]] Response Render() { return sequence_.render(std::move(answers_)); }
  [[nodiscard]] std::size_t size() const { return sequence_.parts.size(); }

 private:
  const Router& router_;
  Sequence sequence_;
  std::vector<PartAnswer> answers_;
  std::string address_;
  // The present part's.
  bool prepared_ = false;
  Request request_;
  Router::Match match_;
  std::string body_;  // with what the JSON parser may read behind it
  std::string scratch_;
};

/// Begins the errand's sequence; its parts run on the pools, and their changes bring it home in
/// between. Comes home at last with the response. Any thread.
void StartSequence(Services& services, const std::shared_ptr<Errand>& errand, Sequence sequence);

/// Goes on with a sequence whose part's change has been settled. On the loop's thread.
void ContinueSequence(Services& services, const std::shared_ptr<Errand>& errand);

}  // namespace guildhall::http
