#pragma once
// What a node does in a joining, and in which order: the commit protocol. Pure: (state, event) -> actions; no
// clock, socket, file or log. README.md has it as a table.
//
// The guest (node1, who connected) decides; the host (node2, who showed the code) prepares and does what was
// decided. A guest without a record of a joining has aborted it ("presumed abort"); a guest that may have
// asked the host for anything has a record until the host has said that it knows how it ended.
//
// The performer does the actions in order. If one of them fails, it leaves out the rest and feeds
// ActionFailed. A failed Write may have reached the disk all the same.

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace understudy::joining {

using JoiningId = std::array<std::uint8_t, 16>; // random, made by the guest

enum class Side : std::uint8_t { Host = 1, Guest = 2 };

// What is durable. Undoing alone is not: it is a host that has something to take back and could not yet.
enum class Stage : std::uint8_t {
    None = 0,
    Started = 1,  // guest: the host may have prepared
    Prepared = 2, // host: the files are there; whether they count is the guest's decision
    Decided = 3,  // both: the files count; the switch is done or will be
    Aborting = 4, // guest: they do not count; the host may not know it yet
    Undoing = 5,
};

// What the nodes say to each other about it, over a proven connection, always with the id.
enum class Word : std::uint8_t {
    Proposal = 1, // guest: prepare this (with the settings)
    Prepared = 2, // host: it is durable here (with the guest's keys)
    Refused = 3,  // host: no, and nothing is left here (with the reason)
    Commit = 4,   // guest: it counts
    Done = 5,     // host: it counts here, too
    Thanks = 6,   // guest: so I need not ask again
    Abort = 7,    // guest: it does not count
    Aborted = 8,  // host: nothing of it is left here
    Unknown = 9,  // host: I have no such joining
};

// ---- events
struct Restarted {
    Stage stage = Stage::None; // as found on the disk
    JoiningId id{};
    bool operator==(const Restarted&) const = default;
};
struct StartAsked { // guest: the connection is proven, both nodes agree on the settings
    JoiningId id{};
    bool operator==(const StartAsked&) const = default;
};
struct Connected { // guest: to the host of the record, proven by what is in the record
    bool operator==(const Connected&) const = default;
};
struct ConnectionLost {
    bool operator==(const ConnectionLost&) const = default;
};
struct Heard {
    Word word = Word::Abort;
    JoiningId id{};
    bool operator==(const Heard&) const = default;
};
struct PeerAnswered { // over the control connection, with the keys of this joining: it has switched
    bool operator==(const PeerAnswered&) const = default;
};
struct RetryTime { // now and then while isOpen(state)
    bool operator==(const RetryTime&) const = default;
};
struct AbortAsked {
    bool force = false; // the administrator says that the other node will never come back
    bool operator==(const AbortAsked&) const = default;
};
enum class Task : std::uint8_t { Write, StageFiles, Switch, PutBack, RemoveRecord, Other };
struct ActionFailed {
    Task task = Task::Other;
    bool operator==(const ActionFailed&) const = default;
};
using Event = std::variant<Restarted, StartAsked, Connected, ConnectionLost, Heard, PeerAnswered, RetryTime,
                           AbortAsked, ActionFailed>;

// ---- actions
struct Write { // the record, durable
    Stage stage = Stage::None;
    bool operator==(const Write&) const = default;
};
struct StageFiles { // keys and settings beside the real ones, durable
    bool operator==(const StageFiles&) const = default;
};
struct Switch { // the staged files become the real ones, durable; done twice: the same as once
    bool operator==(const Switch&) const = default;
};
struct PutBack { // as before the joining, staged and switched files; done twice: the same as once
    bool operator==(const PutBack&) const = default;
};
struct RemoveRecord { // durable; no record is Stage::None
    bool operator==(const RemoveRecord&) const = default;
};
struct Send { // nothing happens when there is no connection
    Word word = Word::Abort;
    bool operator==(const Send&) const = default;
};
struct Connect { // guest: try once; Connected or ConnectionLost follows
    bool operator==(const Connect&) const = default;
};
enum class Refusal : std::uint8_t {
    OtherIsOpen,   // a joining is not over yet
    InDoubt,       // host: the guest may have decided
    DecidedAlready // it is completed, not taken back
};
struct Refuse { // to the administrator, or (a proposal) to the guest
    Refusal why = Refusal::OtherIsOpen;
    bool operator==(const Refuse&) const = default;
};
using Action = std::variant<Write, StageFiles, Switch, PutBack, RemoveRecord, Send, Connect, Refuse>;
using Actions = std::vector<Action>;

struct State {
    Side side = Side::Guest;
    Stage stage = Stage::None;
    JoiningId id{};
    bool connected = false;
    bool switched = false;      // since the start of this engine
    bool unknownToHost = false; // guest, decided: the host has given it up
    bool operator==(const State&) const = default;
};

Actions step(State& state, const Event& event);
void performed(State& state, const Action& action); // after each action that did not fail
Task taskOf(const Action& action);

inline bool isOpen(const State& state) {
    return state.stage != Stage::None;
}
const char* stageName(Stage stage); // for people and logs: "prepared"

} // namespace understudy::joining
