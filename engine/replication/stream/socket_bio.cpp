#include "replication/stream/socket_bio.h"

#include <openssl/bio.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>

namespace understudy::replication {

namespace {

int descriptorOf(BIO* bio) {
    return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

bool mayRetry(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

int writeSocket(BIO* bio, const char* data, std::size_t size, std::size_t* done) {
    BIO_clear_retry_flags(bio);
    const ssize_t sent = ::send(descriptorOf(bio), data, size, MSG_NOSIGNAL);
    if (sent < 0) {
        if (mayRetry(errno))
            BIO_set_retry_write(bio);
        return 0;
    }
    *done = static_cast<std::size_t>(sent);
    return 1;
}

int readSocket(BIO* bio, char* data, std::size_t size, std::size_t* done) {
    BIO_clear_retry_flags(bio);
    const ssize_t got = ::recv(descriptorOf(bio), data, size, 0);
    if (got < 0 && mayRetry(errno))
        BIO_set_retry_read(bio);
    if (got == 0)
        BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    if (got <= 0)
        return 0;
    *done = static_cast<std::size_t>(got);
    return 1;
}

long controlSocket(BIO* bio, int command, long, void*) {
    switch (command) {
    case BIO_CTRL_FLUSH:
        return 1;
    case BIO_CTRL_EOF:
        return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
    default:
        return 0;
    }
}

BIO_METHOD* makeMethod() {
    BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without SIGPIPE");
    if (method == nullptr)
        return nullptr;
    BIO_meth_set_write_ex(method, writeSocket);
    BIO_meth_set_read_ex(method, readSocket);
    BIO_meth_set_ctrl(method, controlSocket);
    return method;
}

} // namespace

bio_st* newSocketBio(int fd) {
    static BIO_METHOD* const method = makeMethod(); // a table of functions; lives as long as the program
    BIO* bio = method != nullptr ? BIO_new(method) : nullptr;
    if (bio != nullptr) {
        BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(fd)));
        BIO_set_init(bio, 1);
    }
    return bio;
}

} // namespace understudy::replication
