#pragma once
// Errors are values. An Error says what kind, on what (path, address, unit) and the errno taken at once;
// the sentence with its cure is made at the edge (api/types/messages), not here.

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace understudy {

enum class ErrorCode {
    System, // a system call failed: errnoValue says why
    NotFound,
    AlreadyExists,
    InvalidInput,    // bytes or text from outside that do not parse
    VersionMismatch, // the other side speaks another version
    NotAllowed,
    Busy, // held by someone else: detail names the holder
    Timeout,
    Disconnected,
    Refused, // the other side said no: detail says why
    DiskFull,
    Corrupt, // a checksum or a structure of our own files does not hold
    Cancelled,
};

struct [[nodiscard]] Error {
    ErrorCode code = ErrorCode::System;
    std::string subject; // what it happened to
    std::string detail;  // what happened, plain English, no cure
    int errnoValue = 0;

    bool operator==(const Error&) const = default;
    std::string toString() const; // for logs and tests: "code subject: detail (strerror)"
};

template <typename T> using Result = tl::expected<T, Error>;

using Status = Result<void>;

// An Error from the calling thread's errno, to be called right after the failing system call.
Error systemError(std::string subject, std::string detail);
inline tl::unexpected<Error> fail(Error e) {
    return tl::unexpected<Error>(std::move(e));
}
inline tl::unexpected<Error> fail(ErrorCode c, std::string subject, std::string detail) {
    return tl::unexpected<Error>(Error{c, std::move(subject), std::move(detail), 0});
}

// Our own mistakes end the program with a sentence, in every build: going on would risk the user's data.
[[noreturn]] void assertionFailed(const char* expression, const char* file, int line);

} // namespace understudy

#define UNDERSTUDY_ASSERT(expression)                                                                        \
    ((expression) ? static_cast<void>(0) : ::understudy::assertionFailed(#expression, __FILE__, __LINE__))
