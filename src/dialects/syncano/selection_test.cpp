#include "dialects/syncano/selection.h"

#include <string>

#include <gtest/gtest.h>

namespace guildhall::syncano {
namespace {

std::optional<Selection> Asking(std::string_view query, http::Method method = http::Method::kGet) {
  http::Request request;
  request.query = query;
  return Selection::Read(request, method);
}

/// What is left of `body`; `body` itself when nothing is chosen.
std::string Chosen(std::string_view query, std::string_view body, bool nested = true) {
  const auto selection = Asking(query);
  return std::string(selection ? selection->Apply(body, nested).view() : body);
}

constexpr std::string_view kUser =
    R"({"username":"geralt","profile":{"id":6,"links":{"self":"/p/"},"owner":1},)"
    R"("groups":[{"id":1,"label":"w, \"x\" }"},{"id":2,"label":"y"}],"id":1,"links":{"self":"/u/"}})";

TEST(Selection, IsThereOnlyWhereItWasAskedFor) {
  EXPECT_FALSE(Asking(""));
  EXPECT_FALSE(Asking("page_size=2"));
  EXPECT_FALSE(Asking("fields="));
  EXPECT_FALSE(Asking("fields=,%20,&excluded_fields="));
  EXPECT_FALSE(Asking("fields=id", http::Method::kPost));
  EXPECT_TRUE(Asking("fields=id"));
  EXPECT_TRUE(Asking("excluded_fields=id"));
}

TEST(Selection, FieldsAreTheOnlyOnesLeft) {
  EXPECT_EQ(Chosen("fields=id,username", kUser), R"({"username":"geralt","id":1})");
  EXPECT_EQ(Chosen("fields=%20id%20,,links", kUser), R"({"id":1,"links":{"self":"/u/"}})");
  EXPECT_EQ(Chosen("fields=nothing", kUser), "{}");
}

TEST(Selection, ExcludedFieldsAreGone) {
  EXPECT_EQ(Chosen("excluded_fields=profile,groups,nothing", kUser),
            R"({"username":"geralt","id":1,"links":{"self":"/u/"}})");
  EXPECT_EQ(Chosen("fields=id,username&excluded_fields=id", kUser), R"({"username":"geralt"})");
}

TEST(Selection, NestedObjectsLoseTheSameFields) {
  EXPECT_EQ(Chosen("fields=id,profile,groups", kUser),
            R"({"profile":{"id":6},"groups":[{"id":1},{"id":2}],"id":1})");
  EXPECT_EQ(Chosen("excluded_fields=links,id", kUser),
            R"({"username":"geralt","profile":{"owner":1},)"
            R"("groups":[{"label":"w, \"x\" }"},{"label":"y"}]})");
  EXPECT_EQ(Chosen("fields=user,username,profile,id",
                   R"({"user":{"id":1,"username":"a","profile":{"id":2,"x":3}},"links":{}})"),
            R"({"user":{"id":1,"username":"a","profile":{"id":2}}})");
}

TEST(Selection, ValuesOfTheClientStayWhole) {
  // A class may have a field that is called like something else.
  const std::string_view object =
      R"({"id":1,"profile":{"id":2,"x":[1, {"y" : "]"}]},"group":null})";
  EXPECT_EQ(Chosen("fields=profile", object, false),
            R"({"profile":{"id":2,"x":[1, {"y" : "]"}]}})");
  EXPECT_EQ(Chosen("fields=id,profile,groups",
                   R"({"profile":{"id":1,"groups":[{"mine":2,"id":3}]},"id":4})"),
            R"({"profile":{"id":1,"groups":[{"mine":2,"id":3}]},"id":4})");
  EXPECT_EQ(Chosen("fields=metadata", R"({"id":1,"metadata":{"id":"a","b":"c"}})"),
            R"({"metadata":{"id":"a","b":"c"}})");
}

TEST(Selection, OfAPageTheObjectsAreChosenFrom) {
  EXPECT_EQ(Chosen("fields=id", R"({"prev":null,"objects":[{"id":1,"a":2},{"id":3}],"next":"/x"})"),
            R"({"prev":null,"objects":[{"id":1},{"id":3}],"next":"/x"})");
  EXPECT_EQ(Chosen("fields=objects", R"({"next":null,"prev":null,"objects":[],"objects_count":0})"),
            R"({"next":null,"prev":null,"objects":[],"objects_count":0})");
  // An object that has a field of that name is no page.
  EXPECT_EQ(Chosen("fields=objects", R"({"id":1,"objects":[{"id":2}]})"),
            R"({"objects":[{"id":2}]})");
}

TEST(Selection, WhatIsNoObjectIsLeftAlone) {
  for (const std::string_view body : {"", "[1,2]", "\"text\"", "null", "{}", "17"}) {
    EXPECT_EQ(Chosen("fields=id", body), body);
  }
}

TEST(Selection, BrokenTextEndsSomewhere) {
  for (std::size_t size = 0; size < kUser.size(); ++size) {
    Chosen("fields=id,profile,groups", kUser.substr(0, size));
  }
}

}  // namespace
}  // namespace guildhall::syncano
