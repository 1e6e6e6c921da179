#include "store/postgres/news_text.h"

#include <limits>

#include <gtest/gtest.h>

namespace guildhall::store {
namespace {

Said SaidIn(std::int64_t tenant, std::int64_t first, std::int64_t last, std::int64_t topics) {
  Said said{TenantId(tenant), MessageId(first), MessageId(last), {}};
  for (std::int64_t i = 0; i < topics; ++i) {
    said.topics.push_back(
        {said.tenant, ChannelId(i - 3), std::numeric_limits<std::uint64_t>::max()});
  }
  return said;
}

std::vector<Said> Across(const std::vector<Said>& news) {
  std::vector<Said> heard;
  for (const std::string& payload : NewsText(news)) {
    EXPECT_LT(payload.size(), 8000U);
    EXPECT_EQ(payload.find_first_not_of("-0123456789 :;"), std::string::npos) << payload;
    for (Said& said : ParseNews(payload)) heard.push_back(std::move(said));
  }
  return heard;
}

TEST(NewsText, ArrivesAsItWasSent) {
  const std::vector<Said> news{SaidIn(1, 5, 5, 1), SaidIn(7, 1, 300, 4), SaidIn(9, 2, 3, 0)};
  EXPECT_EQ(Across(news), news);
  EXPECT_EQ(NewsText(news).size(), 1U);
}

TEST(NewsText, ManyTopicsAreNamedBeforeTheirMessagesAreCounted) {
  const Said said = SaidIn(3, 10, 1500, 1000);
  const std::vector<Said> heard = Across({said});
  std::vector<Topic> topics;
  for (const Said& part : heard) {
    topics.insert(topics.end(), part.topics.begin(), part.topics.end());
    const bool last = &part == &heard.back();
    EXPECT_EQ(part.first.value() <= part.last.value(), last);
  }
  EXPECT_EQ(topics, said.topics);
  EXPECT_EQ(heard.back().first, said.first);
  EXPECT_EQ(heard.back().last, said.last);
}

TEST(NewsText, WhatCannotBeReadIsLeftOut) {
  for (const char* text : {"", ";;", "x", "1", "1 2", "1 2 x", "1 2 3 4", "1 2 3 4:", "1 2 3 :4",
                           "1 2 3 4:-1", "1 2 3  ", "99999999999999999999 1 1"}) {
    EXPECT_TRUE(ParseNews(text).empty()) << text;
  }
  EXPECT_EQ(ParseNews("x;1 2 3 4:5;y").size(), 1U);
}

}  // namespace
}  // namespace guildhall::store
