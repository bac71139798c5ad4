#pragma once
// What a browser sees at /. Compiled in: nothing that is asked for is ever looked up in a file system.

#include "api/http/message.h"

namespace understudy::gateway {

api::HttpResponse page();

} // namespace understudy::gateway
