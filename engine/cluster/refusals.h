#pragma once
// Why a request is refused: a name for programs, and for people a sentence with the cure.

#include "cluster/sentence.h"

#include <span>
#include <string_view>

namespace understudy::cluster {

struct Refusal {
    std::string_view reason;
    const char* sentence;
};

namespace refusals {

inline constexpr Refusal kAlreadyRunning{
    "already-running",
    QT_TRANSLATE_NOOP("refusals",
                      "The module is already started on this node. Look at its state, or stop it first.")};
inline constexpr Refusal kAlreadyStopped{
    "already-stopped", QT_TRANSLATE_NOOP("refusals", "The module is already stopped on this node.")};
inline constexpr Refusal kNotRunning{
    "not-running", QT_TRANSLATE_NOOP("refusals", "The module is stopped on this node. Start it first.")};
inline constexpr Refusal kBusy{
    "busy", QT_TRANSLATE_NOOP(
                "refusals", "The node is in the middle of another change. Wait until its state is no longer "
                            "magenta, or stop the module.")};
inline constexpr Refusal kNotServing{
    "not-serving",
    QT_TRANSLATE_NOOP("refusals",
                      "This node does not serve the application. Ask the node that is PRIM or ALONE.")};
inline constexpr Refusal kStandbyNotInSync{
    "standby-not-in-sync",
    QT_TRANSLATE_NOOP("refusals",
                      "The other node does not hold all data yet, so it cannot take over. Start it, and "
                      "wait until it is SECOND and uptodate.")};
inline constexpr Refusal kPeerServes{
    "peer-serves",
    QT_TRANSLATE_NOOP("refusals", "The other node is serving the application. Stop it first, or use swap.")};
inline constexpr Refusal kNoData{
    "no-data",
    QT_TRANSLATE_NOOP("refusals",
                      "This node holds no data. Start the node that holds the data; this one is then "
                      "synchronised from it.")};
inline constexpr Refusal kStillAsking{
    "still-asking",
    QT_TRANSLATE_NOOP("refusals",
                      "The node is still finding out what the other node holds. Try again when its state "
                      "is red.")};
inline constexpr Refusal kPeerMayTakeOver{
    "peer-may-take-over",
    QT_TRANSLATE_NOOP(
        "refusals",
        "The other node still holds the right to take over. Start this node instead of forcing it: "
        "it serves as soon as the other one has given its right up.")};
inline constexpr Refusal kNotYet{
    "not-yet",
    QT_TRANSLATE_NOOP("refusals",
                      "A swap without synchronisation is not offered by this version. Wait until the other "
                      "node is uptodate and use swap, or stop this node and use force-start there.")};
// Reasons of requests that were accepted and came to nothing.
inline constexpr Refusal kSuperseded{
    "superseded", QT_TRANSLATE_NOOP("refusals", "A later request took the place of this one.")};
inline constexpr Refusal kFailed{
    "failed",
    QT_TRANSLATE_NOOP("refusals", "It did not come to its end. The state of the node says what happened.")};
inline constexpr Refusal kRecordFailed{
    "record-failed",
    QT_TRANSLATE_NOOP(
        "refusals",
        "This node could not write its record (%1), so what was asked would not outlive a restart of "
        "its engine. Repair its disk, and ask again.")};
inline constexpr Refusal kSurvivors{
    "survivors",
    QT_TRANSLATE_NOOP(
        "refusals", "Processes of the application do not even die when they are killed (%1). They are killed "
                    "again and again; if they stay, restart this computer.")};

} // namespace refusals

std::span<const Refusal> refusalTexts(); // all of them, for the API's messages and the manual

} // namespace understudy::cluster
