#pragma once
// One thread that does jobs, one after the other. Any thread may post; a job must not throw.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace understudy {

class Worker {
public:
    enum class AtEnd { Finish, Drop }; // what the destructor does with the jobs that wait; then it joins

    // `begin` runs first, on the thread.
    explicit Worker(AtEnd atEnd = AtEnd::Finish, std::function<void()> begin = {})
        : m_atEnd(atEnd), m_thread([this, begin = std::move(begin)] {
              if (begin)
                  begin();
              run();
          }) {}
    ~Worker() {
        {
            const std::lock_guard lock(m_mutex);
            m_stop = true;
        }
        m_wake.notify_all();
        m_thread.join();
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void post(std::function<void()> job) {
        {
            const std::lock_guard lock(m_mutex);
            m_jobs.push_back(std::move(job));
        }
        m_wake.notify_all();
    }
    void postFirst(std::function<void()> job) { // before all that wait
        {
            const std::lock_guard lock(m_mutex);
            m_jobs.push_front(std::move(job));
        }
        m_wake.notify_all();
    }
    std::size_t waiting() const {
        const std::lock_guard lock(m_mutex);
        return m_jobs.size();
    }

private:
    void run() {
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_wake.wait(lock, [this] { return m_stop || !m_jobs.empty(); });
            if (m_jobs.empty() || (m_stop && m_atEnd == AtEnd::Drop))
                return;
            const auto job = std::move(m_jobs.front());
            m_jobs.pop_front();
            lock.unlock();
            job();
            lock.lock();
        }
    }

    const AtEnd m_atEnd;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_jobs;
    bool m_stop = false;
    std::thread m_thread; // last: it uses the others
};

} // namespace understudy
