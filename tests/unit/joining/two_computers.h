#pragma once
// Two computers for the tests of joining: each with its engine's part and a disk, in one network namespace.

#include "joining/joining.h"

#include <QFile>
#include <QProcess>
#include <QSysInfo>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>

#include <sched.h>
#include <sys/mount.h>

#include <filesystem>

namespace understudy::joining {

constexpr quint16 kPort = 9001;

inline bool ip(const char* words) {
    return QProcess::execute(QStringLiteral("ip"), QString::fromLatin1(words).split(QLatin1Char(' '))) == 0;
}

class SetClock final : public Clock {
public:
    Instant now() const override { return SystemClock().now() + monotonic; }
    WallTime wall() const override { return SystemClock().wall() + ahead; }
    Duration monotonic{};
    std::chrono::milliseconds ahead{};
};

// A network and a hosts file of this process alone; to be made before there is another thread.
class Network {
public:
    // Empty: made. Otherwise why not.
    std::string make() {
        if (::unshare(CLONE_NEWNET | CLONE_NEWNS) != 0)
            return "no network of its own";
        if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 || !m_hosts.open())
            return "no hosts file of its own";
        m_hosts.write("127.0.0.1 localhost\n10.99.0.1 " + QSysInfo::machineHostName().toUtf8() + "\n");
        m_hosts.flush();
        const QByteArray names = QFile::encodeName(m_hosts.fileName());
        if (::mount(names.constData(), "/etc/hosts", nullptr, MS_BIND, nullptr) != 0)
            return "no hosts file of its own";
        // Two computers in one: who asks for 10.99.0.2 is 10.99.0.1.
        for (const char* words : {"link set lo up", "link add net0 type bridge", "link set net0 up",
                                  "addr add 10.99.0.1/24 dev net0", "addr add 10.99.0.2/24 dev net0",
                                  "route change local 10.99.0.2 dev net0 table local src 10.99.0.1"})
            if (!ip(words))
                return std::string("ip ") + words;
        return {};
    }

private:
    QTemporaryFile m_hosts;
};

// With names of its own for the nodes: both "computers" of this test have one host name.
inline std::string document(const std::string& virtualIp) {
    return R"({"format": 1, "cluster": {"name": "cluster1"},
        "nodes": {"node1": {"host": "alpha", "addresses": ["10.99.0.1"]},
                  "node2": {"host": "beta", "addresses": ["10.99.0.2"]}},
        "modules": [{"name": "files", "id": 1, "virtual_ip": ")" +
           virtualIp + R"(/24", "folders": [{"name": "files", "path": "/srv/files"}]}]})";
}

// One computer: what is on its disk stays when its engine is killed.
struct Computer {
    QTemporaryDir disk;
    SetClock clock;
    std::string version = "1.0";
    quint16 port = kPort;
    std::unique_ptr<Joining> engine;
    std::optional<store::Settings> settings;
    std::optional<api::JoinResult> result;
    int reloads = 0;
    std::vector<api::ConfigProblem> unfit;

    explicit Computer(quint16 at = kPort) : port(at) { boot(); }
    std::string file(const char* name) const { return disk.path().toStdString() + name; }
    bool has(const char* name) const { return std::filesystem::exists(file(name)); }

    void load() {
        ++reloads;
        settings.reset();
        if (const auto text = store::readSettingsText(file("/settings.json")))
            if (auto parsed = store::parseSettings(*text, store::SelfKey::Required))
                settings = *std::move(parsed);
    }
    void kill() { engine.reset(); }
    void boot(bool good = true) {
        engine.reset();
        Joining::Means means{clock, disk.path().toStdString(), version, {}, {}, {}, {}, {}, {}, {}};
        means.folderProblems = [this](const store::Settings&, Side) { return unfit; };
        means.settings = [this] { return settings; };
        means.reload = [this] { load(); };
        means.isIdle = [] { return true; };
        means.askPeer = [](const std::function<void(bool)>& heard) { heard(false); };
        means.port = port;
        engine = std::make_unique<Joining>(std::move(means));
        QCOMPARE(engine->recover().has_value(), good);
        load();
    }
    auto into() {
        result.reset();
        return [this](api::JoinResult r) { result = std::move(r); };
    }
    std::string prepare(const api::JoinPrepare& how = {}) {
        engine->joinPrepare(how, {}, into());
        return result ? result->code : std::string();
    }
    void start(const std::string& code, const std::string& host = "10.99.0.2",
               const std::string& virtualIp = "10.99.0.10") {
        api::JoinStart ask;
        ask.host = host;
        ask.code = code;
        ask.settings = document(virtualIp);
        engine->joinStart(ask, {}, into());
    }
    std::string reason() const { return result ? result->result.reason.id : std::string("no answer"); }
    bool isAsBefore() const {
        return !has("/settings.json") && !has("/keys") && !has("/joining") &&
               engine->joinStatus().phase != "joined";
    }
    bool isJoined(NodeId self) const {
        return settings && settings->self == self && security::loadKeySet(file("/keys"), self).has_value() &&
               engine->joinStatus().phase == "joined";
    }
};

} // namespace understudy::joining
