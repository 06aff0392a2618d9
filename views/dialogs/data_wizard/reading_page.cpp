// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/data_wizard/reading_page.h"

#include "views/dialogs/data_wizard/error_card.h"
#include "views/models/core_text.h"
#include "views/models/format.h"
#include "views/plots/chart_frame.h"
#include "views/widgets/look.h"

#include <QComboBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace burin::views {
namespace {

enum Side { kUnderstood, kFailed, kBusy };

void choose(QComboBox* box, const QString& value)
{
    const QSignalBlocker silence(box);
    box->setCurrentIndex(std::max(0, box->findData(value)));
}

QString chosen(const QComboBox* box)
{
    return box->currentData().toString();
}

QString separatorName(char separator)
{
    switch (separator) {
    case ',': return ReadingPage::tr("comma");
    case ';': return ReadingPage::tr("semicolon");
    case '\t': return ReadingPage::tr("tab");
    case '|': return ReadingPage::tr("bar");
    default: return ReadingPage::tr("blanks");
    }
}

QString formatText(const std::string& format)
{
    if (format == "ucr") return ReadingPage::tr("UCR: label, then values");
    if (format == "uci") return ReadingPage::tr("UCI: values, then label");
    if (format == "ts") return ReadingPage::tr("aeon .ts");
    if (format == "npy") return ReadingPage::tr("NumPy array");
    if (format == "table") return ReadingPage::tr("Table");
    return {};
}

QLabel* wrapped(const char* name, const char* look = nullptr)
{
    auto* label = new QLabel;
    label->setObjectName(QString::fromLatin1(name));
    label->setWordWrap(true);
    if (look != nullptr)
        withLook(label, look);
    return label;
}

} // namespace

ReadingPage::ReadingPage(QWidget* parent)
    : QWidget(parent), format_(wrapped("wizard-format")),
      separator_(combo("wizard-separator", tr("Separator"), tr("What stands between the values of a row."))),
      header_(combo("wizard-header", tr("Header"), tr("Whether the first row names the columns."))),
      label_(combo("wizard-label", tr("Label column"), tr("The column with the class of each row."))),
      channels_(named(new QSpinBox, "wizard-channels", tr("Channels"))),
      task_(combo("wizard-task", tr("Task"), tr("Classify series, or predict their next values."))),
      target_(combo("wizard-target", tr("Target"), tr("The channel to predict."))),
      horizon_(named(new QSpinBox, "wizard-horizon", tr("Horizon"))),
      missing_(combo("wizard-missing", tr("Missing values"), tr("What happens to series with gaps."))),
      scale_(combo("wizard-scale", tr("Scaling"), tr("Scaling of the inputs, fitted on training data only."))),
      head_(wrapped("wizard-head")), facts_(wrapped("wizard-facts")), note_(wrapped("wizard-note", "caption")),
      warning_(wrapped("wizard-warning", "problem")),
      classes_(named(new QTableWidget, "wizard-classes", tr("Classes"))), chart_(new ChartFrame("wizard-series")),
      error_(new ErrorCard("wizard-error")), right_(new QStackedWidget)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(fontMetrics().height() * 3 / 2);
    row->addWidget(makeOptions(), 2);
    row->addWidget(makeSummary(), 3);
}

QComboBox* ReadingPage::combo(const char* name, const QString& title, const QString& help)
{
    auto* box = named(new QComboBox, name, title);
    box->setToolTip(help);
    box->setMinimumContentsLength(14);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(box, &QComboBox::activated, this, &ReadingPage::changed);
    return box;
}

QWidget* ReadingPage::makeOptions()
{
    for (const char separator : {',', ';', '\t', '|', ' '})
        separator_->addItem(separatorName(separator), QString(QLatin1Char(separator)));
    separator_->insertItem(0, tr("Automatic"), QString());
    header_->addItem(tr("Automatic"), QString());
    header_->addItem(tr("Yes, the first row names the columns"), QStringLiteral("yes"));
    header_->addItem(tr("No, all rows are data"), QStringLiteral("no"));
    task_->addItem(tr("Automatic"), QString());
    task_->addItem(tr("Classify"), QStringLiteral("classify"));
    task_->addItem(tr("Predict"), QStringLiteral("predict"));
    missing_->addItem(tr("Drop the series"), QStringLiteral("drop"));
    missing_->addItem(tr("Interpolate"), QStringLiteral("interpolate"));
    scale_->addItem(tr("None"), QStringLiteral("none"));
    scale_->addItem(tr("log1p (counts over decades)"), QStringLiteral("log1p"));
    scale_->addItem(tr("Standard (mean 0, deviation 1)"), QStringLiteral("standard"));
    channels_->setRange(0, 1000);
    channels_->setSpecialValueText(tr("Automatic"));
    channels_->setToolTip(tr("How many values of a row belong to one step."));
    horizon_->setRange(1, 10000);
    horizon_->setToolTip(tr("How many steps ahead to predict."));
    for (QSpinBox* box : {channels_, horizon_}) {
        box->setKeyboardTracking(false);
        connect(box, &QSpinBox::valueChanged, this, &ReadingPage::changed);
    }
    head_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    head_->setTextFormat(Qt::PlainText);
    head_->setWordWrap(false);
    head_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    head_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* lines = named(new QScrollArea, "wizard-lines", tr("First lines of the file"));
    lines->setWidget(withLook(head_, "surface"));
    lines->setWidgetResizable(true);
    lines->setMaximumHeight(fontMetrics().height() * 10);
    auto* options = new QWidget;
    auto* column = new QVBoxLayout(options);
    column->setContentsMargins(0, 0, 0, 0);
    form_ = new QFormLayout;
    form_->setVerticalSpacing(fontMetrics().height() / 2);
    form_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form_->addRow(tr("Format"), format_);
    form_->addRow(tr("Separator"), separator_);
    form_->addRow(tr("Header"), header_);
    form_->addRow(tr("Label column"), label_);
    form_->addRow(tr("Channels"), channels_);
    form_->addRow(tr("Task"), task_);
    form_->addRow(tr("Target"), target_);
    form_->addRow(tr("Steps ahead"), horizon_);
    form_->addRow(tr("Missing values"), missing_);
    form_->addRow(tr("Scaling"), scale_);
    column->addLayout(form_);
    column->addStretch();
    column->addWidget(withLook(new QLabel(tr("First lines")), "section"));
    column->addWidget(lines);
    return options;
}

QWidget* ReadingPage::makeSummary()
{
    facts_->setTextFormat(Qt::RichText);
    classes_->setColumnCount(3);
    classes_->setHorizontalHeaderLabels({tr("Class"), tr("Training"), tr("Test")});
    classes_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    named(classes_->horizontalHeader(), "wizard-classes-header", tr("Columns of the classes"));
    named(classes_->verticalHeader(), "wizard-classes-rows", tr("Rows of the classes"));
    classes_->verticalHeader()->hide();
    classes_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    classes_->horizontalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    classes_->horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    classes_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    classes_->setSelectionMode(QAbstractItemView::NoSelection);
    auto* understood = new QWidget;
    auto* column = new QVBoxLayout(understood);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(facts_);
    column->addWidget(note_);
    column->addWidget(warning_);
    column->addWidget(classes_, 2);
    column->addWidget(chart_, 5);
    auto* failed = new QWidget;
    auto* failure = new QVBoxLayout(failed);
    failure->setContentsMargins(0, 0, 0, 0);
    failure->addWidget(error_);
    failure->addStretch();
    auto* busy = withLook(new QLabel(tr("Reading...")), "caption");
    busy->setAlignment(Qt::AlignCenter);
    right_->addWidget(understood);
    right_->addWidget(failed);
    right_->addWidget(busy);
    right_->setCurrentIndex(kBusy);
    return right_;
}

void ReadingPage::setRowVisible(QWidget* field, bool visible)
{
    field->setVisible(visible);
    form_->labelForField(field)->setVisible(visible);
}

void ReadingPage::setRequest(const DataRequest& request)
{
    const QSignalBlocker quietChannels(channels_);
    const QSignalBlocker quietHorizon(horizon_);
    const auto& csv = request.read.csv;
    columns_.clear();
    label_->clear();
    target_->clear();
    choose(separator_, csv.separator == '\0' ? QString() : QString(QLatin1Char(csv.separator)));
    choose(header_, !csv.header ? QString() : *csv.header ? QStringLiteral("yes") : QStringLiteral("no"));
    choose(task_, QString::fromLatin1(request.read.task ? data::toString(*request.read.task) : ""));
    choose(missing_, QString::fromStdString(request.config.missing));
    choose(scale_, QString::fromStdString(request.config.scale));
    channels_->setValue(static_cast<int>(request.read.channels));
    horizon_->setValue(static_cast<int>(request.read.horizon));
    right_->setCurrentIndex(kBusy);
}

void ReadingPage::apply(DataRequest& request) const
{
    auto& read = request.read;
    const QString separator = chosen(separator_);
    read.csv.separator = separator.isEmpty() ? '\0' : separator.front().toLatin1();
    const QString header = chosen(header_);
    read.csv.header.reset();
    if (!header.isEmpty())
        read.csv.header = header == QLatin1String("yes");
    read.csv.labelColumn = chosen(label_).toStdString();
    read.channels = static_cast<std::size_t>(channels_->value());
    read.task.reset();
    if (const auto task = data::taskFromString(chosen(task_).toStdString()))
        read.task = *task;
    read.target = chosen(target_).toStdString();
    read.horizon = static_cast<std::size_t>(horizon_->value());
    if (const auto policy = data::missingPolicyFromString(chosen(missing_).toStdString()))
        read.missing = *policy;
    auto& config = request.config;
    config.missing = chosen(missing_).toStdString();
    config.scale = chosen(scale_).toStdString();
    config.task = chosen(task_).toStdString();
    config.target = read.target;
    config.horizon = horizon_->value();
}

void ReadingPage::setBusy()
{
    if (right_->currentIndex() != kUnderstood)
        right_->setCurrentIndex(kBusy);
}

void ReadingPage::fillColumns(const DataReading& reading)
{
    if (reading.survey.table) {
        const auto& table = *reading.survey.table;
        separator_->setItemText(0, tr("Automatic (%1)").arg(separatorName(table.separator)));
        header_->setItemText(0, table.header ? tr("Automatic (yes)") : tr("Automatic (no)"));
    }
    const std::vector<std::string> columns =
        reading.survey.table ? reading.survey.table->columns : std::vector<std::string>{};
    const QString label = chosen(label_);
    const QString target = chosen(target_);
    label_->clear();
    QString detected = tr("none");
    if (reading.survey.table && reading.survey.table->label)
        detected = coreText(columns.at(*reading.survey.table->label));
    label_->addItem(columns.empty() ? tr("Automatic") : tr("Automatic (%1)").arg(detected), QString());
    label_->addItem(tr("None: rows are steps"), QStringLiteral("none"));
    constexpr std::size_t kMostColumns = 500; // beyond, the first and the last are left to choose
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (i < kMostColumns || i + 1 == columns.size())
            label_->addItem(coreText(columns[i]), QString::number(i + 1));
    choose(label_, label);
    if (!reading.understood())
        return;
    target_->clear();
    target_->addItem(tr("Automatic (%1)").arg(coreText(reading.target)), QString());
    for (const std::string& channel : reading.channels)
        target_->addItem(coreText(channel), QString::fromStdString(channel));
    choose(target_, target);
}

void ReadingPage::setReading(const DataReading& reading)
{
    const std::string& format = reading.survey.format;
    // A generated set has no file and so no format; nor has a file that nobody understood.
    format_->setText(!format.empty()       ? formatText(format)
                     : reading.fileError   ? tr("not recognised")
                                           : tr("Generated"));
    const bool table = format == "table";
    setRowVisible(separator_, table || format == "ucr");
    setRowVisible(header_, table || format == "ucr");
    setRowVisible(label_, table || format == "ucr");
    setRowVisible(channels_, table || format == "ucr" || format == "uci");
    const bool predicts = reading.understood() && reading.task == data::Task::predict;
    setRowVisible(target_, predicts);
    setRowVisible(horizon_, predicts);
    fillColumns(reading);
    QStringList lines;
    for (const std::string& line : reading.survey.head)
        lines.append(QString::fromStdString(line));
    head_->setText(lines.isEmpty() && (!format.empty() || reading.fileError) ? tr("(not a text file)")
                                                                             : lines.join(QLatin1Char('\n')));
    error_->setError(reading.fileError ? reading.fileError : reading.error);
    right_->setCurrentIndex(reading.understood() ? kUnderstood : kFailed);
    if (!reading.understood())
        return;
    showFacts(reading);
    showClasses(reading);
    showSeries(reading);
}

void ReadingPage::showFacts(const DataReading& reading)
{
    const bool classify = reading.task == data::Task::classify;
    QString rows;
    const auto add = [&rows](const QString& name, const QString& value) {
        rows += QStringLiteral("<tr><td style='padding-right: 1.5em'>%1</td><td><b>%2</b></td></tr>")
                    .arg(name.toHtmlEscaped(), value.toHtmlEscaped());
    };
    add(tr("Task"), classify ? tr("classify") : tr("predict %1").arg(coreText(reading.target)));
    add(tr("Training"), counted(reading.trainSeries, tr("series", "one"), tr("series", "many")));
    add(tr("Test"), counted(reading.testSeries, tr("series", "one"), tr("series", "many")));
    add(tr("Channels"), formatCount(reading.channels.size()));
    add(tr("Length"), reading.shortest == reading.longest
                          ? counted(reading.longest, tr("step"), tr("steps"))
                          : tr("%1 to %2 steps").arg(formatCount(reading.shortest), formatCount(reading.longest)));
    add(tr("Missing values"), reading.missing == 0
                                  ? tr("none")
                                  : tr("in %1").arg(counted(reading.missing, tr("series", "one"), tr("series", "many"))));
    if (classify)
        add(tr("Classes"), formatCount(reading.classes.size()));
    facts_->setText(QStringLiteral("<table cellspacing='0' cellpadding='1'>%1</table>").arg(rows));
    // What was decided on the way; the files themselves are on the first page.
    const QString source = QString::fromStdString(reading.source);
    const qsizetype cut = source.indexOf(QLatin1String("; "));
    note_->setText(cut < 0 ? QString() : coreText(source.mid(cut + 2)));
    note_->setVisible(cut >= 0);
    warning_->setText(untrainedWarning(reading.untrained));
    warning_->setVisible(!reading.untrained.empty());
}

void ReadingPage::showClasses(const DataReading& reading)
{
    classes_->setVisible(reading.task == data::Task::classify);
    classes_->setRowCount(static_cast<int>(reading.classes.size()));
    for (int i = 0; i < classes_->rowCount(); ++i) {
        const ClassCount& count = reading.classes[static_cast<std::size_t>(i)];
        classes_->setItem(i, 0, new QTableWidgetItem(QString::fromStdString(count.name)));
        int column = 1;
        for (const std::size_t number : {count.train, count.test}) {
            auto* item = new QTableWidgetItem(formatCount(number));
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            classes_->setItem(i, column++, item);
        }
    }
}

void ReadingPage::showSeries(const DataReading& reading)
{
    const bool classify = reading.task == data::Task::classify;
    PlotData plot;
    plot.title = classify ? tr("Some training series of each class") : tr("Start of the training data");
    if (classify && reading.classes.size() > 6)
        plot.title = tr("Some training series of the first classes");
    plot.xTitle = tr("Step");
    plot.yTitle = classify && reading.channels.size() > 1 ? tr("First channel") : tr("Value");
    std::set<int> named; // one entry of the legend for each class
    for (const SeriesSample& sample : reading.samples) {
        PlotSeries series;
        series.markers = false;
        if (named.insert(sample.classIndex).second)
            series.data.name = classify ? tr("class %1").arg(QString::fromStdString(sample.name))
                                        : coreText(sample.name);
        series.data.style = sample.classIndex;
        for (std::size_t i = 0; i < sample.steps.size(); ++i)
            series.data.points.push_back({sample.steps[i], sample.values[i], sample.values[i], sample.values[i], {}});
        plot.series.push_back(std::move(series));
    }
    chart_->setPlot(std::move(plot));
}

} // namespace burin::views
