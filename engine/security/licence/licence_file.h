#pragma once
// The licence's JSON form, without judging its values. Private to licence.

#include "security/licence/licence.h"

namespace understudy::security {

Result<SignedLicence> readLicenceFile(std::string_view text);

} // namespace understudy::security
