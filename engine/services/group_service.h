#pragma once
// Services that the engine runs itself: scripts and supervised processes, each in a control group of its own
// below the module's.

#include "services/command.h"
#include "services/group_emptier.h"
#include "services/service.h"

namespace understudy::services {

class GroupService : public Service {
public:
    // `group`: absolute path of the control group to make for it.
    GroupService(ServiceSettings settings, std::string group, ServiceContext context);

    void start(std::function<void(Status)> done) final;
    void stop(std::function<void(Status)> done) final;
    void kill() final { m_emptier.kill(); }
    std::string controlGroup() const final { return m_path; }

protected:
    virtual void beginStart() = 0; // ends in finishStart()
    virtual void beginStop() = 0;  // asks for an end; the group's emptiness is the answer
    virtual bool commandRuns() const = 0;
    void finishStart(Status outcome);
    bool starting() const { return m_startDone != nullptr; }

    ServiceSettings m_settings;
    ServiceContext m_context;
    ControlGroup m_group;

private:
    void onStopped(GroupEmptier::Outcome outcome, const std::function<void(Status)>& done);

    std::string m_path;
    GroupEmptier m_emptier;
    QTimer m_startTimer;
    std::function<void(Status)> m_startDone;
};

class RunningScript final : public GroupService {
public:
    using GroupService::GroupService;

private:
    void beginStart() override;
    void beginStop() override;
    bool commandRuns() const override;

    std::unique_ptr<Command> m_start; // kept: its output is what it left running writes to
    std::unique_ptr<Command> m_stop;
    bool m_startRan = false; // since the last stop: the stop command has something to stop
};

class RunningProcess final : public GroupService {
public:
    using GroupService::GroupService;

private:
    void beginStart() override;
    void beginStop() override;
    bool commandRuns() const override { return m_command && m_command->isRunning(); }

    std::unique_ptr<Command> m_command;
};

} // namespace understudy::services
