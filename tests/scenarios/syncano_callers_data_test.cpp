// Classes, objects, channels and messages of Syncano v1.1, tried by every kind of caller.

#include <gtest/gtest.h>

#include "tests/scenarios/syncano_callers.h"

namespace guildhall::scenarios {
namespace {

#define I "/instances/rivia/"

constexpr char kTitle[] = R"({"title":"title $n"})";
constexpr char kDescription[] = R"({"description":"description $n"})";
constexpr char kSaid[] = R"({"payload":{"content":"said $n"}})";

class SyncanoCallersOfClasses : public SyncanoCallersTest {};
class SyncanoCallersOfChannels : public SyncanoCallersTest {};

}  // namespace

const std::vector<CallerRow>& ClassRows() {
  using enum Fresh;
  // clang-format off
  static const std::vector<CallerRow> kRows = {
      {"GET",    I "classes/",                            200, "---- ++++ +++++ ++++"},
      {"POST",   I "classes/",                            201, "---- +++- ----- ----", R"({"name":"new$n"})"},
      // Classes that a key may not read are not there for it.
      {"GET",    I "classes/book/",                       200, "---- ++++ +++++ ++++"},
      {"GET",    I "classes/clique/",                     200, "---- ++++ .+... ++.+"},
      {"GET",    I "classes/closed/",                     200, "---- ++++ .+... ...+"},
      {"PUT",    I "classes/$class/",                     200, "---- +++- ----- ----", kDescription, kClass},
      {"PATCH",  I "classes/$class/",                     200, "---- +++- ----- ----", kDescription, kClass},
      {"DELETE", I "classes/$class/",                     204, "---- +++- ----- ----", "", kClass},
      {"DELETE", I "classes/user_profile/",               204, "---- ---- ----- ----"},

      {"GET",    I "classes/book/objects/",               200, "---- ++++ +++++ ++++"},
      {"GET",    I "classes/clique/objects/",             200, "---- ++++ -+--- ++-+"},
      {"GET",    I "classes/closed/objects/",             200, "---- ++++ -+--- ---+"},
      {"POST",   I "classes/book/objects/",               201, "---- +++- -+--- ++-+", kTitle},
      {"POST",   I "classes/filler/objects/",             201, "---- +++- +++++ ++++", "{}"},
      {"POST",   I "classes/user_profile/objects/",       201, "---- ---- ----- ----", "{}"},
      // Others read the one, the group changes it, only its owner removes it.
      {"GET",    I "classes/book/objects/$shared/",       200, "---- ++++ +++++ ++++", "", kObject},
      {"POST",   I "classes/book/objects/$shared/",       200, "---- +++- -+--- ++-+", kTitle, kObject},
      {"PATCH",  I "classes/book/objects/$shared/",       200, "---- +++- -+--- ++-+", kTitle, kObject},
      {"DELETE", I "classes/book/objects/$shared/",       204, "---- +++- -+--- +--+", "", kObject},
      // The other one is not there but for its owner.
      {"GET",    I "classes/book/objects/$secret/",       200, "---- ++++ .+... +..+", "", kObject},
      {"POST",   I "classes/book/objects/$secret/",       200, "---- +++- .+... +..+", kTitle, kObject},
      {"PATCH",  I "classes/book/objects/$secret/",       200, "---- +++- .+... +..+", kTitle, kObject},
      {"DELETE", I "classes/book/objects/$secret/",       204, "---- +++- .+... +..+", "", kObject},
  };
  // clang-format on
  return kRows;
}

const std::vector<CallerRow>& ChannelRows() {
  using enum Fresh;
  using enum Trace;
  // clang-format off
  static const std::vector<CallerRow> kRows = {
      {"GET",    I "channels/",                           200, "---- ++++ +++++ ++++"},
      {"POST",   I "channels/",                           201, "---- +++- -+--- ---+", R"({"name":"new$n"})"},
      // Unlike classes, channels that a key may not subscribe to are refused, not hidden.
      {"GET",    I "channels/open/",                      200, "---- ++++ +++++ ++++"},
      {"GET",    I "channels/clique/",                    200, "---- ++++ -+--- ++-+"},
      {"GET",    I "channels/closed/",                    200, "---- ++++ -+--- ---+"},
      {"PUT",    I "channels/$channel/",                  200, "---- +++- -+--- ---+", kDescription, kChannel},
      {"PATCH",  I "channels/$channel/",                  200, "---- +++- -+--- ---+", kDescription, kChannel},
      {"DELETE", I "channels/$channel/",                  204, "---- +++- -+--- ---+", "", kChannel},
      {"DELETE", I "channels/default/",                   204, "---- ---- ----- ----"},
      {"DELETE", I "channels/eventlog/",                  204, "---- ---- ----- ----"},

      {"POST",   I "channels/open/publish/",              201, "---- +++- -+--- ++-+", kSaid},
      {"POST",   I "channels/$channel/publish/",          201, "---- +++- +++++ ++++", kSaid, kChannel, kUnseen},
      {"POST",   I "channels/clique/publish/",            201, "---- +++- -+--- ---+", kSaid},
      {"GET",    I "channels/open/poll/?last_id=0",       200, "---- ++++ +++++ ++++"},
      {"GET",    I "channels/clique/poll/?last_id=0",     200, "---- ++++ -+--- ++-+"},
      {"GET",    I "channels/closed/poll/?last_id=0",     204, "---- ++++ -+--- ---+"},
      {"GET",    I "channels/open/history/",              200, "---- ++++ +++++ ++++"},
      {"GET",    I "channels/clique/history/",            200, "---- ++++ -+--- ++-+"},
      {"GET",    I "channels/closed/history/",            200, "---- ++++ -+--- ---+"},
      {"GET",    I "channels/open/history/$message/",     200, "---- ++++ +++++ ++++"},
      // A message of another channel is not in this one.
      {"GET",    I "channels/closed/history/$message/",   200, "---- .... -.--- ---."},

      // Every part is judged by itself, so an account without a role gets only refusals inside.
      {"POST",   I "batch/",                              200, "--+- ++++ +++++ ++++", R"({"requests":[]})", kNothing, kUnseen},
  };
  // clang-format on
  return kRows;
}

#undef I

namespace {

TEST_P(SyncanoCallersOfClasses, MayDoWhatTheDocumentsSay) { TryAll(ClassRows()); }

TEST_P(SyncanoCallersOfChannels, MayDoWhatTheDocumentsSay) { TryAll(ChannelRows()); }

GUILDHALL_EVERY_ENGINE(SyncanoCallersOfClasses);
GUILDHALL_EVERY_ENGINE(SyncanoCallersOfChannels);

}  // namespace
}  // namespace guildhall::scenarios
