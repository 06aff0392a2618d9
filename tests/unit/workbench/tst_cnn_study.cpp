// SPDX-License-Identifier: GPL-3.0-or-later
// A CNN study in the window, by real clicks and keys: the example, a layer's bits dragged, undo, the front, a
// sweep, a look at layers and classes, two points compared, a network of one's own. One window for all tests,
// which build on each other in the order of the story.
#include "app/workbench/shell/way_in.h"
#include "core/base/file.h"
#include "core/cnn/built_in.h"
#include "core/cnn/weights.h"
#include "tests/unit/data/image_helpers.h"
#include "tests/unit/workbench/window_test.h"
#include "views/dialogs/network_dialog.h"
#include "views/models/format.h"
#include "views/panels/explore/activation_panel.h"
#include "views/widgets/bar_table.h"
#include "views/widgets/drag_bar.h"
#include "views/widgets/network_view.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QtTest>

#include <nlohmann/json.hpp>

#include <memory>

using namespace burin;
using namespace burin::workbench;

namespace {


bool isInteractive(const QWidget* widget)
{
    return qobject_cast<const QAbstractButton*>(widget) != nullptr ||
           qobject_cast<const QComboBox*>(widget) != nullptr ||
           qobject_cast<const QAbstractSpinBox*>(widget) != nullptr ||
           qobject_cast<const QSlider*>(widget) != nullptr || qobject_cast<const QLineEdit*>(widget) != nullptr ||
           qobject_cast<const QTabBar*>(widget) != nullptr ||
           qobject_cast<const QAbstractItemView*>(widget) != nullptr;
}

/// Parts that Qt puts inside other widgets and that speak through their owner.
bool isInternal(const QWidget* widget)
{
    if (widget->objectName().startsWith(QLatin1String("qt_")))
        return true;
    for (const QWidget* owner = widget->parentWidget(); owner != nullptr; owner = owner->parentWidget())
        if (isInteractive(owner) || owner->inherits("QComboBoxPrivateContainer"))
            return true;
    return false;
}

} // namespace

class TestCnnStudy : public test::WindowTest {
    Q_OBJECT
private:

    [[nodiscard]] const cnn::LayerPolicy& layer(std::size_t entry) const { return state().cnn().policy.at(entry); }
    /// Presses at the right end of a bar and drags to a share of its width.
    static void drag(QWidget* bar, double share)
    {
        const int y = bar->height() / 2;
        QTest::mousePress(bar, Qt::LeftButton, {}, {bar->width() - 2, y});
        for (double at = 0.9; at > share; at -= 0.1)
            QTest::mouseMove(bar, {static_cast<int>(bar->width() * at), y});
        QTest::mouseMove(bar, {static_cast<int>(bar->width() * share), y});
        QTest::mouseRelease(bar, Qt::LeftButton, {}, {static_cast<int>(bar->width() * share), y});
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        openWindow(folder_.filePath(QStringLiteral("studies")));
        click("start-example-glyphs");
        QVERIFY(settle());
    }

    void cleanupTestCase()
    {
        QCOMPARE(failures_, QStringList());
    }

    void opensWithResults()
    {
        QCOMPARE(state().study().family.kind, views::Family::cnn);
        QVERIFY(session_->points().rowCount() >= 40);
        QVERIFY(!state().front().knee.isEmpty());
        QVERIFY(*state().live().validation > 0.8);
        QVERIFY(state().live().complete);
        QCOMPARE(state().live().images->count, state().live().images->all);
        QVERIFY(child<QWidget>("live-fps")->isVisible());
        QVERIFY(!child<QWidget>("live-ff")->isVisible());
        QVERIFY(!child<views::NetworkView>("cnn-network")->blocks().empty());
        picture("cnn-explore");
    }

    /// Where the study's own sweep was, the sliders start; and where its last one was, after that.
    void slidersStartAmongThePoints()
    {
        const QString study = path(QStringLiteral("own.burin"));
        QVERIFY(session_->engine()->store().copyTo(study.toStdString()).has_value());
        const auto start = [this, &study](const char* detail, const nlohmann::json& config) {
            auto store = study::Study::open(study.toStdString());
            QVERIFY(store.has_value());
            QVERIFY((*store)->setDetail(detail, config, "test").has_value());
            store->reset();
            session_->openPath(study);
            QVERIFY(settle());
        };
        start("config", {{"lut", 20000}, {"bits", 6}, {"model", "lu2019"}}); // as the command line makes it
        QCOMPARE(state().cnn().lutBudget, 20000.0);
        QCOMPARE(state().cnn().model, std::string("lu2019"));
        QCOMPARE(layer(0).weightBits, 6);
        session_->closeStudy();
        QVERIFY(QTest::qWaitFor([this] { return session_->hasLeft(); }, test::kLong));
        start("around", {{"lut", 30000}});
        QCOMPARE(state().cnn().lutBudget, 30000.0);
        QCOMPARE(layer(0).weightBits, 8);
        session_->openExample(QStringLiteral("glyphs"));
        QVERIFY(settle());
    }

    void everyWidgetHasItsNames()
    {
        QSet<QString> names;
        for (const auto* widget : window_->findChildren<QWidget*>()) {
            if (!isInteractive(widget) || isInternal(widget))
                continue;
            const QString name = widget->objectName();
            QVERIFY2(!name.isEmpty(), widget->metaObject()->className());
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(name));
            QVERIFY2(!names.contains(name), qPrintable(name));
            names.insert(name);
        }
        QVERIFY(names.contains(QStringLiteral("layer-c1-weight")));
    }

    void aLayerIsDragged()
    {
        const QString lut = live("live-lut");
        const QString score = live("live-validation");
        const int before = layer(0).weightBits;
        drag(child<views::DragBar>("layer-c1-weight"), 0.08);
        QCOMPARE(layer(0).weightBits, 2);
        QCOMPARE(layer(1).weightBits, before); // the others stay
        QVERIFY(child<views::MetricRow>("live-validation")->isStale());
        QVERIFY(settle());
        QVERIFY(live("live-lut") != lut);
        QVERIFY(live("live-validation") != score);
        QVERIFY(state().traits().bitsText.find_first_of("-w") != std::string::npos);
        picture("cnn-dragged");
        // The whole drag is one step.
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(layer(0).weightBits, before);
        QVERIFY(settle());
        QCOMPARE(live("live-lut"), lut);
        QCOMPARE(live("live-validation"), score);
        QTest::keyClick(window_.get(), Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(layer(0).weightBits, 2);
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    }

    void barsByKeys()
    {
        const int before = layer(1).activationBits;
        auto* bar = child<views::DragBar>("layer-c2-activation");
        bar->setFocus();
        QTest::keyClick(bar, Qt::Key_Left);
        QCOMPARE(layer(1).activationBits, before - 1);
        QTest::keyClick(bar, Qt::Key_Right);
        QCOMPARE(layer(1).activationBits, before);
        auto* pruning = child<views::DragBar>("layer-c2-prune");
        const QString kept = child<QLabel>("layer-c2-kept")->text();
        QTest::keyClick(pruning, Qt::Key_PageUp);
        QVERIFY(layer(1).pruneFraction > 0);
        QVERIFY(child<QLabel>("layer-c2-kept")->text() != kept);
        QVERIFY(settle());
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(layer(1).pruneFraction, 0.0);
    }

    void slidersForAllLayers()
    {
        QTest::keyClick(window_.get(), Qt::Key_BracketLeft);
        for (std::size_t i = 0; i < state().cnn().policy.size(); ++i)
            QCOMPARE(layer(i).weightBits, 7);
        QTest::keyClick(window_.get(), Qt::Key_Equal);
        QCOMPARE(state().traits().prune, 0.05);
        QCOMPARE(state().cnn().policy.back().pruneFraction, 0.0); // its units are the classes
        QVERIFY(settle());
    }

    void aPointOfTheFront()
    {
        const QString knee = state().front().knee;
        state().select(knee);
        QVERIFY(settle());
        QCOMPARE(state().selected(), knee);
        QVERIFY(state().config() == session_->points().find(knee)->config || state().traits().isUnpruned());
        QCOMPARE(*state().live().validation, *session_->points().find(knee)->point.validation.mean);
        QVERIFY(child<QLabel>("chosen-text")->text().contains(QStringLiteral("bit")));
        click("chosen-score-test");
        QVERIFY(QTest::qWaitFor([this] { return child<QWidget>("chosen-test")->isVisible(); }, test::kLong));
        QVERIFY(*session_->points().find(knee)->point.test.mean > 0.5);
    }

    void aSmallSweep()
    {
        window_->bringToFront(QStringLiteral("sweep-panel"));
        QVERIFY(!child<QWidget>("sweep-seeds")->isVisible());
        for (int bits = 2; bits <= 16; ++bits)
            child<QPushButton>(qPrintable(QStringLiteral("sweep-bits-%1").arg(bits)))->setChecked(bits == 7);
        auto* rates = child<QLineEdit>("sweep-prune");
        rates->clear();
        QTest::keyClicks(rates, QStringLiteral("0 35"));
        const int before = session_->points().rowCount();
        QTest::keyClick(window_.get(), Qt::Key_F5);
        QVERIFY(QTest::qWaitFor([this] { return !session_->busy(); }, test::kLong));
        QVERIFY(settle());
        QCOMPARE(session_->points().rowCount(), before + 2);
        QCOMPARE(child<QAbstractItemView>("sweep-grid")->model()->index(0, 1).data().toString().left(2),
                 QStringLiteral("0."));
        picture("cnn-sweep");
    }

    void layersAndClasses()
    {
        window_->bringToFront(QStringLiteral("explore-panel"));
        QVERIFY(!child<QWidget>("segment-map")->isVisible());
        click("segment-activations");
        QVERIFY(settle());
        auto* maps = child<views::FeatureMaps>("activation-maps");
        QCOMPARE(maps->data().maps, state().insights().image.value->trace.layers.front().shape.channels);
        child<QSpinBox>("activation-image")->setValue(5);
        QVERIFY(settle());
        QCOMPARE(state().insights().image.value->trace.image, std::size_t{4});
        QVERIFY(!child<QLabel>("activation-verdict")->text().isEmpty());
        picture("cnn-layers");
        child<QComboBox>("activation-layer")->setCurrentIndex(0);
        QVERIFY(!maps->data().picture.isNull());
        click("segment-classes");
        QVERIFY(settle());
        const auto& content = child<views::BarTable>("class-table")->content();
        QCOMPARE(content.rows.size(), std::size_t{10});
        picture("cnn-classes");
    }

    void enginesInPlaceOfACircuit()
    {
        window_->bringToFront(QStringLiteral("hardware-panel"));
        QVERIFY(settle());
        QVERIFY(child<views::BarTable>("engine-table")->content().rows.size() >= 2);
        for (const char* name : {"action-verify", "action-synthesise", "action-export", "action-export-front"}) {
            const auto* action = window_->findChild<QAction*>(QString::fromLatin1(name));
            QVERIFY2(!action->isEnabled(), name);
            QVERIFY2(action->toolTip().contains(state().study().noCircuit), name);
        }
        picture("cnn-hardware");
    }

    void twoPointsCompared()
    {
        window_->bringToFront(QStringLiteral("compare-panel"));
        QVERIFY(settle());
        QStringList rows;
        const auto* model = child<QAbstractItemView>("compare-table")->model();
        for (int row = 0; row < model->rowCount(); ++row)
            rows << model->index(row, 0).data().toString();
        QVERIFY2(rows.contains(QStringLiteral("c1: weight bits")), qPrintable(rows.join(QLatin1Char(';'))));
        QVERIFY(child<QWidget>("compare-confusion-a-card")->isVisible());
        picture("cnn-compare");
    }

    void whatDoesNotFitSaysWhy()
    {
        window_->bringToFront(QStringLiteral("explore-panel"));
        auto* limit = child<QDoubleSpinBox>("cnn-lut");
        limit->setValue(20);
        QVERIFY(settle());
        QVERIFY(!state().live().cnn->feasible);
        QVERIFY(child<QLabel>("live-message")->text().startsWith(QStringLiteral("Infeasible")));
        picture("cnn-infeasible");
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(limit->value(), 0.0);
        QVERIFY(settle());
        QVERIFY(state().live().cnn->feasible);
    }

    void commandsCanBeCopied()
    {
        const QString sweep = session_->sweepCommand({});
        QVERIFY(
            sweep.startsWith(QStringLiteral("burin-cli cnn explore --data glyphs --network glyphs --weights ")));
        QVERIFY(session_->configurationCommand().contains(QStringLiteral("--policy policy.json")));
    }

    void closedAndOpenedAgain()
    {
        const QString study = state().study().path;
        const int points = session_->points().rowCount();
        window_->findChild<QAction*>(QStringLiteral("action-close"))->trigger();
        QVERIFY(window_->showsStart());
        session_->openPath(study);
        QVERIFY(settle());
        QCOMPARE(session_->points().rowCount(), points);
        QCOMPARE(state().study().family.kind, views::Family::cnn);
        QCOMPARE(state().cnn().lutBudget, 0.0);
    }

    void aNetworkOfOnesOwn()
    {
        const auto bytes = cnn::builtInWeights("glyphs");
        QVERIFY(bytes.has_value());
        const QString weights = folder_.filePath(QStringLiteral("own.npz"));
        QVERIFY(writeFile(weights.toStdString(), *bytes).has_value());
        views::NetworkDialog* dialog = window_->wayIn().openNetwork(weights);
        auto* open = dialog->findChild<QPushButton*>(QStringLiteral("network-open"));
        QVERIFY(!open->isEnabled());
        dialog->findChild<QComboBox*>(QStringLiteral("network-description"))
            ->setCurrentText(QStringLiteral("design-d"));
        dialog->findChild<QLineEdit*>(QStringLiteral("network-images"))->setText(QStringLiteral("glyphs"));
        // The wrong network: said in the dialog, which stays.
        QTest::mouseClick(open, Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([open] { return open->isEnabled(); }, test::kLong));
        QVERIFY(dialog->isVisible());
        QVERIFY(dialog->findChild<QWidget*>(QStringLiteral("network-error"))->isVisible());
        dialog->findChild<QComboBox*>(QStringLiteral("network-description"))
            ->setCurrentText(QStringLiteral("glyphs"));
        QPointer<views::NetworkDialog> guard(dialog);
        QTest::mouseClick(open, Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&guard] { return guard.isNull(); }, test::kLong));
        QVERIFY(settle());
        QCOMPARE(session_->points().rowCount(), 0);
        QCOMPARE(state().study().family.kind, views::Family::cnn);
    }

    void movedWeightsAreAskedFor()
    {
        const QString study = state().study().path;
        window_->findChild<QAction*>(QStringLiteral("action-close"))->trigger();
        const QString there = folder_.filePath(QStringLiteral("own.npz"));
        const QString elsewhere = folder_.filePath(QStringLiteral("elsewhere.npz"));
        QVERIFY(QFile::rename(there, elsewhere));
        QSignalSpy missing(session_.get(), &Session::dataMissing);
        session_->openPath(study);
        QVERIFY(QTest::qWaitFor([&missing] { return !missing.isEmpty(); }, test::kLong));
        QVERIFY2(missing[0][1].toString().contains(QStringLiteral("own.npz")),
                 qPrintable(missing[0][1].toString()));
        QTest::mouseClick(child<QPushButton>("question-no"), Qt::LeftButton);
        session_->openLocated(study, elsewhere);
        QVERIFY(QTest::qWaitFor([this] { return session_->isOpen(); }, test::kLong));
        QVERIFY(settle());
        window_->findChild<QAction*>(QStringLiteral("action-close"))->trigger();
        session_->openPath(study); // it is remembered
        QVERIFY(QTest::qWaitFor([this] { return session_->isOpen(); }, test::kLong));
        QVERIFY(settle());
    }

    void imagesWithoutATestPartAreNamed()
    {
        QVERIFY(!state().study().dataSummary.contains(QStringLiteral("split off")));
        std::vector<int> labels;
        for (int i = 0; i < 200; ++i)
            labels.push_back(i % 10);
        NetworkPlace place = *session_->engine()->networkPlace();
        place.images.data = folder_.filePath(QStringLiteral("own-images-idx3-ubyte")).toStdString();
        QVERIFY(writeFile(place.images.data, idxImages(200, 16, 16)).has_value());
        QVERIFY(
            writeFile(folder_.filePath(QStringLiteral("own-labels-idx1-ubyte")).toStdString(), idxLabels(labels))
                .has_value());
        session_->openNetwork(place);
        QVERIFY(settle());
        QVERIFY2(state().study().dataSummary.contains(QStringLiteral("60 test images")) &&
                     state().study().dataSummary.endsWith(QStringLiteral("split off from the training images")),
                 qPrintable(state().study().dataSummary));
    }

    void aResidualNetwork()
    {
        const nlohmann::json description = nlohmann::json::parse(R"({"input": [1, 16, 16],
          "inputFormat": {"int": 1, "frac": 7}, "layers": [
          {"name": "a", "kind": "conv", "kernel": 3, "filters": 8, "pool": 4, "weight": {"int": 2, "frac": 6},
            "activation": {"int": 3, "frac": 5}},
          {"name": "b", "kind": "conv", "kernel": 3, "filters": 8, "weight": {"int": 2, "frac": 6},
            "activation": {"int": 3, "frac": 5}},
          {"name": "s", "kind": "add", "from": ["a", "b"], "activation": {"int": 4, "frac": 4}}],
         "head": [{"name": "fc", "kind": "dense", "units": 10, "weight": {"int": 2, "frac": 6}}]})");
        const auto network = cnn::networkFromJson(description, "n").value();
        const QString file = folder_.filePath(QStringLiteral("residual.json"));
        const QString weights = folder_.filePath(QStringLiteral("residual.npz"));
        QVERIFY(writeFile(file.toStdString(), description.dump()).has_value());
        QVERIFY(cnn::writeWeights(weights.toStdString(), network, cnn::randomWeights(network, 1)).has_value());
        views::NetworkDialog* dialog = window_->wayIn().openNetwork(weights);
        dialog->findChild<QComboBox*>(QStringLiteral("network-description"))->setCurrentText(file);
        dialog->findChild<QLineEdit*>(QStringLiteral("network-images"))->setText(QStringLiteral("glyphs"));
        QPointer<views::NetworkDialog> guard(dialog);
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("network-open")), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&guard] { return guard.isNull(); }, test::kLong));
        QVERIFY(settle());
        // Dashes and the reason, a score, and the size of the weights: 8 x 9 + 8, 8 x 72 + 8, 10 x 128 + 10 bytes.
        QCOMPARE(live("live-lut"), views::dash());
        QVERIFY(state().live().validation.has_value());
        QCOMPARE(*state().live().metrics.at("weightsKib").value, 1954 / 1024.0);
        const auto* message = child<QLabel>("live-message");
        QVERIFY(message->isVisible() && message->text().startsWith(QStringLiteral("No hardware figures")));
        // One bar moves both layers that the addition joins; the ranker of bit flips is among the choices.
        QTest::keyClick(child<views::DragBar>("layer-b-prune"), Qt::Key_PageUp);
        QVERIFY(layer(0).pruneFraction > 0);
        QCOMPARE(layer(1).pruneFraction, layer(0).pruneFraction);
        auto* ranker = child<QComboBox>("cnn-ranker");
        const int sensitivity = ranker->findData(QStringLiteral("sensitivity"));
        QVERIFY(sensitivity >= 0);
        ranker->setCurrentIndex(sensitivity);
        emit ranker->activated(sensitivity);
        QCOMPARE(state().cnn().ranker, std::string("sensitivity"));
        QVERIFY(settle());
        QVERIFY2(state().live().error.empty(), state().live().error.c_str());
        QVERIFY(state().live().validation.has_value());
        picture("cnn-residual");
    }

    /// While nothing is asked, the ranking that the next pruning move takes is made, and found again after it.
    void theRankingIsPrepared()
    {
        const QTemporaryDir folder;
        NetworkPlace place{"glyphs", "glyphs", {}, views::Family::cnn};
        place.images.data = "glyphs";
        const auto made = StudyEngine::openNetwork(place, folder.path().toStdString(), {});
        QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
        StudyEngine& engine = **made;
        std::size_t reports = 0;
        JobContext watched;
        watched.threads = 1;
        watched.progress = [&](const Progress&) { ++reports; };
        QVERIFY(!engine.prepare(watched)); // nothing was asked yet
        QCOMPARE(reports, std::size_t{0});
        explore::CnnConfig config;
        config.policy = cnn::policyOf(cnn::readNetwork("glyphs").value());
        config.ranker = "sensitivity";
        LiveRequest request;
        request.config = config;
        engine.answer(request, {}, [](const LiveReply&) {});
        QVERIFY(!engine.prepare(watched)); // and nothing more to prepare
        QVERIFY(reports > 0);
        reports = 0;
        QVERIFY(!engine.prepare(watched));
        QCOMPARE(reports, std::size_t{0});
    }

    void aReservoirAfterwards()
    {
        QVERIFY(!child<QWidget>("bits")->isVisible());
        session_->openExample(QStringLiteral("narma10"));
        QVERIFY(
            QTest::qWaitFor([this] { return state().study().family.kind == views::Family::reservoir; }, test::kLong));
        QVERIFY(settle());
        QVERIFY(child<QWidget>("bits")->isVisible());
        QVERIFY(!child<QWidget>("cnn-bits")->isVisible());
        QVERIFY(child<QWidget>("segment-map")->isVisible());
        QVERIFY(window_->findChild<QAction*>(QStringLiteral("action-verify"))->isEnabled());
        QVERIFY(!child<QAbstractItemView>("points-table")
                     ->model()
                     ->headerData(views::StudyModel::kFf, Qt::Horizontal)
                     .isNull());
    }
};

QTEST_MAIN(TestCnnStudy)
#include "tst_cnn_study.moc"
