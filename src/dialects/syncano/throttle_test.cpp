#include "dialects/syncano/throttle.h"

#include <gtest/gtest.h>

namespace guildhall::syncano {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

Time At(std::int64_t second, std::int64_t microseconds = 0) {
  return Time(second * kSecond + microseconds);
}

TEST(Throttle, WithoutRatesNothingIsCounted) {
  Throttle throttle({});
  EXPECT_FALSE(throttle.on());
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(throttle.Admit(RateScope::kInstance, "1", At(5)));
  }
}

TEST(Throttle, ASecondTakesAsManyAsItMay) {
  Throttle throttle({.instance = 3});
  EXPECT_TRUE(throttle.on());
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(throttle.Admit(RateScope::kInstance, "1", At(5, i)));
  EXPECT_FALSE(throttle.Admit(RateScope::kInstance, "1", At(5, 999'999)));
  EXPECT_TRUE(throttle.Admit(RateScope::kInstance, "1", At(6)));
}

TEST(Throttle, TheDeniedAreNotCounted) {
  Throttle throttle({.account = 1});
  EXPECT_TRUE(throttle.Admit(RateScope::kAccount, "7", At(5)));
  EXPECT_FALSE(throttle.Admit(RateScope::kAccount, "7", At(5)));
  throttle.Forgive(RateScope::kAccount, "7", At(5));
  EXPECT_TRUE(throttle.Admit(RateScope::kAccount, "7", At(5)));
}

TEST(Throttle, WhoAndWhatAreCountedApart) {
  Throttle throttle({.anonymous = 1, .account = 1, .poll = 1});
  EXPECT_TRUE(throttle.Admit(RateScope::kAnonymous, "10.0.0.1", At(5)));
  EXPECT_TRUE(throttle.Admit(RateScope::kAnonymous, "10.0.0.2", At(5)));
  EXPECT_TRUE(throttle.Admit(RateScope::kAccount, "1", At(5)));
  EXPECT_TRUE(throttle.Admit(RateScope::kPoll, "1", At(5)));
  EXPECT_TRUE(throttle.Admit(RateScope::kInstance, "1", At(5)));
  EXPECT_FALSE(throttle.Admit(RateScope::kAnonymous, "10.0.0.1", At(5)));
  EXPECT_FALSE(throttle.Admit(RateScope::kPoll, "1", At(5)));
}

TEST(Throttle, WhatIsTakenBackLaterChangesNothing) {
  Throttle throttle({.instance = 1});
  EXPECT_TRUE(throttle.Admit(RateScope::kInstance, "1", At(5)));
  EXPECT_TRUE(throttle.Admit(RateScope::kInstance, "1", At(6)));
  throttle.Forgive(RateScope::kInstance, "1", At(5));
  EXPECT_FALSE(throttle.Admit(RateScope::kInstance, "1", At(6)));
  throttle.Forgive(RateScope::kInstance, "nobody", At(6));
}

}  // namespace
}  // namespace guildhall::syncano
