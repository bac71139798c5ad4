#pragma once
// What a request of a program ends with: the typed answer, or a message that says why not and what to do.

#include "api/types/message.h"

#include <tl/expected.hpp>

#include <functional>

namespace understudy::api {

template <typename T> using Answer = tl::expected<T, Message>;
template <typename T> using Then = std::function<void(Answer<T>)>;

} // namespace understudy::api
