#pragma once
// Connecting to the engine's socket, and why it did not work, in words.

#include "api/client/answer.h"
#include "base/result.h"

#include <memory>
#include <string>

QT_BEGIN_NAMESPACE
class QLocalSocket;
QT_END_NAMESPACE

namespace understudy::api {

// Connected or connecting. On a Unix socket that is known at once, mostly.
Answer<std::unique_ptr<QLocalSocket>> openEngineSocket(const std::string& path);

// The words for a connection that ended or did not come about.
Message connectionMessage(const Error& error);

} // namespace understudy::api
