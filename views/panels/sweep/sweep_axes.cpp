// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/sweep/sweep_axes.h"

#include "views/models/core_text.h"
#include "views/theme/icons.h"
#include "views/widgets/look.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QToolButton>

#include <algorithm>

namespace burin::views {

SweepAxes::SweepAxes(QWidget* parent)
    : QWidget(parent),
      add_(named(new QPushButton(tr("Add parameter...")), "sweep-add-parameter",
                 tr("Add alternatives of another parameter"))),
      form_(new QFormLayout),
      menu_(new QMenu(this))
{
    setObjectName(QStringLiteral("sweep-axes"));
    add_->setToolTip(tr("Every combination with the alternatives of another parameter is computed."));
    add_->setMenu(menu_);
    menu_->setObjectName(QStringLiteral("sweep-parameters"));
    menu_->setToolTipsVisible(true);
    connect(menu_, &QMenu::aboutToShow, this, &SweepAxes::fillMenu);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    form_->setContentsMargins(0, 0, 0, 0);
    form_->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form_->setRowWrapPolicy(QFormLayout::WrapAllRows);
    layout->addLayout(form_);
    layout->addWidget(add_, 0, Qt::AlignLeft);
}

void SweepAxes::setFamily(const DesignFamily& family)
{
    if (family.kind != family_.kind)
        while (!rows_.empty())
            removeRow(rows_.back().key);
    family_ = family;
    const ParameterTable& table = designParameters(family_.kind);
    add_->setVisible(std::any_of(table.begin(), table.end(),
                                 [](const Parameter& parameter) { return isSweptFreely(parameter.key); }));
}

void SweepAxes::setAxes(const std::vector<SweepAxis>& axes)
{
    while (!rows_.empty())
        removeRow(rows_.back().key);
    for (const SweepAxis& axis : axes) {
        const Parameter* parameter = findParameter(designParameters(family_.kind), axis.key);
        if (parameter == nullptr)
            continue;
        QStringList values;
        for (const std::string& value : axis.values)
            values << QString::fromStdString(value);
        addRow(*parameter)->setText(values.join(QLatin1Char(' ')));
    }
}

void SweepAxes::fillMenu()
{
    menu_->clear();
    for (const Parameter& parameter : designParameters(family_.kind)) {
        const bool there =
            std::any_of(rows_.begin(), rows_.end(), [&](const Row& row) { return row.key == parameter.key; });
        if (there || !isSweptFreely(parameter.key))
            continue;
        QAction* action = menu_->addAction(coreText(parameter.label));
        action->setObjectName(QStringLiteral("sweep-add-") + QString::fromStdString(parameter.key));
        action->setToolTip(coreText(parameter.help));
        connect(action, &QAction::triggered, this, [this, &parameter] {
            QLineEdit* field = addRow(parameter);
            field->setFocus(Qt::OtherFocusReason);
            Q_EMIT changed();
            Q_EMIT added(field);
        });
    }
}

QLineEdit* SweepAxes::addRow(const Parameter& parameter)
{
    const QString label = coreText(parameter.label);
    const QByteArray name = QByteArray("sweep-more-") + parameter.key.c_str();
    Row row{parameter.key, named(new QLineEdit, name.constData(), label), new QWidget};
    QStringList choices;
    for (const std::string& choice : parameter.choices)
        choices << QString::fromStdString(choice);
    row.values->setPlaceholderText(choices.isEmpty() ? QString::fromStdString(parameter.defaultValue)
                                                     : choices.join(QLatin1Char(' ')));
    row.values->setToolTip(coreText(parameter.help) + QLatin1Char('\n') +
                           tr("Alternatives, separated by spaces or commas."));
    auto* remove = named(new QToolButton, (name + "-remove").constData(), tr("Leave out %1").arg(label));
    remove->setIcon(icon(QStringLiteral("close")));
    remove->setToolTip(tr("Leave out %1").arg(label));
    remove->setFocusPolicy(Qt::StrongFocus);
    auto* box = new QHBoxLayout(row.field);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(row.values, 1);
    box->addWidget(remove);
    form_->addRow(label, row.field);
    rows_.push_back(row);
    connect(row.values, &QLineEdit::textChanged, this, &SweepAxes::changed);
    connect(remove, &QToolButton::clicked, this, [this, key = parameter.key] {
        // The button that was clicked goes with its row.
        QMetaObject::invokeMethod(
            this,
            [this, key] {
                removeRow(key);
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
    return row.values;
}

void SweepAxes::removeRow(const std::string& key)
{
    const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Row& each) { return each.key == key; });
    if (row == rows_.end())
        return;
    form_->removeRow(row->field);
    rows_.erase(row);
}

std::vector<std::string> SweepAxes::valuesOf(const Row& row)
{
    static const QRegularExpression separators(QStringLiteral("[\\s,;]+"));
    std::vector<std::string> values;
    for (const QString& word : row.values->text().split(separators, Qt::SkipEmptyParts))
        if (const std::string value = word.toStdString();
            std::find(values.begin(), values.end(), value) == values.end())
            values.push_back(value);
    return values;
}

std::vector<SweepAxis> SweepAxes::axes() const
{
    std::vector<SweepAxis> axes;
    for (const Row& row : rows_)
        axes.push_back({row.key, valuesOf(row)});
    std::erase_if(axes, [](const SweepAxis& axis) { return axis.values.empty(); }); // nothing is asked for yet
    return axes;
}

QString SweepAxes::problem() const
{
    for (const Row& row : rows_) {
        const Parameter& parameter = *findParameter(designParameters(family_.kind), row.key);
        for (const std::string& value : valuesOf(row))
            if (const auto right = checkParameter(parameter, value); !right)
                return coreText(parameter.label) + QStringLiteral(": ") +
                       QString::fromStdString(right.error().message);
    }
    return {};
}

} // namespace burin::views
