// SPDX-License-Identifier: GPL-3.0-or-later
// Image files cut off and changed at seeded places: loadImages answers with a whole data set or with an error that
// says something; it never crashes and never believes a header that claims gigabytes (run under the preset asan,
// too).
#include "core/data/images.h"
#include "core/data/text_source.h"

#include "data_helpers.h"
#include "image_helpers.h"

using namespace burin;
using namespace burin::data;

namespace {

/// An empty text, or what is wrong with the outcome.
std::string fault(const Result<ImageDataset>& outcome)
{
    if (!outcome)
        return outcome.error().code == ErrorCode::internal || outcome.error().message.empty() ||
                       !isUtf8(outcome.error().text())
                   ? "bad error: " + outcome.error().text()
                   : "";
    if (outcome->imageBytes() == 0 || outcome->train.size() == 0 || outcome->test.size() == 0)
        return "an empty set";
    for (const ImageSplit* split : {&outcome->train, &outcome->test}) {
        if (split->pixels.size() != split->size() * outcome->imageBytes())
            return "pixels do not match labels";
        for (const int label : split->labels)
            if (label < 0 || static_cast<std::size_t>(label) >= outcome->classNames.size())
                return "label out of range";
    }
    for (const std::string& name : outcome->classNames)
        if (!isUtf8(name))
            return "bad name";
    return "";
}

std::string mutated(std::string content, std::size_t within, Rng& rng)
{
    const std::uint64_t changes = 1 + rng.below(3);
    for (std::uint64_t i = 0; i < changes && !content.empty(); ++i) {
        const auto at = static_cast<std::size_t>(rng.below(std::min(content.size(), within)));
        switch (rng.below(4)) {
        case 0: content[at] = static_cast<char>(rng.below(256)); break;
        case 1: content.insert(at, 1, static_cast<char>(rng.below(256))); break;
        case 2: content.erase(at, 1 + static_cast<std::size_t>(rng.below(6))); break;
        default: content[at] = static_cast<char>(content[at] ^ (1 << rng.below(8))); break;
        }
    }
    return content;
}

} // namespace

class TestImageFuzz : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        const std::vector<int> labels{0, 1, 2, 0, 1, 2};
        put("idx/train-images-idx3-ubyte", idxImages(6, 4, 4));
        put("idx/train-labels-idx1-ubyte", idxLabels(labels));
        put("idx/t10k-images-idx3-ubyte", idxImages(6, 4, 4));
        put("idx/t10k-labels-idx1-ubyte", idxLabels(labels));
        for (const auto& [name, packing] :
             {std::pair{"a.tar", Packing::none}, std::pair{"a.tar.gz", Packing::gzip},
              std::pair{"a.tar.xz", Packing::xz}})
            writeArchive(folder_.path() / name,
                         {{"data_batch_1.bin", cifarRecords(labels)},
                          {"test_batch.bin", cifarRecords({1, 2})},
                          {"batches.meta.txt", "a\nb\nc\n"}},
                         packing);
        put("meta/data_batch_1.bin", cifarRecords(labels));
        put("meta/test_batch.bin", cifarRecords({1, 2}));
        put("meta/batches.meta.txt", "a\nb\nc\n");
    }

    void everyCutAndChangeIsAnswered_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("load");
        QTest::addColumn<int>("within"); // changes within so many first bytes
        QTest::addColumn<int>("rounds");
        QTest::newRow("idx images") << "idx/train-images-idx3-ubyte"
                                    << "idx" << 20 << 800;
        QTest::newRow("idx labels") << "idx/train-labels-idx1-ubyte"
                                    << "idx" << 20 << 800;
        QTest::newRow("idx test images") << "idx/t10k-images-idx3-ubyte"
                                         << "idx" << 20 << 400;
        QTest::newRow("cifar names") << "meta/batches.meta.txt"
                                     << "meta" << 20 << 400;
        QTest::newRow("cifar records") << "meta/data_batch_1.bin"
                                       << "meta" << 20000 << 200;
        QTest::newRow("tar") << "a.tar"
                             << "a.tar" << 1024 << 300;
        QTest::newRow("tar.gz") << "a.tar.gz"
                                << "a.tar.gz" << 20000 << 200;
        QTest::newRow("tar.xz") << "a.tar.xz"
                                << "a.tar.xz" << 20000 << 200;
    }
    void everyCutAndChangeIsAnswered()
    {
        QFETCH(QString, file);
        QFETCH(QString, load);
        QFETCH(int, within);
        QFETCH(int, rounds);
        const auto path = folder_.path() / file.toStdString();
        const auto named = from(folder_.path() / load.toStdString());
        const std::string whole = readFile(path).value();
        const auto sound = loadImages(named);
        QVERIFY2(sound, sound ? "" : sound.error().text().c_str());
        Rng rng(11);
        std::size_t errors = 0;
        for (int i = 0; i < rounds; ++i) {
            const bool cut = i % 4 == 0;
            put(file.toStdString(), cut ? whole.substr(0, static_cast<std::size_t>(rng.below(whole.size())))
                                        : mutated(whole, static_cast<std::size_t>(within), rng));
            const auto outcome = loadImages(named);
            errors += outcome ? 0 : 1;
            const std::string wrong = fault(outcome);
            QVERIFY2(wrong.empty(), wrong.c_str());
        }
        put(file.toStdString(), whole);
        QVERIFY(errors > 0);
    }

private:
    /// Plain writing: nothing is flushed to disk.
    void put(const std::string& name, const std::string& content)
    {
        const auto path = folder_.path() / name;
        std::filesystem::create_directories(path.parent_path());
        std::filesystem::remove(path);
        std::FILE* file = std::fopen(path.c_str(), "wb");
        std::fwrite(content.data(), 1, content.size(), file);
        std::fclose(file);
    }
    Folder folder_;
};

QTEST_APPLESS_MAIN(TestImageFuzz)
#include "tst_image_fuzz.moc"
