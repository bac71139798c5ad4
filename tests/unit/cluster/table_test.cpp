#include "cluster/core.h"
#include "cluster/refusals.h"
#include "cluster/transitions.h"
#include "cluster/views.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace understudy;
using namespace understudy::cluster;

class TableTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRowHasAnIdOfItsOwnAndASentence() {
        std::set<std::string> ids;
        for (const RowText& row : rowTexts()) {
            QVERIFY2(ids.insert(row.id).second, row.id.c_str());
            QVERIFY2(row.sentence.size() > 20 && row.sentence.back() == '.', row.id.c_str());
            QVERIFY2(!row.from.empty() && !row.on.empty(), row.id.c_str());
            QCOMPARE(rowSentence(row.id), row.sentence.c_str());
        }
        QVERIFY(ids.size() > 100);
        QCOMPARE(rowSentence("no-such-row"), nullptr);
    }

    void everyRefusalHasAReasonAndACure() {
        std::set<std::string_view> reasons;
        for (const Refusal& refusal : refusalTexts()) {
            QVERIFY(reasons.insert(refusal.reason).second);
            QVERIFY(std::string_view(refusal.sentence).size() > 20);
        }
    }

    // Else a node would stay for ever in a phase whose actions were dropped with its record.
    void whereverARecordIsWrittenItsFailureIsHeard() {
        using namespace effects;
        const std::vector<Effect> saving = {recordRunning,   recordStopped,       recordEnd,
                                            recordStandby,   recordOutdated,      recordPrim,
                                            recordSetAside,  recordIncomplete,    recordSynchronised,
                                            generationAlone, generationTakenOver, generationForced};
        Phase heard = kStay;
        for (const Row& row : transitions())
            if (contains(row.on, On::RecordFailed) && row.guards.empty())
                heard = heard | row.from;
        for (const Row& row : transitions()) {
            const bool saves = std::any_of(row.effects.begin(), row.effects.end(), [&](Effect e) {
                return std::find(saving.begin(), saving.end(), e) != saving.end();
            });
            const Phase after = row.to == kStay ? row.from : row.to;
            QVERIFY2(!saves || (heard | after) == heard, row.id);
        }
    }

    // Before its event comes a row's sentence is whole already, and a command's row says whose it is.
    void whatCanHappenIsToldAsFarAsItIsKnown() {
        Memory m;
        std::set<std::string> commands;
        for (std::uint32_t bit = 1; bit <= static_cast<std::uint32_t>(Phase::Leaving); bit <<= 1) {
            m.phase = static_cast<Phase>(bit);
            for (const Outlook& step : outlookOf(m)) {
                const std::string next = "%" + std::to_string(step.arguments.size() + 1);
                QVERIFY2(step.sentence.find(next) == std::string::npos, step.row.c_str());
                QVERIFY2(step.to != shownState(m), step.row.c_str());
                commands.insert(step.command);
            }
        }
        QCOMPARE(commands, (std::set<std::string>{"", "start", "stop", "swap", "force-start"}));
    }

    // A row behind another one with the same events and fewer guards could never be taken.
    void noRowStandsBehindOneThatAlwaysWins() {
        const auto& rows = transitions();
        for (std::size_t later = 0; later < rows.size(); ++later) {
            for (std::size_t earlier = 0; earlier < later; ++earlier) {
                const Row& a = rows[earlier];
                const Row& b = rows[later];
                const bool covers = a.guards.empty() && (a.from | b.from) == a.from && (a.on | b.on) == a.on;
                QVERIFY2(!covers, b.id);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TableTest)
#include "table_test.moc"
