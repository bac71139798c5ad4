// HTTP from outside, in both directions, cut anywhere; the JSON inside; and a stream of events. The first
// byte says where the bytes are cut.

#include "api/client/sse_reader.h"
#include "api/http/codec.h"
#include "api/types/login.h"
#include "base/result.h"
#include "driver.h"

#include <string_view>

using namespace understudy;
using namespace understudy::api;

namespace {

// Reading what was written gives what was read before.
template <typename T> void checkJson(const QJsonObject& object) {
    const auto value = fromJson<T>(object);
    if (!value)
        return;
    const auto again = fromJson<T>(toJson(*value));
    UNDERSTUDY_ASSERT(again && *again == *value);
}

void checkBody(const std::string& body) {
    const auto object = parseJsonObject(QByteArray::fromStdString(body));
    if (!object)
        return;
    checkJson<ConfigApply>(*object);
    checkJson<Caller>(*object);
    checkJson<LoginWanted>(*object);
    checkJson<LoginReport>(*object);
    checkJson<PasswordWanted>(*object);
    checkJson<GatewayOrders>(*object);
    checkJson<NodeReport>(*object);
    checkJson<ClusterReport>(*object);
    checkJson<CommandResult>(*object);
    checkJson<LogPage>(*object);
    checkJson<Explanation>(*object);
    checkJson<ConfigResult>(*object);
}

void checkRequest(std::string_view first, std::string_view second) {
    RequestReader reader;
    for (const std::string_view part : {first, second}) {
        reader.feed(part);
        for (auto request = reader.take(); request && *request; request = reader.take()) {
            UNDERSTUDY_ASSERT((*request)->body.size() <= kRequestLimits.body);
            checkBody((*request)->body);
        }
    }
}

void checkResponse(std::string_view first, std::string_view second) {
    ResponseReader reader;
    for (const std::string_view part : {first, second}) {
        reader.feed(part);
        for (auto response = reader.take(); response && *response; response = reader.take())
            checkBody((*response)->body);
    }
    (void)reader.takeAtEnd();
}

// However it is cut, the events are the same.
void checkEvents(std::string_view first, std::string_view second) {
    SseReader cut, whole;
    auto events = cut.feed(first);
    const auto rest = cut.feed(second);
    const auto all = whole.feed(std::string(first) + std::string(second));
    if (!events || !rest || !all)
        return;
    events->insert(events->end(), rest->begin(), rest->end());
    UNDERSTUDY_ASSERT(*events == *all);
}

std::vector<std::uint8_t> seed(const std::string& text) {
    std::vector<std::uint8_t> bytes{40};
    bytes.insert(bytes.end(), text.begin(), text.end());
    return bytes;
}

} // namespace

std::vector<std::vector<std::uint8_t>> understudyFuzzSeeds() {
    const Message message{"row", {"a", "b"}, "%1 and %2", "cure"};
    NodeReport node;
    node.name = "node1";
    node.reason = message;
    node.sync = SyncProgress{1, 2, 3, 4, 5, 6};
    node.since = WallTime(std::chrono::milliseconds(1'795'000'000'123));
    const ClusterReport cluster{"c", "m", "10.0.0.1/24", "node1", {node, node}};
    const std::string apply = jsonText(toJson(ConfigApply{R"({"format":1})", Role::Secondary})).toStdString();
    const std::string state = jsonText(toJson(cluster)).toStdString();
    const std::string result =
        jsonText(toJson(ConfigResult{{"node1", "swap", true, message}, {{"p", message}}})).toStdString();
    return {
        seed(writeRequest({"PUT", "/api/v1/config", apply, "7-1", true})),
        seed(writeRequest(
            {"POST", "/api/v1/nodes/node1/swap", R"({"who":"root","from":"node1"})", "", false})),
        seed("POST /api/v1/login HTTP/1.1\r\nHost: node1:9453\r\nOrigin: https://node1:9453\r\nCookie: a=b; "
             "__Host-understudy=00\r\nX-CSRF-Token: 00\r\nContent-Length: 47\r\n\r\n"
             R"({"user":"admin","password":"x","form":"cookie"})"),
        seed("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
        seed(writeResponse({200, state, "", true})),
        seed(writeResponse({409, result, "", false})),
        seed("id: 7-1\nevent: state\ndata: " + state + "\n\n: alive\n\n")};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t cut = text.empty() ? 0 : data[0] % text.size();
    checkRequest(text.substr(0, cut), text.substr(cut));
    checkResponse(text.substr(0, cut), text.substr(cut));
    checkEvents(text.substr(0, cut), text.substr(cut));
    return 0;
}
