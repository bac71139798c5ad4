#pragma once
// What the process itself needs before it does anything. Thread: main.

#include "base/result.h"
#include "node/engine.h"

#include <functional>

class QCoreApplication;

namespace understudy::node {

// Folders, limits, memory locked as it is touched (S17: reclaim must not wait for pages behind our own
// mount), the kernel told that we are part of the I/O path, umask 0 (the modes of the application's files are
// its own).
Status prepareProcess(const Places& places);

// For each SIGTERM, SIGINT, SIGHUP, in the event loop.
void onEndSignal(QCoreApplication& application, std::function<void()> told);
void tellSystemd(const char* state); // sd_notify(3); nothing when systemd did not start us

} // namespace understudy::node
