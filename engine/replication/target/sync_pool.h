#pragma once
// Syncs that must not hold up the stream. Jobs begin in the order they came, on a few threads; one that is
// posted with Order::AfterAllEarlier runs when every earlier one is done (a point of the stream). Each job
// confirms its own barrier, so that a quick sync never waits for a slow one, and never speaks for it (S6).

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace understudy::replication {

class SyncPool {
public:
    static constexpr std::size_t kThreads = 4;
    static constexpr std::size_t kMostWaiting = 4096;

    enum class Order : std::uint8_t { Free, AfterAllEarlier };

    SyncPool();
    ~SyncPool(); // stop()

    void post(Order order, std::function<void()> job); // blocks while too many wait; ignored when stopped
    void postNow(std::function<void()> job);           // never blocks: for the loop's thread
    void waitIdle();                                   // every job is done, or the pool is stopped

    // Forgets the jobs that have not begun, takes no more, and returns at once. Whoever is blocked in post()
    // or waitIdle() returns.
    void cancel();
    void stop(); // the same, and waits for those that have begun

private:
    struct Job {
        std::uint64_t number = 0;
        Order order = Order::Free;
        std::function<void()> work;
    };
    void enqueue(Order order, std::function<void()> job);
    void run();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Job> m_waiting;
    std::set<std::uint64_t> m_running;
    std::uint64_t m_next = 0;
    bool m_stopped = false;
    std::vector<std::thread> m_threads;
};

} // namespace understudy::replication
