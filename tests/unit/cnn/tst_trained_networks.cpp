// SPDX-License-Identifier: GPL-3.0-or-later
// The networks that come trained, on 1,000 test images taken evenly: as many right as were counted when the
// weights were made. Integer arithmetic is the same everywhere, so the count is exact.
#include "core/cnn/integer_cnn.h"
#include "core/data/images.h"

#include <QtTest>

#include <algorithm>

using namespace burin;

class TestTrainedNetworks : public QObject {
    Q_OBJECT
private:
    std::string loaded_; ///< the set that images_ is
    data::ImageDataset images_;
private slots:
    void rightOfAThousand_data()
    {
        QTest::addColumn<QString>("set");
        QTest::addColumn<int>("right");
        QTest::newRow("glyphs") << QString() << 972;
        QTest::newRow("design-d") << QStringLiteral("cifar10") << 841;
        QTest::newRow("resnet8") << QStringLiteral("cifar10") << 829;
        QTest::newRow("lenet5") << QStringLiteral("mnist") << 995;
    }
    void rightOfAThousand()
    {
        QFETCH(const QString, set);
        QFETCH(const int, right);
        const std::string name = QTest::currentDataTag();
        data::LoadOptions options;
        options.data = name;
        if (!set.isEmpty()) {
            const QString folder = qEnvironmentVariable("BURIN_DATA") + '/' + set;
            if (!QFileInfo::exists(folder)) {
                if (qgetenv("CI") == "true")
                    QFAIL(qPrintable("test data is absent: " + set + " (set BURIN_DATA)"));
                QSKIP(qPrintable("test data is absent: " + set + " (set BURIN_DATA)"));
            }
            options.data = folder.toStdString();
        }
        if (loaded_ != options.data) {
            auto read = data::loadImages(options);
            QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
            images_ = std::move(*read);
            loaded_ = options.data;
        }
        const auto network = cnn::readNetwork(name);
        QVERIFY(network.has_value());
        const auto weights = cnn::readWeights(name, *network);
        QVERIFY(weights.has_value());
        const auto engine = cnn::IntegerCnn::make(*network, *weights);
        QVERIFY(engine.has_value());
        const std::size_t count = std::min<std::size_t>(1000, images_.test.size());
        std::vector<std::size_t> chosen;
        for (std::size_t k = 0; k < count; ++k)
            chosen.push_back(k * images_.test.size() / count);
        const data::ImageSplit part = data::pick(images_, images_.test, chosen);
        const auto classes = engine->predict(part.pixels, {});
        QVERIFY(classes.has_value());
        int counted = 0;
        for (std::size_t i = 0; i < count; ++i)
            counted += (*classes)[i] == part.labels[i] ? 1 : 0;
        QCOMPARE(counted, right);
    }
};

QTEST_MAIN(TestTrainedNetworks)
#include "tst_trained_networks.moc"
