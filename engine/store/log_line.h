#pragma once
// One line of a log, and how lines are asked for. Values.

#include "base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace understudy::store {

enum class LogKind : std::uint8_t { Module, Application, Commands };
inline constexpr LogKind kLogKinds[] = {LogKind::Module, LogKind::Application, LogKind::Commands};

enum class LogLevel : std::uint8_t { Info, Warning, Error };
enum class Detail : std::uint8_t { Short, Verbose }; // Verbose: shown only when asked for

struct LogLine {
    static constexpr std::size_t kMaxText = 8192; // of text, and of each argument; the rest is cut off

    std::uint64_t id = 0; // given by the log: grows over all three logs and over restarts, with gaps
    WallTime time{};
    LogLevel level = LogLevel::Info;
    Detail detail = Detail::Short;
    std::string row;                    // module log: the row; commands log: the outcome
    std::vector<std::string> arguments; // of the row's sentence
    std::string text;                   // application log: the line that the service printed
    std::string source;                 // application log: the service; commands log: who
    std::string from;                   // commands log: from where
    std::string command;                // commands log: what was asked

    bool operator==(const LogLine&) const = default;
};

struct LogRead {
    LogKind log = LogKind::Module;
    std::optional<std::uint64_t> after; // lines behind this id; none: the last `limit` lines
    unsigned limit = 200;
    Detail detail = Detail::Short; // Verbose: all lines
};

} // namespace understudy::store
