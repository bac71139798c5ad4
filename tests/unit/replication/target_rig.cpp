#include "target_rig.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace understudy::replication::testing {

namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

std::uint16_t freePort() {
    const Descriptor probe(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    UNDERSTUDY_ASSERT(::bind(probe.get(), reinterpret_cast<sockaddr*>(&address), size) == 0);
    UNDERSTUDY_ASSERT(::getsockname(probe.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
    return ntohs(address.sin_port);
}

} // namespace

bool ScriptedSource::send(const Record& record) {
    return sendTogether({record});
}

bool ScriptedSource::sendTogether(const std::vector<Record>& records) {
    std::vector<std::uint8_t> bytes;
    for (const Record& record : records)
        encode(record, Seq(++m_seq), bytes);
    return sendRaw(bytes);
}

Result<Record> ScriptedSource::any(Duration bound) {
    for (;;) {
        auto record = m_decoder.next();
        if (!record)
            return fail(std::move(record.error()));
        if (*record)
            return std::move(**record);
        auto got = m_channel->receive(m_received, bound);
        if (!got)
            return fail(std::move(got.error()));
        m_decoder.feed(std::span(m_received).first(*got));
    }
}

Result<Record> ScriptedSource::next(Duration bound) {
    for (;;) {
        auto record = any(bound);
        if (!record || !std::holds_alternative<Progress>(*record))
            return record;
    }
}

std::optional<std::uint64_t> ScriptedSource::progress() {
    for (;;) {
        auto record = any(EventLog::kPatience);
        if (!record)
            return {};
        if (const auto* progress = std::get_if<Progress>(&*record))
            return progress->applied;
    }
}

std::string ScriptedSource::failure() {
    for (;;) {
        auto record = next();
        if (!record)
            return {};
        if (const auto* failed = std::get_if<Failed>(&*record))
            return failed->what;
    }
}

bool ScriptedSource::barrier() {
    const BarrierId id(++m_barrier);
    if (!send(SyncPoint{id}))
        return false;
    const auto answer = expect<Synced>();
    return answer && answer->barriers == std::vector{id};
}

bool ScriptedSource::sync(FileId file) {
    const BarrierId id(++m_barrier);
    if (!send(Sync{id, file}))
        return false;
    const auto answer = expect<Synced>();
    return answer && answer->barriers == std::vector{id};
}

TargetRig::TargetRig()
    : unusable(folder.unusable), serverContext(authority.context("node2", Channel::Side::Server)),
      clientContext(authority.context("node1", Channel::Side::Client)) {
    settings.self = NodeId::Node2;
    settings.module = "test";
    settings.port = freePort();
    settings.ownAddress = "127.0.0.1";
    settings.peerAddress = "127.0.0.1";
    settings.folders = folder.folders();
    settings.stateDirectory = state.path().toStdString();
    target = std::make_unique<Target>(settings, serverContext.get(), clock, shared,
                                      [this](cluster::Event event) { events.add(std::move(event)); });
    cluster::Record record;
    record.generation = testGeneration(7);
    record.complete = true;
    target->recordChanged(record);
}

TargetRig::~TargetRig() {
    target.reset();
    shared = {};
    static_cast<void>(putBack(folder.settings)); // an immutable folder cannot be removed
}

bool TargetRig::open() {
    target->perform(cluster::OpenTarget{cluster::Ticket(1)});
    return events.next<cluster::TargetOpened>().has_value();
}

bool TargetRig::close() {
    target->perform(cluster::CloseTarget{cluster::Ticket(2)});
    return events.next<cluster::TargetClosed>().has_value();
}

std::unique_ptr<ScriptedSource> TargetRig::connect() {
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in address = loopback(settings.port);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return nullptr;
    auto channel =
        Channel::open(std::move(socket), clientContext.get(), Channel::Side::Client, EventLog::kPatience);
    return channel ? std::make_unique<ScriptedSource>(std::move(*channel)) : nullptr;
}

Open TargetRig::openRecord(std::uint64_t session, std::uint64_t starts) {
    return Open{kProtocolVersion, starts, 77, session, "test", {"data"}, testGeneration(9)};
}

std::unique_ptr<ScriptedSource> TargetRig::begin(std::uint64_t session, std::uint64_t starts) {
    auto source = connect();
    if (!source || !source->send(openRecord(session, starts)) || !source->expect<Hello>() ||
        !source->expect<LogEntries>() || !events.next<cluster::SessionBegun>())
        return nullptr;
    return source;
}

std::unique_ptr<ScriptedSource> TargetRig::beginChanging(std::uint64_t session) {
    auto source = begin(session);
    if (!source || !source->send(WillChange{}) || !events.next<cluster::SessionWillChange>())
        return nullptr;
    target->perform(cluster::BeginApplying{SessionNumber(session)});
    return source->expect<MayChange>() ? std::move(source) : nullptr;
}

std::string TargetRig::content(const std::string& name) const {
    const auto bytes = readWholeFile(path(name), 64u << 20);
    return bytes ? std::string(bytes->begin(), bytes->end()) : "<" + bytes.error().toString() + ">";
}

Create createFile(FileId id, const std::string& name, FileId parent) {
    return {parent, name, id, ObjectType::File, {0640, 0, 0, 1'700'000'000, 5}, 0, {}};
}

Create createDirectory(FileId id, const std::string& name, FileId parent) {
    return {parent, name, id, ObjectType::Directory, {0750, 0, 0, 1'700'000'000, 5}, 0, {}};
}

Write writeText(FileId id, std::string_view text, std::uint64_t offset) {
    return {id, offset, asBytes(text)};
}

Generation testGeneration(std::uint8_t seed) {
    Generation generation;
    generation.bytes.fill(seed);
    return generation;
}

} // namespace understudy::replication::testing
