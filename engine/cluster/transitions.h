#pragma once
// The shape of the table in transitions.cpp.

#include "cluster/effects.h"
#include "cluster/guards.h"

#include <initializer_list>
#include <string>
#include <vector>

namespace understudy::cluster {

// What a row listens to: a set of kinds of event. Requests and timers are told apart by their command and
// kind.
enum class On : std::uint64_t {
    EngineStarted = 1ULL << 0,
    Paused = 1ULL << 1,
    Tick = 1ULL << 2,
    PeerHeard = 1ULL << 3,
    PeerSilent = 1ULL << 4,
    PeerFenced = 1ULL << 5,
    SourceOpened = 1ULL << 6,
    SourceFailed = 1ULL << 7,
    Mounted = 1ULL << 8,
    MountFailed = 1ULL << 9,
    SourceClosed = 1ULL << 10,
    StandbyReady = 1ULL << 11,
    StandbyLost = 1ULL << 12,
    OwnDiskStuck = 1ULL << 13,
    TargetOpened = 1ULL << 14,
    TargetFailed = 1ULL << 15,
    TargetClosed = 1ULL << 16,
    SessionBegun = 1ULL << 17,
    SessionWillChange = 1ULL << 18,
    SessionSynchronised = 1ULL << 19,
    SessionInSync = 1ULL << 20,
    SessionEnded = 1ULL << 21,
    CopySetAside = 1ULL << 22,
    SetAsideFailed = 1ULL << 23,
    AddressRaised = 1ULL << 24,
    AddressFailed = 1ULL << 25,
    AddressDropped = 1ULL << 26,
    ServicesStarted = 1ULL << 27,
    ServicesStopped = 1ULL << 28,
    ServicesNotStopped = 1ULL << 29,
    ServiceFailed = 1ULL << 30,
    CheckersUp = 1ULL << 31,
    CheckerDown = 1ULL << 32,
    RecordSaved = 1ULL << 33,
    RecordFailed = 1ULL << 34,
    EngineEnding = 1ULL << 35,
    AskTimer = 1ULL << 36,
    PatienceTimer = 1ULL << 37,
    StopTimer = 1ULL << 38,
    OtherTimer = 1ULL << 39,
    AskStart = 1ULL << 40,
    AskStop = 1ULL << 41,
    AskRestart = 1ULL << 42,
    AskSwap = 1ULL << 43,
    AskSwapNoSync = 1ULL << 44,
    AskForceStart = 1ULL << 45,
};

constexpr On operator|(On a, On b) {
    return static_cast<On>(static_cast<std::uint64_t>(a) | static_cast<std::uint64_t>(b));
}
constexpr bool contains(On set, On one) {
    return (static_cast<std::uint64_t>(set) & static_cast<std::uint64_t>(one)) != 0;
}

On kindOf(const Event& event);

// How loud a row is. Explains: it becomes the explanation of the state and an entry of the module log, once
// as long as nothing changes. Notes: an entry only. Quiet: neither.
enum class Voice : std::uint8_t { Explains, Notes, Quiet };

// `to` of a row that does not change the phase.
inline constexpr Phase kStay = static_cast<Phase>(0);

using Arguments = std::vector<std::string> (*)(const Situation&);

struct Row {
    const char* id;
    Phase from;
    On on;
    std::vector<Guard> guards; // all of them must hold
    Phase to;
    std::vector<Effect> effects; // in this order
    Voice voice;
    const char* why; // English source text, %1.. from `arguments`
    Arguments arguments;
};

const std::vector<Row>& transitions();

// The first row whose guards hold; nullptr: the event changes nothing.
const Row* chooseRow(const Situation& situation);

} // namespace understudy::cluster
