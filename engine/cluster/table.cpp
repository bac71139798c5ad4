// How the table is read: the kind of an event, the choice of a row, and its texts for people.
#include "cluster/core.h"
#include "cluster/transitions.h"
#include "cluster/views.h"

#include <algorithm>
#include <array>

namespace understudy::cluster {

namespace {

// In the order of Event's alternatives; TimerFired and Asked are refined below.
constexpr std::array<const char*, 46> kNames = {"EngineStarted",
                                                "Paused",
                                                "Tick",
                                                "PeerHeard",
                                                "PeerSilent",
                                                "PeerFenced",
                                                "SourceOpened",
                                                "SourceFailed",
                                                "Mounted",
                                                "MountFailed",
                                                "SourceClosed",
                                                "StandbyReady",
                                                "StandbyLost",
                                                "OwnDiskStuck",
                                                "TargetOpened",
                                                "TargetFailed",
                                                "TargetClosed",
                                                "SessionBegun",
                                                "SessionWillChange",
                                                "SessionSynchronised",
                                                "SessionInSync",
                                                "SessionEnded",
                                                "CopySetAside",
                                                "SetAsideFailed",
                                                "AddressRaised",
                                                "AddressFailed",
                                                "AddressDropped",
                                                "ServicesStarted",
                                                "ServicesStopped",
                                                "ServicesNotStopped",
                                                "ServiceFailed",
                                                "CheckersUp",
                                                "CheckerDown",
                                                "RecordSaved",
                                                "RecordFailed",
                                                "EngineEnding",
                                                "TimerFired(Ask)",
                                                "TimerFired(StandbyPatience)",
                                                "TimerFired(StopBound)",
                                                "TimerFired(other)",
                                                "Asked(Start)",
                                                "Asked(Stop)",
                                                "Asked(Restart)",
                                                "Asked(Swap)",
                                                "Asked(SwapNoSync)",
                                                "Asked(ForceStart)"};

On kindOfTimer(Timer timer) {
    switch (timer) {
    case Timer::Ask:
        return On::AskTimer;
    case Timer::StandbyPatience:
        return On::PatienceTimer;
    case Timer::StopBound:
        return On::StopTimer;
    case Timer::Retry:
    case Timer::LoopInterval:
        return On::OtherTimer;
    }
    return On::OtherTimer;
}

On kindOfCommand(Command command) {
    switch (command) {
    case Command::Start:
        return On::AskStart;
    case Command::Stop:
        return On::AskStop;
    case Command::Restart:
        return On::AskRestart;
    case Command::Swap:
        return On::AskSwap;
    case Command::SwapNoSync:
        return On::AskSwapNoSync;
    case Command::ForceStart:
        return On::AskForceStart;
    }
    return On::AskStart;
}

bool holds(const Row& row, const Situation& situation, On kind) {
    return contains(row.from, situation.memory.phase) && contains(row.on, kind) &&
           std::all_of(row.guards.begin(), row.guards.end(), [&](Guard g) { return g(situation); });
}

template <typename Set> std::string phasesOf(Set set) {
    std::string text;
    for (std::uint32_t bit = 1; bit <= static_cast<std::uint32_t>(Phase::Leaving); bit <<= 1) {
        if (!contains(set, static_cast<Phase>(bit)))
            continue;
        text += text.empty() ? "" : " ";
        text += phaseName(static_cast<Phase>(bit));
    }
    return text;
}

std::string eventsOf(On set) {
    std::string text;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (!contains(set, static_cast<On>(1ULL << i)))
            continue;
        text += text.empty() ? "" : " ";
        text += kNames[i];
    }
    return text;
}

static_assert(std::variant_size_v<Event> == 38, "a new event needs a kind in transitions.h and a name here");

} // namespace

On kindOf(const Event& event) {
    if (const auto* fired = std::get_if<TimerFired>(&event))
        return kindOfTimer(fired->timer);
    if (const auto* asked = std::get_if<Asked>(&event))
        return kindOfCommand(asked->command);
    return static_cast<On>(1ULL << event.index());
}

const Row* chooseRow(const Situation& situation) {
    const On kind = kindOf(situation.event);
    for (const Row& row : transitions())
        if (holds(row, situation, kind))
            return &row;
    return nullptr;
}

std::vector<RowText> rowTexts() {
    std::vector<RowText> texts;
    for (const Row& row : transitions())
        texts.push_back(RowText{row.id, phasesOf(row.from), eventsOf(row.on),
                                row.to == kStay ? std::string() : phaseName(row.to), row.why});
    return texts;
}

const char* rowSentence(const std::string& id) {
    const auto& rows = transitions();
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.id == id; });
    return found == rows.end() ? nullptr : found->why;
}

std::span<const Refusal> refusalTexts() {
    using namespace refusals;
    static constexpr std::array kAll = {kAlreadyRunning, kAlreadyStopped,   kNotRunning,  kBusy,
                                        kNotServing,     kStandbyNotInSync, kPeerServes,  kNoData,
                                        kStillAsking,    kPeerMayTakeOver,  kNotYet,      kSuperseded,
                                        kFailed,         kSurvivors,        kRecordFailed};
    return kAll;
}

} // namespace understudy::cluster
