#pragma once
// A service that systemd runs for us.

#include "services/group_emptier.h"
#include "services/service.h"
#include "services/unit_control.h"
#include "services/unit_drop_in.h"

#include <memory>

namespace understudy::services {

class RunningUnit final : public Service {
public:
    // `control` and `dropIn` outlive it; `root` is the root of the control group hierarchy.
    RunningUnit(ServiceSettings settings, UnitControl& control, const DropInSettings& dropIn,
                std::string root, ServiceContext context);
    ~RunningUnit() override;

    // Before the first start, at the start of the engine: the unit is there, its drop-in is in place.
    // `Written` asks for a reload. Also learns the control group that it will have.
    void prepare(std::function<void(Result<DropInChange>)> done);

    void start(std::function<void(Status)> done) override;
    void stop(std::function<void(Status)> done) override;
    void kill() override { m_emptier.kill(); }
    std::string controlGroup() const override { return m_group; }
    const std::string& unit() const { return m_unit; }

private:
    enum class Phase { Stopped, Starting, Running, Stopping };

    void placeDropIn(std::function<void(Status)> done);
    void startJob();
    void onStarted(const Result<UnitFacts>& facts);
    void onChanged();
    void finishStart(Status outcome);
    void learn(const UnitFacts& facts);
    // Answers of systemd that come after this object's end, or of a start that was given up, do nothing.
    template <typename F> auto whileAlive(F f);

    ServiceSettings m_settings;
    UnitControl& m_control;
    const DropInSettings& m_dropIn;
    std::string m_root;
    ServiceContext m_context;
    std::string m_unit;
    std::string m_group;

    Phase m_phase = Phase::Stopped;
    std::function<void(Status)> m_startDone;
    QTimer m_startTimer;
    GroupEmptier m_emptier;
    bool m_stopJobOver = false;
    std::shared_ptr<char> m_alive = std::make_shared<char>();
};

} // namespace understudy::services
