#include "security/login/password_worker.h"

#include "security/login/password_file.h"

#include <openssl/crypto.h>
#include <sys/resource.h>

namespace understudy::security {

namespace {

constexpr int kLow = 10; // nice; on Linux it is the thread's own

void forget(std::string& password) {
    OPENSSL_cleanse(password.data(), password.size());
    password.clear();
}

} // namespace

PasswordWorker::PasswordWorker(std::string path, Post post)
    : m_path(std::move(path)), m_post(std::move(post)), m_thread([this] { run(); }) {}

PasswordWorker::~PasswordWorker() {
    {
        const std::lock_guard lock(m_mutex);
        m_ends = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

bool PasswordWorker::hasRoom() {
    const std::lock_guard lock(m_mutex);
    return m_jobs.size() < kMostWaiting;
}

void PasswordWorker::run() {
    ::setpriority(PRIO_PROCESS, 0, kLow);
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_ends || !m_jobs.empty(); });
        if (m_ends)
            return;
        const auto job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        job();
        lock.lock();
    }
}

void PasswordWorker::verify(Known known, std::string password, std::function<void(Result<bool>)> done) {
    auto job = [this, known, password = std::move(password), done = std::move(done)]() mutable {
        const auto stored = loadPassword(m_path);
        auto answer = stored ? verifyPassword(known == Known::User ? &*stored : nullptr, password)
                             : Result<bool>(fail(stored.error()));
        forget(password);
        m_post([done = std::move(done), answer = std::move(answer)] { done(answer); });
    };
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.emplace_back(std::move(job));
    }
    m_wake.notify_one();
}

void PasswordWorker::set(std::string password, std::function<void(Status)> done) {
    auto job = [this, password = std::move(password), done = std::move(done)]() mutable {
        const auto hash = hashPassword(password);
        forget(password);
        Status saved = hash ? savePassword(m_path, *hash) : Status(fail(hash.error()));
        m_post([done = std::move(done), saved = std::move(saved)] { done(saved); });
    };
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.emplace_front(std::move(job));
    }
    m_wake.notify_one();
}

} // namespace understudy::security
