#include "gateway/door.h"

#include "api/types/login.h"
#include "base/descriptor.h"

#include <QHostAddress>
#include <QSslCipher>
#include <QSslKey>
#include <QSslSocket>
#include <QTimer>

#include <algorithm>

namespace understudy::gateway {

namespace {

constexpr int kBacklog = 256; // that the kernel keeps until we look
constexpr int kIpv6Network = 64;

// IPv4 addresses come in IPv6 clothes on a socket that takes both.
QHostAddress plain(const QHostAddress& address) {
    bool isFour = false;
    const quint32 four = address.toIPv4Address(&isFour);
    return isFour ? QHostAddress(four) : address;
}

// Whose owner has them all counts as one.
QByteArray keyOf(const QHostAddress& address) {
    if (address.protocol() == QAbstractSocket::IPv4Protocol)
        return address.toString().toLatin1();
    const Q_IPV6ADDR six = address.toIPv6Address();
    return QByteArray(reinterpret_cast<const char*>(six.c), kIpv6Network / 8);
}

} // namespace

// Held by whatever serves the client; its end gives the place back.
struct Door::Place {
    Place(std::shared_ptr<std::map<QByteArray, int>> counts, QByteArray addressKey, Client who)
        : places(std::move(counts)), key(std::move(addressKey)), client(std::move(who)) {
        ++(*places)[key];
    }
    ~Place() {
        if (--(*places)[key] == 0)
            places->erase(key);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    std::shared_ptr<std::map<QByteArray, int>> places;
    QByteArray key;
    Client client;
};

Door::Door(std::optional<QSslConfiguration> tls, DoorLimits limits, Handle handle)
    : m_tls(std::move(tls)), m_limits(limits), m_handle(std::move(handle)) {
    setListenBacklogSize(kBacklog);
}

Door::~Door() {
    for (const Handshake& handshake : m_handshakes)
        handshake.socket->disconnect(this);
    for (const auto& connection : m_connections)
        delete connection.data();
}

Status Door::open(std::uint16_t port) {
    if (listen(QHostAddress::Any, port))
        return {};
    const bool taken = serverError() == QAbstractSocket::AddressInUseError;
    return fail(taken ? ErrorCode::Busy : ErrorCode::System, "TCP port " + std::to_string(port),
                errorString().toStdString());
}

void Door::incomingConnection(qintptr descriptor) {
    Descriptor owned(static_cast<int>(descriptor));
    auto socket = m_tls ? std::make_unique<QSslSocket>() : std::make_unique<QTcpSocket>();
    if (!socket->setSocketDescriptor(owned.get()))
        return;
    owned.release();
    const QHostAddress address = plain(socket->peerAddress());
    const QByteArray key = keyOf(address);
    if (!hasRoomFor(key))
        return;
    auto place =
        std::make_shared<Place>(m_places, key, Client{address.toString().toStdString(), m_tls.has_value()});
    if (!m_tls)
        return serve(place, std::move(socket));
    shakeHands(place, std::unique_ptr<QSslSocket>(static_cast<QSslSocket*>(socket.release())));
}

bool Door::hasRoomFor(const QByteArray& key) {
    const auto of = m_places->find(key);
    if (of != m_places->end() && of->second >= m_limits.perAddress)
        return false;
    m_connections.remove_if([](const auto& gone) { return gone.isNull(); });
    if (static_cast<int>(m_connections.size() + m_handshakes.size()) < m_limits.connections)
        return true;
    const auto idle = std::find_if(m_connections.begin(), m_connections.end(),
                                   [](const auto& connection) { return connection->isWaiting(); });
    if (idle == m_connections.end())
        return false;
    delete idle->data();
    m_connections.erase(idle);
    return true;
}

void Door::shakeHands(const std::shared_ptr<Place>& place, std::unique_ptr<QSslSocket> socket) {
    QSslSocket* const raw = socket.get();
    if (static_cast<int>(m_handshakes.size()) >= m_limits.handshakes) // who came first had the most time
        takeOut(m_handshakes.front().socket.get(), false);
    raw->setSslConfiguration(*m_tls);
    connect(
        raw, &QSslSocket::encrypted, this, [this, raw] { takeOut(raw, true); }, Qt::QueuedConnection);
    connect(
        raw, &QSslSocket::errorOccurred, this, [this, raw] { takeOut(raw, false); }, Qt::QueuedConnection);
    auto* const patience = new QTimer(raw);
    connect(patience, &QTimer::timeout, this, [this, raw] { takeOut(raw, false); });
    patience->start(m_limits.handshakeTime);
    m_handshakes.push_back({std::move(socket), place});
    raw->startServerEncryption();
}

void Door::takeOut(QSslSocket* socket, bool good) {
    const auto found =
        std::find_if(m_handshakes.begin(), m_handshakes.end(),
                     [socket](const Handshake& shaking) { return shaking.socket.get() == socket; });
    if (found == m_handshakes.end())
        return; // taken out already
    Handshake done = std::move(*found);
    m_handshakes.erase(found);
    done.socket->disconnect(this);
    for (auto* const patience : done.socket->findChildren<QTimer*>(QString(), Qt::FindDirectChildrenOnly))
        patience->stop();
    if (good)
        return serve(done.place, std::move(done.socket));
    done.socket->abort();
    done.socket.release()->deleteLater(); // we may be inside one of its own calls
}

void Door::serve(const std::shared_ptr<Place>& place, std::unique_ptr<QTcpSocket> socket) {
    api::Origin origin;
    origin.access = api::Access::Gateway;
    origin.caller = {api::kAdmin, place->client.address};
    origin.leavesTheComputer = true;
    auto* const connection = new api::Connection(
        std::move(socket), std::move(origin), m_limits.times,
        [this, place](const api::HttpRequest& request, QPointer<api::Connection> from) {
            m_handle(place->client, request, std::move(from));
        },
        this);
    m_connections.emplace_back(connection);
}

Result<QSslConfiguration> doorTls(const std::string& certificate, const std::string& key) {
    const QList<QSslCertificate> chain =
        QSslCertificate::fromData(QByteArray::fromStdString(certificate), QSsl::Pem);
    const QSslKey privateKey(QByteArray::fromStdString(key), QSsl::Ec, QSsl::Pem);
    if (chain.isEmpty() || privateKey.isNull())
        return fail(ErrorCode::InvalidInput, "the console's key", "cannot be used for TLS");
    QSslConfiguration tls;
    tls.setLocalCertificateChain(chain);
    tls.setPrivateKey(privateKey);
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyNone); // who it is, the login tells
    QList<QSslCipher> modern;
    for (const QSslCipher& cipher : QSslConfiguration::supportedCiphers())
        if (cipher.protocol() == QSsl::TlsV1_3 || (cipher.name().startsWith(QLatin1String("ECDHE-ECDSA-")) &&
                                                   (cipher.name().contains(QLatin1String("GCM")) ||
                                                    cipher.name().contains(QLatin1String("CHACHA20")))))
            modern.append(cipher);
    tls.setCiphers(modern); // renegotiations, handshakes that no limit sees, OpenSSL 3 refuses by itself
    return tls;
}

} // namespace understudy::gateway
