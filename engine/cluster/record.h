#pragma once
// What a node knows about its own copy, durably. Written whole before anything that rests on it happens
// (safety rule 3). Value type; the core makes new ones, store/ keeps them.

#include "base/clock.h"
#include "base/ids.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace understudy::cluster {

// The last part a node played. A record that says Prim is no right to serve (S3); Alone is: it was written
// together with a generation that the peer does not have.
enum class Role : std::uint8_t { None, Standby, Prim, Alone };

struct Record {
    static constexpr std::size_t kMaxAncestors = 64;

    Generation generation;             // the line of history of this copy; none before the first data
    std::vector<Generation> ancestors; // newest first, at most kMaxAncestors
    bool complete = false;             // false from the first byte of a resynchronisation to its end
    Role lastRole = Role::None;
    bool tookOver = false;          // this generation began by taking over, not by dropping a standby
    bool running = false;           // the administrator wants this module to run: what a reboot resumes
    std::uint64_t engineStarts = 0; // Incarnation::starts of the engine that wrote this
    std::optional<WallTime> peerLastSeen;
    std::optional<WallTime> since; // when lastRole began; for people

    bool operator==(const Record&) const = default;
};

// How the history of two copies relates (S16). A descends from B when B's generation is in A's chain.
enum class Kinship { Same, MineDescends, TheirsDescends, Diverged };

// `theirs` may carry fewer ancestors than `mine` (a heartbeat has room for some): what cannot be shown to be
// kin is Diverged. A copy without data (none) is an ancestor of everything; two such copies are Same.
Kinship kinship(const Generation& mine, const std::vector<Generation>& myAncestors, const Generation& theirs,
                const std::vector<Generation>& theirAncestors);

} // namespace understudy::cluster
