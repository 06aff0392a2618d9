// SPDX-License-Identifier: GPL-3.0-or-later
// Every format, cut off and changed at many seeded places: a reader must answer with a data set of finite or missing
// values or with an error that says something; it must never crash (run under the preset asan, too).
#include "core/base/rng.h"
#include "core/data/npy.h"

#include "data_helpers.h"

#include <cmath>
#include <limits>

using namespace burin;
using namespace burin::data;

namespace {

struct Example {
    std::string name;
    std::string content;
};

std::vector<Example> examples()
{
    std::string npy("\x93NUMPY\x01\0", 8);
    const std::string header = "{'descr': '<i2', 'fortran_order': True, 'shape': (10, 2), }\n";
    npy += static_cast<char>(header.size());
    npy += '\0';
    npy += header;
    npy.append(40, '\x11');
    return {{"A_TRAIN.tsv", "1\t0.5\t-2e1\tNaN\n2\t4\t1\t2\n1\t3\t2.25\t3\n-7\t1\t1\t1\n"},
            {"a.tra", " 47,100, 27, 81, 8\n  0, 89, 27,100, 2\n 10, 9, 7,100, 2\n"},
            {"A_TRAIN.ts", "#c\n@problemName T\n@timestamps false\n@univariate false\n@dimensions 2\n@equalLength false\n"
                           "@classLabel true up down\n@data\n1,2,3:4,5,6:up\n7,?:8,NaN:down\n1,1:2,2:up\n"},
            {"a.csv", "\"da,te\",load,wind\n1,1.5,2\n2,2.5,4\n3,\"3.5\",5\n4,4,4\n"},
            {"b.csv", "0.5,1.5,2.5,3.5,walk\n1.5,2.5,3.5,4.5,run\n2,3,4,5,walk\n7,8,9,9,run\n"},
            {"a.txt", "0.5\n1\n2e-1\n3\n4\n"},
            {"a.npy", npy}};
}

std::string mutated(std::string content, Rng& rng)
{
    static const std::string interesting("\0\xff\n\r\t ,:;\"'@#-+.e9{}()?NaN\x80\xc3", 29);
    const std::uint64_t changes = 1 + rng.below(4);
    for (std::uint64_t i = 0; i < changes && !content.empty(); ++i) {
        const auto at = static_cast<std::size_t>(rng.below(content.size()));
        const char byte = rng.below(2) == 0 ? interesting[static_cast<std::size_t>(rng.below(interesting.size()))]
                                            : static_cast<char>(rng.below(256));
        switch (rng.below(5)) {
        case 0: content[at] = byte; break;
        case 1: content.insert(at, 1, byte); break;
        case 2: content.erase(at, 1 + static_cast<std::size_t>(rng.below(6))); break;
        case 3: content.insert(at, content.substr(at, 1 + static_cast<std::size_t>(rng.below(20)))); break;
        default: content[at] = static_cast<char>(content[at] ^ (1 << rng.below(8))); break;
        }
    }
    return content;
}

/// An empty text, or what is wrong with the outcome.
std::string fault(const Result<Dataset>& outcome)
{
    if (!outcome)
        return outcome.error().code == ErrorCode::internal || outcome.error().message.empty() ||
                       !isUtf8(outcome.error().text())
                   ? "bad error: " + outcome.error().text()
                   : "";
    for (const Split* split : {&outcome->train, &outcome->test}) {
        if (outcome->task == Task::classify && split->labels.size() != split->series.size())
            return "labels do not match series";
        for (const int label : split->labels)
            if (label < 0 || static_cast<std::size_t>(label) >= outcome->classNames.size())
                return "label out of range";
        for (const Series& series : split->series) {
            if (series.channels != outcome->channels || series.values.empty() ||
                series.values.size() % series.channels != 0)
                return "bad shape";
            for (const double value : series.values)
                if (std::isinf(value) || std::fabs(value) > kMaxMagnitude)
                    return "bad value";
        }
    }
    for (const auto& names : {outcome->classNames, outcome->channelNames})
        for (const std::string& name : names)
            if (!isUtf8(name))
                return "bad name";
    return outcome->channelNames.size() == outcome->channels ? "" : "channel names missing";
}

} // namespace

class TestDataFuzz : public QObject {
    Q_OBJECT
private slots:
    void examplesAreGood_data() { rows(); }
    void examplesAreGood()
    {
        const auto outcome = load(example().content);
        QVERIFY2(outcome, outcome ? "" : outcome.error().text().c_str());
        QCOMPARE(fault(outcome), std::string());
    }

    void everyCutIsAnswered_data() { rows(); }
    void everyCutIsAnswered()
    {
        const std::string content = example().content;
        for (std::size_t length = 0; length < content.size(); ++length)
            QCOMPARE(fault(load(content.substr(0, length))), std::string());
    }

    void everyChangeIsAnswered_data() { rows(); }
    void everyChangeIsAnswered()
    {
        Rng rng(77);
        std::size_t errors = 0;
        for (int i = 0; i < 1500; ++i) {
            const auto outcome = load(mutated(example().content, rng));
            errors += outcome ? 0 : 1;
            const std::string wrong = fault(outcome);
            QVERIFY2(wrong.empty(), wrong.c_str());
        }
        QVERIFY(errors > 0);
    }

    void noiseIsAnswered_data() { rows(); }
    void noiseIsAnswered()
    {
        Rng rng(5);
        for (int i = 0; i < 100; ++i) {
            std::string noise(static_cast<std::size_t>(rng.below(3000)), '\0');
            for (char& byte : noise)
                byte = static_cast<char>(rng.below(256));
            QCOMPARE(fault(load(noise)), std::string());
        }
    }

private:
    void rows()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < examples().size(); ++i)
            QTest::newRow(examples()[i].name.c_str()) << static_cast<int>(i);
    }
    Example example()
    {
        [&] { QFETCH(int, index); index_ = static_cast<std::size_t>(index); }();
        return examples()[index_];
    }
    Result<Dataset> load(const std::string& content)
    {
        const auto path = folder_.path() / examples()[index_].name;
        std::filesystem::remove(path); // a new file is not flushed to disk on closing, as writeFile's or a cut one is
        std::FILE* file = std::fopen(path.c_str(), "wb");
        std::fwrite(content.data(), 1, content.size(), file);
        std::fclose(file);
        auto options = from(path);
        options.missing = MissingPolicy::keep;
        return loadDataset(options);
    }
    Folder folder_;
    std::size_t index_ = 0;
};

QTEST_APPLESS_MAIN(TestDataFuzz)
#include "tst_data_fuzz.moc"
