#include "store/postgres/connection_string.h"

#include <gtest/gtest.h>

namespace guildhall::store {
namespace {

Result<ConnectionString> Parse(const char* text) { return ConnectionString::Parse(Secret(text)); }

}  // namespace

TEST(ConnectionStrings, UrlsAndKeywordsAreRead) {
  for (const char* text :
       {"postgresql://user:secret@host:5432/database", "postgres:///database?host=/run/postgresql",
        "host=/run/postgresql dbname=database password='a b'", "postgresql://a,b/x"}) {
    EXPECT_TRUE(Parse(text)) << text;
  }
}

TEST(ConnectionStrings, WhatCannotBeReadIsInvalidAndNotRepeated) {
  for (const char* text : {"secret", "postgresql://u:secret@h/x?nonsense=secret", "mysql://secret",
                           "postgresql://u:a@secret@h/x", "postgresql://u:a/b@secret/x"}) {
    const auto parsed = Parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, Errc::kInvalid);
    EXPECT_EQ(parsed.error().detail.find("secret"), std::string::npos) << parsed.error().detail;
  }
}

TEST(ConnectionStrings, PasswordsAreMasked) {
  const auto where = Parse("postgresql://user:p%40ss@host/x");
  ASSERT_TRUE(where);
  EXPECT_EQ(where->Mask("p@ss and p@ssp@ss"), "*** and ******");
  EXPECT_EQ(Parse("postgresql://user@host/x")->Mask("nothing to hide"), "nothing to hide");
}

}  // namespace guildhall::store
