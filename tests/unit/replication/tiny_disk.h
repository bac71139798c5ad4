#pragma once
// A small file system of its own for the temporary directories that are made while it lives. Needs root.

#include <QTemporaryDir>

#include <sys/mount.h>

#include <string>

namespace understudy::replication::testing {

class TinyDisk {
public:
    explicit TinyDisk(const std::string& size) : m_path(m_place.path().toLocal8Bit()) {
        m_mounted = ::mount("tiny", m_path.constData(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
        if (m_mounted)
            qputenv("TMPDIR", m_path);
    }
    ~TinyDisk() {
        qunsetenv("TMPDIR");
        if (m_mounted)
            ::umount2(m_path.constData(), MNT_DETACH);
    }
    TinyDisk(const TinyDisk&) = delete;
    TinyDisk& operator=(const TinyDisk&) = delete;
    bool isMounted() const { return m_mounted; }

private:
    QTemporaryDir m_place;
    QByteArray m_path;
    bool m_mounted = false;
};

} // namespace understudy::replication::testing
