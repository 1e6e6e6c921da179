#include "dialects/syncano/pipeline.h"

#include <string>

#include <gtest/gtest.h>

#include "dialects/syncano/body.h"
#include "dialects/syncano/paths.h"

namespace guildhall::syncano {
namespace {

TEST(Paths, BothVersionsAreCutOff) {
  EXPECT_EQ(BelowVersion("/v1.1/account/"), "/account/");
  EXPECT_EQ(BelowVersion("/v1/account/"), "/account/");
  EXPECT_EQ(BelowVersion("/v1.1/"), "/");
  EXPECT_EQ(BelowVersion("/v2/account/"), "/v2/account/");
  EXPECT_EQ(BelowVersion("/v1.10/account/"), "/v1.10/account/");
}

TEST(Paths, PatternsFitWholeSegments) {
  EXPECT_TRUE(FitsPattern("/instances/rivia/users/", "/instances/{instance}/users/"));
  EXPECT_TRUE(FitsPattern("/", "/"));
  EXPECT_FALSE(FitsPattern("/instances/rivia/users", "/instances/{instance}/users/"));
  EXPECT_FALSE(FitsPattern("/instances//users/", "/instances/{instance}/users/"));
  EXPECT_FALSE(FitsPattern("/instances/rivia/users/1/", "/instances/{instance}/users/"));
  EXPECT_FALSE(FitsPattern("/instances/rivia/", "/instances/{instance}/users/"));
  EXPECT_FALSE(FitsPattern("/instances/rivia/userss/", "/instances/{instance}/users/"));
}

TEST(Paths, IdsArePositiveNumbers) {
  EXPECT_EQ(ParsePathId("17"), 17);
  for (const char* text : {"", "0", "-1", "+1", "1x", "abc", "99999999999999999999"}) {
    EXPECT_FALSE(ParsePathId(text)) << text;
  }
}

TEST(Paths, InstanceNamesAreFoundInAnyCase) {
  std::string scratch;
  EXPECT_EQ(StoredInstanceName("rivia", scratch), "rivia");
  EXPECT_EQ(StoredInstanceName("User-1F", scratch), "user-1f");
  EXPECT_EQ(StoredInstanceName("old_name", scratch), "old_name");
  EXPECT_FALSE(StoredInstanceName("", scratch));
  EXPECT_FALSE(StoredInstanceName("ri.via", scratch));
  EXPECT_FALSE(StoredInstanceName("żółw", scratch));
  EXPECT_FALSE(StoredInstanceName(std::string(65, 'a'), scratch));
}

TEST(Accept, JsonMustBeAmongWhatIsTaken) {
  for (const char* accept : {"", "*/*", "application/json", "text/html, application/json;q=0.8",
                             "application/*", "text/html,*/*;q=0.1"}) {
    EXPECT_TRUE(AcceptsJson(accept)) << accept;
  }
  for (const char* accept : {"text/html", "application/xml, text/plain"}) {
    EXPECT_FALSE(AcceptsJson(accept)) << accept;
  }
}

TEST(Faults, SpeakTheDialectsShapes) {
  const http::Response large = Pipeline::RenderFault(http::Fault::kBodyTooLarge, 65536);
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(large.body.view(), R"({"detail":"Request size limit exceeded (65536)."})");
  EXPECT_EQ(Pipeline::RenderFault(http::Fault::kOverloaded, 0).status, 503);
  EXPECT_EQ(Pipeline::RenderFault(http::Fault::kOverloaded, 0).headers.at(0).first, "Retry-After");
  EXPECT_EQ(Pipeline::RenderFault(http::Fault::kInternal, 0).status, 500);
}

}  // namespace
}  // namespace guildhall::syncano
