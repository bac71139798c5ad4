// One function per record: its fields in the order of the struct. Encoding stands beside decoding on purpose.

#include "replication/stream/records.h"

#include "replication/stream/wire.h"

#include <xxhash.h>

#include <cstring>

namespace understudy::replication {

namespace {

constexpr std::size_t kMaxName = 1024;
constexpr std::size_t kMaxXattr = 65535;
constexpr std::size_t kMaxText = 4096;

// Both directions go through the same list of fields, so that they cannot differ: an Out writes what an In
// reads.
struct Out {
    ByteWriter w;
    void f(std::uint8_t& v) { w.u8(v); }
    void f(std::uint16_t& v) { w.u16(v); }
    void f(std::uint32_t& v) { w.u32(v); }
    void f(std::uint64_t& v) { w.u64(v); }
    void f(std::int64_t& v) { w.u64(static_cast<std::uint64_t>(v)); }
    void f(bool& v) { w.u8(v ? 1 : 0); }
    void f(FileId& v) { w.u64(v.value); }
    void f(BarrierId& v) { w.u64(v.value); }
    void f(ObjectType& v) { w.u8(static_cast<std::uint8_t>(v)); }
    void f(Generation& v) { w.bytes(v.bytes); }
    void f(Digest& v) { w.bytes(v); }
    void text(std::string& v, std::size_t limit) {
        UNDERSTUDY_ASSERT(v.size() <= limit);
        w.text(v);
    }
    void rest(std::span<const std::uint8_t>& v) { w.bytes(v); }
    template <typename T, typename F> void list(std::vector<T>& v, std::size_t, F each) {
        w.u32(static_cast<std::uint32_t>(v.size()));
        for (T& e : v)
            each(*this, e);
    }
};

struct In {
    ByteReader r;
    void f(std::uint8_t& v) { v = r.u8(); }
    void f(std::uint16_t& v) { v = r.u16(); }
    void f(std::uint32_t& v) { v = r.u32(); }
    void f(std::uint64_t& v) { v = r.u64(); }
    void f(std::int64_t& v) { v = static_cast<std::int64_t>(r.u64()); }
    void f(bool& v) {
        const std::uint8_t b = r.u8();
        if (b > 1)
            r.failHere();
        v = b == 1;
    }
    void f(FileId& v) { v = FileId(r.u64()); }
    void f(BarrierId& v) { v = BarrierId(r.u64()); }
    void f(ObjectType& v) {
        const std::uint8_t b = r.u8();
        if (b < 1 || b > static_cast<std::uint8_t>(ObjectType::BlockDevice))
            r.failHere();
        v = static_cast<ObjectType>(b);
    }
    void f(Generation& v) { v.bytes = r.array<16>(); }
    void f(Digest& v) { v = r.array<16>(); }
    void text(std::string& v, std::size_t limit) { v = r.text(limit); }
    void rest(std::span<const std::uint8_t>& v) { v = r.bytes(r.remaining()); }
    template <typename T, typename F> void list(std::vector<T>& v, std::size_t smallest, F each) {
        const std::size_t count = r.u32();
        if (count > r.remaining() / smallest) {
            r.failHere();
            return;
        }
        v.resize(count);
        for (T& e : v)
            each(*this, e);
    }
};

template <typename V> void fields(V& v, Attributes& a) {
    v.f(a.mode), v.f(a.uid), v.f(a.gid), v.f(a.mtimeSeconds), v.f(a.mtimeNanoseconds);
}
template <typename V> void fields(V& v, Write& r) {
    v.f(r.id), v.f(r.offset), v.rest(r.bytes);
}
template <typename V> void fields(V& v, Truncate& r) {
    v.f(r.id), v.f(r.size);
}
template <typename V> void fields(V& v, Allocate& r) {
    v.f(r.id), v.f(r.mode), v.f(r.offset), v.f(r.length);
}
template <typename V> void fields(V& v, Create& r) {
    v.f(r.parent), v.text(r.name, kMaxName), v.f(r.id), v.f(r.type), fields(v, r.attributes), v.f(r.device);
    v.text(r.target, kMaxText);
}
template <typename V> void fields(V& v, Link& r) {
    v.f(r.id), v.f(r.parent), v.text(r.name, kMaxName);
}
template <typename V> void fields(V& v, Remove& r) {
    v.f(r.parent), v.text(r.name, kMaxName);
}
template <typename V> void fields(V& v, Rename& r) {
    v.f(r.fromParent), v.text(r.fromName, kMaxName), v.f(r.toParent), v.text(r.toName, kMaxName),
        v.f(r.flags);
}
template <typename V> void fields(V& v, SetAttributes& r) {
    v.f(r.id), fields(v, r.attributes);
}
template <typename V> void fields(V& v, SetXattr& r) {
    v.f(r.id), v.text(r.name, kMaxName), v.text(r.value, kMaxXattr);
}
template <typename V> void fields(V& v, RemoveXattr& r) {
    v.f(r.id), v.text(r.name, kMaxName);
}
template <typename V> void fields(V& v, Adopt& r) {
    v.f(r.parent), v.text(r.name, kMaxName), v.f(r.id);
}
template <typename V> void fields(V& v, Sync& r) {
    v.f(r.barrier), v.f(r.id);
}
template <typename V> void fields(V& v, SyncPoint& r) {
    v.f(r.barrier);
}
template <typename V> void fields(V& v, Open& r) {
    v.f(r.version), v.f(r.sourceStarts), v.f(r.sourceBoot), v.f(r.session), v.text(r.module, kMaxName);
    v.list(r.folders, 2, [](V& x, std::string& s) { x.text(s, kMaxName); });
    v.f(r.generation);
}
template <typename V> void fields(V&, AskDigests&) {}
template <typename V> void fields(V& v, AskListing& r) {
    v.f(r.directory);
}
template <typename V> void fields(V&, WillChange&) {}
template <typename V> void fields(V& v, AskBlocks& r) {
    v.f(r.id), v.f(r.zone);
}
template <typename V> void fields(V& v, Finish& r) {
    v.f(r.barrier), v.f(r.generation);
    v.list(r.ancestors, 16, [](V& x, Generation& g) { x.f(g); });
    v.f(r.base);
}
template <typename V> void fields(V&, InSync&) {}
template <typename V> void fields(V& v, Bye& r) {
    v.text(r.reason, kMaxText);
}
template <typename V> void fields(V& v, Hello& r) {
    v.f(r.version), v.f(r.generation), v.f(r.complete), v.f(r.base), v.f(r.nextBase), v.f(r.logFull);
}
template <typename V> void fields(V& v, LogEntries& r) {
    v.list(r.zones, 24, [](V& x, std::array<std::uint64_t, 3>& z) { x.f(z[0]), x.f(z[1]), x.f(z[2]); });
    v.f(r.last);
}
template <typename V> void fields(V& v, Digests& r) {
    v.list(r.directories, 24, [](V& x, std::pair<FileId, Digest>& d) { x.f(d.first), x.f(d.second); });
    v.f(r.last);
}
template <typename V> void fields(V& v, ListedObject& o) {
    v.text(o.name, kMaxName), v.f(o.id), v.f(o.type), fields(v, o.attributes), v.f(o.size), v.f(o.device);
    v.text(o.target, kMaxText), v.f(o.xattrs);
}
template <typename V> void fields(V& v, Listing& r) {
    v.f(r.directory);
    v.list(r.objects, 40, [](V& x, ListedObject& o) { fields(x, o); });
    v.f(r.last);
}
template <typename V> void fields(V&, MayChange&) {}
template <typename V> void fields(V& v, Blocks& r) {
    v.f(r.id), v.f(r.zone), v.f(r.size);
    v.list(r.blocks, 16, [](V& x, Digest& d) { x.f(d); });
}
template <typename V> void fields(V& v, Synced& r) {
    v.list(r.barriers, 8, [](V& x, BarrierId& b) { x.f(b); });
}
template <typename V> void fields(V&, Recorded&) {}
template <typename V> void fields(V& v, Progress& r) {
    v.f(r.applied);
}
template <typename V> void fields(V& v, Failed& r) {
    v.text(r.what, kMaxText);
}

template <std::size_t I = 0> bool decodeKind(std::size_t kind, In& in, Record& out) {
    if constexpr (I < std::variant_size_v<Record>) {
        if (kind == I) {
            fields(in, out.emplace<I>());
            return true;
        }
        return decodeKind<I + 1>(kind, in, out);
    } else {
        return false;
    }
}

} // namespace

void encode(const Record& record, Seq seq, std::vector<std::uint8_t>& out) {
    const std::size_t start = out.size();
    Out o{ByteWriter(out)};
    o.w.u32(0);
    o.w.u8(static_cast<std::uint8_t>(record.index()));
    o.w.u64(seq.value);
    // Writing does not change the record; the field lists are shared with reading, which does.
    std::visit([&](auto& r) { fields(o, const_cast<std::remove_cvref_t<decltype(r)>&>(r)); }, record);
    const std::size_t size = out.size() - start - 4;
    UNDERSTUDY_ASSERT(size <= kMaxFrame);
    const auto size32 = static_cast<std::uint32_t>(size);
    std::memcpy(out.data() + start, &size32, sizeof size32);
    o.w.u64(XXH3_64bits(out.data() + start + 4, size));
}

bool decodePayload(std::size_t kind, std::span<const std::uint8_t> payload, Record& out) {
    In in{ByteReader(payload)};
    return decodeKind(kind, in, out) && in.r.atEnd();
}

} // namespace understudy::replication
