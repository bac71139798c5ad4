#pragma once
// The user's words.

#include <cstdint>
#include <string_view>

namespace understudy::cluster {

enum class NodeState : std::uint8_t { Stop, Wait, Prim, Second, Alone };
enum class Colour : std::uint8_t { Green, Magenta, Red }; // available, transient, unavailable
enum class DataStatus : std::uint8_t { UpToDate, NotUpToDate, ConnectionError, NotConfigured };

std::string_view name(NodeState s);  // "STOP", "WAIT", "PRIM", "SECOND", "ALONE"
std::string_view name(Colour c);     // "green", "magenta", "red"
std::string_view name(DataStatus d); // "uptodate", "not uptodate", "connection error", "not configured"

} // namespace understudy::cluster
