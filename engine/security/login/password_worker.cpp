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
    : m_path(std::move(path)), m_post(std::move(post)),
      m_worker(Worker::AtEnd::Drop, [] { ::setpriority(PRIO_PROCESS, 0, kLow); }) {}

void PasswordWorker::verify(Known known, std::string password, std::function<void(Result<bool>)> done) {
    m_worker.post([this, known, password = std::move(password), done = std::move(done)]() mutable {
        const auto stored = loadPassword(m_path);
        auto answer = stored ? verifyPassword(known == Known::User ? &*stored : nullptr, password)
                             : Result<bool>(fail(stored.error()));
        forget(password);
        m_post([done = std::move(done), answer = std::move(answer)] { done(answer); });
    });
}

void PasswordWorker::set(std::string password, std::function<void(Status)> done) {
    m_worker.postFirst([this, password = std::move(password), done = std::move(done)]() mutable {
        const auto hash = hashPassword(password);
        forget(password);
        Status saved = hash ? savePassword(m_path, *hash) : Status(fail(hash.error()));
        m_post([done = std::move(done), saved = std::move(saved)] { done(saved); });
    });
}

} // namespace understudy::security
