// SPDX-License-Identifier: GPL-3.0-or-later
// A study travels: bundles saved and opened, hostile ones refused, data found again by their hash and only by it.
#include "core/base/hash.h"
#include "core/explore/bundle.h"
#include "core/explore/moved_data.h"
#include "explore_helpers.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

using namespace burin;
using namespace burin::explore;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

/// Two classes of four series each: rows of label and values.
std::string rows(double shift)
{
    std::string text;
    for (int i = 0; i < 8; ++i) {
        text += fmt::format("{}", i % 2 + 1);
        for (int t = 0; t < 12; ++t)
            text += fmt::format("\t{:.4f}", shift + (i % 2 == 0 ? 0.05 : -0.03) * t + 0.01 * i);
        text += '\n';
    }
    return text;
}

struct Entry {
    std::string name;
    std::string content;
    int type = AE_IFREG;
};

void zip(const fs::path& path, const std::vector<Entry>& entries)
{
    archive* out = archive_write_new();
    archive_write_set_format_zip(out);
    archive_write_open_filename(out, path.c_str());
    for (const Entry& item : entries) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, item.name.c_str());
        archive_entry_set_size(entry, static_cast<la_int64_t>(item.content.size()));
        archive_entry_set_filetype(entry, static_cast<unsigned>(item.type));
        archive_entry_set_perm(entry, 0644);
        archive_write_header(out, entry);
        archive_write_data(out, item.content.data(), item.content.size());
        archive_entry_free(entry);
    }
    archive_write_close(out);
    archive_write_free(out);
}

std::vector<Entry> unzip(const fs::path& path)
{
    std::vector<Entry> entries;
    archive* in = archive_read_new();
    archive_read_support_format_zip(in);
    archive_read_open_filename(in, path.c_str(), 10240);
    archive_entry* entry = nullptr;
    while (archive_read_next_header(in, &entry) == ARCHIVE_OK) {
        Entry item{archive_entry_pathname(entry), {}};
        char buffer[4096];
        for (la_ssize_t count = 0; (count = archive_read_data(in, buffer, sizeof buffer)) > 0;)
            item.content.append(buffer, static_cast<std::size_t>(count));
        entries.push_back(item);
    }
    archive_read_free(in);
    return entries;
}

bool isEmptyFolder(const fs::path& path)
{
    return !fs::exists(path) || fs::directory_iterator(path) == fs::directory_iterator();
}

} // namespace

class TestBundle : public QObject {
    Q_OBJECT
private:
    std::optional<ScratchFolder> scratch_;
    fs::path root_;

    /// A study of the pair in root/old with one point.
    void makeStudy(const fs::path& file)
    {
        data::LoadOptions read;
        read.data = (root_ / "old" / "waves_TRAIN.tsv").string();
        VALUE(auto dataset, data::loadDataset(read));
        auto identity = reservoirIdentity(dataset, smallConfig(), 1);
        identity.details["load"] = data::loadOptionsToJson(read);
        VALUE(const auto study, study::Study::create(file, identity));
        optimise::DesignPoint point;
        point.config = {{"bits", 4}};
        point.id = optimise::pointId(point.config);
        point.status = optimise::PointStatus::done;
        point.validation.mean = 0.75;
        QVERIFY(study->put(point).has_value());
    }
    [[nodiscard]] static std::string hash(const fs::path& study)
    {
        return study::Study::openReadOnly(study).value()->identity().dataSha256;
    }

private Q_SLOTS:
    void init()
    {
        scratch_.emplace(ScratchFolder::create("burin-bundle-test").value());
        root_ = scratch_->path();
        fs::create_directories(root_ / "old");
        QVERIFY(writeFile(root_ / "old" / "waves_TRAIN.tsv", rows(0)).has_value());
        QVERIFY(writeFile(root_ / "old" / "waves_TEST.tsv", rows(0.5)).has_value());
        makeStudy(root_ / "waves.burin");
    }

    void aBundleOpensElsewhere()
    {
        const fs::path bundle = root_ / "waves.burin.zip";
        {
            VALUE(const auto study, study::Study::open(root_ / "waves.burin")); // open for writing meanwhile
            QVERIFY2(saveBundle(*study, bundle, {}).has_value(), "save");
        }
        QVERIFY(isBundle(bundle));
        fs::remove_all(root_ / "old");
        VALUE(const auto opened, openBundle(bundle, root_ / "studies", {}));
        QCOMPARE(opened, root_ / "studies" / "waves" / "waves.burin");
        VALUE(const auto study, study::Study::openReadOnly(opened));
        VALUE(const auto points, study->load());
        QCOMPARE(points.size(), std::size_t{1});
        QCOMPARE(*points.front().validation.mean, 0.75);
        VALUE(const auto read, loadOptionsOf(*study));
        VALUE(const auto dataset, data::loadDataset(read));
        QCOMPARE(dataset.sha256, study->identity().dataSha256);
        QCOMPARE(dataset.name, std::string("waves"));
        VALUE(const auto events, study->events());
        QCOMPARE(events.back().kind, std::string("unpacked"));
        // Again: beside the first, not over it.
        VALUE(const auto second, openBundle(bundle, root_ / "studies", {}));
        QCOMPARE(second, root_ / "studies" / "waves-2" / "waves.burin");
    }

    void theSameStudyGivesTheSameBytes()
    {
        VALUE(const auto study, study::Study::open(root_ / "waves.burin"));
        QVERIFY(saveBundle(*study, root_ / "a.burin.zip", {}).has_value());
        QVERIFY(saveBundle(*study, root_ / "b.burin.zip", {}).has_value());
        QCOMPARE(readFile(root_ / "a.burin.zip").value(), readFile(root_ / "b.burin.zip").value());
    }

    void changedOrMissingDataAreNotBundled()
    {
        VALUE(const auto study, study::Study::open(root_ / "waves.burin"));
        QVERIFY(writeFile(root_ / "old" / "waves_TRAIN.tsv", rows(1)).has_value());
        const auto changed = saveBundle(*study, root_ / "a.burin.zip", {});
        QVERIFY(!changed && changed.error().code == ErrorCode::mismatch);
        fs::remove(root_ / "old" / "waves_TRAIN.tsv");
        QVERIFY(!saveBundle(*study, root_ / "a.burin.zip", {}));
        QVERIFY(!fs::exists(root_ / "a.burin.zip"));
        QVERIFY(!fs::exists(root_ / "a.burin.zip.part"));
    }

    void aStopLeavesNothing()
    {
        VALUE(const auto study, study::Study::open(root_ / "waves.burin"));
        std::stop_source stop;
        stop.request_stop();
        JobContext ctx;
        ctx.stop = stop.get_token();
        const auto stopped = saveBundle(*study, root_ / "a.burin.zip", ctx);
        QVERIFY(!stopped && stopped.error().code == ErrorCode::cancelled);
        QVERIFY(!fs::exists(root_ / "a.burin.zip"));
        QVERIFY(saveBundle(*study, root_ / "a.burin.zip", {}).has_value());
        const auto unpacking = openBundle(root_ / "a.burin.zip", root_ / "studies", ctx);
        QVERIFY(!unpacking && unpacking.error().code == ErrorCode::cancelled);
        QVERIFY(isEmptyFolder(root_ / "studies"));
    }

    void hostileBundlesAreRefused_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"traversal", "absolute", "hash", "bytes", "extra", "twice", "missing", "link",
                                 "no-manifest", "newer", "not-a-study", "cut", "text", "hidden"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }

    void hostileBundlesAreRefused()
    {
        QFETCH(const QString, kind);
        const fs::path good = root_ / "good.burin.zip";
        {
            VALUE(const auto study, study::Study::open(root_ / "waves.burin"));
            QVERIFY(saveBundle(*study, good, {}).has_value());
        }
        auto entries = unzip(good);
        QCOMPARE(entries.size(), std::size_t{4});
        json manifest = json::parse(entries[0].content);
        const auto rename = [&](const std::string& name) {
            manifest["files"][1]["name"] = name;
            entries[2].name = name;
        };
        if (kind == QLatin1String("traversal")) rename("data/../../evil.tsv");
        if (kind == QLatin1String("absolute")) rename("/tmp/evil.tsv");
        if (kind == QLatin1String("hidden")) rename("data/.profile");
        if (kind == QLatin1String("hash")) entries[2].content[0] = '2';
        if (kind == QLatin1String("bytes")) entries[2].content += "more";
        if (kind == QLatin1String("extra")) entries.push_back({"data/other.tsv", "1"});
        if (kind == QLatin1String("twice")) entries.push_back(entries[2]);
        if (kind == QLatin1String("missing")) entries.pop_back();
        if (kind == QLatin1String("link")) entries[2].type = AE_IFLNK;
        if (kind == QLatin1String("newer")) manifest["version"] = 99;
        entries[0].content = manifest.dump();
        if (kind == QLatin1String("no-manifest")) entries.erase(entries.begin());
        if (kind == QLatin1String("not-a-study")) {
            entries[1].content = "not a study";
            manifest["files"][0]["bytes"] = entries[1].content.size();
            manifest["files"][0]["sha256"] = sha256(entries[1].content);
            entries[0].content = manifest.dump();
        }
        const fs::path bad = root_ / "bad.burin.zip";
        zip(bad, entries);
        if (kind == QLatin1String("cut"))
            fs::resize_file(bad, fs::file_size(bad) / 2);
        if (kind == QLatin1String("text"))
            QVERIFY(writeFile(bad, "hello").has_value());
        const auto opened = openBundle(bad, root_ / "studies", {});
        QVERIFY(!opened);
        QVERIFY2(!opened.error().message.empty(), kind.toLatin1());
        if (kind != QLatin1String("not-a-study")) // nothing is written by reading: no space is short
            QVERIFY2(opened.error().hint.find("Get the file again") == 0 &&
                         opened.error().where.find("bad.burin.zip") != std::string::npos,
                     opened.error().text().c_str());
        QVERIFY(isEmptyFolder(root_ / "studies"));
        QVERIFY(!fs::exists(root_ / "evil.tsv"));
    }

    void movedDataAreFoundByHash()
    {
        const std::string sum = hash(root_ / "waves.burin");
        VALUE(const auto study, study::Study::openReadOnly(root_ / "waves.burin"));
        VALUE(const auto read, loadOptionsOf(*study));
        VALUE(const auto unmoved, findData(read, sum, {}, {}));
        QCOMPARE(unmoved->data, read.data);

        fs::rename(root_ / "old", root_ / "new");
        VALUE(const auto nowhere, findData(read, sum, {root_ / "absent"}, {}));
        QVERIFY(!nowhere.has_value());
        VALUE(const auto moved, findData(read, sum, {root_ / "absent", root_ / "new"}, {}));
        QVERIFY(moved.has_value());
        QCOMPARE(moved->data, (root_ / "new" / "waves_TRAIN.tsv").string());
        // Renamed as well: the bytes say it.
        fs::rename(root_ / "new" / "waves_TRAIN.tsv", root_ / "new" / "x_TRAIN.tsv");
        fs::rename(root_ / "new" / "waves_TEST.tsv", root_ / "new" / "x_TEST.tsv");
        VALUE(const auto renamed, findData(read, sum, {root_ / "new"}, {}));
        QVERIFY(renamed.has_value());
        QCOMPARE(renamed->data, (root_ / "new" / "x_TRAIN.tsv").string());
        VALUE(const auto dataset, data::loadDataset(*renamed));
        QCOMPARE(dataset.sha256, sum);
    }

    void aNamesakeIsNotTheData()
    {
        const std::string sum = hash(root_ / "waves.burin");
        VALUE(const auto study, study::Study::openReadOnly(root_ / "waves.burin"));
        VALUE(const auto read, loadOptionsOf(*study));
        QVERIFY(writeFile(root_ / "old" / "waves_TEST.tsv", rows(2)).has_value());
        VALUE(const auto found, findData(read, sum, {root_ / "old"}, {}));
        QVERIFY(!found.has_value());
    }
};

QTEST_GUILESS_MAIN(TestBundle)
#include "tst_bundle.moc"
