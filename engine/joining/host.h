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

#include <deque>
#include <memory>
#include <optional>

namespace understudy::joining {

constexpr quint16 kJoiningPort = 9001;

class Host : public QObject {
public:
    static constexpr int kMostLines = 8;                 // not proven yet
    static constexpr std::size_t kMostLinesASecond = 20; // each costs a handshake on the loop

    struct Means {
        const Clock& clock;
        Course& course;
        Files& files;
        Work& work;
        std::string version;
        QHostAddress address;
        quint16 port = kJoiningPort;
        std::function<void()> changed; // for the status
        FolderCheck folderProblems;
    };
    explicit Host(Means means);

    // Busy: the port is taken; detail names the process. `password` empty: a code is made.
    Result<std::string> offer(const std::string& password);
    // The offer, and whoever is being talked to about it; the port closes when no joining is open.
    void withdraw();
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
        std::uint64_t number = 0; // of all that ever came: a pointer may come again
        std::unique_ptr<Line> line;
        std::optional<security::Prover> prover;
        Secret secret = Secret::Code;
        bool proven = false;
        bool compared = false; // facts came
        bool agreed = false;   // and nothing stops the joining
        security::SecretKey resume{};
        std::string guestName;
        prerequisites::Plan plan;
    };

    bool listen();
    void accept();
    bool hasRoom();
    void heard(Session& session, Message message);
    void begin(Session& session, const Begin& begin);
    void prove(Session& session, const ProofStep& proof);
    void compare(Session& session, const Facts& facts);
    void judged(Session& session, const prerequisites::NodeFacts& own, const prerequisites::NodeFacts& theirs,
                WallTime received);
    void take(Session& session, const Told& told);
    void propose(Session& session, const Told& told);
    void decline(Session& session, const JoiningId& id, Reason reason);
    void prepare(Session& session, const Told& told, const store::Settings& settings);
    void refuse(Session& session, Reason reason);
    Session* sessionOf(std::uint64_t number) const; // nullptr: it is gone
    void forget(const Session* session);
    void forgetAll();
    void endOffer();
    std::optional<Reason> whyNot(Secret secret) const;

    const Means m_means;
    QTcpServer m_server;
    std::optional<security::OfferedCode> m_offer; // with a password: its tries and its time
    std::string m_secret;
    Secret m_kind = Secret::Code;
    std::vector<std::unique_ptr<Session>> m_sessions;
    std::uint64_t m_lastNumber = 0;
    std::deque<Instant> m_accepted; // the latest
    Session* m_guest = nullptr;     // who speaks for the guest now
    JoiningId m_answered{};         // the id that its last word was about
    Reason m_lastReason;
};

// "the password" or the code, or what a record has, as a Prover takes it.
std::string resumeSecret(const security::SecretKey& key);

} // namespace understudy::joining
