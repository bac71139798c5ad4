#pragma once
// The change stream and everything else that the two ends of a replication session say to each other.
//
// A frame on the wire (little endian):
//   u32 size of what follows, without the checksum   (at most kMaxFrame)
//   u8  kind
//   u64 sequence                                     (from 1, one more per frame and direction; a gap ends
//   the session)
//   ... fields of the kind, in the order of the struct
//   u64 XXH3-64 of everything after the size
// Strings are u16 length + bytes; lists u32 count + elements. Decoding checks every length (ByteReader).

#include "base/cursor.h"
#include "base/ids.h"
#include "base/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace understudy::replication {

inline constexpr std::uint32_t kProtocolVersion = 1;
inline constexpr std::size_t kMaxFrame = 4u << 20; // 4 MiB
inline constexpr std::size_t kMaxWrite = 1u << 20; // bytes of one Write
inline constexpr std::uint64_t kZoneSize = 4u << 20;
inline constexpr std::uint64_t kBlockSize = 4096; // what is compared and sent

using BarrierId = Strong<struct BarrierIdTag, std::uint64_t>;
using Digest = std::array<std::uint8_t, 16>; // XXH3-128

enum class ObjectType : std::uint8_t { File = 1, Directory, Symlink, Fifo, Socket, CharDevice, BlockDevice };

// Owner, mode and times of an object. Size is not among them: content is compared and sent on its own.
struct Attributes {
    std::uint32_t mode = 0; // permission bits with suid, sgid, sticky; no type
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::int64_t mtimeSeconds = 0;
    std::uint32_t mtimeNanoseconds = 0;

    bool operator==(const Attributes&) const = default;
};

// clang-format off: a vocabulary reads best with one word per line
// ---- changes: serving node to standby, applied in order
struct Write {
    FileId id;
    std::uint64_t offset = 0;
    std::span<const std::uint8_t> bytes;
};
struct Truncate {
    FileId id;
    std::uint64_t size = 0;
};
struct Allocate {
    FileId id;
    std::uint32_t mode = 0;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
}; // mode as fallocate(2)
struct Create {
    FileId parent;
    std::string name;
    FileId id;
    ObjectType type = ObjectType::File;
    Attributes attributes;
    std::uint64_t device = 0;
    std::string target;
};
struct Link {
    FileId id;
    FileId parent;
    std::string name;
};
struct Remove {
    FileId parent;
    std::string name;
}; // unlink or rmdir
struct Rename {
    FileId fromParent;
    std::string fromName;
    FileId toParent;
    std::string toName;
    std::uint32_t flags = 0;
}; // flags as renameat2(2)
struct SetAttributes {
    FileId id;
    Attributes attributes;
};
struct SetXattr {
    FileId id;
    std::string name;
    std::string value;
};
struct RemoveXattr {
    FileId id;
    std::string name; // empty: every one of the application's
};
struct Adopt {
    FileId parent;
    std::string name;
    FileId id;
}; // the object there gets this id (a first synchronisation onto an old copy)

// ---- barriers
struct Sync {
    BarrierId barrier;
    FileId id;
}; // fsync of that object; answered by Synced that names it (S6)
struct SyncPoint {
    BarrierId barrier;
}; // syncfs of every folder; answered by Synced

// ---- session and synchronisation, from the serving node
struct Open { // first frame
    std::uint32_t version = kProtocolVersion;
    std::uint64_t sourceStarts = 0, sourceBoot = 0;
    std::uint64_t session = 0;
    std::string module;
    std::vector<std::string> folders; // names, in order: roots are FileId 1, 2, ...
    Generation generation;
};
struct AskDigests {}; // answered by Digests
struct AskListing {
    FileId directory;
};                    // answered by Listing
struct WillChange {}; // the copies differ: answered by MayChange once the standby's record says incomplete
struct AskBlocks {
    FileId id;
    std::uint64_t zone = 0;
};              // answered by Blocks, about the content after everything before it
struct Finish { // nothing is left to send: syncfs, then the standby's core records; answered by Recorded
    BarrierId barrier;
    Generation generation;
    std::vector<Generation> ancestors;
    Generation base; // the new base of both logs
};
struct InSync {}; // recorded here too: the right to take over begins; the standby's log is cleared
struct Bye {
    std::string reason;
}; // orderly end

// ---- answers of the standby
struct Hello { // first frame, after Open
    std::uint32_t version = kProtocolVersion;
    Generation generation; // of its record
    bool complete = false;
    Generation base, nextBase; // of its log
    bool logFull = false;      // its log says "everything may differ"
};
struct LogEntries {
    std::vector<std::array<std::uint64_t, 3>> zones;
    bool last = true;
}; // file id, first zone, count (0: to the end)
struct Digests {
    std::vector<std::pair<FileId, Digest>> directories;
    bool last = true;
};
struct ListedObject {
    std::string name;
    FileId id;
    ObjectType type = ObjectType::File;
    Attributes attributes;
    std::uint64_t size = 0; // files
    std::uint64_t device = 0;
    std::string target; // symlinks
    Digest xattrs{};

    bool operator==(const ListedObject&) const = default;
};
struct Listing {
    FileId directory;
    std::vector<ListedObject> objects;
    bool last = true;
};
struct MayChange {};
struct Blocks {
    FileId id;
    std::uint64_t zone = 0;
    std::uint64_t size = 0;
    std::vector<Digest> blocks;
}; // size: of the file; blocks up to the end of zone or file
struct Synced {
    std::vector<BarrierId> barriers;
};
struct Recorded {};
struct Progress {
    std::uint64_t applied = 0;
}; // sequence applied, now and then: for the lag
struct Failed {
    std::string what;
}; // an apply failed: the session is over

using Record = std::variant<Write, Truncate, Allocate, Create, Link, Remove, Rename, SetAttributes, SetXattr,
                            RemoveXattr, Adopt, Sync, SyncPoint, Open, AskDigests, AskListing, WillChange,
                            AskBlocks, Finish, InSync, Bye, Hello, LogEntries, Digests, Listing, MayChange,
                            Blocks, Synced, Recorded, Progress, Failed>;

// clang-format on

// Appends one whole frame to `out`.
void encode(const Record& record, Seq seq, std::vector<std::uint8_t>& out);

// Cuts frames out of received bytes. Write::bytes is a view into the decoder's buffer, valid until the next
// call. A wrong length, kind, sequence or checksum is an Error (Corrupt) and the session must end.
class Decoder {
public:
    void feed(std::span<const std::uint8_t> bytes);
    Result<std::optional<Record>> next(); // nothing: more bytes are needed
    bool hasMore() const;                 // a whole frame is waiting
    Seq lastSeq() const { return m_seq; }

private:
    std::vector<std::uint8_t> m_buffer;
    std::size_t m_at = 0;
    Seq m_seq{};
};

} // namespace understudy::replication
