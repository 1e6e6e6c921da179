#pragma once

#include <string>
#include <string_view>

#include "dialects/syncano/context.h"
#include "http/answer.h"

namespace guildhall::syncano {

/// GET of a file by its name, which is all that is asked for: no key. 404 when nothing shows it.
/// What a browser would run comes as an attachment. For a worker.
http::Answer ServeFile(const Services& services, const http::Request& request);

/// The media type under which a file is served: the stored one without its parameters, where that
/// is one, else any bytes.
std::string ServedMediaType(std::string_view stored);
/// Whether a browser may show it in a page without running anything.
bool IsShowable(std::string_view media_type);

}  // namespace guildhall::syncano
