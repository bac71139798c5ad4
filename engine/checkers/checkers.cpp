#include "checkers/checkers.h"

#include "checkers/checks.h"

#include <algorithm>

namespace understudy::checkers {

namespace {

template <typename... Ts> struct Overloads : Ts... { using Ts::operator()...; };
template <typename... Ts> Overloads(Ts...) -> Overloads<Ts...>;

} // namespace

std::unique_ptr<Check> makeCheck(const CheckerSettings& settings) {
    return std::visit(
        Overloads{
            [](const ProcessCheck& c) -> std::unique_ptr<Check> {
                return std::make_unique<ProcessChecking>(c);
            },
            [](const TcpCheck& c) -> std::unique_ptr<Check> { return std::make_unique<TcpChecking>(c); },
            [](const SqlCheck& c) -> std::unique_ptr<Check> { return std::make_unique<SqlChecking>(c); }},
        settings.what);
}

RunningChecker::RunningChecker(const CheckerSettings& settings, const Clock& clock, std::function<void()> up,
                               std::function<void(Error)> down)
    : m_settings(settings), m_clock(clock), m_onUp(std::move(up)), m_onDown(std::move(down)),
      m_check(makeCheck(settings)), m_begun(clock.now()) {
    m_next.setSingleShot(true);
    m_limit.setSingleShot(true);
    QObject::connect(&m_next, &QTimer::timeout, &m_next, [this] { ask(); });
    QObject::connect(&m_limit, &QTimer::timeout, &m_limit, [this] { overdue(); });
    m_next.start(std::chrono::milliseconds(0)); // not inside StartCheckers
}

void RunningChecker::ask() {
    const std::uint64_t question = ++m_question;
    m_limit.start(m_settings.timeout);
    m_check->ask([this, question](const Status& status) {
        if (question == m_question)
            answered(status);
    });
}

// A check that hangs is a failed one; a fresh one asks on.
void RunningChecker::overdue() {
    m_check = makeCheck(m_settings);
    answered(fail(ErrorCode::Timeout, m_settings.name, "did not answer in time"));
}

void RunningChecker::answered(const Status& status) {
    ++m_question;
    m_limit.stop();
    const bool wasUp = m_up;
    m_failures = status ? 0 : m_failures + 1;
    m_up = m_up || status.has_value();
    m_next.start(m_up ? m_settings.interval : m_settings.fastInterval);
    if (m_up && !wasUp)
        m_onUp();
    const bool failed = wasUp && m_failures == m_settings.failuresBeforeDown;
    const bool neverCame = !m_up && m_clock.now() - m_begun > m_settings.startBound;
    if (neverCame)
        m_next.stop();
    if (failed || neverCame)
        m_onDown(status.error());
}

Checkers::Checkers(std::vector<CheckerSettings> settings, const Clock& clock, cluster::EventSink sink)
    : m_settings(std::move(settings)), m_clock(clock), m_sink(std::move(sink)) {}

Checkers::~Checkers() = default;

void Checkers::perform(const cluster::StartCheckers&) {
    m_running.clear();
    for (const CheckerSettings& settings : m_settings)
        m_running.push_back(std::make_unique<RunningChecker>(
            settings, m_clock, [this] { tellIfAllUp(); },
            [this, name = settings.name](Error error) {
                m_sink(cluster::CheckerDown{name, std::move(error)});
            }));
    tellIfAllUp(); // none at all
}

void Checkers::perform(const cluster::StopCheckers&) {
    m_running.clear();
}

void Checkers::tellIfAllUp() {
    if (std::all_of(m_running.begin(), m_running.end(), [](const auto& checker) { return checker->isUp(); }))
        m_sink(cluster::CheckersUp{});
}

} // namespace understudy::checkers
