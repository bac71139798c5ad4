#include "services/services.h"

#include "services/control_group.h"
#include "services/group_service.h"
#include "services/unit_journal.h"
#include "services/unit_preparation.h"
#include "services/unit_service.h"

#include <algorithm>
#include <utility>

namespace understudy::services {
namespace {

bool isFileName(const std::string& name) {
    static constexpr std::string_view kAllowed = "-_.@";
    return !name.empty() && name.front() != '.' && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kAllowed.find(c) != std::string_view::npos;
    });
}

Status check(const ServiceSettings& settings, const UnitControl* units) {
    if (!isFileName(settings.name))
        return fail(ErrorCode::InvalidInput, settings.name, "cannot be the name of a service");
    const auto* unit = std::get_if<UnitService>(&settings.what);
    if (unit && !units)
        return fail(ErrorCode::Disconnected, settings.name, "is a unit, but systemd cannot be reached");
    if (unit && !unit->unit.ends_with(".service"))
        return fail(ErrorCode::InvalidInput, unit->unit, "is not the name of a .service unit");
    if (unit && unit->unit.find('/') != std::string::npos)
        return fail(ErrorCode::InvalidInput, unit->unit, "is not the name of a unit");
    return {};
}

} // namespace

Result<std::unique_ptr<Services>> Services::create(const std::string& module,
                                                   std::vector<ServiceSettings> settings, UnitControl* units,
                                                   DropInSettings dropIn, const Clock& clock,
                                                   cluster::EventSink sink, Output output) {
    if (!isFileName(module))
        return fail(ErrorCode::InvalidInput, module, "cannot be the name of a module");
    const auto root = controlGroupRoot();
    const auto own = ownControlGroup();
    if (!root || !own)
        return fail(root ? own.error() : root.error());
    std::unique_ptr<Services> services(new Services(*own + "/understudy-" + module, std::move(dropIn), clock,
                                                    std::move(sink), std::move(output)));
    for (const ServiceSettings& one : settings) {
        if (const auto valid = check(one, units); !valid)
            return fail(valid.error());
        const auto sameName = [&](const ServiceTimes& t) { return t.service == one.name; };
        if (std::ranges::any_of(services->m_times, sameName))
            return fail(ErrorCode::InvalidInput, one.name, "names two services");
        services->add(one, *root, units);
    }
    return services;
}

Services::Services(std::string moduleGroup, DropInSettings dropIn, const Clock& clock,
                   cluster::EventSink sink, Output output)
    : m_moduleGroup(std::move(moduleGroup)), m_dropIn(std::move(dropIn)), m_clock(clock),
      m_sink(std::move(sink)), m_output(std::move(output)) {}

Services::~Services() {
    m_journal.reset();
    m_services.clear();
    removeControlGroup(m_moduleGroup);
}

void Services::add(const ServiceSettings& settings, const std::string& root, UnitControl* units) {
    const ServiceContext context{
        m_clock, [this, name = settings.name](const std::string& line) { m_output(name, line); }};
    const std::string group = m_moduleGroup + "/" + settings.name;
    const std::size_t index = m_services.size();
    if (std::holds_alternative<UnitService>(settings.what)) {
        auto unit = std::make_unique<RunningUnit>(settings, *units, m_dropIn, root, context);
        m_units = units;
        m_unitServices.push_back(unit.get());
        m_services.push_back(std::move(unit));
    } else if (std::holds_alternative<ScriptService>(settings.what)) {
        m_services.push_back(std::make_unique<RunningScript>(settings, group, context));
    } else {
        m_services.push_back(std::make_unique<RunningProcess>(settings, group, context));
    }
    m_services.back()->onDied = [this, index](Error error) { onDied(index, std::move(error)); };
    m_times.push_back({settings.name, {}, {}});
}

void Services::prepareUnits(Prepared prepared) {
    if (m_unitServices.empty())
        return prepared({});
    UnitPreparation::run(*m_units, m_unitServices, std::move(prepared));
}

void Services::perform(const cluster::StartServices& action) {
    if (m_phase != Phase::Stopped) {
        m_sink(cluster::ServiceFailed{
            action.ticket, {}, {ErrorCode::Busy, m_moduleGroup, "its services are not stopped", 0}});
        return;
    }
    m_startTicket = action.ticket;
    m_phase = Phase::Starting;
    followJournal();
    startNext(0);
}

// Without it the application runs as well; its output is in the journal then, as ever.
void Services::followJournal() {
    if (m_unitServices.empty() || m_journal)
        return;
    std::vector<std::string> units;
    for (const RunningUnit* unit : m_unitServices)
        units.push_back(unit->unit());
    m_journal = std::make_unique<UnitJournal>(
        std::move(units), [this](const std::string& unit, const std::string& text) {
            for (std::size_t i = 0; i < m_services.size(); ++i)
                if (const auto* of = dynamic_cast<const RunningUnit*>(m_services[i].get());
                    of && of->unit() == unit)
                    m_output(m_times[i].service, text);
        });
}

void Services::startNext(std::size_t index) {
    if (index == m_services.size()) {
        m_phase = Phase::Running;
        m_sink(cluster::ServicesStarted{m_startTicket});
        return;
    }
    m_begun = m_clock.now();
    m_services[index]->start([this, index](Status outcome) {
        if (!outcome)
            return reportFailure(index, std::move(outcome.error()));
        m_times[index].start = m_clock.now() - m_begun;
        startNext(index + 1);
    });
}

// The core decides what follows: it stops everything before it starts anything again.
void Services::reportFailure(std::size_t index, Error error) {
    m_sink(cluster::ServiceFailed{m_startTicket, m_times[index].service, std::move(error)});
}

void Services::onDied(std::size_t index, Error error) {
    if (m_phase == Phase::Starting || m_phase == Phase::Running)
        reportFailure(index, std::move(error));
}

void Services::perform(const cluster::StopServices& action) {
    m_stopTickets.push_back(action.ticket);
    const bool begun = m_phase == Phase::Stopping;
    if (action.force == cluster::Force::Kill) {
        m_force = cluster::Force::Kill;
        // All at once: what one process waits for may be held by another. Failures show as groups that do not
        // empty.
        for (const std::string& group : controlGroups())
            static_cast<void>(killControlGroup(group));
    }
    if (begun) {
        if (m_force == cluster::Force::Kill)
            m_services[m_stopping]->kill();
        return;
    }
    m_phase = Phase::Stopping;
    stopNext(m_services.size());
}

void Services::stopNext(std::size_t count) {
    if (count == 0)
        return finishStop();
    m_stopping = count - 1;
    m_begun = m_clock.now();
    m_services[m_stopping]->stop([this, index = m_stopping](const Status& outcome) {
        m_times[index].stop = m_clock.now() - m_begun;
        if (!outcome)
            noteSurvivors(m_times[index].service, outcome.error());
        stopNext(index);
    });
    if (m_force == cluster::Force::Kill && m_phase == Phase::Stopping)
        m_services[m_stopping]->kill();
}

void Services::noteSurvivors(const std::string& service, const Error& error) {
    m_output(service, error.toString());
    if (m_survivors)
        m_survivors->detail += "; " + error.subject + ": " + error.detail;
    else
        m_survivors = error;
}

void Services::finishStop() {
    const auto survivors = std::exchange(m_survivors, std::nullopt);
    m_phase = survivors ? Phase::Survived : Phase::Stopped;
    m_force = cluster::Force::No;
    for (const cluster::Ticket ticket : std::exchange(m_stopTickets, {})) {
        if (survivors)
            m_sink(cluster::ServicesNotStopped{ticket, *survivors});
        else
            m_sink(cluster::ServicesStopped{ticket});
    }
}

std::vector<std::string> Services::controlGroups() const {
    std::vector<std::string> groups;
    if (m_unitServices.size() < m_services.size())
        groups.push_back(m_moduleGroup);
    for (const RunningUnit* unit : m_unitServices)
        groups.push_back(unit->controlGroup());
    return groups;
}

} // namespace understudy::services
