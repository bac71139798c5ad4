#pragma once
// The public key that licences are checked with: the file UNDERSTUDY_VENDOR_KEY of the build, compiled in.

#include <string>

namespace understudy::security {

std::string vendorPublicKey(); // PEM

} // namespace understudy::security
