#pragma once
// The sentences of the API itself: errors of base, refusals of the server, failures that a client meets.
// Sentences of the decision core live in its table (cluster/), those of the settings beside their checks
// (store/).

#include "api/types/message.h"
#include "base/result.h"

#include <string_view>

namespace understudy::api {

// An error with what it happened to, why (errno in words) and what to do next.
Message messageFor(const Error& error);

Message badRequest(const Error& error); // a request whose body cannot be read

// The message of that id from the table in messages.cpp; an unknown id gives a message with an empty text,
// which is shown as its id.
Message apiMessage(std::string_view id, std::vector<std::string> arguments = {});

// Every id of the table, for the tests: each has a text, and each number in it an argument.
std::vector<std::string_view> apiMessageIds();

} // namespace understudy::api
