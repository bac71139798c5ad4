#include "services/unit_service.h"

#include "services/control_group.h"

#include <utility>

namespace understudy::services {

RunningUnit::RunningUnit(ServiceSettings settings, UnitControl& control, const DropInSettings& dropIn,
                         std::string root, ServiceContext context)
    : m_settings(std::move(settings)), m_control(control), m_dropIn(dropIn), m_root(std::move(root)),
      m_context(std::move(context)), m_unit(std::get<UnitService>(m_settings.what).unit),
      m_group(m_root + unitControlGroup("system.slice", m_unit)), m_emptier(m_context.clock) {
    m_startTimer.setSingleShot(true);
    QObject::connect(&m_startTimer, &QTimer::timeout, &m_startTimer, [this] {
        finishStart(fail(ErrorCode::Timeout, m_unit,
                         "did not start within " + std::to_string(m_settings.startTimeout.count()) + " ms"));
    });
}

RunningUnit::~RunningUnit() {
    m_control.watch(m_unit, {});
}

template <typename F> auto RunningUnit::whileAlive(F f) {
    return [alive = std::weak_ptr<char>(m_alive), f = std::move(f)]<typename T>(T&& answer) {
        if (!alive.expired())
            f(std::forward<T>(answer));
    };
}

void RunningUnit::learn(const UnitFacts& facts) {
    if (!facts.controlGroup.empty())
        m_group = m_root + facts.controlGroup;
    else if (!facts.slice.empty())
        m_group = m_root + unitControlGroup(facts.slice, m_unit);
}

void RunningUnit::prepare(std::function<void(Result<DropInChange>)> done) {
    m_control.inspect(
        m_unit, whileAlive([this, done = std::move(done)](const Result<UnitFacts>& facts) {
            if (!facts)
                return done(fail(facts.error()));
            if (facts->loadState != "loaded")
                return done(fail(ErrorCode::NotFound, m_unit, "systemd cannot load it: " + facts->loadState));
            learn(*facts);
            done(writeDropIn(m_dropIn, m_unit));
        }));
}

void RunningUnit::start(std::function<void(Status)> done) {
    m_phase = Phase::Starting;
    m_startDone = std::move(done);
    m_startTimer.start(m_settings.startTimeout);
    placeDropIn([this](const Status& placed) {
        if (m_phase != Phase::Starting)
            return;
        if (!placed)
            return finishStart(placed);
        startJob();
    });
}

// It is there already, since the start of the engine; unless somebody cleaned /run.
void RunningUnit::placeDropIn(std::function<void(Status)> done) {
    const auto written = writeDropIn(m_dropIn, m_unit);
    if (!written)
        return done(fail(written.error()));
    if (const auto permitted = permitUnit(m_dropIn, m_unit); !permitted)
        return done(permitted);
    if (*written == DropInChange::WasThere)
        return done({});
    m_control.reload(whileAlive(std::move(done)));
}

void RunningUnit::startJob() {
    m_control.watch(m_unit, [this] { onChanged(); });
    m_control.start(m_unit, whileAlive([this](const Status& over) {
                        if (m_phase != Phase::Starting)
                            return;
                        if (!over)
                            return finishStart(over);
                        m_control.inspect(
                            m_unit, whileAlive([this](const Result<UnitFacts>& facts) { onStarted(facts); }));
                    }));
}

void RunningUnit::onStarted(const Result<UnitFacts>& facts) {
    if (m_phase != Phase::Starting)
        return;
    if (!facts)
        return finishStart(fail(facts.error()));
    learn(*facts);
    if (facts->activeState != "active")
        return finishStart(fail(ErrorCode::Refused, m_unit,
                                "is " + facts->activeState + " after its start (" + facts->result + ")"));
    m_phase = Phase::Running;
    finishStart({});
    onChanged(); // it may have died while these facts were on their way
}

void RunningUnit::finishStart(Status outcome) {
    m_startTimer.stop();
    if (m_startDone)
        std::exchange(m_startDone, nullptr)(std::move(outcome));
}

void RunningUnit::onChanged() {
    if (m_phase != Phase::Running)
        return;
    m_control.inspect(m_unit, whileAlive([this](const Result<UnitFacts>& facts) {
                          if (m_phase != Phase::Running || !facts)
                              return;
                          if (facts->activeState != "failed" && facts->activeState != "inactive")
                              return;
                          m_phase = Phase::Stopped;
                          if (onDied)
                              onDied({ErrorCode::Refused, m_unit,
                                      "is " + facts->activeState + " (" + facts->result + ")", 0});
                      }));
}

// The job of systemd and the emptiness of the group are both waited for. When systemd does not answer, the
// deadline kills the group without its help.
void RunningUnit::stop(std::function<void(Status)> done) {
    m_phase = Phase::Stopping;
    m_startTimer.stop();
    m_startDone = nullptr;
    m_stopJobOver = false;
    m_control.watch(m_unit, {});
    forbidUnit(m_dropIn, m_unit);
    m_control.stop(m_unit, whileAlive([this](const Status& over) {
                       m_stopJobOver = true;
                       if (!over)
                           m_context.output(over.error().toString());
                   }));
    m_emptier.begin(
        m_group, m_settings.stopTimeout, [this] { return m_stopJobOver; },
        [this, done = std::move(done)](GroupEmptier::Outcome outcome) {
            m_phase = Phase::Stopped;
            if (outcome == GroupEmptier::Outcome::StillPopulated)
                return done(
                    fail(ErrorCode::Timeout, m_unit, "processes do not die: " + processesIn(m_group)));
            done({});
        });
}

} // namespace understudy::services
