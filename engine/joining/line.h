#pragma once
// One connection on port 9001: TLS over Qt's socket, messages in and out, patience with the other side.
// Thread: the loop; nothing blocks. After `ended` nothing is called any more.

#include "base/result.h"
#include "joining/messages.h"
#include "security/proof/tls_pipe.h"

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace understudy::joining {

class Line : public QObject {
public:
    static constexpr std::chrono::milliseconds kPatience{15'000}; // for the next message before the proof
    static constexpr std::chrono::milliseconds kLongPatience{
        60'000}; // and after it: name servers may be slow

    struct Heard {
        std::function<void()> ready; // TLS stands
        std::function<void(Message)> message;
        std::function<void(Error)> ended;
    };

    // A connected socket, or (guest) one that connects.
    Line(std::unique_ptr<QTcpSocket> socket, security::ProofRole role, QObject* parent);

    void listen(Heard heard); // before the event loop goes on
    void send(const Message& message);
    void proven(); // larger messages, more patience
    void end();    // after what was sent; `ended` is not called
    bool isOver() const { return m_over; }

    Result<security::ExporterValue> exporter() const { return m_tls->exporter(); }
    std::string ownAddress() const;
    std::string peerAddress() const;

private:
    void start();
    void read();
    void flush();
    void takeMessages();
    void fail(Error error);

    std::unique_ptr<QTcpSocket> m_socket;
    Result<security::TlsPipe> m_tls;
    FrameReader m_frames;
    Heard m_heard;
    QTimer m_timer;
    bool m_ready = false;
    bool m_over = false;
};

} // namespace understudy::joining
