#include "joining/draft.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace understudy::joining {

namespace {

constexpr char kDatabaseFolder[] = "/var/lib/postgresql/15/main";
constexpr char kDatabaseUnit[] = "postgresql@15-main.service";

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QJsonObject object(const char* key, const QJsonValue& value) {
    return {{QLatin1String(key), value}};
}

void put(QJsonObject& into, const char* key, const QJsonValue& value) {
    into.insert(QLatin1String(key), value);
}

// "/srv/files" is called "files"; a second folder of that name gets a number.
QJsonArray folders(const std::vector<std::string>& paths) {
    QJsonArray list;
    int number = 0;
    for (const std::string& path : paths) {
        std::string name = path.substr(path.rfind('/') + 1);
        if (++number > 1)
            name += "-" + std::to_string(number);
        QJsonObject folder = object("name", text(name));
        put(folder, "path", text(path));
        list.append(folder);
    }
    return list;
}

QJsonObject unitService(const std::string& unit) {
    QJsonObject service = object("name", text(unit.substr(0, unit.find_first_of("@."))));
    put(service, "kind", QStringLiteral("unit"));
    put(service, "unit", text(unit));
    return service;
}

// The copy brings the lock file of the server that wrote it; its process may be any other one here.
void addDatabase(QJsonObject& module, const std::string& folder, const std::string& unit) {
    QJsonObject stale = object("name", QStringLiteral("stale-pid"));
    put(stale, "kind", QStringLiteral("script"));
    put(stale, "start",
        QJsonArray{QStringLiteral("/bin/rm"), QStringLiteral("-f"), text(folder + "/postmaster.pid")});
    put(stale, "stop", QJsonArray{});
    put(module, "services", QJsonArray{stale, unitService(unit)});
    QJsonObject port = object("name", QStringLiteral("port"));
    put(port, "kind", QStringLiteral("tcp"));
    put(port, "port", 5432);
    QJsonObject sql = object("name", QStringLiteral("sql"));
    put(sql, "kind", QStringLiteral("sql"));
    put(sql, "database", QStringLiteral("postgres"));
    put(sql, "user", QStringLiteral("postgres"));
    put(module, "checkers", QJsonArray{port, sql});
}

Result<QJsonObject> moduleFrom(const DraftWanted& wanted) {
    const bool database = wanted.model == "postgresql";
    if (!database && wanted.model != "files" && wanted.model != "custom")
        return fail(ErrorCode::InvalidInput, "the template " + wanted.model,
                    "does not exist; there are postgresql, files and custom");
    std::vector<std::string> paths = wanted.folders;
    if (paths.empty() && database)
        paths = {kDatabaseFolder};
    if (paths.empty())
        return fail(ErrorCode::InvalidInput, "the template " + wanted.model,
                    "needs a folder to replicate: --folder PATH");
    QJsonObject module = object("name", text(wanted.name.empty() ? wanted.model : wanted.name));
    put(module, "id", 1);
    put(module, "virtual_ip", text(wanted.virtualIp + "/" + std::to_string(wanted.prefixLength)));
    put(module, "folders", folders(paths));
    put(module, "services", QJsonArray{});
    put(module, "checkers", QJsonArray{});
    if (database) {
        addDatabase(module, paths.front(), wanted.units.empty() ? kDatabaseUnit : wanted.units.front());
    } else {
        QJsonArray services;
        for (const std::string& unit : wanted.units)
            services.append(unitService(unit));
        put(module, "services", services);
    }
    return module;
}

QJsonObject nodeJson(const DraftNode& node) {
    QJsonObject json = object("host", text(node.host));
    put(json, "addresses", QJsonArray{text(node.address)});
    return json;
}

} // namespace

Result<std::string> draftSettings(const DraftWanted& wanted, const DraftNode& node1, const DraftNode& node2) {
    QJsonObject document;
    if (!wanted.settings.empty()) {
        document = QJsonDocument::fromJson(QByteArray::fromStdString(wanted.settings)).object();
        if (document.isEmpty())
            return fail(ErrorCode::InvalidInput, "settings", "are not a JSON object");
        document.remove(QStringLiteral("self"));
    } else {
        const auto module = moduleFrom(wanted);
        if (!module)
            return fail(module.error());
        put(document, "format", 1);
        put(document, "cluster", object("name", QStringLiteral("cluster1")));
        put(document, "modules", QJsonArray{*module});
    }
    if (!document.contains(QLatin1String("nodes"))) {
        QJsonObject nodes = object("node1", nodeJson(node1));
        put(nodes, "node2", nodeJson(node2));
        put(document, "nodes", nodes);
    }
    if (wanted.http && !document.contains(QLatin1String("console")))
        put(document, "console", object("protocol", QStringLiteral("http")));
    return QJsonDocument(document).toJson().toStdString();
}

DraftParts partsOf(const std::string& settings) {
    const QJsonObject document = QJsonDocument::fromJson(QByteArray::fromStdString(settings)).object();
    DraftParts parts;
    for (const QJsonValue& value : document.value(QLatin1String("modules")).toArray()) {
        const QJsonObject module = value.toObject();
        const std::string address = module.value(QLatin1String("virtual_ip")).toString().toStdString();
        if (parts.virtualIp.empty())
            parts.virtualIp = address.substr(0, address.find('/'));
        for (const QJsonValue& folder : module.value(QLatin1String("folders")).toArray())
            parts.folders.push_back(folder.toObject().value(QLatin1String("path")).toString().toStdString());
        for (const QJsonValue& service : module.value(QLatin1String("services")).toArray()) {
            const std::string unit = service.toObject().value(QLatin1String("unit")).toString().toStdString();
            if (unit.empty())
                continue;
            parts.units.push_back(unit);
            if (unit.starts_with("postgresql"))
                parts.accounts.emplace_back("postgres");
        }
    }
    return parts;
}

} // namespace understudy::joining
