#pragma once

#include <optional>
#include <string>

#include "http/answer.h"
#include "http/request.h"

namespace guildhall::http {

/// What accepts the request's opening handshake (RFC 6455, section 4.2): the value of
/// `Sec-WebSocket-Accept`. Nothing when it is no such handshake, or one of another version.
///
/// `Origin` is not looked at: callers are known by keys that they send on purpose and never by
/// something that a browser adds by itself, so a foreign page can open nothing in another's name.
std::optional<std::string> AcceptWebSocket(const Request& request);

/// 101 with that value; `facts` of whoever asked.
Response SwitchToWebSocket(std::string accept, const Facts& facts);

/// `refusal` as 426, with the headers that say what is expected instead.
Response AskForWebSocket(Response refusal);

}  // namespace guildhall::http
