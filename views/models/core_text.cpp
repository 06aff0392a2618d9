// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/core_text.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include <optional>
#include <vector>

namespace burin::views {
namespace {

/// Names and explanations of parameters (reservoirParameters(), cnnParameters()), and what else has no places.
constexpr const char* kTexts[] = {
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Scaling"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "Scaling of the inputs, fitted on training data only; log1p suits counts that "
                      "span decades."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Missing values"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "Whether series with missing values are dropped or the gaps interpolated."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Task"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "Classify series or predict their next values; auto asks the data."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Target column"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "The column to predict; the first one if empty."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Horizon"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "How many steps ahead to predict."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Neurons"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Neurons of the reservoir."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Links per neuron"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Recurrent links into each neuron, on average."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Read-out"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "What the outputs are computed from: last, mean, segments:K or all (states)."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Activation"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "Activation of the float network; hardware always has the hard tanh."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Leak rate"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Leak rate; the integer network has the nearest power of two."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Bias"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Whether neurons have a bias."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Wash-out"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Steps at the start of each series that the read-out ignores."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Bits"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Bits of input, state, W_in and W_r together."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Input bits"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Bits of the inputs."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "State bits"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Bits of the states."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "W_in bits"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Bits of the input weights."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "W_r bits"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Bits of the recurrent weights."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "W_out bits"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Bits of the read-out weights."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Pruning rate"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Fraction of the weights of the chosen matrices that is removed."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Ranker"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "How weights are ranked for pruning."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Pruned matrices"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Which matrices are pruned: r, in, out, separated by commas."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Re-fit"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Whether the read-out is fitted again after pruning."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Mask"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "A mask made by hand (a JSON file); binds one replica."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Pipeline"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "Adder levels between registers of the read-out; 0 for none, or auto."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Device"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "Device of the hardware figures: xc7, xcup, cycloneive, ice40, or a file."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Seeds"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Replicas, each with a network of its own."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Candidates"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "Hyper-parameter candidates that are tried; 0 keeps the standard ones."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Bits of weights and activations of all layers together."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Weight bits"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Bits of the weights of all layers."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Activation bits"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Bits of the activations of all layers."),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "Fraction of the filters of each layer that is removed; layers that an add joins "
                      "lose the same ones, the last layer keeps its own."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "How filters are ranked for pruning."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Hardware model"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "The published cost model as released, or with its defects mended."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Allocation"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Tiles by the published heuristic or by exact search."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Groups"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "One resident pipeline, or groups of layers that follow one another."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "LUT limit"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "LUTs that the engines may take; 0: all of the device."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Required frames/s"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Frames per second that are required."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Clock"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Clock at which the engines run."),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "share of the device's quiescent power; relative, not validated against a board"),
    // The report of a study (core/study/html_report.cpp).
    QT_TRANSLATE_NOOP("burin::views::CoreText", "What was studied"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Data set"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Read from"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "SHA-256 of the data"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Network"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "family %1"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Task and score"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "%1, scored by %2"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "classify"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "predict"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "accuracy"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "nrmse"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "%1 replicas from study seed %2"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Points"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "%1 (%2); %3 verified bit-exact; test set read for %4"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "pending"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "running"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "failed"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "infeasible"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "cancelled"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "The front"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "%1 points that no other beats in both %2 and %3. Intervals are 95 % over the seeds; below "
                      "each hardware number stands where it comes from (model: formula; fitted: calibrated "
                      "estimate; synth: yosys; route: nextpnr; vendor: imported report; measured) and its "
                      "expected error."),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "point"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "bits"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "pruning"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "ranker"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "read-out"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "validation"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "test"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "seal"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "recommended"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "knee"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "and %1 equal ones"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "bit-exact"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "not sealed"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "circuit interpreter"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "%1: %2 of %3"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Point %1"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Validation"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Test"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Seal"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Note"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "converter bits"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "preset"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "layer"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "weight bits"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "activation bits"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "input bits"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "carry"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "static power"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "dynamic power"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "%1, exported network"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "metric"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "value"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "tier and error"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "source"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "parameter"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "model"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "fitted"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "synth"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "route"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "vendor"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "measured"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Study of %1"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Recommendation"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "How to do it again"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Versions"),
};

/// Sentences without their full stop, the longer one of two that begin alike first.
constexpr const char* kSentences[] = {
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "Knee of the front: from here, better %1 costs disproportionately more %2: %3"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "Knee of the front: from here, lower %1 costs disproportionately more %2: %3"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Lowest %1 of the %2 points with %3 at least %4: %5"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Lowest %1 of the %2 points with %3 at most %4: %5"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Lowest %1 of the %2 points within the budget: %3"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Best %1 of the %2 points within the budget: %3"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "No point keeps the budget. The smallest relaxation that helps: allow %1"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "No point fits the device %1. The nearest needs %2"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "fewer bits, more pruning or a larger device help"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "There is no finished point"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "No finished point is for the device %1"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "No finished point has a value of %1"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "No finished point has values of %1 and %2 and of every limited metric"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "%1 up to %2 instead of %3 (%4 times as much)"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "%1 up to %2 instead of %3 (%4 % more)"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "%1 up to %2 instead of %3"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "%1 down to %2 instead of %3 (%4 % less)"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "%1 down to %2 instead of %3"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "A single resident pipeline cannot reach %1 within %2: that takes %3 at the least"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "A single resident pipeline cannot reach %1 within %2: at %3 MHz no number of "
                      "LUTs gives more than %4"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "A single resident pipeline cannot fit into %1: that takes %2 at the least"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "No choice of groups can reach %1 within %2: that takes %3 at the least"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "No choice of groups can reach %1 within %2: at %3 MHz no number of LUTs gives "
                      "more than %4"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "No choice of groups can fit into %1: that takes %2 at the least"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "%1 give %2 at the most"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "%1 are too few for the smallest engines"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "This does not keep to %1, but the exact allocation does, with %2 at the least"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "no test file: %1 of each class held out for the test (seed %2)"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "no test images: %1 of each class held out for the test (seed %2)"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "the first half trains, the second half tests"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "the first half of the series trains, the second half tests"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "missing values in %1 training and %2 test series: %3 and %4 dropped, the others "
                      "interpolated"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "missing values in %1 training and %2 test series: %3 and %4 dropped"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "columns left out: %1"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "numbers with decimal commas"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "label in %1"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "column %1"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "NaN at the ends of rows read as padding of unequal lengths"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "generator %1, seed %2"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "evaluating"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Evaluating the seeds"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Reading the test set"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Synthesising"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Verifying and writing"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Computing the example"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Simulating"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "verifying"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "writing"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "training"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "refining"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "merging"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "done"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Unpacking"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Engines"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Classes of %1"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Arrays"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Quantising"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Ideal cells"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Drawing chips"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Simulating the arrays"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Converters"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Preset"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Building the network"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Playing the validation series"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Building the circuit"),
    // Where figures come from.
    QT_TRANSLATE_NOOP("burin::views::CoreText", "settled toggles, %1 steps of validation data"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "relative, not validated against a board"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "fitted to %1, adders and multipliers kept"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "fitted to %1"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "Burin's model"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "weights and biases at their widths"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "period of a %1 MHz clock"),
    QT_TRANSLATE_NOOP("burin::views::CoreText",
                      "%1 engine model, 4-input LUTs, without the head at %2 MHz, %3 toggles per LUT and cycle assumed"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "%1 engine model, 4-input LUTs, without the head at %2 MHz"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "%1 engine model, 4-input LUTs, without the head"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "mended"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "crossbar preset %1: %2"),
    // Why a study is open for reading only.
    QT_TRANSLATE_NOOP("burin::views::CoreText", "another program (process %1) is writing to this study"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "another program is writing to this study"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "this program is writing to this study"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "cannot write beside the study: %1"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "cannot lock the study: %1"),
    QT_TRANSLATE_NOOP("burin::views::CoreText", "project %1 of %2"),
};

struct CoreText {
    Q_DECLARE_TR_FUNCTIONS(burin::views::CoreText)
};

struct Pattern {
    const char* english;
    QRegularExpression expression;
};

const std::vector<Pattern>& patterns()
{
    static const std::vector<Pattern> all = [] {
        std::vector<Pattern> list;
        for (const char* sentence : kSentences) {
            QString pattern = QRegularExpression::escape(QString::fromLatin1(sentence));
            pattern.replace(QRegularExpression(QStringLiteral("\\\\%([1-9])")), QStringLiteral("(.+?)"));
            list.push_back({sentence, QRegularExpression(QRegularExpression::anchoredPattern(pattern))});
        }
        return list;
    }();
    return all;
}

std::optional<QString> sentence(const QString& english);

/// What stands in a place: a list of parts that may be sentences, or a name or number.
QString inPlace(const QString& english)
{
    QStringList parts = english.split(QLatin1String(" and "));
    for (QString& part : parts) {
        const auto known = sentence(part);
        if (!known)
            return english;
        part = *known;
    }
    return parts.join(CoreText::tr(" and "));
}

/// One without its full stop.
std::optional<QString> sentence(const QString& english)
{
    for (const Pattern& pattern : patterns()) {
        const auto match = pattern.expression.match(english);
        if (!match.hasMatch())
            continue;
        QString text = CoreText::tr(pattern.english);
        for (int i = match.lastCapturedIndex(); i > 0; --i)
            text.replace(QStringLiteral("%%1").arg(i), inPlace(match.captured(i)));
        return text;
    }
    return std::nullopt;
}

} // namespace

QString coreText(const QString& english)
{
    for (const char* text : kTexts)
        if (english == QLatin1String(text))
            return CoreText::tr(text);
    const bool stop = english.endsWith(QLatin1Char('.'));
    QStringList parts = (stop ? english.chopped(1) : english).split(QLatin1String("; "));
    bool any = false;
    for (QString& part : parts)
        if (const auto known = sentence(part)) {
            part = *known;
            any = true;
        }
    if (!any)
        return english;
    const QString text = parts.join(CoreText::tr("; "));
    return stop ? CoreText::tr("%1.").arg(text) : text;
}

QString phaseText(const std::string& phase)
{
    const QStringList parts = QString::fromStdString(phase).split(QLatin1String(": "));
    const QString first = coreText(parts.front());
    return parts.size() < 2 ? first : first + CoreText::tr(": ") + coreText(parts.back());
}

} // namespace burin::views
