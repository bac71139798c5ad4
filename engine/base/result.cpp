#include "base/result.h"

#include "base/hex.h"
#include "base/ids.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace understudy {

namespace {

const char* codeName(ErrorCode code) {
    switch (code) {
    case ErrorCode::System:
        return "system";
    case ErrorCode::NotFound:
        return "not found";
    case ErrorCode::AlreadyExists:
        return "already exists";
    case ErrorCode::InvalidInput:
        return "invalid input";
    case ErrorCode::VersionMismatch:
        return "version mismatch";
    case ErrorCode::NotAllowed:
        return "not allowed";
    case ErrorCode::Busy:
        return "busy";
    case ErrorCode::Timeout:
        return "timeout";
    case ErrorCode::Disconnected:
        return "disconnected";
    case ErrorCode::Refused:
        return "refused";
    case ErrorCode::DiskFull:
        return "disk full";
    case ErrorCode::Corrupt:
        return "corrupt";
    case ErrorCode::Cancelled:
        return "cancelled";
    }
    return "?";
}

int hexDigit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

} // namespace

std::string Error::toString() const {
    std::string text = codeName(code);
    if (!subject.empty())
        text += " " + subject;
    if (!detail.empty())
        text += ": " + detail;
    if (errnoValue != 0)
        text += std::string(" (") + std::strerror(errnoValue) + ")";
    return text;
}

Error systemError(std::string subject, std::string detail) {
    const int value = errno;
    const ErrorCode code = value == ENOSPC || value == EDQUOT  ? ErrorCode::DiskFull
                           : value == ENOENT                   ? ErrorCode::NotFound
                           : value == EEXIST                   ? ErrorCode::AlreadyExists
                           : value == EACCES || value == EPERM ? ErrorCode::NotAllowed
                                                               : ErrorCode::System;
    return Error{code, std::move(subject), std::move(detail), value};
}

void assertionFailed(const char* expression, const char* file, int line) {
    std::fprintf(stderr, "understudy: broken assumption '%s' at %s:%d; stopping to protect the data\n",
                 expression, file, line);
    std::abort();
}

std::string_view nodeName(NodeId n) {
    return n == NodeId::Node1 ? "node1" : "node2";
}

std::string Generation::toHex() const {
    return understudy::toHex(bytes);
}

bool Generation::fromHex(std::string_view text, Generation& out) {
    if (text.size() != 32)
        return false;
    for (std::size_t i = 0; i < 16; ++i) {
        const int high = hexDigit(text[2 * i]);
        const int low = hexDigit(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return true;
}

} // namespace understudy
