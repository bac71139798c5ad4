#pragma once
// Node1 in a joining: connects to node2, proves the secret, compares what both are like, proposes the
// settings; later, if that was interrupted, connects again and tells how it ended. Thread: the loop; nothing
// blocks.

#include "base/clock.h"
#include "joining/course.h"
#include "joining/draft.h"
#include "joining/line.h"
#include "joining/work.h"
#include "prerequisites/judge.h"
#include "security/proof/prover.h"
#include "store/settings.h"

#include <memory>
#include <optional>

namespace understudy::joining {

struct StartWanted {
    std::string host; // as typed
    Secret kind = Secret::Code;
    std::string secret;
    DraftWanted draft;
};

class Guest : public QObject {
public:
    struct Means {
        const Clock& clock;
        Course& course;
        Files& files;
        Work& work;
        std::string version;
        quint16 port;
        std::function<void()> changed;
        FolderCheck folderProblems;
    };
    explicit Guest(Means means) : m_means(std::move(means)) {}
    ~Guest() override;

    // Once; what comes of it: isTalking(), the course, lastReason(), problems().
    void start(StartWanted wanted);
    void connectAgain(); // for the course
    void hangUp(Reason why);

    bool isTalking() const { return m_line != nullptr || m_resolving; }
    const Reason& lastReason() const { return m_lastReason; }
    const std::vector<api::ConfigProblem>& problems() const { return m_problems; }
    void say(const Told& told);

private:
    enum class Purpose { Start, Tell };

    void dial(const std::string& address, Purpose purpose);
    void heard(Message message);
    void prove(const ProofStep& proof);
    void proven();
    void compare(const Facts& facts);
    void propose(const prerequisites::NodeFacts& own, const prerequisites::NodeFacts& theirs);
    void decide(const std::string& proposal, const std::string& self);
    void take(const Told& told);
    void ended(const Error& error);
    void fail(Reason reason); // says it to the host, too

    const Means m_means;
    StartWanted m_wanted;
    Purpose m_purpose = Purpose::Start;
    std::string m_address;
    std::unique_ptr<Line> m_line;
    std::optional<security::Prover> m_prover;
    prerequisites::Plan m_plan;
    prerequisites::NodeFacts m_own;
    security::SecretKey m_resume{};
    std::uint64_t m_attempt = 0; // what was found out for an earlier one does not count
    bool m_resolving = false;
    bool m_compared = false;
    Reason m_lastReason;
    std::vector<api::ConfigProblem> m_problems;
};

} // namespace understudy::joining
