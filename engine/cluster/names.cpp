#include "cluster/states.h"

namespace understudy::cluster {

std::string_view name(NodeState s) {
    switch (s) {
    case NodeState::Stop:
        return "STOP";
    case NodeState::Wait:
        return "WAIT";
    case NodeState::Prim:
        return "PRIM";
    case NodeState::Second:
        return "SECOND";
    case NodeState::Alone:
        return "ALONE";
    }
    return "?";
}

std::string_view name(Colour c) {
    switch (c) {
    case Colour::Green:
        return "green";
    case Colour::Magenta:
        return "magenta";
    case Colour::Red:
        return "red";
    }
    return "?";
}

std::string_view name(DataStatus d) {
    switch (d) {
    case DataStatus::UpToDate:
        return "uptodate";
    case DataStatus::NotUpToDate:
        return "not uptodate";
    case DataStatus::ConnectionError:
        return "connection error";
    case DataStatus::NotConfigured:
        return "not configured";
    }
    return "?";
}

} // namespace understudy::cluster
