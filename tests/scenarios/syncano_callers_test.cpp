// Every route of Syncano v1.1 is tried by every kind of caller: that none is forgotten, and what
// refusals tell of what there is. The routes themselves stand in the tables beside this file.

#include "tests/scenarios/syncano_callers.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "dialects/syncano/paths.h"
#include "dialects/syncano/routes.h"

namespace guildhall::scenarios {
namespace {

std::string_view PathOf(const CallerRow& row) { return row.path.substr(0, row.path.find('?')); }

bool IsTried(const syncano::RouteSpec& spec, const std::vector<CallerRow>& rows) {
  return std::any_of(rows.begin(), rows.end(), [&](const CallerRow& row) {
    return row.method == http::NameOf(spec.method) && syncano::FitsPattern(PathOf(row), spec.path);
  });
}

TEST(SyncanoCallerTables, NameEveryRoute) {
  const std::vector<CallerRow> rows = AllCallerRows();
  for (const syncano::RouteSpec& spec : syncano::AllRoutes()) {
    EXPECT_TRUE(IsTried(spec, rows))
        << http::NameOf(spec.method) << ' ' << spec.path
        << " is tried by nobody: add a row to a table in syncano_callers_*_test.cpp";
  }
}

TEST(SyncanoCallerTables, NameOnlyRoutesThatThereAre) {
  const std::vector<syncano::RouteSpec> specs = syncano::AllRoutes();
  for (const CallerRow& row : AllCallerRows()) {
    EXPECT_TRUE(std::any_of(specs.begin(), specs.end(),
                            [&](const syncano::RouteSpec& spec) {
                              return row.method == http::NameOf(spec.method) &&
                                     syncano::FitsPattern(PathOf(row), spec.path);
                            }))
        << row.method << ' ' << row.path;
  }
}

TEST(SyncanoCallerTables, HaveOneMarkForEachKindOfCaller) {
  for (const CallerRow& row : AllCallerRows()) {
    const auto blanks = std::count(row.who.begin(), row.who.end(), ' ');
    EXPECT_EQ(row.who.size() - static_cast<std::size_t>(blanks), kMarks)
        << row.method << ' ' << row.path;
  }
  for (std::size_t mark = 0; mark < kMarks; ++mark) {
    const auto& kinds = CallerKinds();
    EXPECT_TRUE(std::any_of(kinds.begin(), kinds.end(), [&](const CallerKind& kind) {
      return kind.mark == mark;
    })) << mark;
  }
}

class SyncanoCallers : public SyncanoCallersTest {};

TEST_P(SyncanoCallers, WhoAreStrangersAreNotToldWhatThereIs) {
  for (const CallerRow& row : AllCallerRows()) CompareWithMissing(row);
}

TEST_P(SyncanoCallers, AreNotToldTheMethodsOfWhatIsNotTheirs) {
  for (const CallerRow& row : AllCallerRows()) TryOtherMethods(row);
}

// Syncano v1.1 looks for the instance before it looks at credentials.
TEST_P(SyncanoCallers, AreAllAnsweredTheSameBelowAnInstanceThatIsNotThere) {
  for (const CallerRow& row : AllCallerRows()) TryInNoInstance(row);
}

GUILDHALL_EVERY_ENGINE(SyncanoCallers);

}  // namespace
}  // namespace guildhall::scenarios
