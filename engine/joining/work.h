#pragma once
// Work that waits for name servers or the network, on a pool of its own; what it found is heard on the thread
// that asked. When this is destroyed, it waits for what runs, and nothing is heard any more.

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>

namespace understudy::joining {

class Work {
public:
    Work() { m_pool.setMaxThreadCount(2); }
    ~Work() { m_pool.waitForDone(); }

    template <typename T> void run(std::function<T()> work, std::function<void(T)> heard) {
        m_pool.start([this, work = std::move(work), heard = std::move(heard)] {
            auto found = std::make_shared<T>(work());
            QMetaObject::invokeMethod(
                &m_here, [found, heard] { heard(std::move(*found)); }, Qt::QueuedConnection);
        });
    }

private:
    QObject m_here;
    QThreadPool m_pool; // last: it ends first
};

} // namespace understudy::joining
