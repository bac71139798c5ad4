#include "services/group_service.h"

#include <csignal>

namespace understudy::services {

GroupService::GroupService(ServiceSettings settings, std::string group, ServiceContext context)
    : m_settings(std::move(settings)), m_context(std::move(context)), m_path(std::move(group)),
      m_emptier(m_context.clock) {
    m_startTimer.setSingleShot(true);
    QObject::connect(&m_startTimer, &QTimer::timeout, &m_startTimer, [this] {
        finishStart(fail(ErrorCode::Timeout, m_settings.name,
                         "did not start within " + std::to_string(m_settings.startTimeout.count()) + " ms"));
    });
}

void GroupService::start(std::function<void(Status)> done) {
    m_startDone = std::move(done);
    auto group = ControlGroup::create(m_path);
    if (!group)
        return finishStart(fail(group.error()));
    m_group = std::move(*group);
    if (isPopulated(m_path))
        return finishStart(fail(ErrorCode::Busy, m_settings.name, "processes of an earlier start still run"));
    m_startTimer.start(m_settings.startTimeout);
    beginStart();
}

void GroupService::finishStart(Status outcome) {
    m_startTimer.stop();
    if (m_startDone)
        std::exchange(m_startDone, nullptr)(std::move(outcome));
}

void GroupService::stop(std::function<void(Status)> done) {
    m_startTimer.stop();
    m_startDone = nullptr;
    beginStop();
    m_emptier.begin(
        m_path, m_settings.stopTimeout, [this] { return !commandRuns(); },
        [this, done = std::move(done)](GroupEmptier::Outcome outcome) { onStopped(outcome, done); });
}

void GroupService::onStopped(GroupEmptier::Outcome outcome, const std::function<void(Status)>& done) {
    if (outcome == GroupEmptier::Outcome::StillPopulated)
        return done(
            fail(ErrorCode::Timeout, m_settings.name, "processes do not die: " + processesIn(m_path)));
    m_group = ControlGroup(); // removes it
    done({});
}

void RunningScript::beginStart() {
    const auto& script = std::get<ScriptService>(m_settings.what);
    m_startRan = true;
    m_start = std::make_unique<Command>(script.start, m_context.output);
    m_start->start(m_group, {}, [this](Status ended) { finishStart(std::move(ended)); });
}

void RunningScript::beginStop() {
    const auto& script = std::get<ScriptService>(m_settings.what);
    if (m_start)
        m_start->forget();
    const bool startRan = std::exchange(m_startRan, false);
    if (startRan && !script.stop.empty()) {
        m_stop = std::make_unique<Command>(script.stop, m_context.output);
        m_stop->start(m_group, {}, [this](Status ended) {
            if (!ended)
                m_context.output(ended.error().toString());
        });
    } else if (isPopulated(controlGroup())) {
        if (const auto sent = signalControlGroup(controlGroup(), SIGTERM); !sent)
            m_context.output(sent.error().toString());
    }
}

bool RunningScript::commandRuns() const {
    return (m_start && m_start->isRunning()) || (m_stop && m_stop->isRunning());
}

void RunningProcess::beginStart() {
    m_command =
        std::make_unique<Command>(std::get<ProcessService>(m_settings.what).command, m_context.output);
    m_command->start(
        m_group, [this] { finishStart({}); },
        [this](const Status& ended) {
            Error error =
                ended ? Error{ErrorCode::Refused, m_settings.name, "ended by itself", 0} : ended.error();
            if (starting())
                finishStart(fail(std::move(error))); // it could not even be run
            else if (onDied)
                onDied(std::move(error));
        });
}

void RunningProcess::beginStop() {
    if (m_command)
        m_command->forget();
    if (m_command && m_command->isRunning())
        m_command->terminate();
    else if (isPopulated(controlGroup()))
        static_cast<void>(signalControlGroup(controlGroup(), SIGTERM));
}

} // namespace understudy::services
