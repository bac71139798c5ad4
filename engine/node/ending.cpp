#include "node/ending.h"

#include <cstdio>

namespace understudy::node {

namespace {
using namespace std::chrono_literals;
constexpr auto kLookEvery = 100ms;
constexpr auto kSlack = 10s; // for the folder and the address, beside what the services may take
} // namespace

Ending::Ending(Engine& engine, std::function<void()> quit, QObject* parent)
    : QObject(parent), m_engine(engine), m_quit(std::move(quit)) {
    connect(&m_look, &QTimer::timeout, this, &Ending::look);
    m_heard.setSingleShot(true);
    connect(&m_heard, &QTimer::timeout, this, m_quit);
    m_bound.setSingleShot(true);
    connect(&m_bound, &QTimer::timeout, this, [this] {
        std::fprintf(stderr, "<3>understudyd: closing did not end in time: the fence ends what is left\n");
        m_quit();
    });
}

void Ending::begin() {
    if (std::exchange(m_begun, true) || m_engine.isClosed())
        return m_quit();
    const ClosingTimes times = m_engine.closingTimes();
    m_bound.start(2 * times.stopBound + kSlack); // in order, then by force
    m_look.start(kLookEvery);
    look();
}

// The other node has to hear that it was handed over to: its answer is not waited for, since the fence says
// the same once more, but the heartbeats that carry it are.
void Ending::look() {
    m_engine.tellEnding();
    if (!m_engine.isClosed())
        return m_heard.stop(); // somebody started a module meanwhile
    if (!m_heard.isActive())
        m_heard.start(m_engine.closingTimes().toBeHeard);
}

} // namespace understudy::node
