#include "store/postgres/news_text.h"

#include <charconv>
#include <optional>
#include <span>

#include "base/strings.h"

namespace guildhall::store {
namespace {

constexpr std::size_t kMaxPayload = 7'900;
// At 42 bytes each they stay far below the limit together.
constexpr std::size_t kTopicsInAPart = 100;

template <class Number>
std::optional<Number> ParseWhole(std::string_view text) {
  Number number{};
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return number;
}

/// "tenant first last channel:room channel:room"
std::string PartText(const Said& said, std::span<const Topic> topics, bool counts) {
  std::string text = std::to_string(said.tenant.value());
  // Only the last part says which messages these are: by then every topic has been named.
  text += counts ? " " + std::to_string(said.first.value()) : " 1";
  text += counts ? " " + std::to_string(said.last.value()) : " 0";
  for (const Topic& topic : topics) {
    text += " " + std::to_string(topic.channel.value()) + ":" + std::to_string(topic.room);
  }
  return text;
}

std::optional<Topic> ParseTopic(TenantId tenant, std::string_view text) {
  const auto channel = ParseWhole<std::int64_t>(CutAt(text, ':'));
  const auto room = ParseWhole<std::uint64_t>(text);
  if (!channel || !room) return std::nullopt;
  return Topic{tenant, ChannelId(*channel), *room};
}

std::optional<Said> ParsePart(std::string_view text) {
  const auto tenant = ParseWhole<std::int64_t>(CutAt(text, ' '));
  const auto first = ParseWhole<std::int64_t>(CutAt(text, ' '));
  const auto last = ParseWhole<std::int64_t>(CutAt(text, ' '));
  if (!tenant || !first || !last) return std::nullopt;
  Said said{TenantId(*tenant), MessageId(*first), MessageId(*last), {}};
  while (!text.empty()) {
    const auto topic = ParseTopic(said.tenant, CutAt(text, ' '));
    if (!topic) return std::nullopt;
    said.topics.push_back(*topic);
  }
  return said;
}

}  // namespace

std::vector<std::string> NewsText(const std::vector<Said>& news) {
  std::vector<std::string> payloads;
  const auto add = [&](const std::string& part) {
    if (payloads.empty() || payloads.back().size() + 1 + part.size() > kMaxPayload) {
      payloads.push_back(part);
    } else {
      payloads.back().append(";").append(part);
    }
  };
  for (const Said& said : news) {
    std::span<const Topic> topics = said.topics;
    for (; topics.size() > kTopicsInAPart; topics = topics.subspan(kTopicsInAPart)) {
      add(PartText(said, topics.first(kTopicsInAPart), false));
    }
    add(PartText(said, topics, true));
  }
  return payloads;
}

std::vector<Said> ParseNews(std::string_view payload) {
  std::vector<Said> news;
  while (!payload.empty()) {
    if (auto said = ParsePart(CutAt(payload, ';'))) news.push_back(*std::move(said));
  }
  return news;
}

}  // namespace guildhall::store
