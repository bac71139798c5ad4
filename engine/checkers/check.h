#pragma once
// One question about the application: is it there? Asked off the loop where it may block. Thread: the loop's
// for ask(), the answer comes on the loop's thread.

#include "base/result.h"
#include "checkers/settings.h"

#include <functional>
#include <memory>

namespace understudy::checkers {

class Check {
public:
    using Answer = std::function<void(Status)>;
    virtual ~Check() = default;

    // Calls back once, possibly at once. The caller bounds the time and may destroy the check before the
    // answer, which then never comes.
    virtual void ask(Answer answer) = 0;
};

std::unique_ptr<Check> makeCheck(const CheckerSettings& settings);

} // namespace understudy::checkers
