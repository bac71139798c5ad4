// HTTP and event streams from outside: cut anywhere, too large, or nonsense.

#include "api/client/sse_reader.h"
#include "api/http/codec.h"

#include <QTest>

using namespace understudy;
using namespace understudy::api;

namespace {

HttpRequest sample() {
    HttpRequest request;
    request.method = "POST";
    request.target = "/api/v1/nodes/node1/swap?x=1";
    request.body = R"({"who":"root"})";
    request.lastEventId = "7-12";
    return request;
}

} // namespace

class ApiHttpTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRequestArrivesHoweverItIsCut() {
        const std::string wire = writeRequest(sample());
        for (std::size_t cut = 0; cut < wire.size(); ++cut) {
            RequestReader reader;
            reader.feed(std::string_view(wire).substr(0, cut));
            QVERIFY(!reader.take());
            QCOMPARE(reader.isEmpty(), cut == 0);
            reader.feed(std::string_view(wire).substr(cut));
            const auto request = reader.take();
            QVERIFY(request && *request);
            QCOMPARE((*request)->target, sample().target);
            QCOMPARE((*request)->body, sample().body);
            QCOMPARE((*request)->lastEventId, sample().lastEventId);
            QVERIFY(reader.isEmpty());
        }
    }

    void requestsBehindEachOtherAreTakenOneByOne() {
        RequestReader reader;
        reader.feed(writeRequest(sample()) + writeRequest(HttpRequest{}));
        QCOMPARE((*reader.take())->method, std::string("POST"));
        QVERIFY(!reader.isEmpty());
        QCOMPARE((*reader.take())->method, std::string("GET"));
        QVERIFY(!reader.take());
    }

    void aBodyInChunksIsPutTogether() {
        RequestReader reader;
        reader.feed("POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        QVERIFY(!reader.take());
        reader.feed("2\r\nde\r\n0\r\n\r\n");
        QCOMPARE((*reader.take())->body, std::string("abcde"));
    }

    void whatTwoReadersCouldReadDifferentlyIsRefused_data() {
        QTest::addColumn<QByteArray>("head");
        const auto row = [](const char* what, const char* head) { QTest::newRow(what) << QByteArray(head); };
        row("a length and chunks", "Host: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n");
        row("chunks and a length", "Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n");
        row("two lengths", "Host: x\r\nContent-Length: 3\r\nContent-Length: 5\r\n");
        row("two lengths that agree", "Host: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n");
        row("a negative length", "Host: x\r\nContent-Length: -3\r\n");
        row("a length with a sign", "Host: x\r\nContent-Length: +3\r\n");
        row("two encodings", "Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n");
        row("a folded line", "Host: x\r\nX: a\r\n Content-Length: 3\r\n");
        row("a line that ends in LF", "Host: x\nX: a\r\n");
        row("a line that ends in CR", "Host: x\rX: a\r\n");
        row("a space before the colon", "Host: x\r\nContent-Length : 3\r\n");
        row("a control character", "Host: x\r\nX: a\x01"
                                   "b\r\n");
        row("two hosts", "Host: x\r\nHost: y\r\n");
        row("two cookies", "Host: x\r\nCookie: a=1\r\nCookie: a=2\r\n");
        row("two tokens", "Host: x\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n");
        row("two addresses", "Host: x\r\nX-Understudy-Address: 1.1.1.1\r\nX-Understudy-Address: 2.2.2.2\r\n");
    }
    void whatTwoReadersCouldReadDifferentlyIsRefused() {
        QFETCH(QByteArray, head);
        const std::string wire = "POST /x HTTP/1.1\r\n" + head.toStdString() + "\r\nabcde0\r\n\r\n";
        for (std::size_t cut = 0; cut < wire.size(); ++cut) {
            RequestReader reader;
            reader.feed(std::string_view(wire).substr(0, cut));
            auto request = reader.take();
            if (!request) {
                reader.feed(std::string_view(wire).substr(cut));
                request = reader.take();
            }
            QVERIFY(request && !*request);
            QVERIFY(request->error().code == ErrorCode::InvalidInput);
            QVERIFY(!reader.take() || !*reader.take()); // and nothing more comes of it
        }
    }

    void whatAClientFromAfarShowsArrives() {
        HttpRequest sent = sample();
        sent.authorization = "Bearer t";
        sent.cookie = "a=b; c=d";
        sent.csrfToken = "x";
        sent.origin = "https://node1:9453";
        sent.host = "node1:9453";
        sent.address = "192.0.2.7";
        sent.isSecure = true;
        RequestReader reader;
        reader.feed(writeRequest(sent));
        const auto request = reader.take();
        QVERIFY(request && *request);
        QVERIFY((*request)->authorization == sent.authorization && (*request)->cookie == sent.cookie);
        QVERIFY((*request)->csrfToken == sent.csrfToken && (*request)->origin == sent.origin);
        QVERIFY((*request)->host == sent.host && (*request)->address == sent.address && (*request)->isSecure);
    }

    void whatIsTooLargeIsRefusedBeforeItIsKept() {
        RequestReader header;
        header.feed("GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\n\r\n");
        QVERIFY(header.take()->error().code == ErrorCode::Refused);
        RequestReader endless;
        for (int i = 0; i < 100; ++i)
            endless.feed("GET / HTTP/1.1\r\n" + std::string(1000, 'a'));
        QVERIFY(!endless.take()->has_value());
        RequestReader body;
        body.feed("POST / HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n");
        QVERIFY(body.take()->error().code == ErrorCode::Refused);
        RequestReader chunks;
        chunks.feed("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n" +
                    std::string(0x200000, 'x'));
        QVERIFY(chunks.take()->error().code == ErrorCode::Refused);
    }

    void aResponseThatPromisesTooMuchTakesNoMemory() {
        ResponseReader reader;
        reader.feed("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n{}");
        QVERIFY(reader.take()->error().code == ErrorCode::Refused);
    }

    void whatIsNotHttpEndsTheConnection() {
        for (const char* nonsense :
             {"\x16\x03\x01 hello\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
              "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
              "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
              "GET / HTTP/1.1\r\nno colon\r\n\r\n"}) {
            RequestReader reader;
            reader.feed(nonsense);
            const auto request = reader.take();
            QVERIFY2(request && !*request, nonsense);
            reader.feed("GET / HTTP/1.1\r\n\r\n");
            QVERIFY2(!*reader.take(), "nothing more is believed");
        }
    }

    void aResponseArrivesHoweverItIsCutAndACutOneIsNoResponse() {
        HttpResponse response;
        response.status = 405;
        response.body = R"({"error":{}})";
        response.allow = "GET, PUT";
        const std::string wire = writeResponse(response);
        for (std::size_t cut = 0; cut < wire.size(); ++cut) {
            ResponseReader reader;
            reader.feed(std::string_view(wire).substr(0, cut));
            QVERIFY(!reader.take());
            const auto atEnd = reader.takeAtEnd();
            QVERIFY(!atEnd || !*atEnd);
        }
        ResponseReader reader;
        reader.feed(wire);
        const auto back = *reader.take();
        QCOMPARE(back->status, 405U);
        QCOMPARE(back->body, response.body + "\n");
        QCOMPARE(back->allow, response.allow);
    }

    void theHeadOfAStreamLeavesWhatFollows() {
        const std::string wire = writeEventStreamHead() + "id: 1\n";
        for (std::size_t cut = 0; cut < wire.size(); ++cut) {
            StreamHeadReader reader;
            std::string rest;
            auto status = reader.feed(std::string_view(wire).substr(0, cut), rest);
            std::string more = rest;
            if (!status)
                status = reader.feed(std::string_view(wire).substr(cut), more);
            else
                more += wire.substr(cut);
            QVERIFY(status && *status);
            QCOMPARE(**status, 200U);
            QCOMPARE(more, std::string("id: 1\n"));
        }
    }

    void eventsAreReadHoweverTheyAreCut() {
        const std::string wire =
            ": hello\nid: 7-1\nevent: log\ndata: one\ndata: two\n\r\n\nid:7-2\ndata: {}\n\nevent: x\n\n";
        const std::vector<SseEvent> expected{{"7-1", "log", "one\ntwo"}, {"7-2", "message", "{}"}};
        for (std::size_t cut = 0; cut <= wire.size(); ++cut) {
            SseReader reader;
            auto events = *reader.feed(std::string_view(wire).substr(0, cut));
            const auto rest = *reader.feed(std::string_view(wire).substr(cut));
            events.insert(events.end(), rest.begin(), rest.end());
            QVERIFY(events == expected);
        }
    }

    void anEventWithoutAnEndIsGivenUp() {
        SseReader reader;
        const std::string megabyte(1024 * 1024, 'x');
        for (int i = 0; i < 4; ++i)
            QVERIFY(reader.feed(megabyte).has_value());
        QVERIFY(!reader.feed(megabyte).has_value());
    }
};

QTEST_GUILESS_MAIN(ApiHttpTest)
#include "api_http_test.moc"
