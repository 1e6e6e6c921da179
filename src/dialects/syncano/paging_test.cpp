#include "dialects/syncano/paging.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace guildhall::syncano {
namespace {

http::Request Asking(std::string_view query) {
  http::Request request;
  request.path = "/v1.1/instances/rivia/users/";
  request.query = query;
  return request;
}

std::string Rendered(std::string_view query, std::vector<std::int64_t> rows) {
  const http::Request request = Asking(query);
  const auto page = ReadPage(request);
  if (!page) return "refused";
  const http::Response response = RenderPage(
      request, *page, std::move(rows), [](std::int64_t id) { return id; },
      [](Buffer& out, std::int64_t id) { out.AppendNumber(id); });
  return std::string(response.body.view());
}

TEST(Paging, FirstPageThatIsNotFullHasNoNeighbours) {
  EXPECT_EQ(Rendered("", {1, 2}), R"({"prev":null,"objects":[1,2],"next":null})");
}

TEST(Paging, ExactlyFullPageHasANext) {
  EXPECT_EQ(Rendered("page_size=2", {1, 2}),
            R"({"prev":null,"objects":[1,2],"next":)"
            R"("/v1.1/instances/rivia/users/?page_size=2&direction=1&last_pk=2"})");
}

TEST(Paging, ForwardPageLinksBothWays) {
  EXPECT_EQ(Rendered("page_size=2&direction=1&last_pk=2", {3, 4}),
            R"({"prev":"/v1.1/instances/rivia/users/?page_size=2&direction=0&last_pk=3",)"
            R"("objects":[3,4],)"
            R"("next":"/v1.1/instances/rivia/users/?page_size=2&direction=1&last_pk=4"})");
}

TEST(Paging, EmptyForwardPageLinksBackWithoutCursor) {
  EXPECT_EQ(Rendered("page_size=2&direction=1&last_pk=4", {}),
            R"({"prev":"/v1.1/instances/rivia/users/?page_size=2&direction=0",)"
            R"("objects":[],"next":null})");
}

TEST(Paging, BackwardRowsAreShownInNormalOrder) {
  EXPECT_EQ(Rendered("page_size=2&direction=0&last_pk=5", {4, 3}),
            R"({"prev":"/v1.1/instances/rivia/users/?page_size=2&direction=0&last_pk=3",)"
            R"("objects":[3,4],)"
            R"("next":"/v1.1/instances/rivia/users/?page_size=2&direction=1&last_pk=4"})");
}

TEST(Paging, BackwardPageThatIsNotFullIsFollowedByThePlainList) {
  EXPECT_EQ(Rendered("page_size=2&direction=0&last_pk=2", {1}),
            R"({"prev":null,"objects":[1],"next":"/v1.1/instances/rivia/users/?page_size=2"})");
}

TEST(Paging, PageSizeZeroIsLegalAndEmpty) {
  EXPECT_EQ(Rendered("page_size=0", {}), R"({"prev":null,"objects":[],"next":null})");
  EXPECT_EQ(ReadPage(Asking("page_size=0"))->ToSeek().limit, 0);
}

TEST(Paging, LargePagesAreCutToAHundred) {
  EXPECT_EQ(ReadPage(Asking("page_size=5000"))->ToSeek().limit, 100);
}

TEST(Paging, BadValuesAreRefused) {
  for (const char* query : {"page_size=-1", "page_size=x", "page_size=", "direction=2",
                            "direction=", "last_pk=abc", "page_size=99999999999999999999"}) {
    EXPECT_FALSE(ReadPage(Asking(query))) << query;
  }
  const http::Response refused = RefusePage();
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.body.view(), R"({"detail":"Incorrect page parameter provided."})");
}

TEST(Paging, LastOfRepeatedParametersCounts) {
  EXPECT_EQ(ReadPage(Asking("page_size=2&page_size=3"))->size, 3);
}

TEST(Paging, OrderingTurnsTheWalkAndIsCarriedInLinks) {
  const auto page = ReadPage(Asking("ordering=desc&page_size=1&direction=0&last_pk=7"));
  ASSERT_TRUE(page);
  EXPECT_FALSE(page->ToSeek().descending);  // backward in a descending list
  EXPECT_EQ(page->ToSeek().from, 7);
  EXPECT_EQ(Rendered("ordering=desc&page_size=1", {9}),
            R"({"prev":null,"objects":[9],"next":)"
            R"("/v1.1/instances/rivia/users/?page_size=1&ordering=desc&direction=1&last_pk=9"})");
  EXPECT_FALSE(ReadPage(Asking("ordering=sideways"))->descending);
}

TEST(Paging, LastPkWithoutDirectionIsTheFirstPage) {
  EXPECT_FALSE(ReadPage(Asking("last_pk=7"))->ToSeek().from);
}

TEST(Paging, PrefixesAreWhatRowsBeginWith) {
  EXPECT_FALSE(ReadPrefix(Asking("page_size=2"), "label__startswith"));
  EXPECT_FALSE(ReadPrefix(Asking("label__startswith="), "label__startswith"));
  EXPECT_EQ(ReadPrefix(Asking("label__startswith=A%20b"), "label__startswith"), "A b");
  EXPECT_EQ(ReadNamePrefix(Asking("name__startswith=A%20B"), "name__startswith"), "a b");
}

}  // namespace
}  // namespace guildhall::syncano
