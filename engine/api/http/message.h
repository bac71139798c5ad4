#pragma once
// HTTP/1.1 requests and responses as values: as much of them as the API uses.

#include <cstddef>
#include <cstdint>
#include <string>

namespace understudy::api {

// Bounds of what is read from outside.
struct HttpLimits {
    std::uint32_t header = 16 * 1024;
    std::uint64_t body = 1024 * 1024;
};
inline constexpr HttpLimits kRequestLimits{};
inline constexpr HttpLimits kResponseLimits{16 * 1024, 64ULL * 1024 * 1024};

struct HttpRequest {
    std::string method = "GET";
    std::string target = "/"; // path and query, as sent
    std::string body;         // JSON
    std::string lastEventId;
    bool keepAlive = true;

    // What a client from afar shows, as it sent it (the header's value).
    std::string authorization = {};
    std::string cookie = {};
    std::string csrfToken = {};
    std::string origin = {}; // the page that a browser asks from
    std::string host = {};
    // What the gateway says of the client: its numeric address, and whether it came over TLS. From outside
    // the gateway takes neither of them.
    std::string address = {};
    bool isSecure = false;
};

struct HttpResponse {
    unsigned status = 200;
    std::string body;  // JSON, if contentType does not say otherwise
    std::string allow; // the header of a 405
    bool keepAlive = true;

    std::string setCookie = {};
    std::string retryAfter = {}; // seconds; the header of a 429 or 503
    std::string contentType = "application/json";
    bool leavesTheComputer = false; // with the headers that tell browsers to be careful
};

} // namespace understudy::api
