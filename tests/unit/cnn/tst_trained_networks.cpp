// SPDX-License-Identifier: GPL-3.0-or-later
// The networks that come trained, on all test images: as many right as were counted when the weights were made,
// and no fewer than were promised. Integer arithmetic is the same everywhere, so its count is exact; that of the
// float network may differ by images whose two largest logits are equal but for rounding.
#include "core/cnn/float_cnn.h"
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

    [[nodiscard]] int right(const std::vector<int>& classes) const
    {
        int counted = 0;
        for (std::size_t i = 0; i < classes.size(); ++i)
            counted += classes[i] == images_.test.labels[i] ? 1 : 0;
        return counted;
    }
private slots:
    void rightOfAllTestImages_data()
    {
        QTest::addColumn<QString>("set");
        QTest::addColumn<int>("images");
        QTest::addColumn<int>("right");
        QTest::addColumn<double>("least");
        QTest::newRow("glyphs") << QString() << 2000 << 1948 << 0.97;
        QTest::newRow("design-d") << QStringLiteral("cifar10") << 10000 << 8450 << 0.8298; // its authors' figure
        QTest::newRow("resnet8") << QStringLiteral("cifar10") << 10000 << 8503 << 0.85;
        QTest::newRow("resnet8-float") << QStringLiteral("cifar10") << 10000 << 8688 << 0.86;
        QTest::newRow("lenet5") << QStringLiteral("mnist") << 10000 << 9943 << 0.99;
    }
    void rightOfAllTestImages()
    {
        QFETCH(const QString, set);
        QFETCH(const int, images);
        QFETCH(const int, right);
        QFETCH(const double, least);
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
        QCOMPARE(images_.test.size(), static_cast<std::size_t>(images));
        const auto network = cnn::readNetwork(name);
        QVERIFY(network.has_value());
        const auto weights = cnn::readWeights(name, *network);
        QVERIFY(weights.has_value());
        const bool isFloat = !network->inputFormat.has_value();
        const auto predict = [&](auto engine) -> Result<std::vector<int>> {
            if (!engine)
                return Unexpected<Error>(engine.error());
            return engine->predict(images_.test.pixels, {});
        };
        const auto classes = isFloat ? predict(cnn::FloatCnn::make(*network, *weights))
                                     : predict(cnn::IntegerCnn::make(*network, *weights));
        QVERIFY(classes.has_value());
        const int counted = this->right(*classes);
        if (isFloat)
            QVERIFY2(std::abs(counted - right) <= 3, qPrintable(QString::number(counted)));
        else
            QCOMPARE(counted, right);
        QVERIFY(counted >= least * images);
    }
};

QTEST_MAIN(TestTrainedNetworks)
#include "tst_trained_networks.moc"
