#include "prerequisites/facts.h"

#include <QJsonArray>

#include <algorithm>

namespace understudy::prerequisites {

namespace {

constexpr qsizetype kMostEntries = 64; // of a list from outside
constexpr qsizetype kLongestText = 512;

// One description of each type, for both directions.
class Writer {
public:
    void field(const char* key, const std::string& value) { put(key, QString::fromStdString(value)); }
    void field(const char* key, bool value) { put(key, value); }
    void field(const char* key, unsigned value) { put(key, static_cast<qint64>(value)); }
    void field(const char* key, int value) { put(key, value); }
    void field(const char* key, std::int64_t value) { put(key, static_cast<qint64>(value)); }
    void field(const char* key, const WallTime& value) {
        put(key, static_cast<qint64>(value.time_since_epoch().count()));
    }
    template <typename T> void field(const char* key, const std::optional<T>& value) {
        if (value)
            field(key, *value);
    }
    template <typename T> void field(const char* key, const std::vector<T>& list);
    QJsonObject object;

private:
    void put(const char* key, const QJsonValue& value) { object.insert(QLatin1String(key), value); }
};

class Reader {
public:
    explicit Reader(const QJsonObject& from) : m_object(from) {}
    void field(const char* key, std::string& value) {
        value = get(key).toString().left(kLongestText).toStdString();
    }
    void field(const char* key, bool& value) { value = get(key).toBool(value); }
    void field(const char* key, unsigned& value) {
        value = static_cast<unsigned>(std::clamp<qint64>(get(key).toInteger(value), 0, INT32_MAX));
    }
    void field(const char* key, int& value) {
        value = static_cast<int>(std::clamp<qint64>(get(key).toInteger(value), INT32_MIN, INT32_MAX));
    }
    void field(const char* key, std::int64_t& value) { value = get(key).toInteger(value); }
    void field(const char* key, WallTime& value) {
        constexpr qint64 farOff = 253'402'300'799'000; // the year 9999
        value = WallTime(std::chrono::milliseconds(std::clamp<qint64>(get(key).toInteger(0), 0, farOff)));
    }
    template <typename T> void field(const char* key, std::optional<T>& value) {
        if (get(key).isUndefined())
            return;
        T known{};
        field(key, known);
        value = std::move(known);
    }
    template <typename T> void field(const char* key, std::vector<T>& list);

private:
    QJsonValue get(const char* key) const { return m_object.value(QLatin1String(key)); }
    const QJsonObject& m_object;
};

// To be written, const; to be read, not.
template <typename T, typename Value>
concept Is = std::is_same_v<std::remove_const_t<T>, Value>;

void describe(auto& f, Is<AddressFact> auto& a) {
    f.field("interface", a.interface);
    f.field("address", a.address);
    f.field("prefix_length", a.prefixLength);
    f.field("static", a.isStatic);
}
void describe(auto& f, Is<NameFact> auto& n) {
    f.field("name", n.name);
    f.field("address", n.address);
    f.field("ipv6", n.hasIpv6);
    f.field("reverse", n.reverse);
}
void describe(auto& f, Is<PortFact> auto& p) {
    f.field("port", p.port);
    f.field("holder", p.holder);
}
void describe(auto& f, Is<UnitFact> auto& u) {
    f.field("unit", u.unit);
    f.field("exists", u.exists);
    f.field("starts_at_boot", u.startsAtBoot);
    f.field("package", u.package);
}
void describe(auto& f, Is<FolderFact> auto& p) {
    f.field("path", p.path);
    f.field("exists", p.exists);
    f.field("file_system", p.fileSystem);
}
void describe(auto& f, Is<AccountFact> auto& a) {
    f.field("name", a.name);
    f.field("user", a.user);
    f.field("group", a.group);
}
void describe(auto& f, Is<NodeFacts> auto& n) {
    f.field("version", n.version);
    f.field("system", n.system);
    f.field("host", n.host);
    f.field("contact", n.contact);
    f.field("time", n.time);
    f.field("zone_minutes", n.zoneMinutes);
    f.field("clock_synchronised", n.clockSynchronised);
    f.field("fuse", n.hasFuse);
    f.field("scripts_run", n.scriptsRun);
    f.field("security_module", n.securityModule);
    f.field("addresses", n.addresses);
    f.field("names", n.names);
    f.field("ports", n.ports);
    f.field("units", n.units);
    f.field("folders", n.folders);
    f.field("accounts", n.accounts);
    f.field("peer_answers_ping", n.peerAnswersPing);
    f.field("virtual_ip_holder", n.virtualIpHolder);
}
void describe(auto& f, Is<Plan> auto& p) {
    f.field("virtual_ip", p.virtualIp);
    f.field("peer_name", p.peerName);
    f.field("peer_address", p.peerAddress);
    f.field("units", p.units);
    f.field("folders", p.folders);
    f.field("accounts", p.accounts);
    f.field("configured", p.configured);
}

template <typename T> void Writer::field(const char* key, const std::vector<T>& list) {
    QJsonArray array;
    for (const T& entry : list) {
        if constexpr (std::is_same_v<T, std::string>) {
            array.append(QString::fromStdString(entry));
        } else {
            Writer inner;
            describe(inner, entry);
            array.append(inner.object);
        }
    }
    put(key, array);
}

template <typename T> void Reader::field(const char* key, std::vector<T>& list) {
    const QJsonArray array = get(key).toArray();
    for (qsizetype i = 0; i < std::min(array.size(), kMostEntries); ++i) {
        T entry;
        if constexpr (std::is_same_v<T, std::string>) {
            entry = array[i].toString().left(kLongestText).toStdString();
        } else {
            const QJsonObject object = array[i].toObject();
            Reader inner(object);
            describe(inner, entry);
        }
        list.push_back(std::move(entry));
    }
}

} // namespace

QJsonObject factsJson(const NodeFacts& facts) {
    Writer writer;
    describe(writer, facts);
    return writer.object;
}

NodeFacts factsFrom(const QJsonObject& object) {
    NodeFacts facts;
    Reader reader(object);
    describe(reader, facts);
    return facts;
}

QJsonObject planJson(const Plan& plan) {
    Writer writer;
    describe(writer, plan);
    return writer.object;
}

Plan planFrom(const QJsonObject& object) {
    Plan plan;
    Reader reader(object);
    describe(reader, plan);
    return plan;
}

} // namespace understudy::prerequisites
