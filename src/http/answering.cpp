#include "http/answering.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <string_view>
#include <typeinfo>
#include <utility>

#include "base/strings.h"
#include "http/sequence.h"
#include "http/site_routes.h"
#include "http/streaming.h"
#include "http/waiting_request.h"

namespace guildhall::http {
namespace {

/// What was thrown, by its type only: a message may quote what a client sent.
void LogThrown(Services& services, const char* where, const char* type) noexcept {
  try {
    services.log.Error("handler threw").Field("where", where).Field("type", type);
  } catch (...) {  // there is no room left to say it
  }
}

/// Calls `work`, or `instead` when it throws.
template <class Work, class Instead>
auto Guard(Services& services, const char* where, Work work, Instead instead) {
  try {
    return work();
  } catch (const std::exception& thrown) {
    LogThrown(services, where, typeid(thrown).name());
  } catch (...) {
    LogThrown(services, where, "unknown");
  }
  return instead();
}

bool Says(const Response& response, std::string_view header) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& field) { return EqualsIgnoreCase(field.first, header); });
}

/// On the store's thread: touches nothing but the errand.
Result<void> Make(Errand& errand, Transaction& tx) {
  try {
    auto made = errand.change->make(tx);
    if (!made) return Fail(std::move(made).error());
    errand.response = std::move(*made);
    return {};
  } catch (const std::exception& thrown) {
    return Fail(Errc::kInternal, std::string("threw ") + typeid(thrown).name());
  } catch (...) {
    return Fail(Errc::kInternal, "threw");
  }
}

}  // namespace

Answer Ask(Services& services, const RouteTable& table, const Handler& handler,
           const Request& request) {
  return Guard(
      services, "handler", [&] { return handler(request); },
      [&]() -> Answer { return RenderFault(services, &table, Fault::kInternal, 0); });
}

Response RenderFault(Services& services, const RouteTable* table, Fault fault, std::size_t limit) {
  Response response = Guard(
      services, "fault",
      [&] {
        const bool known = table != nullptr && table->render_fault;
        return known ? table->render_fault(fault, limit) : DefaultFault(fault);
      },
      [&] { return DefaultFault(fault); });
  if (fault == Fault::kOverloaded && !Says(response, "Retry-After")) {
    response.headers.emplace_back("Retry-After", "1");
  }
  if (fault == Fault::kInternal) response.facts.error = Errc::kInternal;
  return response;
}

Finding LookFor(Services& services, const RouteTable* table, const Wait& wait, Patience patience) {
  const auto fault = [&]() -> Finding { return RenderFault(services, table, Fault::kInternal, 0); };
  Finding found = Guard(
      services, "look", [&] { return wait.look(patience); }, fault);
  if (patience == Patience::kInstant || !std::holds_alternative<WouldWait>(found)) return found;
  services.log.Error("look would wait on a worker");
  return fault();
}

Response Expired(Services& services, const RouteTable* table, const Wait& wait) {
  return Guard(
      services, "expiry", [&] { return wait.expire(); },
      [&] { return RenderFault(services, table, Fault::kInternal, 0); });
}

namespace {

/// The errand becomes a waiting request, unless the answer is there already.
void BeginWait(Services& services, Errand& errand, Wait wait) {
  if (services.waiters == nullptr) {
    services.log.Error("nobody can wait here").Field("route", errand.route->pattern);
    errand.response = RenderFault(services, errand.table, Fault::kInternal, 0);
    return;
  }
  auto waiting =
      WaitingRequest::Begin(services, errand.table, std::move(wait), errand.waiting_home);
  if (!waiting) {
    services.metrics.CountRefused("waiting");
    errand.response = RenderFault(services, errand.table, Fault::kOverloaded, 0);
    return;
  }
  Finding found = waiting->Look(Patience::kMayWait);
  if (auto* response = std::get_if<Response>(&found)) {
    errand.response = std::move(*response);
  } else {
    errand.waiting = std::move(waiting);
  }
}

}  // namespace

void RunErrand(Services& services, const std::shared_ptr<Errand>& errand) {
  Answer answer = Ask(services, *errand->table, errand->route->handler, *errand->request);
  if (auto* change = std::get_if<Change>(&answer)) {
    return StartChange(services, errand, std::move(*change));
  }
  if (auto* sequence = std::get_if<Sequence>(&answer)) {
    return StartSequence(services, errand, std::move(*sequence));
  }
  if (auto* response = std::get_if<Response>(&answer)) {
    errand->response = std::move(*response);
  } else if (auto* wait = std::get_if<Wait>(&answer)) {
    BeginWait(services, *errand, std::move(*wait));
  } else if (auto* download = std::get_if<Download>(&answer)) {
    BeginDownload(services, *errand, std::move(*download));
  } else if (auto* messages = std::get_if<Messages>(&answer)) {
    errand->messages = std::move(*messages);
  } else {
    services.log.Error("handler would wait on a worker").Field("route", errand->route->pattern);
    errand->response = RenderFault(services, errand->table, Fault::kInternal, 0);
  }
  errand->home->Put(errand);
}

void StartChange(Services& services, const std::shared_ptr<Errand>& errand, Change change) {
  errand->change = std::move(change);
  const auto done = [errand](Result<void> outcome) {
    errand->outcome = std::move(outcome);
    errand->home->Put(errand);
  };
  const bool queued = Guard(
      services, "store",
      [&] {
        services.store.Write(
            errand->change->tenants, [errand](Transaction& tx) { return Make(*errand, tx); }, done);
        return true;
      },
      [] { return false; });
  if (!queued) done(Fail(Errc::kInternal));
}

void Settle(Services& services, Errand& errand) {
  if (!errand.change) return;
  services.metrics.CountChange(errand.outcome.has_value());
  if (errand.outcome) return;
  const Error& error = errand.outcome.error();
  if (error.code == Errc::kInternal) {
    services.log.Error("change failed")
        .Field("route", errand.route != nullptr ? errand.route->pattern : "none")
        .Field("detail", error.detail);
  }
  errand.response = Guard(
      services, "refusal", [&] { return errand.change->refuse(error); },
      [&] { return RenderFault(services, errand.table, Fault::kInternal, 0); });
}

}  // namespace guildhall::http
