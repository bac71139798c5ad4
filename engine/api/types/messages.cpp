#include "api/types/messages.h"

#include "api/types/joining_messages.h"

#include <QCoreApplication>

#include <cstring>

namespace understudy::api {

namespace {

struct Entry {
    const char* id;
    const char* text;
    const char* cure;
};

// Arguments of the error-* entries: %1 what it happened to, %2 what happened, %3 the system's reason.
constexpr Entry kMessages[] = {
    {"error-system", QT_TRANSLATE_NOOP("engine", "%1: %2%3."),
     QT_TRANSLATE_NOOP("engine", "The system log may say more.")},
    {"error-not-found", QT_TRANSLATE_NOOP("engine", "%1: %2%3."),
     QT_TRANSLATE_NOOP("engine", "Check the name.")},
    {"error-already-exists", QT_TRANSLATE_NOOP("engine", "%1: %2%3."), ""},
    {"error-invalid-input", QT_TRANSLATE_NOOP("engine", "%1: %2%3."), ""},
    {"error-version-mismatch", QT_TRANSLATE_NOOP("engine", "%1: %2%3."),
     QT_TRANSLATE_NOOP("engine", "Install the same version of Understudy on both nodes.")},
    {"error-not-allowed", QT_TRANSLATE_NOOP("engine", "%1: %2%3."),
     QT_TRANSLATE_NOOP("engine", "Check the owner and the permissions.")},
    {"error-busy", QT_TRANSLATE_NOOP("engine", "%1 is in use: %2%3."),
     QT_TRANSLATE_NOOP("engine", "Stop whoever uses it, or choose another.")},
    {"error-timeout", QT_TRANSLATE_NOOP("engine", "%1 did not answer in time: %2%3."), ""},
    {"error-disconnected", QT_TRANSLATE_NOOP("engine", "%1: the connection ended: %2%3."), ""},
    {"error-refused", QT_TRANSLATE_NOOP("engine", "%1 refused: %2%3."), ""},
    {"error-disk-full", QT_TRANSLATE_NOOP("engine", "%1: %2: the disk is full%3."),
     QT_TRANSLATE_NOOP("engine", "Free some space on this disk.")},
    {"error-corrupt", QT_TRANSLATE_NOOP("engine", "%1 is damaged: %2%3."),
     QT_TRANSLATE_NOOP("engine", "Check the disk; nothing was overwritten.")},
    {"error-cancelled", QT_TRANSLATE_NOOP("engine", "%1: cancelled: %2%3."), ""},

    // why a configured node has no module; arguments as above
    {"module-not-loaded", QT_TRANSLATE_NOOP("engine", "The module cannot be started on this node. %1: %2%3."),
     QT_TRANSLATE_NOOP("engine", "Mend the settings, and apply them again or restart the engine: systemctl "
                                 "restart understudyd")},
    {"module-not-loaded-yet",
     QT_TRANSLATE_NOOP("engine", "The module cannot be started on this node yet. %1: %2%3."),
     QT_TRANSLATE_NOOP("engine", "Repair that; this node tries again by itself, at the latest after 30 s.")},

    // a request that the server itself refuses
    {"api-no-such-page", QT_TRANSLATE_NOOP("engine", "There is no %1 in this interface."),
     QT_TRANSLATE_NOOP("engine", "Program and engine may be of different versions.")},
    {"api-wrong-method", QT_TRANSLATE_NOOP("engine", "%1 cannot be used with %2."),
     QT_TRANSLATE_NOOP("engine", "It answers to: %3.")},
    {"api-bad-request", QT_TRANSLATE_NOOP("engine", "The request cannot be read: %1."), ""},
    {"api-bad-parameter", QT_TRANSLATE_NOOP("engine", "The parameter %1 cannot be \"%2\"."),
     QT_TRANSLATE_NOOP("engine", "It has to be %3.")},
    {"api-too-large", QT_TRANSLATE_NOOP("engine", "The request is larger than this interface takes."),
     QT_TRANSLATE_NOOP("engine", "At most %1 bytes are read.")},
    {"api-too-slow", QT_TRANSLATE_NOOP("engine", "The request did not arrive whole within %1 seconds."), ""},
    {"api-too-many-connections",
     QT_TRANSLATE_NOOP("engine", "%1 connections are open, and no more are taken."),
     QT_TRANSLATE_NOOP("engine", "Close other programs that watch the engine, and try again.")},
    {"api-not-allowed", QT_TRANSLATE_NOOP("engine", "The user %1 may not talk to the engine."),
     QT_TRANSLATE_NOOP("engine", "Use root, or a member of the group understudy.")},
    {"api-local-only", QT_TRANSLATE_NOOP("engine", "%1 is answered only to programs on the same computer."),
     QT_TRANSLATE_NOOP("engine", "Ask there.")},
    {"api-not-configured", QT_TRANSLATE_NOOP("engine", "This computer is not configured as a node."),
     QT_TRANSLATE_NOOP("engine",
                       "Configure it: understudyctl config apply --primary FILE (or --secondary FILE).")},
    {"api-no-such-node", QT_TRANSLATE_NOOP("engine", "There is no node %1."),
     QT_TRANSLATE_NOOP("engine", "The nodes are node1 and node2.")},
    {"api-peer-unreachable", QT_TRANSLATE_NOOP("engine", "%1 cannot be reached: %2."),
     QT_TRANSLATE_NOOP("engine", "Check that the computer runs, that its engine runs (systemctl status "
                                 "understudyd), and the network between the nodes.")},
    {"api-engine-stops", QT_TRANSLATE_NOOP("engine", "The engine stops, and the request was not finished."),
     QT_TRANSLATE_NOOP("engine", "Ask for the state before you repeat it.")},
    {"log-lines-lost",
     QT_TRANSLATE_NOOP("engine", "%1 lines of the logs were lost: the disk did not take them in time."),
     QT_TRANSLATE_NOOP("engine",
                       "Look at the free space and the speed of the disk under /var/lib/understudy.")},
    {"api-config-problems", QT_TRANSLATE_NOOP("engine", "The settings have errors, so nothing was changed."),
     QT_TRANSLATE_NOOP("engine", "Mend what is listed, and apply them again.")},
    {"api-module-runs", QT_TRANSLATE_NOOP("engine", "The module %1 runs, so its settings stay as they are."),
     QT_TRANSLATE_NOOP("engine", "Stop it first: understudyctl stop")},
    {"api-done", QT_TRANSLATE_NOOP("engine", "Done."), ""},

    // logging in from afar
    {"login-needed", QT_TRANSLATE_NOOP("engine", "Nobody is logged in."),
     QT_TRANSLATE_NOOP("engine", "Log in as admin with the cluster's password.")},
    {"login-session-ended", QT_TRANSLATE_NOOP("engine", "The session has ended."),
     QT_TRANSLATE_NOOP("engine", "Log in again.")},
    {"login-no-csrf-token",
     QT_TRANSLATE_NOOP("engine", "The request changes something and does not carry the session's token."),
     QT_TRANSLATE_NOOP("engine", "Send the csrf_token of the login in the header X-CSRF-Token.")},
    {"login-wrong", QT_TRANSLATE_NOOP("engine", "The user name or the password is wrong."),
     QT_TRANSLATE_NOOP("engine", "The user is admin; root sets a new password with: understudyctl password")},
    {"login-wait", QT_TRANSLATE_NOOP("engine", "Too many wrong passwords came from this address."),
     QT_TRANSLATE_NOOP("engine", "Try again in %1 seconds.")},
    {"login-busy", QT_TRANSLATE_NOOP("engine", "Too many people log in at once."),
     QT_TRANSLATE_NOOP("engine", "Try again in %1 seconds.")},
    {"login-no-password", QT_TRANSLATE_NOOP("engine", "No password is set, so nobody can log in."),
     QT_TRANSLATE_NOOP("engine", "Set one on this computer: understudyctl password")},
    {"password-broken-rules", QT_TRANSLATE_NOOP("engine", "The password does not keep these rules: %1."),
     QT_TRANSLATE_NOOP("engine", "Choose another one.")},
    {"api-other-page", QT_TRANSLATE_NOOP("engine", "A page of another site (%1) asked for this."),
     QT_TRANSLATE_NOOP("engine", "Nothing was done. Use the page of this node.")},
    {"gateway-no-engine", QT_TRANSLATE_NOOP("engine", "The engine of this node does not answer."),
     QT_TRANSLATE_NOOP("engine", "It is asked again at once; if this lasts, start it on the node: "
                                 "systemctl start understudyd")},
    {"gateway-busy", QT_TRANSLATE_NOOP("engine", "Too many requests wait for the engine of this node."),
     QT_TRANSLATE_NOOP("engine", "Try again in a few seconds.")},

    // what a client meets
    {"client-no-engine",
     QT_TRANSLATE_NOOP("engine", "The engine of Understudy does not run on this computer (%1: %2)."),
     QT_TRANSLATE_NOOP("engine", "Start it: sudo systemctl start understudyd")},
    {"client-no-access", QT_TRANSLATE_NOOP("engine", "You may not talk to the engine (%1: %2)."),
     QT_TRANSLATE_NOOP("engine", "Use sudo, or ask an administrator to add you to the group understudy.")},
    {"client-lost", QT_TRANSLATE_NOOP("engine", "The engine went away before it answered."),
     QT_TRANSLATE_NOOP("engine",
                       "Look whether it runs (systemctl status understudyd), then ask for the state.")},
    {"client-timeout", QT_TRANSLATE_NOOP("engine", "The engine did not answer within %1 seconds."),
     QT_TRANSLATE_NOOP("engine", "Look at its log: journalctl -u understudyd")},
    {"client-bad-answer", QT_TRANSLATE_NOOP("engine", "The answer of the engine cannot be read: %1."),
     QT_TRANSLATE_NOOP("engine", "Program and engine may be of different versions.")},
    {"client-file", QT_TRANSLATE_NOOP("engine", "The file %1 cannot be read: %2."),
     QT_TRANSLATE_NOOP("engine", "Check its name and permissions.")},
};

const char* errorId(ErrorCode code) {
    switch (code) {
    case ErrorCode::System:
        return "error-system";
    case ErrorCode::NotFound:
        return "error-not-found";
    case ErrorCode::AlreadyExists:
        return "error-already-exists";
    case ErrorCode::InvalidInput:
        return "error-invalid-input";
    case ErrorCode::VersionMismatch:
        return "error-version-mismatch";
    case ErrorCode::NotAllowed:
        return "error-not-allowed";
    case ErrorCode::Busy:
        return "error-busy";
    case ErrorCode::Timeout:
        return "error-timeout";
    case ErrorCode::Disconnected:
        return "error-disconnected";
    case ErrorCode::Refused:
        return "error-refused";
    case ErrorCode::DiskFull:
        return "error-disk-full";
    case ErrorCode::Corrupt:
        return "error-corrupt";
    case ErrorCode::Cancelled:
        return "error-cancelled";
    }
    return "error-system";
}

// The contexts in which source texts are marked: here and in store/, and in the tables of cluster/.
constexpr const char* kContexts[] = {"engine", "rows", "refusals"};

QString translated(const std::string& text, const std::vector<std::string>& arguments) {
    const QString source = QString::fromStdString(text);
    for (const char* context : kContexts) {
        const QString translation = QCoreApplication::translate(context, text.c_str());
        if (translation != source)
            return fillIn(translation, arguments);
    }
    return fillIn(source, arguments);
}

} // namespace

Message apiMessage(std::string_view id, std::vector<std::string> arguments) {
    for (const Entry& entry : kMessages)
        if (id == entry.id)
            return {std::string(id), std::move(arguments), entry.text, entry.cure};
    for (const MessageEntry& entry : joiningMessages())
        if (id == entry.id)
            return {std::string(id), std::move(arguments), entry.text, entry.cure};
    return {std::string(id), std::move(arguments), {}, {}};
}

std::vector<std::string_view> apiMessageIds() {
    std::vector<std::string_view> ids;
    for (const Entry& entry : kMessages)
        ids.emplace_back(entry.id);
    for (const MessageEntry& entry : joiningMessages())
        ids.emplace_back(entry.id);
    return ids;
}

Message messageFor(const Error& error) {
    const std::string why =
        error.errnoValue != 0 ? std::string(" (") + std::strerror(error.errnoValue) + ")" : std::string();
    return apiMessage(errorId(error.code), {error.subject, error.detail, why});
}

Message badRequest(const Error& error) {
    return apiMessage("api-bad-request", {error.subject + " " + error.detail});
}

QString fillIn(const QString& text, const std::vector<std::string>& arguments) {
    QString filled;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool place = text[i] == QLatin1Char('%') && i + 1 < text.size() &&
                           text[i + 1] >= QLatin1Char('1') && text[i + 1] <= QLatin1Char('9');
        const std::size_t number = place ? static_cast<std::size_t>(text[i + 1].unicode() - u'1') : 0;
        if (place && number < arguments.size()) {
            filled += QString::fromStdString(arguments[number]);
            ++i;
        } else {
            filled += text[i];
        }
    }
    return filled;
}

QString sentence(const Message& message) {
    if (!message.text.empty())
        return translated(message.text, message.arguments);
    QString plain = QString::fromStdString(message.id);
    for (const std::string& argument : message.arguments)
        plain += QLatin1Char(' ') + QString::fromStdString(argument);
    return plain;
}

QString cureSentence(const Message& message) {
    return message.cure.empty() ? QString() : translated(message.cure, message.arguments);
}

QString fullSentence(const Message& message) {
    const QString cure = cureSentence(message);
    return cure.isEmpty() ? sentence(message) : sentence(message) + QLatin1Char(' ') + cure;
}

} // namespace understudy::api
