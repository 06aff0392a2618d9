// SPDX-License-Identifier: GPL-3.0-or-later
// What a study file has to stand: a kill at any moment, a full disk, and files from strangers.
#include "core/base/rng.h"
#include "core/study/readable.h"
#include "study_helpers.h"

#include <sqlite3.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <functional>

using namespace burin;
using namespace burin::study;

class TestStudySafety : public QObject {
    Q_OBJECT

private slots:
    void init();
    void killedWriterLosesNothingAcknowledged();
    void killedDeletionIsAllOrNothing();
    void secondProcessIsTurnedAway();
    void fullDisk();
    void noStudies_data();
    void copyWithoutALog();
    void whatIsOnlyLookedAtStaysAsItIs();
    void noStudies();
    void truncated();
    void flippedBytes();
    void foreignSchemas_data();
    void foreignSchemas();
    void damagedRows_data();
    void damagedRows();
    void hundredThousandPoints();

private:
    std::optional<ScratchFolder> folder_;
    std::filesystem::path path_;
};

namespace {

/// Runs body in a child process; its return value is the exit status.
pid_t inChild(const std::function<int()>& body)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(body());
    return child;
}

int waitFor(pid_t child)
{
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

void execute(const std::filesystem::path& path, const std::string& sql)
{
    sqlite3* database = nullptr;
    QCOMPARE(sqlite3_open(path.c_str(), &database), SQLITE_OK);
    char* message = nullptr;
    const int code = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message);
    QVERIFY2(code == SQLITE_OK, message == nullptr ? "" : message);
    sqlite3_close(database);
}

/// Opening, loading, summary and events of a bad file give an error or a value, never a crash; true if all gave one.
bool readsCleanly(const std::filesystem::path& path)
{
    const auto study = Study::openReadOnly(path);
    if (!study)
        return false;
    const auto points = (*study)->load({.replicas = true});
    const auto summary = (*study)->summary();
    const auto events = (*study)->events();
    return points.has_value() && summary.has_value() && events.has_value();
}

} // namespace

void TestStudySafety::init()
{
    VALUE(folder_, ScratchFolder::create("burin-study"));
    path_ = folder_->path() / "s.burin";
}

void TestStudySafety::killedDeletionIsAllOrNothing()
{
    const std::vector<optimise::DesignPoint> points = madePoints(12);
    {
        VALUE(const auto study, Study::create(path_, henonIdentity()));
        OK(study->put(points));
    }
    const std::vector<std::string> three{points[2].id, points[5].id, points[11].id};
    Rng rng(11);
    std::uint64_t spent = 0;
    for (int round = 0; round < 15; ++round) {
        std::array<int, 2> pipe{};
        QCOMPARE(::pipe(pipe.data()), 0);
        const pid_t child = inChild([&] {
            auto study = Study::open(path_);
            if (!study || !(*study)->restore(points) || ::write(pipe[1], "+", 1) != 1)
                return 1;
            for (;;) {
                const auto removed = (*study)->remove(three);
                if (!removed || !(*study)->restore(*removed))
                    return 2;
            }
        });
        ::close(pipe[1]);
        char byte = 0;
        QCOMPARE(::read(pipe[0], &byte, 1), ssize_t{1});
        Rng spin(rng.next());
        for (std::uint64_t steps = rng.below(4000000); steps > 0; --steps)
            spent += spin.next() & 1U;
        ::kill(child, SIGKILL);
        QVERIFY(WIFSIGNALED(waitFor(child)));
        ::close(pipe[0]);
        VALUE(const auto study, Study::open(path_));
        VALUE(const auto left, study->load({.replicas = true}));
        QVERIFY(left.size() == 12 || left.size() == 9);
        for (const optimise::DesignPoint& point : left)
            QVERIFY(point.replicas.size() == 2 && point.metrics.size() == points[0].metrics.size());
    }
    QVERIFY(spent != 1);
}

void TestStudySafety::killedWriterLosesNothingAcknowledged()
{
    // The child says so each time a put has returned. It is killed after a number of those that differs each round,
    // plus a spin, so the kill falls into creation, commits, the log's folding and everything between.
    Rng rng(2026);
    std::size_t stored = 0;
    std::uint64_t spent = 0;
    for (int round = 0; round < 40; ++round) {
        std::array<int, 2> pipe{};
        QCOMPARE(::pipe(pipe.data()), 0);
        const int first = static_cast<int>(stored);
        const pid_t child = inChild([&] {
            auto study = Study::openOrCreate(path_, henonIdentity());
            if (!study)
                return 1;
            for (int i = first;; ++i)
                if (!(*study)->put(madePoint(i)) || ::write(pipe[1], "+", 1) != 1)
                    return 2;
        });
        ::close(pipe[1]);
        const std::size_t target = round % 5 == 0 ? 0 : rng.below(12);
        std::size_t acknowledged = 0;
        char byte = 0;
        while (acknowledged < target && ::read(pipe[0], &byte, 1) == 1)
            ++acknowledged;
        Rng spin(rng.next());
        for (std::uint64_t steps = rng.below(2000000); steps > 0; --steps)
            spent += spin.next() & 1U;
        ::kill(child, SIGKILL);
        const int status = waitFor(child);
        QVERIFY(WIFSIGNALED(status));
        while (::read(pipe[0], &byte, 1) == 1)
            ++acknowledged;
        ::close(pipe[0]);

        auto study = Study::openOrCreate(path_, henonIdentity());
        QVERIFY2(study.has_value(), study ? "" : study.error().text().c_str());
        VALUE(const auto points, (*study)->load({.replicas = true}));
        QVERIFY(points.size() >= stored + acknowledged);
        QVERIFY(points.size() <= stored + acknowledged + 1); // at most the running one on top
        for (std::size_t i = 0; i < points.size(); ++i)
            QCOMPARE(nlohmann::json(points[i]).dump(), nlohmann::json(madePoint(static_cast<int>(i))).dump());
        stored = points.size();
    }
    QVERIFY(spent > 0);
    QVERIFY(stored > 50);
}

void TestStudySafety::secondProcessIsTurnedAway()
{
    VALUE(const auto study, Study::create(path_, henonIdentity()));
    const pid_t child = inChild([&] {
        const auto second = Study::open(path_);
        if (second)
            return 1;
        const std::string parent = "process " + std::to_string(::getppid());
        return second.error().message.find(parent) != std::string::npos ? 0 : 2;
    });
    QCOMPARE(waitFor(child), 0);
}

void TestStudySafety::fullDisk()
{
    {
        VALUE(const auto study, Study::create(path_, henonIdentity()));
    }
    std::array<int, 2> pipe{};
    QCOMPARE(::pipe(pipe.data()), 0);
    const pid_t child = inChild([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{400000, 400000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        auto study = Study::open(path_);
        if (!study)
            return 1;
        for (int i = 0; i < 10000; ++i) {
            const auto outcome = (*study)->put(madePoint(i));
            if (!outcome)
                return outcome.error().code == ErrorCode::io &&
                               outcome.error().hint.find("Free some space") != std::string::npos
                           ? 0
                           : 3;
            if (::write(pipe[1], "+", 1) != 1)
                return 4;
        }
        return 5;
    });
    ::close(pipe[1]);
    std::size_t acknowledged = 0;
    char byte = 0;
    while (::read(pipe[0], &byte, 1) == 1)
        ++acknowledged;
    ::close(pipe[0]);
    QCOMPARE(waitFor(child), 0);
    QVERIFY(acknowledged > 10);
    VALUE(const auto study, Study::open(path_));
    VALUE(const auto points, study->load());
    QCOMPARE(points.size(), acknowledged);
    OK(study->put(madePoint(20000))); // and it goes on once there is space
}

void TestStudySafety::noStudies_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("bits,prune\n4,0.15\n");
    QTest::newRow("binary") << QByteArray(100000, '\x9c');
    QTest::newRow("header only") << QByteArray("SQLite format 3\0", 16);
    QTest::newRow("header and rubbish") << QByteArray("SQLite format 3\0", 16) + QByteArray(8000, 'x');
}

/// A copy of an open study says that it has a log. Where none can be made beside it, as on a disk that cannot be
/// written, it is read as it is.
void TestStudySafety::copyWithoutALog()
{
    const auto folder = folder_->path() / "100 % sure? #1";
    std::filesystem::create_directories(folder);
    const auto copy = folder / "copy.burin";
    {
        VALUE(const auto study, Study::create(path_, henonIdentity()));
        OK(study->put(madePoints(3)));
        execute(path_, "PRAGMA wal_checkpoint(TRUNCATE)");
        std::filesystem::copy_file(path_, copy);
    }
    std::filesystem::create_directory(copy.string() + "-wal"); // in the log's way
    VALUE(const auto read, Study::openReadOnly(copy));
    VALUE(const auto points, read->load());
    QCOMPARE(points.size(), std::size_t{3});
}

void TestStudySafety::whatIsOnlyLookedAtStaysAsItIs()
{
    {
        VALUE(const auto study, Study::create(path_, henonIdentity()));
        OK(study->put(madePoints(3)));
    }
    VALUE(const std::string before, readFile(path_));
    {
        VALUE(const auto study, Study::open(path_));
        VALUE(const auto points, study->load());
        QCOMPARE(points.size(), std::size_t{3});
    }
    VALUE(const std::string after, readFile(path_));
    QVERIFY(after == before);
}

void TestStudySafety::noStudies()
{
    QFETCH(QByteArray, content);
    std::ofstream(path_, std::ios::binary).write(content.data(), content.size());
    for (const auto& opened : {Study::openReadOnly(path_).has_value(), Study::open(path_).has_value()})
        QVERIFY(!opened);
    const auto refused = Study::openReadOnly(path_);
    QCOMPARE(refused.error().code, ErrorCode::invalidInput);
    QVERIFY2(refused.error().message.find("not a Burin study") != std::string::npos,
             refused.error().message.c_str());
    VALUE(const std::string after, readFile(path_));
    QCOMPARE(QByteArray::fromStdString(after), content); // untouched
    QVERIFY(!std::filesystem::exists(path_.string() + ".lock"));
    // Not even a file.
    QCOMPARE(Study::openReadOnly(folder_->path()).error().code, ErrorCode::invalidInput);
    QCOMPARE(Study::open(folder_->path() / "absent.burin").error().code, ErrorCode::notFound);
}

void TestStudySafety::truncated()
{
    {
        VALUE(const auto study, Study::create(path_, henonIdentity()));
        OK(study->put(madePoints(300)));
    }
    VALUE(const std::string whole, readFile(path_));
    for (std::size_t size = 0; size < whole.size(); size += 20011) {
        std::ofstream(path_, std::ios::binary | std::ios::trunc).write(whole.data(), static_cast<std::streamsize>(size));
        QVERIFY2(!readsCleanly(path_), std::to_string(size).c_str());
    }
}

void TestStudySafety::flippedBytes()
{
    {
        VALUE(const auto study, Study::create(path_, henonIdentity()));
        OK(study->put(madePoints(60)));
    }
    VALUE(const std::string whole, readFile(path_));
    Rng rng(5);
    int refused = 0;
    for (int round = 0; round < 200; ++round) {
        std::string damaged = whole;
        for (int flips = 0; flips < 20; ++flips)
            damaged[rng.below(damaged.size())] = static_cast<char>(rng.below(256));
        std::ofstream(path_, std::ios::binary | std::ios::trunc).write(damaged.data(), std::ssize(damaged));
        refused += readsCleanly(path_) ? 0 : 1; // some flips hit free space; none may crash
    }
    QVERIFY(refused > 0);
}

void TestStudySafety::foreignSchemas_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("says");
    QTest::newRow("newer") << "PRAGMA user_version = 9" << "schema version 9";
    QTest::newRow("version 0") << "PRAGMA user_version = 0" << "schema version 0";
    QTest::newRow("other program") << "PRAGMA application_id = 17" << "another program";
    QTest::newRow("trigger") << "CREATE TRIGGER t AFTER INSERT ON points BEGIN DELETE FROM points; END" << "unknown part";
    QTest::newRow("view") << "CREATE VIEW v AS SELECT * FROM points" << "unknown part";
    QTest::newRow("table missing") << "DROP TABLE metrics" << "part is missing";
    QTest::newRow("other column") << "ALTER TABLE points ADD COLUMN x" << "unknown part";
    QTest::newRow("no identity") << "DELETE FROM meta" << "";
    QTest::newRow("identity no JSON") << "UPDATE meta SET value = '{'" << "unreadable";
    QTest::newRow("identity of wrong types") << "UPDATE meta SET value = '{\"family\":3}'" << "unreadable";
    QTest::newRow("negative revision") << "INSERT INTO points VALUES(1,'a',-1,'{}',0,'',0,0,0,0,NULL,0,'')"
                                       << "negative revision";
}

void TestStudySafety::foreignSchemas()
{
    QFETCH(QString, sql);
    QFETCH(QString, says);
    {
        VALUE(const auto study, Study::create(path_, henonIdentity()));
    }
    execute(path_, sql.toStdString());
    const auto refused = Study::open(path_);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.find(says.toStdString()) != std::string::npos, refused.error().message.c_str());
    QVERIFY(!refused.error().where.empty());
}

void TestStudySafety::damagedRows_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("config no JSON") << "UPDATE points SET config = '{\"bits\":' WHERE row = 2";
    QTest::newRow("config no object") << "UPDATE points SET config = '[1]' WHERE row = 2";
    QTest::newRow("deep JSON") << "UPDATE points SET config = printf('%.*c', 5000, '[') WHERE row = 2";
    QTest::newRow("status") << "UPDATE points SET status = 77 WHERE row = 2";
    QTest::newRow("status a text") << "UPDATE points SET status = 'done' WHERE row = 2";
    QTest::newRow("validation a text") << "UPDATE points SET validation = 'abc' WHERE row = 2";
    QTest::newRow("validation bytes") << "UPDATE points SET validation = x'00' WHERE row = 2";
    QTest::newRow("validation below 0") << "UPDATE points SET validation = -0.5 WHERE row = 2";
    QTest::newRow("validation huge") << "UPDATE points SET validation = 1e300 WHERE row = 2";
    QTest::newRow("test huge") << "UPDATE points SET test = 1e300 WHERE row = 2";
    QTest::newRow("its interval a text") << "UPDATE points SET validation_ci = 'abc' WHERE row = 2";
    QTest::newRow("metric a text") << "UPDATE metrics SET value = 'abc' WHERE point = 2";
    QTest::newRow("error a text") << "UPDATE metrics SET error = 'abc' WHERE point = 2";
    QTest::newRow("tier") << "UPDATE metrics SET tier = -1 WHERE point = 2";
    QTest::newRow("seal") << "UPDATE points SET seal = '{}' WHERE row = 2";
    QTest::newRow("replicas") << "UPDATE replicas SET body = '{\"a\":1}' WHERE point = 2";
}

void TestStudySafety::damagedRows()
{
    QFETCH(QString, sql);
    {
        VALUE(const auto study, Study::create(path_, henonIdentity()));
        OK(study->put(madePoints(3)));
    }
    execute(path_, sql.toStdString());
    VALUE(const auto study, Study::open(path_));
    const auto points = study->load({.replicas = true});
    QVERIFY(!points);
    QCOMPARE(points.error().code, ErrorCode::invalidInput);
    QCOMPARE(points.error().where, madePoint(1).id); // row 2: the message names the point
    // Asked for, the others come, and that one with what is wrong.
    VALUE(const auto kept, study->load({.replicas = true, .keepDamaged = true}));
    QCOMPARE(kept.size(), std::size_t{3});
    QCOMPARE(kept[1].id, madePoint(1).id);
    QCOMPARE(kept[1].status, optimise::PointStatus::failed);
    QVERIFY(!kept[1].message.empty() && kept[1].replicas.empty());
    VALUE(const auto readable, loadReadable(*study));
    if (!sql.contains(QStringLiteral("replicas"))) { // which are not asked for here
        QCOMPARE(readable.points.size(), std::size_t{2});
        QCOMPARE(readable.damaged.size(), std::size_t{1});
        QCOMPARE(readable.damaged[0].id, madePoint(1).id);
    }
    for (const int sound : {0, 2}) {
        QCOMPARE(kept[static_cast<std::size_t>(sound)].status, madePoint(sound).status);
        QCOMPARE(kept[static_cast<std::size_t>(sound)].config, madePoint(sound).config);
    }
    if (sql.contains(QStringLiteral("seal")) || sql.contains(QStringLiteral("test =")))
        return; // stays until the point is verified again, or deleted
    OK(study->put(madePoint(1))); // computed again
    VALUE(const auto healed, study->load({.replicas = true}));
    QCOMPARE(healed[1].status, madePoint(1).status);
}

void TestStudySafety::hundredThousandPoints()
{
    constexpr int kPoints = 100000;
    {
        VALUE(const auto study, Study::create(path_, henonIdentity()));
        OK(study->put(madePoints(kPoints)));
    }
    QElapsedTimer timer;
    timer.start();
    VALUE(const auto study, Study::open(path_));
    VALUE(const auto points, study->load());
    QCOMPARE(points.size(), static_cast<std::size_t>(kPoints));
    qInfo("opened and loaded 100,000 points in %lld ms, file %lld MB", static_cast<long long>(timer.elapsed()),
          static_cast<long long>(std::filesystem::file_size(path_) >> 20U));
}

QTEST_APPLESS_MAIN(TestStudySafety)
#include "tst_study_safety.moc"
