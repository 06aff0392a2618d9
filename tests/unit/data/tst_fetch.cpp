// SPDX-License-Identifier: GPL-3.0-or-later
// Fetching from a small HTTP server on loopback. The server lives in a thread with an event loop of its own, since
// fetchDataset is synchronous.
#include "core/data/fetch.h"
#include "core/data/load.h"
#include "core/data/transfer.h"

#include "core/base/hash.h"
#include "data_helpers.h"

#include <archive.h>
#include <archive_entry.h>

#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

#include <atomic>
#include <map>

using namespace burin;
using namespace burin::data;
namespace fs = std::filesystem;

namespace {

using Files = std::map<std::string, std::string>;

/// How the server treats the next requests.
struct Manners {
    std::atomic<int> cutAfter{-1};     ///< send so many bytes of the body, then hang up (once per request)
    std::atomic<int> cuts{0};          ///< so many requests are cut
    std::atomic<bool> ranges{true};    ///< understands Range
    std::atomic<bool> stall{false};    ///< sends half a body and then nothing
    std::atomic<int> requests{0};
    std::atomic<int> rangeRequests{0};
};

class Server {
public:
    explicit Server(std::map<std::string, std::string> files) : files_(std::move(files))
    {
        thread_.start();
        QMetaObject::invokeMethod(&context(), [this] { listen(); }, Qt::BlockingQueuedConnection);
    }
    ~Server()
    {
        QMetaObject::invokeMethod(&context(), [this] { server_.reset(); }, Qt::BlockingQueuedConnection);
        thread_.quit();
        thread_.wait();
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    [[nodiscard]] std::string url(const std::string& name = "") const
    {
        return "http://127.0.0.1:" + std::to_string(port_) + "/" + name;
    }
    Manners manners;

private:
    QObject& context()
    {
        if (context_.thread() != &thread_)
            context_.moveToThread(&thread_);
        return context_;
    }
    void listen()
    {
        server_ = std::make_unique<QTcpServer>();
        server_->listen(QHostAddress::LocalHost);
        port_ = server_->serverPort();
        QObject::connect(server_.get(), &QTcpServer::newConnection, server_.get(), [this] {
            while (QTcpSocket* socket = server_->nextPendingConnection()) {
                QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
                QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                    const QByteArray request = socket->property("request").toByteArray() + socket->readAll();
                    socket->setProperty("request", request);
                    if (request.contains("\r\n\r\n"))
                        answer(*socket, request);
                });
            }
        });
    }
    void answer(QTcpSocket& socket, const QByteArray& request)
    {
        ++manners.requests;
        const QByteArray target = request.split(' ').value(1).mid(1);
        const auto file = files_.find(target.toStdString());
        if (file == files_.end()) {
            socket.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            socket.disconnectFromHost();
            return;
        }
        QByteArray body(file->second.data(), static_cast<qsizetype>(file->second.size()));
        const qsizetype total = body.size();
        QByteArray status = "200 OK";
        QByteArray extra;
        const qsizetype range = request.indexOf("Range: bytes=");
        if (range >= 0 && manners.ranges) {
            ++manners.rangeRequests;
            const qsizetype from = request.mid(range + 13).split('-').value(0).toLongLong();
            status = "206 Partial Content";
            extra = "Content-Range: bytes " + QByteArray::number(from) + "-" + QByteArray::number(total - 1) + "/" +
                    QByteArray::number(total) + "\r\n";
            body = body.mid(from);
        }
        socket.write("HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + extra +
                     "Connection: close\r\n\r\n");
        if (manners.stall) {
            socket.write(body.left(body.size() / 2));
            return; // and keeps the connection open
        }
        const bool cut = manners.cuts > 0;
        if (cut)
            --manners.cuts;
        socket.write(cut ? body.left(manners.cutAfter) : body);
        socket.disconnectFromHost();
    }

    std::map<std::string, std::string> files_;
    QThread thread_;
    QObject context_;
    std::unique_ptr<QTcpServer> server_;
    quint16 port_ = 0;
};

std::string longText()
{
    std::string text;
    for (int i = 0; i < 200'000; ++i)
        text += static_cast<char>('a' + i % 23);
    return text;
}

/// Rows of the shape of the set "pendigits".
std::string penRows(int rows)
{
    std::string text;
    for (int r = 0; r < rows; ++r) {
        for (int v = 0; v < 16; ++v)
            text += std::to_string((r * 7 + v * 13) % 101) + ",";
        text += std::to_string(r % 10) + "\n";
    }
    return text;
}

using Members = std::vector<std::pair<std::string, std::string>>; ///< path in the archive -> content

/// An archive like those of the sets' homes: a zip, or a tar packed by xz.
std::string packed(const Members& members, bool zip)
{
    const Folder folder;
    const fs::path path = folder.path() / "archive";
    archive* writer = archive_write_new();
    if (zip) {
        archive_write_set_format_zip(writer);
    } else {
        archive_write_set_format_ustar(writer);
        archive_write_add_filter_xz(writer);
        archive_write_set_filter_option(writer, "xz", "compression-level", "0");
    }
    archive_write_open_filename(writer, path.c_str());
    for (const auto& [name, content] : members) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, name.c_str());
        archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_write_header(writer, entry);
        archive_write_data(writer, content.data(), content.size());
        archive_entry_free(entry);
    }
    archive_write_close(writer);
    archive_write_free(writer);
    return *readFile(path);
}

/// A .ts file of so many series of two steps and two classes.
std::string tsFile(int series)
{
    std::string text = "@problemName MelbournePedestrian\n@timeStamps false\n@univariate true\n@equalLength true\n"
                       "@seriesLength 2\n@classLabel true 1 2\n@data\n";
    for (int s = 0; s < series; ++s)
        text += std::to_string(s % 50) + "," + std::to_string(s % 7) + ":" + std::to_string(1 + s % 2) + "\n";
    return text;
}

FetchOptions options(const Folder& folder, const std::string& name, const std::string& url)
{
    return {name, url, folder.path()};
}

} // namespace

class TestFetch : public QObject {
    Q_OBJECT
private slots:
    void aFileArrivesWithProgress()
    {
        const std::string text = longText();
        const Server server(Files{{"a.txt", text}});
        const Folder folder;
        JobContext ctx;
        std::vector<double> seen;
        ctx.progress = [&](const Progress& progress) { seen.push_back(progress.fraction); };
        const auto transfer = transferFile(server.url("a.txt"), folder.path() / "a.txt", ctx);
        QVERIFY2(transfer, transfer ? "" : transfer.error().text().c_str());
        QCOMPARE(transfer->bytes, std::uint64_t{200'000});
        QCOMPARE(*readFile(folder.path() / "a.txt"), text);
        QVERIFY(!seen.empty() && std::is_sorted(seen.begin(), seen.end()) && seen.back() == 1.0);
        QVERIFY(!fs::exists(folder.path() / "a.txt.part"));
    }

    void aBreakIsResumed()
    {
        Server server(Files{{"a.txt", longText()}});
        server.manners.cutAfter = 70'000;
        server.manners.cuts = 2;
        const Folder folder;
        const auto transfer = transferFile(server.url("a.txt"), folder.path() / "a.txt", {});
        QVERIFY2(transfer, transfer ? "" : transfer.error().text().c_str());
        QCOMPARE(*readFile(folder.path() / "a.txt"), longText());
        QCOMPARE(server.manners.rangeRequests.load(), 2);
    }

    void theNextCallGoesOn()
    {
        Server server(Files{{"a.txt", longText()}});
        server.manners.cutAfter = 1000;
        server.manners.cuts = kMaxResumes + 1;
        const Folder folder;
        const auto first = transferFile(server.url("a.txt"), folder.path() / "a.txt", {});
        QVERIFY(says(first, {"transfer failed", "goes on where it stopped"}));
        QCOMPARE(fs::file_size(folder.path() / "a.txt.part"), std::uintmax_t{1000 * (kMaxResumes + 1)});
        const auto second = transferFile(server.url("a.txt"), folder.path() / "a.txt", {});
        QVERIFY(second);
        QCOMPARE(second->resumedFrom, std::uint64_t{1000 * (kMaxResumes + 1)});
        QCOMPARE(*readFile(folder.path() / "a.txt"), longText());
    }

    void aServerWithoutRangesStartsOver()
    {
        Server server(Files{{"a.txt", longText()}});
        server.manners.ranges = false;
        const Folder folder;
        folder.write("a.txt.part", "something else");
        const auto transfer = transferFile(server.url("a.txt"), folder.path() / "a.txt", {});
        QVERIFY2(transfer, transfer ? "" : transfer.error().text().c_str());
        QCOMPARE(transfer->resumedFrom, std::uint64_t{0});
        QCOMPARE(*readFile(folder.path() / "a.txt"), longText());
    }

    void aStopKeepsThePart()
    {
        Server server(Files{{"a.txt", longText()}});
        server.manners.stall = true;
        const Folder folder;
        std::stop_source stop;
        JobContext ctx;
        ctx.stop = stop.get_token();
        ctx.progress = [&](const Progress& progress) {
            if (progress.done >= 100'000)
                stop.request_stop();
        };
        const auto transfer = transferFile(server.url("a.txt"), folder.path() / "a.txt", ctx);
        QVERIFY(!transfer);
        QCOMPARE(transfer.error().code, ErrorCode::cancelled);
        QCOMPARE(fs::file_size(folder.path() / "a.txt.part"), std::uintmax_t{100'000});
    }

    void failuresSayWhatToDo()
    {
        const Server server(Files{});
        const Folder folder;
        const auto gone = fetchDataset(options(folder, "pendigits", server.url()), {});
        QCOMPARE(gone.error().code, ErrorCode::notFound);
        QVERIFY(says(gone, {"404", "pendigits.tra, pendigits.tes", (folder.path() / "pendigits").c_str(), "--from"}));
        std::string closed; // an address where nobody listens any more
        {
            const Server other(Files{});
            closed = other.url();
        }
        const auto refused = fetchDataset(options(folder, "mnist", closed), {});
        QCOMPARE(refused.error().code, ErrorCode::io);
        QVERIFY(says(refused, {"127.0.0.1", "Without a network", "train-images-idx3-ubyte.gz"}));
        QCOMPARE(fetchDataset(options(folder, "imagenet", ""), {}).error().code, ErrorCode::usage);
        QCOMPARE(fetchDataset(options(folder, "mnist", "not an address"), {}).error().code, ErrorCode::usage);
        QCOMPARE(fetchDataset(options(folder, "mnist", "gopher://x/"), {}).error().code, ErrorCode::usage);
        QCOMPARE(fetchDataset({"mnist", closed, "/proc/nowhere"}, {}).error().code, ErrorCode::io);
    }

    void aFailureLeavesNoFolder()
    {
        const Folder folder;
        std::string closed;
        {
            const Server other(Files{});
            closed = other.url();
        }
        LoadOptions load;
        load.data = "melbourne";
        load.dataFolder = folder.path();
        QVERIFY(!fetchDataset(options(folder, "melbourne", closed), {}));
        QVERIFY(!fs::exists(folder.path() / "melbourne"));
        QVERIFY(says(loadDataset(load), {"melbourne is not fetched yet", "burin-cli data fetch melbourne"}));
        fs::create_directory(folder.path() / "melbourne"); // of the user: stays
        QVERIFY(!fetchDataset(options(folder, "melbourne", closed), {}));
        QVERIFY(fs::exists(folder.path() / "melbourne"));
        QVERIFY(says(loadDataset(load), {"melbourne is not fetched yet", "burin-cli data fetch melbourne"}));
    }

    void aWrongHashIsRefused()
    {
        const Server server(Files{{"cifar-10-binary.tar.gz", "not the archive"}});
        const Folder folder;
        const auto report = fetchDataset(options(folder, "cifar10", server.url()), {});
        QCOMPARE(report.error().code, ErrorCode::mismatch);
        QVERIFY(says(report, {"SHA-256", sha256("not the archive").c_str(), "c4a38c50"}));
        QVERIFY(!fs::exists(folder.path() / "cifar10" / "cifar-10-binary.tar.gz"));
    }

    void aWrongShapeIsRefused()
    {
        const Server server(Files{{"pendigits.tra", penRows(20)}, {"pendigits.tes", penRows(20)}});
        const Folder folder;
        const auto report = fetchDataset(options(folder, "pendigits", server.url()), {});
        QCOMPARE(report.error().code, ErrorCode::mismatch);
        QVERIFY(says(report, {"20 training", "7494"}));
        QVERIFY(!fs::exists(folder.path() / "pendigits"));
    }

    void aSetArrivesAndLoads()
    {
        const Server server(Files{{"pendigits.tra", penRows(7494)}, {"pendigits.tes", penRows(3498)}});
        const Folder folder;
        const auto report = fetchDataset(options(folder, "pendigits", server.url()), {});
        QVERIFY2(report, report ? "" : report.error().text().c_str());
        QCOMPARE(report->files.size(), std::size_t{2});
        QCOMPARE(report->files[0].sha256, sha256(penRows(7494)));
        QVERIFY(!report->files[0].hashKnown && !report->files[0].alreadyThere);
        auto load = from("pendigits");
        load.dataFolder = folder.path();
        QCOMPARE(loadDataset(load)->train.size(), std::size_t{7494});
        const int requests = server.manners.requests;
        const auto again = fetchDataset(options(folder, "pendigits", server.url()), {});
        QVERIFY(again->files[0].alreadyThere && again->files[1].alreadyThere);
        QCOMPARE(server.manners.requests.load(), requests); // nothing is asked for twice
    }

    void melbourneComesOutOfItsZip()
    {
        const Server server(Files{{"MelbournePedestrian.zip",
                                   packed({{"README.md", "about"},
                                           {"MelbournePedestrian.txt", "about"},
                                           {"MelbournePedestrian_TRAIN.arff", "@relation"},
                                           {"deep/er/MelbournePedestrian_TRAIN.ts", tsFile(1194)},
                                           {"../../MelbournePedestrian_TEST.ts", tsFile(2439)}},
                                          true)}});
        const Folder folder;
        const auto report = fetchDataset(options(folder, "melbourne", server.url()), {});
        QVERIFY2(report, report ? "" : report.error().text().c_str());
        QCOMPARE(report->files.size(), std::size_t{1});
        const fs::path set = folder.path() / "melbourne";
        QCOMPARE(*readFile(set / "MelbournePedestrian_TEST.ts"), tsFile(2439)); // by its last name, not where it says
        QVERIFY(!fs::exists(set / "MelbournePedestrian_TRAIN.arff") && !fs::exists(set / "deep"));
        auto load = from("melbourne");
        load.dataFolder = folder.path();
        const auto dataset = loadDataset(load);
        QVERIFY2(dataset, dataset ? "" : dataset.error().text().c_str());
        QCOMPARE(dataset->train.size(), std::size_t{1194});
        QCOMPARE(dataset->test.size(), std::size_t{2439});
    }

    void aWrongMelbourneZipIsRefused()
    {
        const Server small(Files{{"MelbournePedestrian.zip", packed({{"MelbournePedestrian_TRAIN.ts", tsFile(20)},
                                                                     {"MelbournePedestrian_TEST.ts", tsFile(30)}},
                                                                    true)}});
        const Folder folder;
        const auto shape = fetchDataset(options(folder, "melbourne", small.url()), {});
        QVERIFY(says(shape, {"20 training and 30 test series instead of 1194 and 2439"}));
        QCOMPARE(shape.error().code, ErrorCode::mismatch);
        QVERIFY(!fs::exists(folder.path() / "melbourne")); // the unpacked files too, or they would pass for the set

        const std::string whole = packed({{"MelbournePedestrian_TRAIN.ts", longText()}}, true);
        const Server cut(Files{{"MelbournePedestrian.zip", whole.substr(0, whole.size() / 2)}});
        const Folder other;
        const auto damaged = fetchDataset(options(other, "melbourne", cut.url()), {});
        QVERIFY(says(damaged, {"MelbournePedestrian.zip", "cannot be unpacked"}));
        QCOMPARE(damaged.error().code, ErrorCode::mismatch);
        QVERIFY(!fs::exists(other.path() / "melbourne"));
    }

    void cifarHasSixBatches()
    {
        const std::string batch(10'000 * 3073, '\3');
        Members members{{"cifar-10-batches-bin/batches.meta.txt", "airplane\n"},
                        {"cifar-10-batches-bin/test_batch.bin", batch}};
        const auto fetched = [&](const Folder& folder) {
            const Server server(Files{{"cifar-10-batches-bin.tar.xz", packed(members, false)}});
            return fetchDataset(options(folder, "cifar10", server.url("cifar-10-batches-bin.tar.xz")), {});
        };
        members.push_back({"cifar-10-batches-bin/data_batch_1.bin", batch.substr(0, batch.size() - 1)});
        const Folder first;
        const auto few = fetched(first);
        QVERIFY(says(few, {"holds 1 complete CIFAR-10 batches instead of 6"}));
        QCOMPARE(few.error().code, ErrorCode::mismatch);
        QVERIFY(!fs::exists(first.path() / "cifar10"));

        members.pop_back();
        for (const char* number : {"1", "2", "3", "4", "5"})
            members.push_back({std::string("cifar-10-batches-bin/data_batch_") + number + ".bin", batch});
        const Folder second;
        const auto report = fetched(second);
        QVERIFY2(report, report ? "" : report.error().text().c_str());
        QVERIFY(!report->files.front().hashKnown);
    }

    void realSetsPassTheirChecks_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("folder");
        QTest::newRow("melbourne") << "melbourne" << "melbourne_pedestrian/";
        QTest::newRow("pendigits") << "pendigits" << "pendigits/";
        QTest::newRow("mnist") << "mnist" << "mnist/";
    }
    void realSetsPassTheirChecks()
    {
        QFETCH(QString, name);
        QFETCH(QString, folder);
        BURIN_NEED_DATA(source, "mnist");
        const Folder target;
        const std::string url = "file://" + dataPath(folder.toStdString()).string();
        const auto report = fetchDataset(options(target, name.toStdString(), url), {});
        QVERIFY2(report, report ? "" : report.error().text().c_str());
        for (const FetchedFile& file : report->files)
            QCOMPARE(file.hashKnown, name == "mnist");
    }
};

QTEST_GUILESS_MAIN(TestFetch)
#include "tst_fetch.moc"
