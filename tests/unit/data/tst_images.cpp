// SPDX-License-Identifier: GPL-3.0-or-later
// loadImages on files made here and on the real sets, errors with file and offset, and the stratified split.
#include "core/data/images.h"

#include "core/base/hash.h"
#include "core/data/describe.h"
#include "core/data/image_generators.h"
#include "data_helpers.h"
#include "image_helpers.h"

#include <nlohmann/json.hpp>

#include <map>
#include <set>

using namespace burin;
using namespace burin::data;

namespace {

const std::string kNames = "plane\ncar\nbird\n\n";

std::map<std::string, std::string> smallCifar()
{
    return {{"set/data_batch_1.bin", cifarRecords({0, 1}, 1)},
            {"set/data_batch_10.bin", cifarRecords({2}, 3)},
            {"set/data_batch_2.bin", cifarRecords({2, 0, 1}, 2)},
            {"set/test_batch.bin", cifarRecords({1, 2}, 4)},
            {"set/batches.meta.txt", kNames}};
}

void writeFiles(const Folder& folder, const std::map<std::string, std::string>& files)
{
    std::filesystem::create_directories(folder.path() / "set");
    for (const auto& [name, content] : files)
        folder.write(name, content);
}

std::string record(const std::string& file, std::size_t index)
{
    return file.substr(index * 3073 + 1, 3072);
}

std::string bytesOf(std::span<const std::uint8_t> image)
{
    return {image.begin(), image.end()};
}

void checkSmall(const Result<ImageDataset>& loaded)
{
    QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
    const auto files = smallCifar();
    QCOMPARE(loaded->channels, 3);
    QCOMPARE(loaded->height, 32);
    QCOMPARE(loaded->width, 32);
    QCOMPARE(loaded->classNames, (std::vector<std::string>{"plane", "car", "bird"}));
    // Batch 10 comes after batch 2.
    QCOMPARE(loaded->train.labels, (std::vector<int>{0, 1, 2, 0, 1, 2}));
    QCOMPARE(loaded->test.labels, (std::vector<int>{1, 2}));
    QCOMPARE(bytesOf(loaded->image(loaded->train, 3)), record(files.at("set/data_batch_2.bin"), 1));
    QCOMPARE(bytesOf(loaded->image(loaded->train, 5)), record(files.at("set/data_batch_10.bin"), 0));
    QCOMPARE(bytesOf(loaded->image(loaded->test, 1)), record(files.at("set/test_batch.bin"), 1));
}

} // namespace

class TestImages : public QObject {
    Q_OBJECT
private slots:
    void cifarFolderAtAnyLevel()
    {
        Folder folder;
        writeFiles(folder, smallCifar());
        const auto files = smallCifar();
        for (const auto& path :
             {folder.path(), folder.path() / "set", folder.path() / "set" / "data_batch_1.bin"}) {
            QVERIFY(namesImages(from(path)));
            const auto loaded = loadImages(from(path));
            checkSmall(loaded);
            QCOMPARE(loaded->sha256,
                     sha256(files.at("set/data_batch_1.bin") + files.at("set/data_batch_2.bin") +
                            files.at("set/data_batch_10.bin") + files.at("set/test_batch.bin") + kNames));
        }
    }

    void cifarArchives()
    {
        Folder folder;
        for (const auto& [name, packing] :
             {std::pair{"a.tar", Packing::none}, std::pair{"a.tar.gz", Packing::gzip},
              std::pair{"a.tar.xz", Packing::xz}}) {
            const auto path = folder.path() / name;
            writeArchive(path, smallCifar(), packing);
            QVERIFY(namesImages(from(path)));
            const auto loaded = loadImages(from(path));
            checkSmall(loaded);
            QCOMPARE(loaded->sha256, sha256File(path).value());
            QCOMPARE(loaded->name, std::string("a"));
        }
        QVERIFY(says(loadImages(from(folder.path())), {"no set of images"})); // which of the three?
        std::filesystem::remove(folder.path() / "a.tar");
        std::filesystem::remove(folder.path() / "a.tar.gz");
        checkSmall(loadImages(from(folder.path())));
        auto options = from("cifar10");
        options.dataFolder = folder.path();
        std::filesystem::create_directory(folder.path() / "cifar10");
        QVERIFY(says(loadImages(options), {"not fetched yet", "data fetch cifar10"}));
        std::filesystem::rename(folder.path() / "a.tar.xz", folder.path() / "cifar10" / "b.tar.xz");
        QVERIFY(namesImages(options));
        checkSmall(loadImages(options));
    }

    void cifarErrorsSayWhere()
    {
        const auto withChange = [](const std::string& name, const std::string& content) {
            Folder folder;
            auto files = smallCifar();
            files[name] = content;
            writeFiles(folder, files);
            return loadImages(from(folder.path()));
        };
        const std::string whole = cifarRecords({0, 1, 2});
        QVERIFY(says(withChange("set/data_batch_2.bin", whole.substr(0, 3073 * 2 + 5)),
                     {"data_batch_2.bin: offset 6146", "record 3 is cut off", "5 of its 3073"}));
        QVERIFY(says(withChange("set/data_batch_2.bin", cifarRecords({0, 3})),
                     {"data_batch_2.bin: offset 3073", "label 3 of record 2", "0 to 2"}));
        QVERIFY(says(withChange("set/test_batch.bin", ""), {"test_batch.bin", "empty"}));
        QVERIFY(says(withChange("set/batches.meta.txt", "a\nb\na\n"), {"batches.meta.txt:3", "named twice"}));
        QVERIFY(says(withChange("set/batches.meta.txt", "a\n\xff\n"), {"batches.meta.txt:2", "no class name"}));
        Folder folder;
        std::filesystem::create_directories(folder.path() / "set");
        folder.write("set/test_batch.bin", whole);
        QVERIFY(says(loadImages(from(folder.path())), {"no training batch"}));
        folder.write("set/data_batch_1.bin", cifarRecords({0, 10}));
        QVERIFY(says(loadImages(from(folder.path())), {"label 10", "0 to 9"}));
        folder.write("data_batch_1.bin", whole);
        QVERIFY(says(loadImages(from(folder.path())), {"data_batch_1.bin", "twice"}));
    }

    void archivesCutOffOrForeign()
    {
        Folder folder;
        const auto path = folder.path() / "a.tar.xz";
        writeArchive(path, smallCifar(), Packing::xz);
        const std::string bytes = readFile(path).value();
        const auto cut = folder.write("cut.tar.xz", std::string_view(bytes).substr(0, bytes.size() / 2));
        QVERIFY(says(loadImages(from(cut)), {"cut.tar.xz", "unpack"}));
        const auto text = folder.write("text.tar", "hello\n");
        QVERIFY(says(loadImages(from(text)), {"text.tar", "unpack"}));
        writeArchive(folder.path() / "other.tar", {{"data_batch_1", "pickle"}}, Packing::none);
        QVERIFY(says(loadImages(from(folder.path() / "other.tar")), {"no training batch", "not the Python"}));
        QVERIFY(says(loadImages(from(folder.path() / "absent.tar")), {"no file, generator or fetched set"}));
    }

    void idxPairs()
    {
        Folder folder;
        folder.write("train-images-idx3-ubyte", idxImages(4, 2, 3));
        writeArchive(folder.path() / "train-labels-idx1-ubyte.gz", {{"x", idxLabels({7, 1, 4, 7})}}, Packing::gzip,
                     true);
        folder.write("t10k-images-idx3-ubyte", idxImages(2, 2, 3));
        folder.write("t10k-labels-idx1-ubyte", idxLabels({1, 4}));
        for (const auto& path : {folder.path(), folder.path() / "train-images-idx3-ubyte"}) {
            QVERIFY(namesImages(from(path)));
            const auto loaded = loadImages(from(path));
            QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
            QCOMPARE(loaded->channels, 1);
            QCOMPARE(loaded->height, 2);
            QCOMPARE(loaded->width, 3);
            QCOMPARE(loaded->classNames, (std::vector<std::string>{"1", "4", "7"}));
            QCOMPARE(loaded->train.labels, (std::vector<int>{2, 0, 1, 2}));
            QCOMPARE(loaded->test.labels, (std::vector<int>{0, 1}));
            QCOMPARE(bytesOf(loaded->image(loaded->train, 1)), (std::string{6, 7, 8, 9, 10, 11}));
        }
    }

    void idxErrorsSayWhere()
    {
        const auto load = [](const std::string& images, const std::string& labels) {
            Folder folder;
            folder.write("own-labels-idx1-ubyte", labels);
            return loadImages(from(folder.write("own-images-idx3-ubyte", images)));
        };
        const std::string good = idxImages(4, 2, 3);
        const std::string labels = idxLabels({0, 1, 0, 1});
        QVERIFY(load(good, labels));
        QVERIFY(says(load(good.substr(0, 30), labels), {"offset 30", "declares 24 bytes", "14 are there"}));
        QVERIFY(says(load(good + "x", labels), {"offset 40", "goes on after the 24 bytes"}));
        QVERIFY(says(load(good, idxLabels({0, 1, 0})), {"own-labels", "3 labels for the 4 images"}));
        QVERIFY(says(load(good, good), {"has 3 dimensions, labels have 1"}));
        QVERIFY(says(load(labels, labels), {"has 1 dimension, images have 3 or 4"}));
        QVERIFY(says(load(good.substr(0, 9), labels), {"offset 8", "ends in its header"}));
        QVERIFY(says(load("hello world, no idx", labels), {"magic number 0x68656c6c"}));
        QVERIFY(says(load(idxHeader(13, {1, 2, 2}) + std::string(16, 'x'), labels), {"32-bit floats"}));
        QVERIFY(says(load(idxHeader(8, {4, 0, 3}), labels), {"offset 8", "dimension 2 is 0"}));
        QVERIFY(says(load(idxHeader(8, {4, 5000, 3}), labels), {"images of 1 x 5000 x 3"}));
        QVERIFY(says(load(idxHeader(8, {19'999'999, 4096, 4096}), labels), {"at most 4294967296"}));
        QVERIFY(says(load(idxHeader(8, {0xffffffff, 2, 2}), labels), {"declares 4294967295 images"}));
        QVERIFY(says(load(idxHeader(8, {4, 4000, 4000}), labels), {"0 are there"})); // the claim allocates nothing
        Folder folder;
        folder.write("t10k-images-idx3-ubyte", good);
        QVERIFY(says(loadImages(from(folder.write("train-images-idx3-ubyte", good))), {"no file of labels"}));
        folder.write("train-labels-idx1-ubyte", labels);
        folder.write("t10k-labels-idx1-ubyte", idxLabels({0, 1}));
        folder.write("t10k-images-idx3-ubyte", idxImages(2, 3, 3));
        QVERIFY(says(loadImages(from(folder.path())), {"test images of 1 x 3 x 3", "1 x 2 x 3"}));
    }

    /// Training images do not pass as test images because a file is absent.
    void anAbsentTestPartIsAnError()
    {
        auto files = smallCifar();
        files.erase("set/test_batch.bin");
        files["set/data_batch_1.bin"] = cifarRecords({0, 1, 2, 0, 1, 2, 0, 1, 2});
        Folder folder;
        writeFiles(folder, files);
        QVERIFY(
            says(loadImages(from(folder.path())), {"test images", "missing: test_batch.bin", "Put it beside"}));
        writeArchive(folder.path() / "a.tar", files, Packing::none);
        QVERIFY(says(loadImages(from(folder.path() / "a.tar")), {"a.tar", "missing: test_batch.bin"}));
        Folder idx;
        idx.write("train-labels-idx1-ubyte", idxLabels({0, 1, 0, 1, 0, 1, 0, 1}));
        const auto path = idx.write("train-images-idx3-ubyte", idxImages(8, 2, 3));
        for (const auto& named : {path, idx.path()})
            QVERIFY(says(loadImages(from(named)),
                         {"train-images", "missing: t10k-images-idx3-ubyte", "names do not say train"}));
        auto options = from(path);
        options.test = idx.write("mine-images-idx3-ubyte", idxImages(2, 2, 3));
        idx.write("mine-labels-idx1-ubyte", idxLabels({0, 1}));
        const auto loaded = loadImages(options);
        QVERIFY(loaded && loaded->test.size() == 2 && !loaded->testHeldOut);
    }

    void withoutTestFilesAPartIsHeldOut()
    {
        Folder folder;
        std::vector<int> labels;
        for (int i = 0; i < 40; ++i)
            labels.push_back(i % 2);
        folder.write("set-labels-idx1-ubyte", idxLabels(labels));
        const auto path = folder.write("set-images-idx3-ubyte", idxImages(40, 2, 2));
        const auto loaded = loadImages(from(path)).value();
        QCOMPARE(loaded.train.size(), std::size_t{28});
        QCOMPARE(loaded.test.size(), std::size_t{12});
        QVERIFY(loaded.source.find("held out") != std::string::npos);
        QVERIFY(loaded.testHeldOut);
        QCOMPARE(describe(loaded).at("testHeldOut"), true);
        const std::string warning = describe(loaded).at("warnings").at(0).get<std::string>();
        QVERIFY(warning.find("no test images: 0.3 of each class, 12 images") != std::string::npos);
        folder.write("set-labels-idx1-ubyte", idxLabels(std::vector<int>(40, 3)));
        QVERIFY(says(loadImages(from(path)), {"one class"}));
    }

    void seriesAreNoImages()
    {
        Folder folder;
        const auto path = folder.write("A_TRAIN.tsv", "1\t2\t3\n2\t3\t4\n");
        folder.write("A_TEST.tsv", "1\t2\t3\n2\t3\t4\n");
        writeArchive(folder.path() / "A.tar", {{"A_TRAIN.tsv", ""}}, Packing::none);
        QVERIFY(!namesImages(from(path)));
        QVERIFY(!namesImages(from(folder.path())));
        QVERIFY(!namesImages(from("strokes")));
        QVERIFY(!namesImages(from("absent")));
    }

    void splitIsStratifiedSeededAndExact()
    {
        ImageSplit
            split; // classes of 5, 5, 6: round(0.25 16) = 4 = 1 + 1 + 1 and one more for the remainder .5 of 6
        for (int i = 0; i < 16; ++i)
            split.labels.push_back(i < 5 ? 0 : i < 10 ? 1 : 2);
        const ImageFolds folds = splitImages(split, 0.25, 3);
        std::map<int, int> held;
        for (const std::size_t index : folds.validation)
            ++held[split.labels[index]];
        QCOMPARE(held, (std::map<int, int>{{0, 1}, {1, 1}, {2, 2}}));
        std::set<std::size_t> all(folds.fit.begin(), folds.fit.end());
        all.insert(folds.validation.begin(), folds.validation.end());
        QCOMPARE(all.size(), std::size_t{16});
        QVERIFY(std::is_sorted(folds.fit.begin(), folds.fit.end()));
        QVERIFY(std::is_sorted(folds.validation.begin(), folds.validation.end()));
        QCOMPARE(splitImages(split, 0.25, 3).validation, folds.validation);
        QVERIFY(splitImages(split, 0.25, 4).validation != folds.validation);
        QCOMPARE(splitImages(split, 0, 3).fit.size(), std::size_t{16});
        QCOMPARE(splitImages(split, 1, 3).validation.size(), std::size_t{16});
        QVERIFY_EXCEPTION_THROWN(static_cast<void>(splitImages(split, 1.5, 3)), std::logic_error);
    }

    /// A set sorted by class shows each of them.
    void calibrationSeesEveryClass()
    {
        ImageSplit split;
        for (int i = 0; i < 3000; ++i)
            split.labels.push_back(i / 300);
        const auto indices = calibrationIndices(splitImages(split, kImageValidationFraction, kImageSplitSeed));
        QCOMPARE(indices.size(), kCalibrationImages);
        std::map<int, int> counts;
        for (const std::size_t index : indices)
            ++counts[split.labels[index]];
        QCOMPARE(counts.size(), std::size_t{10});
        for (const auto& [label, count] : counts)
            QVERIFY2(count == 25 || count == 26, qPrintable(QString::number(label)));
    }

    void pickKeepsTheOrder()
    {
        Folder folder;
        writeFiles(folder, smallCifar());
        const auto loaded = loadImages(from(folder.path())).value();
        const std::vector<std::size_t> indices{4, 0};
        const ImageSplit chosen = pick(loaded, loaded.train, indices);
        QCOMPARE(chosen.labels, (std::vector<int>{1, 0}));
        QCOMPARE(bytesOf(loaded.image(chosen, 0)), bytesOf(loaded.image(loaded.train, 4)));
        QCOMPARE(bytesOf(loaded.image(chosen, 1)), bytesOf(loaded.image(loaded.train, 0)));
    }

    void stopIsHeeded()
    {
        Folder folder;
        writeFiles(folder, smallCifar());
        std::stop_source source;
        source.request_stop();
        auto options = from(folder.path());
        options.stop = source.get_token();
        const auto loaded = loadImages(options);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::cancelled);
    }

    void aGeneratorStaysOneWhereAFileHasItsName()
    {
        const Folder folder;
        folder.write("glyphs", "no images");
        folder.write("henon", "no series");
        folder.write("own", "a file");
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(QString::fromStdString(folder.path().string())));
        const auto stored = [](const char* name) { return loadOptionsToJson(from(name)).at("data").get<std::string>(); };
        const std::string images = stored("glyphs");
        const std::string series = stored("henon");
        const std::string file = stored("own");
        const bool read = loadImages(from("glyphs")).has_value();
        QVERIFY(QDir::setCurrent(before));
        QCOMPARE(images, std::string("glyphs"));
        QCOMPARE(series, std::string("henon"));
        QVERIFY(std::filesystem::path(file).is_absolute());
        QVERIFY(read);
    }

    void glyphsAreTheSameEverywhere()
    {
        const auto glyphs = loadImages(from("glyphs"));
        QVERIFY2(glyphs, glyphs ? "" : glyphs.error().text().c_str());
        QVERIFY(namesImages(from("glyphs")));
        QCOMPARE(glyphs->train.size(), std::size_t{6000});
        QCOMPARE(glyphs->test.size(), std::size_t{2000});
        QCOMPARE(glyphs->imageBytes(), std::size_t{256});
        QCOMPARE(glyphs->train.pixels.size(), std::size_t{6000 * 256});
        QCOMPARE(glyphs->classNames, (std::vector<std::string>{"A", "B", "E", "F", "H", "K", "P", "R", "S", "X"}));
        // Frozen: a change of the generator changes every figure measured on it.
        QCOMPARE(glyphs->sha256, std::string("9ead6e9266329e3417e3a443aa6cc81397691ce6c0f2af6054db0dbaee03d88f"));
        QVERIFY(generateGlyphs(2).sha256 != glyphs->sha256);
        for (const ImageSplit* split : {&glyphs->train, &glyphs->test})
            for (std::size_t c = 0; c < 10; ++c)
                QCOMPARE(static_cast<std::size_t>(std::count(split->labels.begin(), split->labels.end(), c)),
                         split->size() / 10);
        // Ink is lighter than paper: the middle of an H's bar against its corner, on average.
        double bar = 0;
        double corner = 0;
        for (std::size_t i = 4; i < glyphs->train.size(); i += 10) {
            bar += glyphs->image(glyphs->train, i)[8 * 16 + 8];
            corner += glyphs->image(glyphs->train, i)[0];
        }
        QVERIFY(bar > corner + 600 * 30);
    }

    void seriesAndImagesAreToldApart()
    {
        QVERIFY(says(loadImages(from("strokes")), {"strokes generates series"}));
        QVERIFY(says(loadDataset(from("glyphs")), {"set of images", "cnn"}));
    }

    void description()
    {
        Folder folder;
        writeFiles(folder, smallCifar());
        const auto json = describe(loadImages(from(folder.path())).value());
        QCOMPARE(json.at("task"), "classify");
        QCOMPARE(json.at("train"), 6);
        QCOMPARE(json.at("test"), 2);
        QCOMPARE(json.at("classes"), 3);
        QCOMPARE(json.at("channels"), 3);
        QCOMPARE(json.at("image"), (nlohmann::json{{"height", 32}, {"width", 32}}));
        QCOMPARE(json.at("labels"), (nlohmann::json{{"plane", 2}, {"car", 3}, {"bird", 3}}));
        QCOMPARE(json.at("labelsTest"), (nlohmann::json{{"plane", 0}, {"car", 1}, {"bird", 1}}));
        QCOMPARE(json.at("missing"), 0);
        QCOMPARE(json.at("testHeldOut"), false);
        QVERIFY(json.at("warnings").empty());
    }

    void realCifar()
    {
        BURIN_NEED_DATA(path, "cifar10");
        QVERIFY(namesImages(from(path)));
        const auto loaded = loadImages(from(path));
        QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
        QCOMPARE(loaded->train.size(), std::size_t{50'000});
        QCOMPARE(loaded->test.size(), std::size_t{10'000});
        QCOMPARE(loaded->classNames.size(), std::size_t{10});
        QCOMPARE(loaded->classNames.at(8), std::string("ship"));
        std::map<int, int> counts;
        for (const int label : loaded->test.labels)
            ++counts[label];
        for (int c = 0; c < 10; ++c)
            QCOMPARE(counts[c], 1000);
        const ImageFolds folds = splitImages(loaded->train, kImageValidationFraction, 1);
        QCOMPARE(folds.fit.size(), std::size_t{45'000});
        QCOMPARE(folds.validation.size(), std::size_t{5'000});
        counts.clear();
        for (const std::size_t index : folds.validation)
            ++counts[loaded->train.labels[index]];
        for (int c = 0; c < 10; ++c)
            QCOMPARE(counts[c], 500);
    }

    void realMnist()
    {
        BURIN_NEED_DATA(path, "mnist");
        const auto loaded = loadImages(from(path));
        QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
        QCOMPARE(loaded->train.size(), std::size_t{60'000});
        QCOMPARE(loaded->test.size(), std::size_t{10'000});
        QCOMPARE(loaded->height, 28);
        QCOMPARE(loaded->classNames.size(), std::size_t{10});
        QCOMPARE((std::vector<int>(loaded->train.labels.begin(), loaded->train.labels.begin() + 5)),
                 (std::vector<int>{5, 0, 4, 1, 9})); // as in the official file
    }
};

QTEST_APPLESS_MAIN(TestImages)
#include "tst_images.moc"
