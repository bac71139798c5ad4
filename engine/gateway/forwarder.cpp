#include "gateway/forwarder.h"

#include "api/http/exchange.h"
#include "api/types/messages.h"
#include "gateway/engine_socket.h"
#include "gateway/page.h"

#include <algorithm>

namespace understudy::gateway {

namespace {

constexpr std::string_view kApi = "/api/v1/";
constexpr std::string_view kEvents = "/api/v1/events";

void answer(const QPointer<api::Connection>& connection, api::HttpResponse response) {
    if (connection)
        connection->respond(std::move(response));
}

void refuse(const QPointer<api::Connection>& connection, unsigned status, const char* id,
            std::vector<std::string> arguments = {}) {
    api::HttpResponse response = api::errorResponse(status, api::apiMessage(id, std::move(arguments)));
    if (status == 429 || status == 503)
        response.retryAfter = "2";
    answer(connection, std::move(response));
}

// A stream of events on its way to a client: the engine's bytes as they come. Child of the client's
// connection.
class EventPipe : public QObject {
public:
    EventPipe(std::unique_ptr<QLocalSocket> engine, const api::HttpRequest& request,
              api::Connection* connection)
        : QObject(connection), m_connection(connection), m_engine(std::move(engine)) {
        connect(m_engine.get(), &QIODevice::readyRead, this, [this] { readMore(); });
        api::whenClosed(m_engine.get(), this, [this] { ended(); });
        m_engine->write(QByteArray::fromStdString(api::writeRequest(request)));
    }
    ~EventPipe() override { m_engine->disconnect(this); }

private:
    void readMore() {
        const QByteArray bytes = m_engine->readAll();
        if (m_flows)
            return m_connection->sendEvent(bytes);
        if (m_isOver)
            return;
        const std::string_view text(bytes.data(), static_cast<std::size_t>(bytes.size()));
        m_refusal.feed(text);
        std::string events;
        const auto status = m_head.feed(text, events);
        if (status && *status && **status == 200) {
            m_flows = true;
            m_connection->beginEvents();
            m_connection->sendEvent(QByteArray::fromStdString(events));
        } else if (auto response = m_refusal.take()) {
            finish(response->has_value() ? std::move(**response) : noEngine());
        }
    }
    void ended() {
        readMore();
        if (m_flows)
            m_connection->deleteLater(); // the client comes back with its last id
        else if (!m_isOver)
            finish(noEngine());
    }
    void finish(api::HttpResponse response) {
        m_isOver = true;
        m_engine->disconnect(this);
        deleteLater();
        m_connection->respond(std::move(response));
    }
    static api::HttpResponse noEngine() {
        return api::errorResponse(503, api::apiMessage("gateway-no-engine"));
    }

    api::Connection* const m_connection;
    std::unique_ptr<QLocalSocket> m_engine;
    api::StreamHeadReader m_head;
    api::ResponseReader m_refusal;
    bool m_flows = false;
    bool m_isOver = false;
};

} // namespace

Forwarder::Forwarder(std::string engineSocket, const Clock& clock, ForwarderLimits limits)
    : m_engineSocket(std::move(engineSocket)), m_clock(clock), m_limits(limits), m_rate(limits.rate) {}

void Forwarder::handle(const Client& client, const api::HttpRequest& request,
                       QPointer<api::Connection> connection) {
    const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
    if (request.host.empty())
        return refuse(connection, 400, "api-bad-request", {"it has no Host"});
    if (path == "/" && request.method == "GET")
        return answer(connection, page());
    if (!path.starts_with(kApi))
        return refuse(connection, 404, "api-no-such-page", {std::string(path)});
    if (!m_rate.take(client.address, m_clock.now()))
        return refuse(connection, 429, "gateway-busy");
    api::HttpRequest passedOn = request;
    passedOn.address = client.address;
    passedOn.isSecure = client.isSecure;
    passedOn.keepAlive = false;
    if (path == kEvents && request.method == "GET")
        return stream(passedOn, connection);
    exchange(std::move(passedOn), connection);
}

void Forwarder::exchange(api::HttpRequest request, const QPointer<api::Connection>& connection) {
    if (m_atWork.use_count() > m_limits.atWork)
        return refuse(connection, 503, "gateway-busy");
    auto socket = engineSocket(m_engineSocket);
    if (!socket)
        return refuse(connection, 503, "gateway-no-engine");
    const auto limit = request.method == "GET" ? m_limits.patience : std::chrono::milliseconds(0);
    new api::HttpExchange(
        std::move(socket), "the engine", request, limit,
        [connection, share = m_atWork](Result<api::HttpResponse> response) {
            if (!response)
                return refuse(connection, 503, "gateway-no-engine");
            while (!response->body.empty() && response->body.back() == '\n')
                response->body.pop_back();
            answer(connection, std::move(*response));
        },
        connection.data());
}

void Forwarder::stream(const api::HttpRequest& request, const QPointer<api::Connection>& connection) {
    std::erase_if(m_streams, [](const auto& open) { return open.first.isNull(); });
    const auto ofAddress = std::count_if(m_streams.begin(), m_streams.end(),
                                         [&](const auto& open) { return open.second == request.address; });
    if (static_cast<int>(m_streams.size()) >= m_limits.streams || ofAddress >= m_limits.streamsPerAddress)
        return refuse(connection, 503, "gateway-busy");
    auto socket = engineSocket(m_engineSocket);
    if (!socket)
        return refuse(connection, 503, "gateway-no-engine");
    m_streams.emplace_back(new EventPipe(std::move(socket), request, connection.data()), request.address);
}

} // namespace understudy::gateway
