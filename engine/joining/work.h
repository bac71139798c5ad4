#pragma once
// Work that waits for name servers or the network, on a thread of its own; what it found is heard on the
// thread that asked. When this is destroyed, it waits for what runs; what waits is dropped, and nothing is
// heard any more.

#include "base/worker.h"

#include <QObject>

#include <functional>
#include <memory>

namespace understudy::joining {

class Work {
public:
    template <typename T> void run(std::function<T()> work, std::function<void(T)> heard) {
        m_worker.post([this, work = std::move(work), heard = std::move(heard)] {
            auto found = std::make_shared<T>(work());
            QMetaObject::invokeMethod(
                &m_here, [found, heard] { heard(std::move(*found)); }, Qt::QueuedConnection);
        });
    }

private:
    QObject m_here;
    Worker m_worker{Worker::AtEnd::Drop}; // last: it ends first
};

} // namespace understudy::joining
