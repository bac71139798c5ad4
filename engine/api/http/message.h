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
};

struct HttpResponse {
    unsigned status = 200;
    std::string body;  // JSON
    std::string allow; // the header of a 405
    bool keepAlive = true;
};

} // namespace understudy::api
