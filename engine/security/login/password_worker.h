#pragma once
// Verifies and sets the password on a thread of its own, at a low priority: scrypt takes 0.1 s of a core
// and 32 MiB, and whoever is on the network may ask for it. One at a time, so that this is all that it costs;
// a bounded number waits. Called by one thread, the owner's; what it finds is handed to `post` from its own.

#include "base/worker.h"
#include "security/login/password.h"

#include <functional>
#include <string>

namespace understudy::security {

enum class Known : std::uint8_t { User, Nobody }; // the one user, or a name that is none

class PasswordWorker {
public:
    static constexpr std::size_t kMostWaiting = 8;

    // `post` runs what it is given on the owner's thread, later, or not at all once the owner ends.
    using Post = std::function<void(std::function<void()>)>;
    PasswordWorker(std::string path, Post post); // its end drops what waits

    bool hasRoom() const { return m_worker.waiting() < kMostWaiting; } // for one more to be verified
    // There is room. A name that is none costs what the user's costs. NotFound: no password is set.
    void verify(Known known, std::string password, std::function<void(Result<bool>)> done);
    // Durable when done. Does not ask for the rules. Before all that wait: it is for those who may do it.
    void set(std::string password, std::function<void(Status)> done);

private:
    const std::string m_path;
    const Post m_post;
    Worker m_worker; // last: its jobs use the others
};

} // namespace understudy::security
