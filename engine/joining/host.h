#pragma once
// Node2 in a joining: listens on port 9001 while a code is offered or a joining is not over, lets in who
// proves the secret, and hands what the guest says to the course. Thread: the loop; nothing blocks.

#include "base/clock.h"
#include "joining/course.h"
#include "joining/line.h"
#include "joining/work.h"
#include "prerequisites/judge.h"
#include "security/proof/prover.h"
#include "security/proof/security_code.h"

#include <QTcpServer>

#include <map>
#include <memory>
#include <optional>

namespace understudy::joining {

constexpr quint16 kJoiningPort = 9001;

class Host : public QObject {
public:
    static constexpr int kMostLines = 8; // not proven yet

    struct Means {
        const Clock& clock;
        Course& course;
        Files& files;
        Work& work;
        std::string version;
        QHostAddress address;
        quint16 port = kJoiningPort;
        std::function<void()> changed; // for the status
    };
    explicit Host(Means means);

    // Busy: the port is taken; detail names the process. `password` empty: a code is made.
    Result<std::string> offer(const std::string& password);
    void withdraw(); // the offer; the port closes when no joining is open
    // After each event of the course: the port is open exactly while it is needed.
    void follow();

    bool isOffering() const { return m_offer.has_value(); }
    bool isTalking() const { return m_guest != nullptr; }
    const std::optional<security::OfferedCode>& offered() const { return m_offer; }
    const Reason& lastReason() const { return m_lastReason; } // why the last one failed
    void say(const Told& told);
    void refuse(Refusal why);
    quint16 port() const { return m_server.serverPort(); }

private:
    struct Session {
        std::unique_ptr<Line> line;
        std::optional<security::Prover> prover;
        Secret secret = Secret::Code;
        bool proven = false;
        bool agreed = false; // facts were compared, and nothing stops the joining
        security::SecretKey resume{};
        std::string guestName;
        prerequisites::Plan plan;
    };

    Status listen();
    void accept();
    void heard(Session& session, Message message);
    void begin(Session& session, const Begin& begin);
    void prove(Session& session, const ProofStep& proof);
    void compare(Session& session, const Facts& facts);
    void judged(Session& session, const prerequisites::NodeFacts& own, const prerequisites::NodeFacts& theirs,
                WallTime received);
    void take(Session& session, const Told& told);
    void propose(Session& session, const Told& told);
    void refuse(Session& session, Reason reason);
    void forget(const Session* session);
    std::optional<Reason> whyNot(Secret secret) const;

    const Means m_means;
    QTcpServer m_server;
    std::optional<security::OfferedCode> m_offer; // with a password: its tries and its time
    std::string m_secret;
    Secret m_kind = Secret::Code;
    std::vector<std::unique_ptr<Session>> m_sessions;
    Session* m_guest = nullptr; // who speaks for the guest now
    JoiningId m_answered{};     // the id that its last word was about
    Reason m_lastReason;
};

// "the password" or the code, or what a record has, as a Prover takes it.
std::string resumeSecret(const security::SecretKey& key);

} // namespace understudy::joining
