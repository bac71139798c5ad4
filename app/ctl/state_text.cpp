#include "app/ctl/state_text.h"

#include "app/ctl/output.h"
#include "app/ctl/words.h"

#include <QDateTime>
#include <QStringList>

namespace understudy::ctl {

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString painted(const QString& plain, const std::string& colour, Paint paint) {
    if (paint == Paint::Plain)
        return plain;
    const char* code = colour == "green" ? "32" : colour == "magenta" ? "35" : "31";
    return QStringLiteral("\x1b[1;%1m%2\x1b[0m").arg(QLatin1String(code), plain);
}

QString sinceText(const api::NodeReport& node, WallTime now) {
    if (!node.since)
        return {};
    const auto ms = node.since->time_since_epoch().count();
    const QString when = QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    const auto ago = std::chrono::duration_cast<std::chrono::seconds>(now - *node.since).count();
    return Words::tr("since %1 (%2)").arg(when, durationText(ago > 0 ? static_cast<std::uint64_t>(ago) : 0));
}

QString syncText(const api::SyncProgress& sync) {
    const double part = sync.totalBytes == 0 ? 0.0
                                             : 100.0 * static_cast<double>(sync.doneBytes) /
                                                   static_cast<double>(sync.totalBytes);
    QString line = Words::tr("synchronising: %1 of %2 (%3 %), %4/s")
                       .arg(sizeText(sync.doneBytes), sizeText(sync.totalBytes),
                            QString::number(part, 'f', 0), sizeText(sync.rate));
    if (sync.secondsLeft)
        line += Words::tr(", %1 left").arg(durationText(*sync.secondsLeft));
    return line +
           Words::tr("; %1 differ, %2 sent").arg(sizeText(sync.changedBytes), sizeText(sync.sentBytes));
}

QString figuresText(const api::NodeReport& node) {
    QStringList parts;
    if (node.holdsVirtualIp)
        parts << Words::tr("holds the virtual IP");
    if (node.heartbeatRttMs)
        parts << Words::tr("heartbeat %1 ms").arg(*node.heartbeatRttMs, 0, 'f', 2);
    if (node.lagBytes)
        parts << Words::tr("standby behind by %1 (%2 ms)")
                     .arg(sizeText(*node.lagBytes))
                     .arg(node.lagMs.value_or(0));
    if (!node.generation.empty())
        parts << Words::tr("generation %1").arg(text(node.generation).left(8));
    return parts.join(QStringLiteral(", "));
}

} // namespace

QString stateText(const api::ClusterReport& report, WallTime now, Paint paint) {
    QStringList lines;
    if (!report.cluster.empty())
        lines << Words::tr("%1, module %2, virtual IP %3")
                     .arg(text(report.cluster), text(report.module), text(report.virtualIp));
    for (const api::NodeReport& node : report.nodes) {
        const QString state = node.state.empty() ? QStringLiteral("-") : text(node.state);
        lines << QStringLiteral("%1 %2  %3 %4 %5 %6")
                     .arg(node.name == report.self ? QStringLiteral("*") : QStringLiteral(" "),
                          text(node.name).leftJustified(5),
                          painted(state.leftJustified(6), node.colour, paint),
                          text(node.colour).leftJustified(7), text(node.data).leftJustified(16),
                          sinceText(node, now))
                     .trimmed()
                     .prepend(node.name == report.self ? QString() : QStringLiteral("  "));
        const QString indent(8, QLatin1Char(' '));
        if (!node.reason.isEmpty())
            lines << indent + api::fullSentence(node.reason);
        if (node.sync && node.sync->running)
            lines << indent + syncText(*node.sync);
        const QString figures = figuresText(node);
        const QString host = node.host.empty() ? QString() : Words::tr("host %1").arg(text(node.host));
        lines << indent + (figures.isEmpty() ? host : host + QStringLiteral(", ") + figures);
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace understudy::ctl
