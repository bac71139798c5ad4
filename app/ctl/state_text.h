#pragma once
// The state of both nodes as text for people.

#include "api/types/reports.h"

#include <QString>

namespace understudy::ctl {

enum class Paint : std::uint8_t { Plain, Ansi };

QString stateText(const api::ClusterReport& report, WallTime now, Paint paint);

} // namespace understudy::ctl
