#include "api/types/reports.h"

namespace understudy::api {

const char* commandName(Command command) {
    switch (command) {
    case Command::Start:
        return "start";
    case Command::Stop:
        return "stop";
    case Command::Restart:
        return "restart";
    case Command::Swap:
        return "swap";
    case Command::ForceStart:
        return "force-start";
    }
    return "?";
}

std::optional<Command> commandFromName(std::string_view name) {
    for (const Command command : kCommands)
        if (name == commandName(command))
            return command;
    return std::nullopt;
}

const char* logName(LogKind kind) {
    switch (kind) {
    case LogKind::Module:
        return "module";
    case LogKind::Application:
        return "application";
    case LogKind::Commands:
        return "commands";
    }
    return "?";
}

std::optional<LogKind> logFromName(std::string_view name) {
    for (const LogKind kind : {LogKind::Module, LogKind::Application, LogKind::Commands})
        if (name == logName(kind))
            return kind;
    return std::nullopt;
}

} // namespace understudy::api
