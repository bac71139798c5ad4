// From the document to the values: one function per object, its keys in the order in which people write them.
// Rules that concern more than one key follow in settings_rules.cpp.

#include "store/settings_rules.h"
#include "store/settings_section.h"

#include <QJsonDocument>
#include <QtGlobal>

namespace understudy::store {

namespace {

constexpr Range kShortTime{20, 600'000};       // milliseconds, up to ten minutes
constexpr Range kLongTime{100, 24 * 3600'000}; // up to a day
constexpr Range kPort{1, 65535};
constexpr Range kFreePort{1024, 65535}; // for programs without rights

NodeSettings readNode(Section& section) {
    NodeSettings node;
    node.host = section.text("host");
    node.addresses = section.texts("addresses", true);
    checkHost(section, "host", node.host);
    checkNodeAddresses(section, node.addresses);
    return node;
}

HeartbeatSettings readHeartbeat(Section& section) {
    HeartbeatSettings heartbeat;
    heartbeat.interval = section.duration("interval_ms", kShortTime, heartbeat.interval);
    heartbeat.timeout = section.duration("timeout_ms", kShortTime, heartbeat.timeout);
    if (heartbeat.timeout < 2 * heartbeat.interval)
        section.problem(
            "timeout_ms", QT_TRANSLATE_NOOP("engine", "is less than twice interval_ms."),
            QT_TRANSLATE_NOOP("engine", "One lost packet must not be a dead node: write %1 or more."),
            {std::to_string(2 * heartbeat.interval.count())});
    return heartbeat;
}

ConsoleSettings readConsole(Section& section) {
    ConsoleSettings console;
    console.protocol = static_cast<ConsoleProtocol>(section.choice("protocol", {"https", "http", "none"}, 0));
    console.port = static_cast<std::uint16_t>(section.number("port", kFreePort, console.portInUse()));
    return console;
}

FolderSettings readFolder(Section& section) {
    FolderSettings folder;
    folder.name = section.text("name");
    folder.path = section.text("path");
    folder.mode = static_cast<FolderMode>(section.choice("mode", {"barrier", "every-write", "async"}, 0));
    folder.xattrs = section.flag("xattrs", true);
    checkName(section, "name", folder.name);
    checkFolderPath(section, "path", folder.path);
    return folder;
}

UnitService readUnit(Section& section) {
    UnitService unit{section.text("unit")};
    checkUnit(section, "unit", unit.unit);
    return unit;
}

ScriptService readScript(Section& section) {
    ScriptService script{section.texts("start", true), section.texts("stop", false)};
    checkCommand(section, "start", script.start);
    if (!script.stop.empty())
        checkCommand(section, "stop", script.stop);
    return script;
}

ProcessService readProcess(Section& section) {
    ProcessService process{section.texts("command", true)};
    checkCommand(section, "command", process.command);
    return process;
}

ServiceSettings readService(Section& section) {
    ServiceSettings service;
    service.name = section.text("name");
    checkName(section, "name", service.name);
    const auto kind = section.kind("kind", {"unit", "script", "process"});
    if (kind == 0)
        service.what = readUnit(section);
    else if (kind == 1)
        service.what = readScript(section);
    else if (kind == 2)
        service.what = readProcess(section);
    service.startTimeout = section.duration("start_timeout_ms", kLongTime, service.startTimeout);
    service.stopTimeout = section.duration("stop_timeout_ms", kLongTime, service.stopTimeout);
    return service;
}

SqlChecker readSqlChecker(Section& section) {
    SqlChecker sql;
    sql.driver = section.text("driver", sql.driver);
    sql.host = section.text("host", sql.host);
    sql.port = static_cast<std::uint16_t>(section.number("port", kPort, sql.port));
    sql.database = section.text("database", sql.database);
    sql.user = section.text("user", sql.user);
    sql.password = section.text("password", sql.password);
    sql.query = section.text("query", sql.query);
    return sql;
}

TcpChecker readTcpChecker(Section& section) {
    TcpChecker tcp;
    tcp.host = section.text("host", tcp.host);
    tcp.port = static_cast<std::uint16_t>(section.number("port", kPort));
    return tcp;
}

ProcessChecker readProcessChecker(Section& section) {
    ProcessChecker process{section.text("control_group", ""), section.text("program", "")};
    if (process.controlGroup.empty() && process.program.empty())
        section.problem("program", QT_TRANSLATE_NOOP("engine", "is missing, and so is control_group."),
                        QT_TRANSLATE_NOOP("engine", "Name the program to look for, or its control group."));
    return process;
}

CheckerSettings readChecker(Section& section) {
    CheckerSettings checker;
    checker.name = section.text("name");
    checkName(section, "name", checker.name);
    const auto kind = section.kind("kind", {"process", "tcp", "sql"});
    if (kind == 0)
        checker.what = readProcessChecker(section);
    else if (kind == 1)
        checker.what = readTcpChecker(section);
    else if (kind == 2)
        checker.what = readSqlChecker(section);
    checker.interval = section.duration("interval_ms", kShortTime, checker.interval);
    checker.timeout = section.duration("timeout_ms", kShortTime, checker.timeout);
    checker.startTimeout = section.duration("start_timeout_ms", kLongTime, checker.startTimeout);
    checker.failures = static_cast<unsigned>(section.number("failures", {1, 100}, checker.failures));
    return checker;
}

ModuleSettings readModule(Section& section) {
    ModuleSettings module;
    module.name = section.text("name");
    checkName(section, "name", module.name);
    module.id = static_cast<unsigned>(section.number("id", {1, 64}));
    const std::string address = section.text("virtual_ip");
    checkVirtualIp(section, "virtual_ip", address, module);
    module.interface = section.text("interface", "");
    checkInterface(section, "interface", module.interface);
    section.list("folders", true, {0, 16}, [&](Section& s) { module.folders.push_back(readFolder(s)); });
    module.standbyTimeout = section.duration("standby_timeout_ms", kLongTime, module.standbyTimeout);
    module.stopTimeout = section.duration("stop_timeout_ms", {1000, 24 * 3600'000}, module.stopTimeout);
    section.list("services", false, {0, 32}, [&](Section& s) { module.services.push_back(readService(s)); });
    section.list("checkers", false, {0, 32}, [&](Section& s) { module.checkers.push_back(readChecker(s)); });
    module.maxLoop = static_cast<unsigned>(section.number("maxloop", {0, 100}, module.maxLoop));
    module.loopInterval =
        std::chrono::seconds(section.number("loop_interval_s", {1, 31 * 86400}, module.loopInterval.count()));
    module.failover = section.flag("failover", module.failover);
    module.boot = static_cast<Boot>(section.choice("boot", {"as-before", "on", "off"}, 0));
    return module;
}

Settings readDocument(Section& root, SelfKey self) {
    Settings settings;
    root.number("format", {Settings::kFormat, Settings::kFormat});
    root.object("cluster", true, [&](Section& s) {
        settings.cluster = s.text("name");
        checkName(s, "name", settings.cluster);
    });
    root.object("nodes", true, [&](Section& nodes) {
        nodes.object("node1", true, [&](Section& s) { settings.node1 = readNode(s); });
        nodes.object("node2", true, [&](Section& s) { settings.node2 = readNode(s); });
    });
    if (self == SelfKey::Required || root.has("self"))
        settings.self = root.choice("self", {"node1", "node2"}) == 0 ? NodeId::Node1 : NodeId::Node2;
    root.object("heartbeat", false, [&](Section& s) { settings.heartbeat = readHeartbeat(s); });
    root.object("console", false, [&](Section& s) { settings.console = readConsole(s); });
    root.list("modules", true, {1, 16}, [&](Section& s) { settings.modules.push_back(readModule(s)); });
    return settings;
}

tl::unexpected<std::vector<Problem>> notJson(std::string place, const char* what, const char* cure,
                                             std::vector<std::string> arguments = {}) {
    return tl::unexpected(std::vector{Problem{std::move(place), what, cure, std::move(arguments)}});
}

std::string lineAndColumn(const QByteArray& text, qsizetype offset) {
    const QByteArray before = text.left(offset);
    const qsizetype column = before.size() - (before.lastIndexOf('\n') + 1) + 1;
    return "line " + std::to_string(before.count('\n') + 1) + ", column " + std::to_string(column);
}

} // namespace

tl::expected<Settings, std::vector<Problem>> parseSettings(std::string_view json, SelfKey self) {
    if (json.size() > Settings::kMaxBytes)
        return notJson("document", QT_TRANSLATE_NOOP("engine", "is larger than %1 bytes."),
                       QT_TRANSLATE_NOOP("engine", "Is this the settings file?"),
                       {std::to_string(Settings::kMaxBytes)});
    const QByteArray text(json.data(), static_cast<qsizetype>(json.size()));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        return notJson(lineAndColumn(text, error.offset), QT_TRANSLATE_NOOP("engine", "is not JSON: %1."),
                       QT_TRANSLATE_NOOP("engine", "Correct the text there, or just before."),
                       {error.errorString().toStdString()});
    if (!document.isObject())
        return notJson("document", QT_TRANSLATE_NOOP("engine", "is not an object."),
                       QT_TRANSLATE_NOOP("engine", "Write the settings between { and }."));
    const QJsonObject object = document.object();
    const QJsonValue format = object.value(QLatin1String("format"));
    if (format.isDouble() && format.toDouble() > Settings::kFormat)
        return notJson(
            "format", QT_TRANSLATE_NOOP("engine", "is newer than this version of Understudy."),
            QT_TRANSLATE_NOOP("engine",
                              "Install the version that wrote this document; this one knows format %1."),
            {std::to_string(Settings::kFormat)});
    std::vector<Problem> problems;
    Section root(object, "", problems);
    Settings settings = readDocument(root, self);
    root.finish();
    checkAcross(settings, problems);
    if (!problems.empty())
        return tl::unexpected(std::move(problems));
    return settings;
}

} // namespace understudy::store
