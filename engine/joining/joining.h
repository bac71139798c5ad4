#pragma once
// Joining and prerequisites as the API shows them; the one object that the engine makes. It owns the course
// of a joining and both sides' conversations. Thread: the loop.

#include "api/server/joining_view.h"
#include "joining/guest.h"
#include "joining/host.h"

#include <QTimer>

namespace understudy::joining {

class Joining final : public QObject, public api::JoiningView {
public:
    static constexpr std::chrono::milliseconds kRetry{2000}; // while something is open

    struct Means {
        const Clock& clock;
        std::string settingsFolder;
        std::string version;
        Files::Hooks files;
        std::function<std::optional<store::Settings>()> settings; // in force
        std::function<void()> reload;                             // they have changed
        std::function<bool()> isIdle;                             // no module runs
        std::function<void(std::function<void(bool)>)>
            askPeer; // whether it answers over the control connection
        std::function<void(const api::Caller&, const api::CommandResult&)> log;
        FolderCheck folderProblems;
        QHostAddress address = QHostAddress(QHostAddress::AnyIPv4);
        quint16 port = kJoiningPort;
    };
    explicit Joining(Means means);
    ~Joining() override;

    // Before the settings are read. An error is said; the engine goes on, with its settings as they are.
    Status recover();

    api::JoinStatus joinStatus() const override;
    void joinPrepare(const api::JoinPrepare& prepare, const api::Caller& by, Done done) override;
    void joinStart(const api::JoinStart& start, const api::Caller& by, Done done) override;
    void joinAbort(bool force, const api::Caller& by, Done done) override;
    void joinFinish(const api::Caller& by, Done done) override;
    void prerequisites(const QJsonObject& peerFacts, std::function<void(Judged)> done) override;
    void applyCure(const std::string& id, const api::Caller& by,
                   std::function<void(api::CommandResult)> done) override;

    // Why no settings can be applied now: a joining is open, and will bring its own or take them back.
    std::optional<api::Message> hindrance() const;

    quint16 port() const { return m_host.port(); } // 0: closed

private:
    void changed();
    void retry();
    void finishStart();
    std::optional<Reason> whyNotNow() const;
    api::JoinResult answer(const char* command, const std::optional<Reason>& refusal) const;
    void reply(const char* command, const std::optional<Reason>& refusal, const api::Caller& by,
               const Done& done);
    prerequisites::Plan plan() const;
    void collect(std::function<void(prerequisites::NodeFacts)> found);
    Reason pendingReason() const;

    const Means m_means;
    Files m_files;
    Course m_course;
    Work m_work;
    Host m_host;
    Guest m_guest;
    QTimer m_retry;
    std::optional<Error> m_unreadable; // the record that was found at the start
    std::vector<std::function<void(prerequisites::NodeFacts)>> m_collecting; // all wait for the same facts
    std::optional<Reason> m_refused; // by the course, of the event that is being handled
    struct Starting {
        api::Caller by;
        Done done;
    };
    std::optional<Starting> m_starting;
};

} // namespace understudy::joining
