// The logs: nothing waits, ids are never given twice, the file stays bounded, and a bad file stops nobody.

#include "store/log_database.h"
#include "store/logs.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include <future>

using namespace understudy;
using namespace understudy::store;
using namespace std::chrono_literals;

namespace {

LogLine line(const std::string& row, Detail detail = Detail::Short) {
    LogLine out;
    out.time = WallTime(1'795'000'000'123ms);
    out.detail = detail;
    out.row = row;
    out.arguments = {"node1", "30 s", "\"%2\" é"};
    return out;
}

void atOnce(std::function<void()> work) {
    work();
}

std::vector<LogLine> readNow(Logs& logs, const LogRead& query) {
    std::promise<std::vector<LogLine>> lines;
    logs.read(query, [&](Result<std::vector<LogLine>> result) { lines.set_value(result.value()); });
    return lines.get_future().get();
}

} // namespace

class LogsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Logs::Options options(const char* name) const {
        return {m_folder.filePath(QLatin1String(name)).toStdString(), 1000, 500, 20s};
    }

private Q_SLOTS:
    void everyFieldOfALineComesBack() {
        Logs logs(options("fields"), atOnce);
        LogLine written = line("takeover-silent-peer", Detail::Verbose);
        written.level = LogLevel::Error;
        written.text = "text";
        written.source = "root";
        written.from = "this computer";
        written.command = "swap";
        written.id = logs.append(LogKind::Commands, written);
        const auto lines = readNow(logs, {LogKind::Commands, std::nullopt, 10, Detail::Verbose});
        QCOMPARE(lines.size(), std::size_t(1));
        QVERIFY(lines.front() == written);
        QVERIFY(readNow(logs, {LogKind::Module, std::nullopt, 10, Detail::Verbose}).empty());
        QVERIFY(readNow(logs, {LogKind::Commands, std::nullopt, 10, Detail::Short}).empty());
    }

    void aReaderSeesWhatWasAppendedBeforeItAlthoughNothingWasCommittedYet() {
        Logs logs(options("seen"), atOnce); // commits after 20 s, or when somebody asks
        std::vector<std::uint64_t> ids;
        for (int i = 0; i < 100; ++i)
            ids.push_back(logs.append(LogKind::Module, line("row")));
        const auto last = readNow(logs, {LogKind::Module, std::nullopt, 3, Detail::Short});
        QCOMPARE(last.size(), std::size_t(3));
        QCOMPARE(last.front().id, ids[97]);
        QCOMPARE(last.back().id, ids[99]);
        const auto next = readNow(logs, {LogKind::Module, ids[10], 5, Detail::Short});
        QCOMPARE(next.front().id, ids[11]);
        QCOMPARE(next.back().id, ids[15]);
        QVERIFY(readNow(logs, {LogKind::Module, ids[99], 5, Detail::Short}).empty());
    }

    void linesOutliveTheEngineAndIdsAreNeverGivenTwice() {
        std::uint64_t before = 0;
        {
            Logs logs(options("restart"), atOnce);
            for (int i = 0; i < 10; ++i)
                before = logs.append(LogKind::Module, line("row"));
        }
        Logs logs(options("restart"), atOnce);
        // As many as a queue holds may have been given and lost in a crash.
        QVERIFY(logs.append(LogKind::Module, line("row")) > before + 500);
        QCOMPARE(readNow(logs, {LogKind::Module, std::nullopt, 100, Detail::Short}).size(), std::size_t(11));
    }

    void theOldestLinesGoWhenALogIsFull() {
        const auto path = options("bound").path;
        auto database = LogDatabase::open(path, 100).value();
        for (std::uint64_t id = 1; id <= 1000; ++id) {
            LogLine entry = line("row");
            entry.id = id;
            QVERIFY(database->insert({{LogKind::Application, entry}}).has_value());
        }
        const auto lines =
            database->read({LogKind::Application, std::nullopt, 10'000, Detail::Short}).value();
        QVERIFY2(lines.size() >= 100 && lines.size() <= 102, std::to_string(lines.size()).c_str());
        QCOMPARE(lines.back().id, std::uint64_t(1000));
    }

    void aFloodIsBoundedAndSaid() {
        std::vector<LogLine> lines;
        {
            std::mutex gate; // holds the writer in the answer of a read while the flood comes
            std::promise<void> held;
            gate.lock();
            Logs logs(options("flood"), [&](std::function<void()> work) {
                held.set_value();
                const std::lock_guard wait(gate);
                work();
            });
            logs.read({}, [](auto) {});
            held.get_future().wait();
            for (int i = 0; i < 2000; ++i)
                logs.append(LogKind::Module, line("row"));
            gate.unlock();
        }
        Logs logs(options("flood"), atOnce);
        lines = readNow(logs, {LogKind::Module, std::nullopt, 10'000, Detail::Verbose});
        QCOMPARE(lines.size(), std::size_t(501));
        QCOMPARE(lines.back().row, std::string("log-lines-lost"));
        QCOMPARE(lines.back().arguments, std::vector<std::string>{"1500"});
    }

    void aLineOfAServiceThatIsFarTooLongIsCutAtALetter() {
        Logs logs(options("long"), atOnce);
        LogLine entry;
        for (int i = 0; i < 6000; ++i)
            entry.text += "é";
        entry.text.insert(0, "x");
        logs.append(LogKind::Application, entry);
        const auto lines = readNow(logs, {LogKind::Application, std::nullopt, 1, Detail::Short});
        QCOMPARE(lines.front().text, entry.text.substr(0, LogLine::kMaxText - 1));
    }

    void aDamagedFileIsKeptBesideAndANewOneBegun() {
        const auto path = options("damaged").path;
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8192, 'x'));
        file.close();
        Logs logs(options("damaged"), atOnce);
        QVERIFY(logs.trouble().has_value());
        logs.append(LogKind::Module, line("row"));
        QCOMPARE(readNow(logs, {LogKind::Module, std::nullopt, 10, Detail::Short}).size(), std::size_t(1));
        QVERIFY(QFile::exists(QString::fromStdString(path + ".damaged")));
    }

    void withoutAnyFileTheLinesAreKeptInMemory() {
        Logs logs({"/proc/no/such/folder/log", 1000, 500, 20s}, atOnce);
        QVERIFY(logs.trouble().has_value());
        logs.append(LogKind::Module, line("row"));
        QCOMPARE(readNow(logs, {LogKind::Module, std::nullopt, 10, Detail::Short}).size(), std::size_t(1));
    }

    void onlyTheOwnerCanReadTheFile() {
        const auto path = options("mode").path;
        { Logs logs(options("mode"), atOnce); }
        struct stat info {};
        QVERIFY(::stat(path.c_str(), &info) == 0);
        QCOMPARE(info.st_mode & 0777, mode_t(0600));
    }

    void aQuietLogWritesNothing() {
        auto quiet = options("quiet");
        quiet.commitAfter = 1ms;
        Logs logs(quiet, atOnce);
        logs.append(LogKind::Module, line("row"));
        readNow(logs, {});
        const auto stamp = [&](const char* side) {
            struct stat info {};
            ::stat((quiet.path + side).c_str(), &info);
            return std::pair(info.st_mtim.tv_sec * 1'000'000'000LL + info.st_mtim.tv_nsec, info.st_size);
        };
        const auto wal = stamp("-wal");
        for (int i = 0; i < 50; ++i)
            readNow(logs, {});
        QVERIFY(stamp("-wal") == wal);
    }
};

QTEST_GUILESS_MAIN(LogsTest)
#include "logs_test.moc"
