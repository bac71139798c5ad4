#pragma once
// The decision (decision.h) with its hands: performs the actions in order on this node's disk, and says words
// to whoever is at the other end. Thread: the loop; blocks for the disk. An event that comes while actions
// are performed waits until they are done.

#include "joining/decision.h"
#include "joining/files.h"
#include "joining/messages.h"

#include <deque>
#include <functional>
#include <optional>

namespace understudy::joining {

class Course {
public:
    struct Hooks {
        std::function<void(Told)> say;       // on the connection there is; may be none
        std::function<void()> connect;       // guest: to the host of the record
        std::function<void(Refusal)> refuse; // an administrator's wish, or a proposal
        std::function<void()> reload;        // the settings in force are others now
        std::function<bool()> isIdle;        // no module runs: its settings may go
    };
    Course(Files& files, Hooks hooks) : m_files(files), m_hooks(std::move(hooks)) {}

    // At the start of the engine, before the settings are read: what a crash left half done is completed or
    // taken back. An error: the record cannot be read, and nothing is touched.
    Status recover();

    void event(const Event& event);

    // Before StartAsked, or before a Proposal is heard: who the other one is.
    void begin(Side side, const Record& record);
    StagedFiles staged;           // host: before a Proposal, guest: before Prepared is heard
    std::optional<Told> prepared; // host: what the guest gets
    std::string proposal;         // guest: the settings

    const State& state() const { return m_state; }
    const Record& record() const { return m_record; }
    const std::optional<Error>& trouble() const { return m_trouble; } // of the last action that failed

private:
    void perform(const Actions& actions);
    Status perform(const Action& action);
    Told told(Word word) const;
    void forgetSecrets(); // they are on the disk, or nowhere

    Files& m_files;
    const Hooks m_hooks;
    State m_state;
    Record m_record;
    std::optional<Error> m_trouble;
    std::deque<Event> m_waiting;
    bool m_busy = false;
    bool m_recovering = false;
};

} // namespace understudy::joining
