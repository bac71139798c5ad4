#pragma once
// The end of the engine on purpose (its service stops, the computer shuts down): every module closes in order
// and hands over to a standby that holds all data, then the process may end. Bounded by the modules' own
// bounds; a second word ends at once, and what is left then is the fence's. Thread: the loop.

#include "node/engine.h"

#include <QTimer>

namespace understudy::node {

class Ending : public QObject {
public:
    Ending(Engine& engine, std::function<void()> quit, QObject* parent = nullptr);

    void begin();

private:
    void look();

    Engine& m_engine;
    const std::function<void()> m_quit;
    QTimer m_look;
    QTimer m_bound;
    QTimer m_heard; // since everything is closed: until the other node must have heard it
    bool m_begun = false;
};

} // namespace understudy::node
