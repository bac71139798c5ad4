#include "api/types/json.h"
#include "app/ctl/commands.h"

#include <QDateTime>

namespace understudy::ctl {

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString lineText(api::LogKind log, const api::LogEntry& entry) {
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(entry.time.time_since_epoch().count());
    QString line = time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz  "));
    if (entry.level != "info")
        line += text(entry.level) + QStringLiteral(": ");
    if (log == api::LogKind::Application)
        line += text(entry.source) + QStringLiteral(": ");
    if (log == api::LogKind::Commands)
        line +=
            QStringLiteral("%1 (%2): %3: ").arg(text(entry.source), text(entry.from), text(entry.command));
    return line + api::fullSentence(entry.message);
}

} // namespace

LogsRun::LogsRun(const Wanted& wanted, LogsWanted logs, QObject* parent)
    : CommandRun(wanted, parent), m_wanted(std::move(logs)) {
    if (m_wanted.follow) {
        // The stream first, then the page: no line can fall between them.
        m_stream = std::make_unique<api::EventStream>(
            m_socket, api::EventStream::Listener{
                          [](const api::ClusterReport&) {},
                          [this](api::LogKind log, const api::LogEntry& entry) { heard(log, entry); },
                          [this] {
                              m_wanted.query.after = m_last;
                              readPage();
                          },
                          [](const api::Message&) {}});
    }
    readPage();
}

void LogsRun::readPage() {
    m_reading = true;
    m_client.logs(m_wanted.query, [this](const api::Answer<api::LogPage>& page) {
        if (!page)
            return fail(page.error());
        showPage(*page);
    });
}

void LogsRun::showPage(const api::LogPage& page) {
    m_reading = false;
    for (const api::LogEntry& entry : page.entries)
        show(entry);
    for (const api::LogEntry& entry : std::exchange(m_waiting, {}))
        show(entry);
    if (!m_wanted.follow)
        end(kDone);
}

void LogsRun::heard(api::LogKind log, const api::LogEntry& entry) {
    if (log != m_wanted.query.log || (entry.verbose && !m_wanted.query.verbose))
        return;
    if (m_reading)
        m_waiting.push_back(entry);
    else
        show(entry);
}

void LogsRun::show(const api::LogEntry& entry) {
    if (entry.id <= m_last)
        return; // shown already
    m_last = entry.id;
    if (m_form == Form::Json)
        printJson(api::toJson(m_wanted.query.log, entry));
    else
        printLine(printable(lineText(m_wanted.query.log, entry)));
}

} // namespace understudy::ctl
