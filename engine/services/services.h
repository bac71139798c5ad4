#pragma once
// The services of one module: started in order, stopped in reverse order, watched in between.
//
// Thread: the loop's; nothing blocks. A forced stop kills all control groups at once and then waits in order.

#include "base/clock.h"
#include "cluster/ports/event_sink.h"
#include "cluster/ports/resource_ports.h"
#include "services/service.h"
#include "services/unit_control.h"
#include "services/unit_drop_in.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace understudy::services {

class RunningUnit;
class UnitJournal;

// How long the parts of the last start and stop took; for reports.
struct ServiceTimes {
    std::string service;
    std::optional<Duration> start;
    std::optional<Duration> stop;

    bool operator==(const ServiceTimes&) const = default;
};

class Services final : public cluster::ServicesPort {
public:
    // A line that a service wrote, or that is about it: the application log.
    using Output = std::function<void(const std::string& service, const std::string& line)>;
    using Prepared = std::function<void(std::vector<Error>)>;

    // `module` names the control group below the engine's own. `units` may be null if no service is a unit;
    // else it outlives this.
    static Result<std::unique_ptr<Services>> create(const std::string& module,
                                                    std::vector<ServiceSettings> settings, UnitControl* units,
                                                    DropInSettings dropIn, const Clock& clock,
                                                    cluster::EventSink sink, Output output);
    ~Services() override;

    // At the start of the engine: every unit is there, is not started by the system itself, and has its
    // drop-in. Calls back once with all that is wrong. Services can be stopped before that.
    void prepareUnits(Prepared prepared);

    void perform(const cluster::StartServices&) override;
    void perform(const cluster::StopServices&) override;

    // Absolute paths of the groups that the fence must kill and find empty. Complete after prepareUnits(); to
    // be asked again after ServicesStarted (a unit may live in another slice than it said).
    std::vector<std::string> controlGroups() const;

    const std::vector<ServiceTimes>& times() const { return m_times; }

private:
    enum class Phase { Stopped, Starting, Running, Stopping, Survived };

    Services(std::string moduleGroup, DropInSettings dropIn, const Clock& clock, cluster::EventSink sink,
             Output output);
    void add(const ServiceSettings& settings, const std::string& root, UnitControl* units);
    void followJournal();
    void startNext(std::size_t index);
    void stopNext(std::size_t count);
    void noteSurvivors(const std::string& service, const Error& error);
    void finishStop();
    void onDied(std::size_t index, Error error);
    void reportFailure(std::size_t index, Error error);

    std::string m_moduleGroup;
    DropInSettings m_dropIn;
    const Clock& m_clock;
    cluster::EventSink m_sink;
    Output m_output;
    UnitControl* m_units = nullptr;

    std::vector<std::unique_ptr<Service>> m_services;
    std::vector<RunningUnit*> m_unitServices; // those of m_services that are units
    std::unique_ptr<UnitJournal> m_journal;   // of the units, from the first start on
    std::vector<ServiceTimes> m_times;
    Phase m_phase = Phase::Stopped;
    std::size_t m_stopping = 0; // index of the one whose stop is under way
    cluster::Force m_force = cluster::Force::No;
    cluster::Ticket m_startTicket;
    std::vector<cluster::Ticket> m_stopTickets;
    std::optional<Error> m_survivors; // of the stop under way: what did not die
    Instant m_begun{};
};

} // namespace understudy::services
