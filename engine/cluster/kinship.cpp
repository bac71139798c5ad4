#include "cluster/record.h"

#include <algorithm>

namespace understudy::cluster {

namespace {

bool inChain(const Generation& g, const std::vector<Generation>& ancestors) {
    return std::find(ancestors.begin(), ancestors.end(), g) != ancestors.end();
}

} // namespace

Kinship kinship(const Generation& mine, const std::vector<Generation>& myAncestors, const Generation& theirs,
                const std::vector<Generation>& theirAncestors) {
    if (mine == theirs)
        return Kinship::Same;
    if (theirs.isNone() || inChain(theirs, myAncestors))
        return Kinship::MineDescends;
    if (mine.isNone() || inChain(mine, theirAncestors))
        return Kinship::TheirsDescends;
    return Kinship::Diverged;
}

} // namespace understudy::cluster
