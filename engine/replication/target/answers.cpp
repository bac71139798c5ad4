#include "replication/target/answers.h"

#include <sys/stat.h>

#include <algorithm>

namespace understudy::replication {

namespace {

constexpr std::size_t kZonesPerFrame = 65536;
constexpr std::size_t kDirectoriesPerFrame = 256; // few: an end of the session is noticed between two frames
constexpr std::size_t kListingBytes = 1u << 20;

// At least the size of its encoding.
std::size_t encodedBound(const ListedObject& object) {
    return object.name.size() + object.target.size() + 96;
}

} // namespace

Status sendLogEntries(const ActivityLog& log, Replies& replies) {
    LogEntries part;
    for (const ZoneRange& range : log.entries()) {
        if (part.zones.size() == kZonesPerFrame) {
            part.last = false;
            if (auto sent = replies.send(part); !sent)
                return sent;
            part.zones.clear();
        }
        part.zones.push_back({range.id.value, range.first, range.count});
    }
    part.last = true;
    return replies.send(part);
}

Status answerDigests(const Copy& copy, Replies& replies) {
    std::vector<FileId> directories;
    for (const auto& [id, object] : copy.tree().objects())
        if (object.type == ObjectType::Directory)
            directories.push_back(id);
    std::sort(directories.begin(), directories.end());
    Digests part;
    for (const FileId id : directories) {
        if (part.directories.size() == kDirectoriesPerFrame) {
            part.last = false;
            if (auto sent = replies.send(part); !sent)
                return sent;
            part.directories.clear();
        }
        auto listing = listDirectory(copy, id);
        if (!listing)
            return fail(std::move(listing.error()));
        part.directories.emplace_back(id, digestOf(*listing));
    }
    part.last = true;
    return replies.send(part);
}

Status answerListing(const Copy& copy, FileId directory, Replies& replies) {
    const Tree::Object* object = copy.tree().find(directory);
    if (object == nullptr || object->type != ObjectType::Directory)
        return fail(ErrorCode::NotFound, describeObject(copy, directory), "is not a directory of this copy");
    auto listing = listDirectory(copy, directory);
    if (!listing)
        return fail(std::move(listing.error()));
    Listing part{directory, {}, false};
    std::size_t bytes = 0;
    for (ListedObject& listed : *listing) {
        if (bytes > kListingBytes) {
            if (auto sent = replies.send(part); !sent)
                return sent;
            part.objects.clear();
            bytes = 0;
        }
        bytes += encodedBound(listed);
        part.objects.push_back(std::move(listed));
    }
    part.last = true;
    return replies.send(part);
}

Status answerBlocks(Applier& applier, const AskBlocks& question, Replies& replies) {
    Blocks answer{question.id, question.zone, 0, {}};
    auto file = applier.open(question.id);
    if (!file && file.error().code == ErrorCode::NotFound)
        return replies.send(answer);
    if (!file)
        return fail(std::move(file.error()));
    if ((*file)->type != ObjectType::File)
        return fail(ErrorCode::InvalidInput, applier.describe(question.id), "has no blocks to compare");
    struct stat status {};
    if (::fstat((*file)->fd.get(), &status) != 0)
        return fail(systemError(applier.describe(question.id), "cannot be looked at"));
    answer.size = static_cast<std::uint64_t>(status.st_size);
    auto blocks = digestZone((*file)->fd.get(), question.zone, answer.size);
    if (!blocks)
        return fail(std::move(blocks.error()));
    answer.blocks = std::move(*blocks);
    return replies.send(answer);
}

} // namespace understudy::replication
