// SPDX-License-Identifier: GPL-3.0-or-later
// The command palette: type a few letters of any command, tab, dock or point, press Enter. Works by keyboard alone;
// the line keeps the focus while the arrows move through the list.
#pragma once

#include <QAbstractListModel>
#include <QDialog>

#include <functional>
#include <vector>

class QLineEdit;
class QListView;

namespace burin::views {

struct PaletteCommand {
    QString text; ///< "Verify"
    QString path; ///< "Hardware", where it is found in the menus
    QString keys; ///< "Ctrl+R"
    bool enabled = true;
    std::function<void()> run;
};

/// The commands that match what is typed, best first.
class PaletteModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { kPathRole = Qt::UserRole + 1, kKeysRole };
    using Source = std::function<std::vector<PaletteCommand>(const QString& typed)>;

    /// `more` is asked at every change for what cannot be listed beforehand (points by id); may be empty.
    PaletteModel(std::vector<PaletteCommand> commands, Source more, QObject* parent = nullptr);
    void setTyped(const QString& typed);
    [[nodiscard]] const PaletteCommand& command(int row) const { return shown_[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    std::vector<PaletteCommand> all_;
    Source more_;
    std::vector<PaletteCommand> shown_;
};

class CommandPalette : public QDialog {
    Q_OBJECT
public:
    CommandPalette(std::vector<PaletteCommand> commands, PaletteModel::Source more, QWidget* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void onTyped(const QString& typed);
    void runCurrent();
    PaletteModel* model_;
    QLineEdit* line_;
    QListView* list_;
};

} // namespace burin::views
