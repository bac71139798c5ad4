#include "services/unit_preparation.h"

#include "services/unit_service.h"

#include <deque>
#include <set>

namespace understudy::services {
namespace {

// One search, kept alive by the answers it waits for.
struct StarterSearch : std::enable_shared_from_this<StarterSearch> {
    static constexpr std::size_t kMaxUnits =
        64; // inspected in one search; more is a dependency web, not a chain

    UnitControl& control;
    std::function<void(Result<std::string>)> found;
    std::deque<std::string> open;
    std::set<std::string> seen;

    StarterSearch(UnitControl& c, std::function<void(Result<std::string>)> f)
        : control(c), found(std::move(f)) {}

    void next() {
        if (open.empty() || seen.size() > kMaxUnits)
            return found(std::string());
        const std::string unit = open.front();
        open.pop_front();
        control.inspect(unit, [self = shared_from_this(), unit](const Result<UnitFacts>& facts) {
            if (!facts)
                return self->found(fail(facts.error()));
            for (const std::string& puller : facts->pulledBy) {
                if (puller.ends_with(".target"))
                    return self->found(unit);
                if (self->seen.insert(puller).second)
                    self->open.push_back(puller);
            }
            self->next();
        });
    }
};

struct Round : std::enable_shared_from_this<Round> {
    UnitControl& control;
    UnitPreparation::Done done;
    std::vector<Error> errors;
    std::size_t waiting = 0;
    bool written = false;

    Round(UnitControl& c, UnitPreparation::Done d) : control(c), done(std::move(d)) {}

    void begin(RunningUnit& unit) {
        waiting += 2;
        unit.prepare([self = shared_from_this()](const Result<DropInChange>& change) {
            if (!change)
                self->errors.push_back(change.error());
            else
                self->written |= *change == DropInChange::Written;
            self->oneLess();
        });
        findStarter(control, unit.unit(),
                    [self = shared_from_this(), name = unit.unit()](const Result<std::string>& starter) {
                        if (starter && !starter->empty())
                            self->errors.push_back(
                                {ErrorCode::NotAllowed, name,
                                 "is started by the system itself, because " + *starter + " is enabled", 0});
                        self->oneLess(); // an error here is prepare's error too
                    });
    }

    void oneLess() {
        if (--waiting > 0)
            return;
        if (!written)
            return done(std::move(errors));
        control.reload([self = shared_from_this()](const Status& reloaded) {
            if (!reloaded)
                self->errors.push_back(reloaded.error());
            self->done(std::move(self->errors));
        });
    }
};

} // namespace

void findStarter(UnitControl& control, const std::string& unit,
                 std::function<void(Result<std::string>)> found) {
    const auto search = std::make_shared<StarterSearch>(control, std::move(found));
    search->open.push_back(unit);
    search->seen.insert(unit);
    search->next();
}

void UnitPreparation::run(UnitControl& control, const std::vector<RunningUnit*>& units, Done done) {
    const auto round = std::make_shared<Round>(control, std::move(done));
    round->waiting = 1; // until all have begun
    for (RunningUnit* unit : units)
        round->begin(*unit);
    round->oneLess();
}

} // namespace understudy::services
