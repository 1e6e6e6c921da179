#include "http/sequence.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "http/answering.h"

namespace guildhall::http {
namespace {

// What the JSON parser may read behind a body.
constexpr std::size_t kPadding = 64;

void Advance(Services& services, const std::shared_ptr<Errand>& errand);

/// Asks for the prepared part; true when that ended it, false when its change is on the way.
bool RunPart(Services& services, const std::shared_ptr<Errand>& errand) {
  SequenceRun& run = *errand->sequence;
  const RouteTable* table = run.match().table;
  const Handler* handler = run.handler();
  if (handler == nullptr) {
    run.End({PartAnswer::Kind::kNoRoute, {}});
    return true;
  }
  if (const auto limit = run.ExceededLimit()) {
    run.End(RenderFault(services, table, Fault::kBodyTooLarge, *limit));
    return true;
  }
  Answer answer = Ask(services, *table, *handler, run.request());
  if (std::holds_alternative<WouldWait>(answer)) {
    services.log.Error("handler would wait on a worker").Field("where", "sequence");
    answer = RenderFault(services, table, Fault::kInternal, 0);
  }
  auto change = run.Take(std::move(answer));
  if (!change) return true;
  StartChange(services, errand, std::move(*change));
  return false;
}

/// Runs what belongs on this pool; for one of its threads.
void RunParts(Services& services, const std::shared_ptr<Errand>& errand, bool hashing) {
  SequenceRun& run = *errand->sequence;
  do {
    if (!RunPart(services, errand)) return;
  } while (run.Prepare() && run.hashes() == hashing);
  Advance(services, errand);
}

void Complete(Services& services, const std::shared_ptr<Errand>& errand) {
  const std::shared_ptr<SequenceRun> run = std::exchange(errand->sequence, nullptr);
  try {
    errand->response = run->Render();
  } catch (...) {
    services.log.Error("handler threw").Field("where", "sequence");
    errand->response = RenderFault(services, errand->table, Fault::kInternal, 0);
  }
  errand->response.facts.parts = run->size();
  errand->home->Put(errand);
}

/// Gives the sequence to the pool of its next part, or ends it. A part for which the pool has no
/// room is refused as a request would be.
void Advance(Services& services, const std::shared_ptr<Errand>& errand) {
  SequenceRun& run = *errand->sequence;
  while (run.Prepare()) {
    const bool hashing = run.hashes();
    WorkerPool& pool = hashing ? services.hashing : services.workers;
    if (pool.Submit([&services, errand, hashing] { RunParts(services, errand, hashing); })) return;
    services.metrics.CountRefused("overload");
    run.End(RenderFault(services, run.match().table, Fault::kOverloaded, 0));
  }
  Complete(services, errand);
}

}  // namespace

SequenceRun::SequenceRun(const Router& router, Sequence sequence, const Request& origin)
    : router_(router), sequence_(std::move(sequence)), address_(origin.address) {
  answers_.reserve(sequence_.parts.size());
  request_.address = address_;
  request_.id = origin.id;
  request_.patience = Patience::kMayWait;
  request_.is_part = true;
  request_.header_count = std::min(sequence_.headers.size(), Request::kMaxHeaders);
  for (std::size_t i = 0; i < request_.header_count; ++i) {
    request_.headers[i] = {sequence_.headers[i].first, sequence_.headers[i].second};
  }
}

bool SequenceRun::Prepare() {
  if (prepared_) return true;
  if (answers_.size() == sequence_.parts.size()) return false;
  const Part& part = sequence_.parts[answers_.size()];
  body_.assign(part.body).append(kPadding, '\0');
  request_.body = std::string_view(body_).substr(0, part.body.size());
  request_.method = part.method;
  request_.target = part.target;
  const std::size_t question = request_.target.find('?');
  request_.path = request_.target.substr(0, question);
  request_.query = question == std::string_view::npos ? std::string_view()
                                                      : request_.target.substr(question + 1);
  match_ = router_.Find(request_, scratch_);
  prepared_ = true;
  return true;
}

bool SequenceRun::hashes() const {
  return match_.route != nullptr && match_.route->place == Place::kHashing;
}

std::optional<std::size_t> SequenceRun::ExceededLimit() const {
  const std::size_t limit = match_.route != nullptr ? match_.route->max_body : 0;
  return limit > 0 && request_.body.size() > limit ? std::optional(limit) : std::nullopt;
}

const Handler* SequenceRun::handler() const {
  if (match_.route != nullptr) return &match_.route->handler;
  return match_.path_exists ? &match_.table->wrong_method : nullptr;
}

void SequenceRun::End(PartAnswer answer) {
  answers_.push_back(std::move(answer));
  prepared_ = false;
}

std::optional<Change> SequenceRun::Take(Answer answer) {
  if (auto* change = std::get_if<Change>(&answer)) return std::move(*change);
  if (auto* response = std::get_if<Response>(&answer)) {
    End(std::move(*response));
  } else if (std::holds_alternative<Sequence>(answer)) {
    End({PartAnswer::Kind::kSequence, {}});
  } else {
    End({PartAnswer::Kind::kWaits, {}});
  }
  return std::nullopt;
}

void StartSequence(Services& services, const std::shared_ptr<Errand>& errand, Sequence sequence) {
  errand->sequence =
      std::make_shared<SequenceRun>(services.router, std::move(sequence), *errand->request);
  Advance(services, errand);
}

void ContinueSequence(Services& services, const std::shared_ptr<Errand>& errand) {
  // It came home as others do, and leaves again.
  services.pending.fetch_add(1, std::memory_order_relaxed);
  errand->change.reset();
  errand->sequence->End(std::exchange(errand->response, {}));
  Advance(services, errand);
}

}  // namespace guildhall::http
