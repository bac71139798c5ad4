#pragma once
// Bytes to messages and back, by Boost.Beast's parser and serializer. For bytes from outside: of any content;
// limits hold before memory is taken. Thread: whoever owns it. Beast's headers stay in codec.cpp.

#include "api/http/message.h"
#include "base/result.h"

#include <memory>
#include <optional>
#include <string_view>

namespace understudy::api {

// Feed bytes as they come, then take messages until there is none. After an error nothing more is taken: the
// connection is of no use. A second request behind the first waits in here (pipelining).
class RequestReader {
public:
    explicit RequestReader(HttpLimits limits = kRequestLimits);
    ~RequestReader();

    void feed(std::string_view bytes);
    // nullopt: needs more bytes. DiskFull never; InvalidInput: not HTTP; Refused: larger than the limits.
    std::optional<Result<HttpRequest>> take();
    bool isEmpty() const; // no byte of a next request is there

private:
    struct Inner;
    std::unique_ptr<Inner> m;
};

class ResponseReader {
public:
    explicit ResponseReader(HttpLimits limits = kResponseLimits);
    ~ResponseReader();

    void feed(std::string_view bytes);
    std::optional<Result<HttpResponse>> take();
    // The other side ended the connection: a body without a length is complete, everything else is cut.
    std::optional<Result<HttpResponse>> takeAtEnd();

private:
    struct Inner;
    std::unique_ptr<Inner> m;
};

// Only the head of a response whose body is a stream; what follows it is left in `rest`.
class StreamHeadReader {
public:
    StreamHeadReader();
    ~StreamHeadReader();

    // nullopt: needs more bytes. Else the status.
    std::optional<Result<unsigned>> feed(std::string_view bytes, std::string& rest);

private:
    struct Inner;
    std::unique_ptr<Inner> m;
};

std::string writeRequest(const HttpRequest& request);
std::string writeResponse(const HttpResponse& response);
// The body follows as it comes, until the connection ends.
std::string writeEventStreamHead(bool leavesTheComputer = false);

} // namespace understudy::api
