#include "core/collection.h"

#include <gtest/gtest.h>

namespace guildhall {
namespace {

TEST(Collections, FindTheirFieldsByName) {
  Collection books;
  books.fields = {{1, "title", FieldType::kString}, {3, "pages", FieldType::kInteger}};
  ASSERT_NE(books.FindField("pages"), nullptr);
  EXPECT_EQ(books.FindField("pages")->number, 3);
  EXPECT_EQ(books.FindField("Pages"), nullptr);
  EXPECT_EQ(books.FindField(""), nullptr);
}

TEST(Collections, OfProfilesAreTheTenantsFirst) {
  Collection collection;
  EXPECT_FALSE(collection.holds_profiles());
  collection.id = kProfiles;
  EXPECT_TRUE(collection.holds_profiles());
}

}  // namespace
}  // namespace guildhall
