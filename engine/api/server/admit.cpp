// What comes through the gateway: logging in, and the session without which nothing else is answered.

#include "api/server/route.h"
#include "api/types/messages.h"

#include <algorithm>

namespace understudy::api {

namespace {

// A cookie that begins with __Host- is kept by browsers only from a secure page of the host itself.
constexpr std::string_view kSecureCookie = "__Host-understudy";
constexpr std::string_view kPlainCookie = "understudy";
constexpr std::string_view kBearer = "Bearer ";

std::string_view cookieName(bool isSecure) {
    return isSecure ? kSecureCookie : kPlainCookie;
}

// The value of that cookie in "a=1; b=2". Two of one name are none: somebody else may have set one.
std::string cookieIn(std::string_view header, std::string_view name) {
    std::string value;
    int found = 0;
    while (!header.empty()) {
        const std::size_t end = std::min(header.find(';'), header.size());
        std::string_view pair = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        while (!pair.empty() && pair.front() == ' ')
            pair.remove_prefix(1);
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
            value = pair.substr(name.size() + 1);
            ++found;
        }
    }
    return found == 1 ? value : std::string();
}

Proof proofOf(const HttpRequest& request) {
    Proof proof;
    if (std::string_view(request.authorization).starts_with(kBearer))
        proof.bearer = request.authorization.substr(kBearer.size());
    proof.cookie = cookieIn(request.cookie, cookieName(request.isSecure));
    proof.csrfToken = request.csrfToken;
    return proof;
}

std::string setCookie(const HttpRequest& request, const std::string& token) {
    std::string cookie(cookieName(request.isSecure));
    cookie += "=" + token + "; Path=/; HttpOnly; SameSite=Strict";
    if (request.isSecure)
        cookie += "; Secure";
    if (token.empty())
        cookie += "; Max-Age=0";
    return cookie;
}

// A browser says from which page it asks. Ours are of the same host; programs say nothing.
bool isOfOurPage(const HttpRequest& request) {
    return request.origin.empty() ||
           request.origin == (request.isSecure ? "https://" : "http://") + request.host;
}

void respond(const QPointer<Connection>& connection, HttpResponse response) {
    if (connection)
        connection->respond(std::move(response));
}

HttpResponse answer(const QJsonObject& body) {
    HttpResponse response;
    response.body = jsonText(body).toStdString();
    return response;
}

} // namespace

// False: answered already.
bool Routes::admit(Call& call, const Route& route) {
    const HttpRequest& request = call.request;
    const bool isOfGateway = request.address.empty();
    if (isOfGateway != (route.afar == Afar::GatewayItself) || m_doorkeeper == nullptr) {
        respond(call.connection, errorResponse(403, apiMessage("api-local-only", {route.pattern})));
        return false;
    }
    if (isOfGateway)
        return true;
    const Intent intent = request.method == "GET" ? Intent::Read : Intent::Change;
    if (intent == Intent::Change && !isOfOurPage(request)) {
        respond(call.connection, errorResponse(403, apiMessage("api-other-page", {request.origin})));
        return false;
    }
    call.origin.caller = {kAdmin, request.address};
    if (route.afar == Afar::Anybody)
        return true;
    const Admission admission = m_doorkeeper->admit(proofOf(request), intent);
    if (admission.user.empty()) {
        respond(call.connection, errorResponse(admission.status, admission.reason));
        return false;
    }
    call.origin.caller.who = admission.user;
    return true;
}

void Routes::login(const Call& call) {
    const auto wanted = fromJsonText<LoginWanted>(call.request.body);
    if (!wanted)
        return respond(call.connection, errorResponse(400, badRequest(wanted.error())));
    const bool inCookie = wanted->form == LoginWanted::Form::Cookie;
    m_doorkeeper->login(
        *wanted, call.request.address,
        [connection = call.connection, inCookie, request = call.request](LoginOutcome outcome) {
            if (!outcome.in) {
                HttpResponse refusal = errorResponse(outcome.status, outcome.reason);
                if (outcome.waitSeconds > 0)
                    refusal.retryAfter = std::to_string(outcome.waitSeconds);
                return respond(connection, std::move(refusal));
            }
            const std::string token = outcome.in->token;
            if (inCookie)
                outcome.in->token.clear();
            HttpResponse response = answer(toJson(*outcome.in));
            if (inCookie)
                response.setCookie = setCookie(request, token);
            respond(connection, std::move(response));
        });
}

void Routes::logout(const Call& call) {
    const Proof proof = proofOf(call.request);
    m_doorkeeper->logout(proof.token());
    HttpResponse response = answer({});
    if (!proof.cookie.empty())
        response.setCookie = setCookie(call.request, "");
    respond(call.connection, std::move(response));
}

void Routes::session(const Call& call) {
    const Admission admission = m_doorkeeper->admit(proofOf(call.request), Intent::Read);
    respond(call.connection, answer(toJson(LoginReport{admission.user, {}, admission.csrfToken})));
}

void Routes::setPassword(const Call& call) {
    if (m_doorkeeper == nullptr)
        return respond(call.connection, errorResponse(503, apiMessage("api-engine-stops")));
    const auto wanted = fromJsonText<PasswordWanted>(call.request.body);
    if (!wanted)
        return respond(call.connection, errorResponse(400, badRequest(wanted.error())));
    m_doorkeeper->setPassword(wanted->password, call.origin.caller,
                              [connection = call.connection](const CommandResult& result) {
                                  HttpResponse response = answer(toJson(result));
                                  response.status = result.done ? 200 : 409;
                                  respond(connection, std::move(response));
                              });
}

void Routes::gatewayOrders(const Call& call) {
    respond(call.connection, answer(toJson(m_doorkeeper->orders())));
}

void Routes::watchSession(const Call& call) {
    m_streams.emplace_back(call.connection, proofOf(call.request).token());
    m_streamCheck.start();
}

void Routes::endStreamsWithoutSession() {
    std::erase_if(m_streams, [this](const auto& stream) {
        if (stream.first && m_doorkeeper != nullptr && m_doorkeeper->isOpen(stream.second))
            return false;
        if (stream.first)
            stream.first->deleteLater();
        return true;
    });
    if (m_streams.empty())
        m_streamCheck.stop();
}

} // namespace understudy::api
