#include "http/router.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/result.h"

namespace guildhall::http {
namespace {

constexpr std::size_t kMethods = 8;

std::size_t IndexOf(Method method) { return static_cast<std::size_t>(method); }

/// Takes the first segment off a path that begins behind a slash; `last` is true when no slash
/// followed it.
std::string_view TakeSegment(std::string_view& rest, bool& last) {
  const std::size_t slash = rest.find('/');
  last = slash == std::string_view::npos;
  const std::string_view segment = rest.substr(0, slash);
  rest.remove_prefix(last ? rest.size() : slash + 1);
  return segment;
}

/// Whether the path is `prefix` or goes on behind it with another segment.
bool IsBelow(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return false;
  return path.size() == prefix.size() || prefix.ends_with('/') || path[prefix.size()] == '/';
}

bool IsParameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool NeedsDecoding(std::string_view segment) {
  return std::any_of(segment.begin(), segment.end(),
                     [](char c) { return c == '%' || static_cast<unsigned char>(c) >= 0x80; });
}

/// Decodes the parameters that need it, all into `scratch`, and points them there. False when one
/// is malformed.
bool DecodeParameters(Request& request, std::string& scratch) {
  std::array<std::pair<std::size_t, std::size_t>, Request::kMaxPathParameters> places;
  std::array<bool, Request::kMaxPathParameters> decoded{};
  scratch.clear();
  for (std::size_t i = 0; i < request.parameter_count; ++i) {
    if (!NeedsDecoding(request.parameters[i])) continue;
    const auto text = PercentDecode(request.parameters[i], false);
    if (!text) return false;
    places[i] = {scratch.size(), text->size()};
    decoded[i] = true;
    scratch += *text;
  }
  for (std::size_t i = 0; i < request.parameter_count; ++i) {
    if (!decoded[i]) continue;
    request.parameters[i] = std::string_view(scratch).substr(places[i].first, places[i].second);
  }
  return true;
}

}  // namespace

struct Router::Node {
  std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
  std::unique_ptr<Node> parameter;
  std::array<const Route*, kMethods> routes{};
  const RouteTable* table = nullptr;  // of the routes; null where no path ends
  bool claimed = false;               // a prefix: what is below it is nobody else's
  std::string allow;

  Node& Child(std::string_view segment) {
    if (IsParameter(segment)) {
      if (!parameter) parameter = std::make_unique<Node>();
      return *parameter;
    }
    for (auto& [text, node] : literals) {
      if (text == segment) return *node;
    }
    return *literals.emplace_back(std::string(segment), std::make_unique<Node>()).second;
  }

  [[nodiscard]] const Node* Literal(std::string_view segment) const {
    for (const auto& [text, node] : literals) {
      if (text == segment) return node.get();
    }
    return nullptr;
  }

  /// The node where the path `rest` ends, its parameters put into `request`; literals are tried
  /// before parameters at every step, and alone below a prefix.
  [[nodiscard]] const Node* Find(std::string_view rest, Request& request) const {
    bool last = false;
    const std::string_view segment = TakeSegment(rest, last);
    if (const Node* literal = Literal(segment)) {
      const Node* found = last ? literal : literal->Find(rest, request);
      if (found != nullptr && found->table != nullptr) return found;
      if (literal->claimed && !last) return nullptr;
    }
    if (!parameter || segment.empty()) return nullptr;
    const std::size_t count = request.parameter_count;
    request.parameters[request.parameter_count++] = segment;
    const Node* found = last ? parameter.get() : parameter->Find(rest, request);
    if (found != nullptr && found->table != nullptr) return found;
    request.parameter_count = count;
    return nullptr;
  }

  void Claim(std::string_view prefix) {
    if (prefix.starts_with('/')) prefix.remove_prefix(1);
    if (prefix.ends_with('/')) prefix.remove_suffix(1);
    if (prefix.empty()) return;
    Node* node = this;
    for (bool last = false; !last;) node = &node->Child(TakeSegment(prefix, last));
    node->claimed = true;
  }

  void DescribeMethods() {
    allow.clear();
    for (std::size_t i = 0; i < kMethods; ++i) {
      if (routes[i] == nullptr) continue;
      if (!allow.empty()) allow += ", ";
      allow += NameOf(static_cast<Method>(i));
    }
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

void Router::Mount(RouteTable table) {
  for (const auto& other : tables_) {
    for (const auto& prefix : other->prefixes) {
      if (std::count(table.prefixes.begin(), table.prefixes.end(), prefix) > 0) {
        GH_BUG("two route tables claim the same prefix");
      }
    }
  }
  tables_.push_back(std::make_unique<RouteTable>(std::move(table)));
  const RouteTable& mounted = *tables_.back();
  for (const std::string& prefix : mounted.prefixes) root_->Claim(prefix);
  for (const Route& route : mounted.routes) {
    Node* node = root_.get();
    std::string_view rest = route.pattern;
    if (rest.empty() || rest.front() != '/') GH_BUG("a route's pattern must begin with a slash");
    rest.remove_prefix(1);
    std::size_t parameters = 0;
    for (bool last = false; !last;) {
      const std::string_view segment = TakeSegment(rest, last);
      if (IsParameter(segment)) ++parameters;
      node = &node->Child(segment);
    }
    if (parameters > Request::kMaxPathParameters) GH_BUG("a route has too many parameters");
    const Route*& place = node->routes[IndexOf(route.method)];
    if (place != nullptr || (node->table != nullptr && node->table != &mounted)) {
      GH_BUG("two routes claim the same method and path");
    }
    place = &route;
    node->table = &mounted;
    node->DescribeMethods();
  }
}

Router::Match Router::Find(Request& request, std::string& scratch) const {
  request.parameter_count = 0;
  request.allow = {};
  Match match;
  if (request.path.empty() || request.path.front() != '/') return match;
  const Node* node = root_->Find(request.path.substr(1), request);
  if (node != nullptr && !DecodeParameters(request, scratch)) {
    node = nullptr;
    request.parameter_count = 0;
  }
  if (node != nullptr) {
    match.table = node->table;
    match.path_exists = true;
    match.route = node->routes[IndexOf(request.method)];
    if (match.route == nullptr && request.method == Method::kHead) {
      match.route = node->routes[IndexOf(Method::kGet)];
    }
    request.allow = node->allow;
    return match;
  }
  std::size_t longest = 0;
  for (const auto& table : tables_) {
    for (const std::string& prefix : table->prefixes) {
      if (prefix.size() <= longest || !IsBelow(request.path, prefix)) continue;
      longest = prefix.size();
      match.table = table.get();
    }
  }
  return match;
}

const std::vector<std::unique_ptr<RouteTable>>& Router::tables() const { return tables_; }

}  // namespace guildhall::http
