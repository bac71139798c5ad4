#include "replication/target/sync_pool.h"

namespace understudy::replication {

SyncPool::SyncPool() {
    for (std::size_t i = 0; i < kThreads; ++i)
        m_threads.emplace_back([this] { run(); });
}

SyncPool::~SyncPool() {
    stop();
}

void SyncPool::post(Order order, std::function<void()> job) {
    std::unique_lock hold(m_mutex);
    m_changed.wait(hold, [this] { return m_stopped || m_waiting.size() < kMostWaiting; });
    enqueue(order, std::move(job));
}

void SyncPool::postNow(std::function<void()> job) {
    const std::lock_guard hold(m_mutex);
    enqueue(Order::Free, std::move(job));
}

void SyncPool::enqueue(Order order, std::function<void()> job) {
    if (m_stopped)
        return;
    m_waiting.push_back({++m_next, order, std::move(job)});
    m_changed.notify_all();
}

void SyncPool::waitIdle() {
    std::unique_lock hold(m_mutex);
    m_changed.wait(hold, [this] { return m_stopped || (m_waiting.empty() && m_running.empty()); });
}

void SyncPool::cancel() {
    const std::lock_guard hold(m_mutex);
    m_stopped = true;
    m_waiting.clear();
    m_changed.notify_all();
}

void SyncPool::stop() {
    cancel();
    for (std::thread& thread : m_threads)
        if (thread.joinable())
            thread.join();
}

void SyncPool::run() {
    std::unique_lock hold(m_mutex);
    for (;;) {
        m_changed.wait(hold, [this] { return m_stopped || !m_waiting.empty(); });
        if (m_stopped)
            return;
        Job job = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_running.insert(job.number);
        // Earlier ones have begun, so they end: this cannot wait for ever.
        if (job.order == Order::AfterAllEarlier)
            m_changed.wait(hold, [&] { return m_stopped || *m_running.begin() == job.number; });
        if (!m_stopped || job.order == Order::Free) {
            hold.unlock();
            job.work();
            job.work = nullptr; // what it holds (a descriptor) is let go before the job counts as done
            hold.lock();
        }
        m_running.erase(job.number);
        m_changed.notify_all();
    }
}

} // namespace understudy::replication
