#include "security/host_name.h"

namespace understudy::security {

bool isHostName(const std::string& host) {
    constexpr char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
    return !host.empty() && host.size() <= 253 && host.find_first_not_of(allowed) == std::string::npos &&
           host.front() != '-' && host.front() != '.';
}

} // namespace understudy::security
