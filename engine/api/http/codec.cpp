#include "api/http/codec.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/ostream.hpp>
#include <boost/beast/http.hpp>

#include <sstream>

namespace understudy::api {

namespace http = boost::beast::http;
using BeastError = boost::beast::error_code;

namespace {

Error errorOf(const BeastError& error) {
    const bool tooLarge = error == http::error::header_limit || error == http::error::body_limit;
    return Error{tooLarge ? ErrorCode::Refused : ErrorCode::InvalidInput, "HTTP message", error.message(), 0};
}

// Drives a Beast parser over a buffer of bytes: the same for both directions.
template <typename Parser> class Pump {
public:
    explicit Pump(HttpLimits limits) : m_limits(limits) { renew(); }

    void feed(std::string_view bytes) {
        if (!m_failed)
            m_bytes.append(bytes);
    }
    bool isEmpty() const { return m_bytes.empty() && !m_parser->got_some(); }

    // nullopt: needs more; true: a whole message is in parser().
    std::optional<Result<bool>> run() {
        if (m_failed)
            return fail(ErrorCode::InvalidInput, "HTTP message", "the connection was given up");
        while (!m_bytes.empty() && !m_parser->is_done()) {
            BeastError error;
            const std::size_t used = m_parser->put(boost::asio::buffer(m_bytes), error);
            m_bytes.erase(0, used);
            if (error == http::error::need_more)
                return std::nullopt;
            if (!error && bodyIsTooLarge())
                error = http::error::body_limit;
            if (error) {
                m_failed = true;
                return fail(errorOf(error));
            }
        }
        return m_parser->is_done() ? std::optional<Result<bool>>(true) : std::nullopt;
    }
    Parser& parser() { return *m_parser; }
    void renew() {
        m_parser.emplace();
        m_parser->eager(false); // stops behind the header: see bodyIsTooLarge()
        m_parser->header_limit(m_limits.header);
        m_parser->body_limit(m_limits.body);
    }
    std::string takeRest() { return std::exchange(m_bytes, {}); }

private:
    // Beast 1.74 takes memory for the whole body of a response before it looks at the limit.
    bool bodyIsTooLarge() const {
        return m_parser->is_header_done() && m_parser->content_length().value_or(0) > m_limits.body;
    }

    const HttpLimits m_limits;
    std::string m_bytes;
    std::optional<Parser> m_parser;
    bool m_failed = false;
};

HttpResponse responseOf(const http::response<http::string_body>& message) {
    return {message.result_int(), message.body(), std::string(message[http::field::allow]),
            message.keep_alive()};
}

// Beast's own got_some() is of basic_parser; this names it where Pump asks.
template <bool isRequest, typename Body> class Parser : public http::parser<isRequest, Body> {
public:
    bool got_some() const { return http::basic_parser<isRequest>::got_some(); }
};

template <typename Message> std::string serialised(const Message& message) {
    std::ostringstream out;
    out << message;
    return std::move(out).str();
}

constexpr unsigned kVersion = 11; // HTTP/1.1

} // namespace

struct RequestReader::Inner {
    Pump<Parser<true, http::string_body>> pump;
};

RequestReader::RequestReader(HttpLimits limits)
    : m(new Inner{Pump<Parser<true, http::string_body>>(limits)}) {}
RequestReader::~RequestReader() = default;

void RequestReader::feed(std::string_view bytes) {
    m->pump.feed(bytes);
}

bool RequestReader::isEmpty() const {
    return m->pump.isEmpty();
}

std::optional<Result<HttpRequest>> RequestReader::take() {
    const auto done = m->pump.run();
    if (!done)
        return std::nullopt;
    if (!*done)
        return fail(done->error());
    const auto message = m->pump.parser().release();
    m->pump.renew();
    HttpRequest request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    request.body = message.body();
    request.lastEventId = std::string(message["Last-Event-ID"]);
    request.keepAlive = message.keep_alive();
    return request;
}

struct ResponseReader::Inner {
    Pump<Parser<false, http::string_body>> pump;
};

ResponseReader::ResponseReader(HttpLimits limits)
    : m(new Inner{Pump<Parser<false, http::string_body>>(limits)}) {}
ResponseReader::~ResponseReader() = default;

void ResponseReader::feed(std::string_view bytes) {
    m->pump.feed(bytes);
}

std::optional<Result<HttpResponse>> ResponseReader::take() {
    const auto done = m->pump.run();
    if (!done)
        return std::nullopt;
    if (!*done)
        return fail(done->error());
    HttpResponse response = responseOf(m->pump.parser().get());
    m->pump.renew();
    return response;
}

std::optional<Result<HttpResponse>> ResponseReader::takeAtEnd() {
    if (auto whole = take())
        return whole;
    auto& parser = m->pump.parser();
    if (!parser.got_some())
        return std::nullopt;
    BeastError error;
    parser.put_eof(error);
    if (error)
        return fail(ErrorCode::Disconnected, "HTTP message", error.message());
    return responseOf(parser.get());
}

struct StreamHeadReader::Inner {
    std::string bytes;
    http::response_parser<http::buffer_body> parser;
};

StreamHeadReader::StreamHeadReader() : m(std::make_unique<Inner>()) {
    m->parser.header_limit(kResponseLimits.header);
}
StreamHeadReader::~StreamHeadReader() = default;

std::optional<Result<unsigned>> StreamHeadReader::feed(std::string_view bytes, std::string& rest) {
    m->bytes.append(bytes);
    BeastError error;
    const std::size_t used = m->parser.put(boost::asio::buffer(m->bytes), error);
    m->bytes.erase(0, used);
    if (error == http::error::need_more && !m->parser.is_header_done())
        return std::nullopt;
    if (error && error != http::error::need_more)
        return fail(errorOf(error));
    if (!m->parser.is_header_done())
        return std::nullopt;
    rest = std::exchange(m->bytes, {});
    return m->parser.get().result_int();
}

std::string writeRequest(const HttpRequest& request) {
    http::request<http::string_body> message;
    message.version(kVersion);
    message.method_string(request.method);
    message.target(request.target);
    message.set(http::field::host, "understudy");
    if (!request.lastEventId.empty())
        message.set("Last-Event-ID", request.lastEventId);
    if (!request.body.empty())
        message.set(http::field::content_type, "application/json");
    message.body() = request.body;
    message.keep_alive(request.keepAlive);
    message.prepare_payload();
    return serialised(message);
}

std::string writeResponse(const HttpResponse& response) {
    http::response<http::string_body> message;
    message.version(kVersion);
    message.result(response.status);
    message.set(http::field::content_type, "application/json");
    message.set(http::field::cache_control, "no-store");
    if (!response.allow.empty())
        message.set(http::field::allow, response.allow);
    message.body() = response.body + "\n";
    message.keep_alive(response.keepAlive);
    message.prepare_payload();
    return serialised(message);
}

std::string writeEventStreamHead() {
    http::response<http::empty_body> message;
    message.version(kVersion);
    message.result(http::status::ok);
    message.set(http::field::content_type, "text/event-stream");
    message.set(http::field::cache_control, "no-store");
    message.keep_alive(false);
    return serialised(message);
}

} // namespace understudy::api
