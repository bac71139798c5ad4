#include "api/http/codec.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/ostream.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <sstream>

namespace understudy::api {

namespace http = boost::beast::http;
using BeastError = boost::beast::error_code;

namespace {

constexpr const char* kCsrfHeader = "X-CSRF-Token";
constexpr const char* kAddressHeader = "X-Understudy-Address";
constexpr const char* kSecureHeader = "X-Understudy-Secure";
constexpr std::string_view kEndOfHead = "\r\n\r\n";

// Two readers that disagree about where a line or a message ends are how requests are smuggled past one of
// them. So lines end in CR LF and nothing else, none is folded, and no control character is in them.
// `before`: the byte before; none at the beginning.
bool mayFollow(char before, char byte) {
    const auto c = static_cast<unsigned char>(byte);
    if ((byte == '\n') != (before == '\r'))
        return false;
    if (before == '\n' && (byte == ' ' || byte == '\t'))
        return false;
    return (c >= 0x20 && c != 0x7f) || byte == '\r' || byte == '\n' || byte == '\t';
}

// What may stand once in a request. Beast has looked at lengths and transfer encodings.
bool saysEachOnce(const http::request<http::string_body>& message) {
    for (const auto field :
         {http::field::host, http::field::authorization, http::field::cookie, http::field::origin,
          http::field::content_length, http::field::transfer_encoding})
        if (message.count(field) > 1)
            return false;
    for (const char* const name : {kCsrfHeader, kAddressHeader, kSecureHeader})
        if (message.count(name) > 1)
            return false;
    return message.count(http::field::content_length) + message.count(http::field::transfer_encoding) < 2;
}

Error notHttp(const std::string& why) {
    return Error{ErrorCode::InvalidInput, "HTTP message", why, 0};
}

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
            if (Parser::is_request::value && !m_parser->is_header_done() && !headIsPlainSoFar()) {
                m_failed = true;
                return fail(notHttp("its head has a folded line, a bare end of line or a control character"));
            }
            BeastError error;
            const std::size_t used = m_parser->put(boost::asio::buffer(m_bytes), error);
            m_bytes.erase(0, used);
            m_looked -= std::min(m_looked, used);
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
    void giveUp() { m_failed = true; }
    void renew() {
        m_parser.emplace();
        m_looked = 0;
        m_parser->eager(false); // stops behind the header: see bodyIsTooLarge()
        m_parser->header_limit(m_limits.header);
        m_parser->body_limit(m_limits.body);
    }

private:
    // Of a head that has not been taken: Beast takes it when it is there whole. Looks at each byte once.
    bool headIsPlainSoFar() {
        const std::size_t from = m_looked < kEndOfHead.size() ? 0 : m_looked - kEndOfHead.size();
        const std::size_t found = m_bytes.find(kEndOfHead, from);
        const std::size_t end = found == std::string::npos ? m_bytes.size() : found + kEndOfHead.size();
        for (; m_looked < end; ++m_looked)
            if (!mayFollow(m_looked == 0 ? '\n' : m_bytes[m_looked - 1], m_bytes[m_looked]))
                return false;
        return true;
    }

    // Beast 1.74 takes memory for the whole body of a response before it looks at the limit.
    bool bodyIsTooLarge() const {
        return m_parser->is_header_done() && m_parser->content_length().value_or(0) > m_limits.body;
    }

    const HttpLimits m_limits;
    std::string m_bytes;
    std::size_t m_looked = 0; // so many of m_bytes have been looked at
    std::optional<Parser> m_parser;
    bool m_failed = false;
};

HttpResponse responseOf(const http::response<http::string_body>& message) {
    HttpResponse response;
    response.status = message.result_int();
    response.body = message.body();
    response.allow = std::string(message[http::field::allow]);
    response.keepAlive = message.keep_alive();
    response.setCookie = std::string(message[http::field::set_cookie]);
    response.retryAfter = std::string(message[http::field::retry_after]);
    response.contentType = std::string(message[http::field::content_type]);
    return response;
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

template <typename Message> void setIfAny(Message& message, const char* name, const std::string& value) {
    if (!value.empty())
        message.set(name, value);
}

constexpr unsigned kVersion = 11; // HTTP/1.1

// For browsers: what we send is only what it says it is, is shown in nobody's frame, and loads nothing from
// elsewhere.
template <typename Message> void tellToBeCareful(Message& message) {
    message.set("X-Content-Type-Options", "nosniff");
    message.set("X-Frame-Options", "DENY");
    message.set("Referrer-Policy", "no-referrer");
    message.set("Cross-Origin-Resource-Policy", "same-origin");
    message.set("Content-Security-Policy",
                "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
}

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
    if (!saysEachOnce(message)) {
        m->pump.giveUp();
        return fail(notHttp("it says twice what may be said once"));
    }
    HttpRequest request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    request.body = message.body();
    request.lastEventId = std::string(message["Last-Event-ID"]);
    request.keepAlive = message.keep_alive();
    request.authorization = std::string(message[http::field::authorization]);
    request.cookie = std::string(message[http::field::cookie]);
    request.csrfToken = std::string(message[kCsrfHeader]);
    request.origin = std::string(message[http::field::origin]);
    request.host = std::string(message[http::field::host]);
    request.address = std::string(message[kAddressHeader]);
    request.isSecure = message[kSecureHeader] == "1";
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
    message.set(http::field::host, request.host.empty() ? "understudy" : request.host);
    setIfAny(message, "Last-Event-ID", request.lastEventId);
    setIfAny(message, "Authorization", request.authorization);
    setIfAny(message, "Cookie", request.cookie);
    setIfAny(message, "Origin", request.origin);
    setIfAny(message, kCsrfHeader, request.csrfToken);
    setIfAny(message, kAddressHeader, request.address);
    setIfAny(message, kSecureHeader, request.isSecure ? "1" : "");
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
    message.set(http::field::content_type, response.contentType);
    message.set(http::field::cache_control, "no-store");
    setIfAny(message, "Allow", response.allow);
    setIfAny(message, "Set-Cookie", response.setCookie);
    setIfAny(message, "Retry-After", response.retryAfter);
    if (response.leavesTheComputer)
        tellToBeCareful(message);
    message.body() = response.body + "\n";
    message.keep_alive(response.keepAlive);
    message.prepare_payload();
    return serialised(message);
}

std::string writeEventStreamHead(bool leavesTheComputer) {
    http::response<http::empty_body> message;
    message.version(kVersion);
    message.result(http::status::ok);
    message.set(http::field::content_type, "text/event-stream");
    message.set(http::field::cache_control, "no-store");
    if (leavesTheComputer)
        tellToBeCareful(message);
    message.keep_alive(false);
    return serialised(message);
}

} // namespace understudy::api
