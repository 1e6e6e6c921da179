#pragma once

#include "dialects/syncano/context.h"

// The handlers of classes, objects and channels, one block a file.

namespace guildhall::syncano {

// classes.cpp
Result<http::Answer> ListClasses(const Context& context);
Result<http::Answer> CreateClass(const Context& context);
Result<http::Answer> ShowClass(const Context& context);
Result<http::Answer> PutClass(const Context& context);
Result<http::Answer> PatchClass(const Context& context);
Result<http::Answer> DeleteClass(const Context& context);

// object_list.cpp
Result<http::Answer> ListObjects(const Context& context);

// objects.cpp
Result<http::Answer> CreateObject(const Context& context);
Result<http::Answer> ShowObject(const Context& context);
Result<http::Answer> ReplaceObject(const Context& context);
Result<http::Answer> PatchObject(const Context& context);
Result<http::Answer> DeleteObject(const Context& context);

// channels.cpp
Result<http::Answer> ListChannels(const Context& context);
Result<http::Answer> CreateChannel(const Context& context);
Result<http::Answer> ShowChannel(const Context& context);
Result<http::Answer> PutChannel(const Context& context);
Result<http::Answer> PatchChannel(const Context& context);
Result<http::Answer> DeleteChannel(const Context& context);

// messages.cpp
Result<http::Answer> PublishMessage(const Context& context);
Result<http::Answer> ListMessages(const Context& context);
Result<http::Answer> ShowMessage(const Context& context);

// polls.cpp
Result<http::Answer> PollChannel(const Context& context);

}  // namespace guildhall::syncano
