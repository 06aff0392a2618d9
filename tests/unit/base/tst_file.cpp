// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/base/hash.h"

#include <QtTest>

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

using namespace burin;
namespace fs = std::filesystem;

namespace {

std::size_t entries(const fs::path& folder)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// Files of this process may have at most `bytes` while it lives: as good as a full disk.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        handler_ = std::signal(SIGXFSZ, SIG_IGN);
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit before_{};
    void (*handler_)(int) = SIG_DFL;
};

} // namespace

class TestFile : public QObject {
    Q_OBJECT
private slots:
    void writesAndReadsBack()
    {
        const auto scratch = ScratchFolder::create("burin-test");
        QVERIFY(scratch);
        const fs::path path = scratch->path() / "a.bin";
        const std::string content("zero\0byte\n", 10);
        QVERIFY(writeFile(path, content));
        QCOMPARE(*readFile(path), content);
        QVERIFY(writeFile(path, ""));
        QCOMPARE(*readFile(path), std::string());
        QCOMPARE(entries(scratch->path()), std::size_t{1});
    }

    void readingSaysWhyNot()
    {
        const auto scratch = ScratchFolder::create("burin-test");
        QCOMPARE(readFile(scratch->path() / "none").error().code, ErrorCode::notFound);
        QCOMPARE(readFile(scratch->path()).error().code, ErrorCode::invalidInput);
        QVERIFY(writeFile(scratch->path() / "big", std::string(100, 'x')));
        QCOMPARE(readFile(scratch->path() / "big", 99).error().code, ErrorCode::limit);
        QVERIFY(readFile(scratch->path() / "big", 100));
        QCOMPARE(readFile("/dev/zero", 1000).error().code, ErrorCode::limit);
    }

    void aFullDiskLeavesTheOldFile()
    {
        const auto scratch = ScratchFolder::create("burin-test");
        const fs::path path = scratch->path() / "study";
        QVERIFY(writeFile(path, "old"));
        Result<void> result;
        {
            const FileSizeLimit limit(4096);
            result = writeFile(path, std::string(100'000, 'n'));
        }
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::io);
        QVERIFY(!result.error().hint.empty());
        QCOMPARE(*readFile(path), std::string("old"));
        QCOMPARE(entries(scratch->path()), std::size_t{1}); // no temporary file is left
    }

    void aMissingFolderIsAnError()
    {
        QCOMPARE(writeFile("/nonexistent-folder/x", "a").error().code, ErrorCode::io);
    }

    void scratchFoldersGoAway()
    {
        fs::path kept;
        {
            auto first = ScratchFolder::create("burin-test");
            ScratchFolder moved = std::move(*first);
            kept = moved.path();
            QVERIFY(writeFile(kept / "x", "y"));
            QVERIFY(fs::exists(kept));
        }
        QVERIFY(!fs::exists(kept));
    }

    void hashesHaveTheirKnownValues()
    {
        // FIPS 180-2, appendix B
        QCOMPARE(sha256(""), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(sha256("abc"), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
                 std::string("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
        Sha256 million;
        for (int i = 0; i < 1000; ++i)
            million.add(std::string(1000, 'a'));
        QCOMPARE(million.hex(), std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    }

    void filesHashAsTheirBytes()
    {
        const auto scratch = ScratchFolder::create("burin-test");
        const std::string content(200'000, 'q');
        QVERIFY(writeFile(scratch->path() / "x", content));
        QCOMPARE(*sha256File(scratch->path() / "x"), sha256(content));
        QCOMPARE(sha256File(scratch->path() / "none").error().code, ErrorCode::notFound);
    }
};

QTEST_APPLESS_MAIN(TestFile)
#include "tst_file.moc"
