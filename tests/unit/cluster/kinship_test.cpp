#include "cluster/record.h"

#include <QtTest>

using namespace understudy;
using namespace understudy::cluster;

namespace {

Generation named(std::uint8_t n) {
    Generation g;
    g.bytes[0] = n;
    return g;
}

} // namespace

// S16: newer means "yours is in my chain", never a larger number.
class KinshipTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void s16_oneGenerationIsTheSameHistory() { QCOMPARE(kinship(named(1), {}, named(1), {}), Kinship::Same); }

    void s16_theOneWhoseChainHoldsTheOtherDescends() {
        QCOMPARE(kinship(named(2), {named(1)}, named(1), {}), Kinship::MineDescends);
        QCOMPARE(kinship(named(1), {}, named(3), {named(2), named(1)}), Kinship::TheirsDescends);
    }

    void s16_twoThatBothWentAloneHaveDiverged() {
        QCOMPARE(kinship(named(2), {named(1)}, named(3), {named(1)}), Kinship::Diverged);
    }

    void s16_aCopyWithoutDataIsAnAncestorOfEverything() {
        QCOMPARE(kinship(named(1), {}, Generation{}, {}), Kinship::MineDescends);
        QCOMPARE(kinship(Generation{}, {}, named(1), {}), Kinship::TheirsDescends);
        QCOMPARE(kinship(Generation{}, {}, Generation{}, {}), Kinship::Same);
    }
};

QTEST_APPLESS_MAIN(KinshipTest)
#include "kinship_test.moc"
