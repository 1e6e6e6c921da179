#pragma once

#include "dialects/syncano/context.h"

namespace guildhall::syncano {

// Who may use the routes of classes, objects and channels at all; lists and rows are judged by the
// core. With `Options::strict_anonymous_keys` an API key without a user reads objects and channels
// only with its flags; without, it acts as "other" (Syncano v1.1 "User and Group").

bool ClassReader(const Context& context);
bool ClassWriter(const Context& context);
bool ObjectReader(const Context& context);
bool ObjectWriter(const Context& context);
bool ChannelReader(const Context& context);
/// The same of a caller as he is by now.
bool MayReadChannels(const Services& services, const Caller& caller);
bool ChannelWriter(const Context& context);
bool Publisher(const Context& context);

}  // namespace guildhall::syncano
