// `syncano.anonymous_api_keys = "strict"`: an API key without a user reaches objects and channels
// by its flags only, as with the historical server. Tried by every kind of caller.

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_callers.h"

namespace guildhall::scenarios {
namespace {

#define I "/instances/rivia/"

constexpr char kTitle[] = R"({"title":"title $n"})";
constexpr char kSaid[] = R"({"payload":{"content":"said $n"}})";

std::vector<CallerRow> StrictRows() {
  using enum Fresh;
  using enum Trace;
  // clang-format off
  return {
      {"GET",    I "classes/",                         200, "---- ++++ +++++ ++++"},
      {"GET",    I "classes/book/",                    200, "---- ++++ +++++ ++++"},
      {"GET",    I "classes/book/objects/",            200, "---- ++++ -+--+ ++++"},
      {"GET",    I "classes/clique/objects/",          200, "---- ++++ -+--- ++-+"},
      {"POST",   I "classes/book/objects/",            201, "---- +++- -+--- ++-+", kTitle},
      {"POST",   I "classes/filler/objects/",          201, "---- +++- -+--- ++++", "{}"},
      {"GET",    I "classes/book/objects/$shared/",    200, "---- ++++ -+--+ ++++", "", kObject},
      {"POST",   I "classes/book/objects/$shared/",    200, "---- +++- -+--- ++-+", kTitle, kObject},
      {"PATCH",  I "classes/book/objects/$shared/",    200, "---- +++- -+--- ++-+", kTitle, kObject},
      {"DELETE", I "classes/book/objects/$shared/",    204, "---- +++- -+--- +--+", "", kObject},
      {"GET",    I "classes/book/objects/$secret/",    200, "---- ++++ -+--. +..+", "", kObject},
      {"PATCH",  I "classes/book/objects/$secret/",    200, "---- +++- -+--- +..+", kTitle, kObject},
      {"DELETE", I "classes/book/objects/$secret/",    204, "---- +++- -+--- +..+", "", kObject},

      {"GET",    I "channels/",                        200, "---- ++++ -+--+ ++++"},
      {"GET",    I "channels/open/",                   200, "---- ++++ -+--+ ++++"},
      {"GET",    I "channels/clique/",                 200, "---- ++++ -+--- ++-+"},
      {"GET",    I "channels/open/poll/?last_id=0",    200, "---- ++++ -+--+ ++++"},
      {"GET",    I "channels/closed/poll/?last_id=0",  204, "---- ++++ -+--- ---+"},
      {"GET",    I "channels/open/history/",           200, "---- ++++ -+--+ ++++"},
      {"GET",    I "channels/open/history/$message/",  200, "---- ++++ -+--+ ++++"},
      {"GET",    I "channels/clique/history/",         200, "---- ++++ -+--- ++-+"},
      {"POST",   I "channels/open/publish/",           201, "---- +++- -+--- ++-+", kSaid},
      {"POST",   I "channels/$channel/publish/",       201, "---- +++- -+--- ++++", kSaid, kChannel, kUnseen},
      {"PATCH",  I "channels/$channel/",               200, "---- +++- -+--- ---+", R"({"description":"$n"})", kChannel},
  };
  // clang-format on
}

#undef I

class SyncanoCallersOfAStrictServer : public SyncanoCallersTest {
 protected:
  [[nodiscard]] World::Settings WorldSettings() const override {
    World::Settings settings;
    settings.syncano.strict_anonymous_keys = true;
    return settings;
  }
};

TEST_P(SyncanoCallersOfAStrictServer, MayDoWhatTheHistoricalServerAllowed) { TryAll(StrictRows()); }

GUILDHALL_EVERY_ENGINE(SyncanoCallersOfAStrictServer);

}  // namespace
}  // namespace guildhall::scenarios
