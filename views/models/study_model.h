// SPDX-License-Identifier: GPL-3.0-or-later
// StudyModel: the points of the open study as a table. Cells show text made for reading; kRawRole gives the value
// behind it for sorting, copying and charts. Points arrive in batches and are known by their id.
#pragma once

#include "core/optimise/budget.h"
#include "views/models/point_row.h"

#include <QAbstractTableModel>
#include <QSet>

#include <optional>
#include <span>
#include <vector>

namespace burin::views {

class StudyModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        kStar,
        kStatus,
        kBits,
        kPrune,
        kRanker,
        kRefit,
        kReadout,
        kArrayKind,
        kDevice,
        kScore,
        kLut,
        kFf,
        kDelay,
        kThroughput,
        kFps,
        kPower,
        kPdp,
        kEnergy,
        kWeights,
        kLatency,
        kArea,
        kArrays,
        kTiles,
        kMvms,
        kCycles,
        kLutSynth,
        kFfSynth,
        kDelaySynth,
        kTier,
        kSeal,
        kNote,
        kPointId,
        kColumnCount
    };
    enum Role { kRawRole = Qt::UserRole + 1, kIdRole, kFrontRole, kFitsRole };

    using Row = PointRow;

    using QAbstractTableModel::QAbstractTableModel;

    /// Replaces all; nothing is copied, so it takes as long for 100,000 points as for ten. Gives back what was there.
    PointRows setRows(PointRows rows);
    void setPoints(std::vector<optimise::DesignPoint> points);
    /// Adds points, or replaces those whose id is there already.
    void upsert(PointRows rows);
    void upsert(const std::vector<optimise::DesignPoint>& points);
    void remove(const std::vector<std::string>& ids); ///< those that are there
    /// How configurations are read, for points (not rows) that come after.
    void setFamily(const DesignFamily& family) { family_ = family; }
    [[nodiscard]] const DesignFamily& family() const { return family_; }
    void setScoreName(const QString& name);
    void setReadOnly(bool readOnly) { readOnly_ = readOnly; }
    void setFront(const QSet<QString>& ids, const QString& knee);
    /// The device that points are chosen for: those for another one, or beyond what it has, are dimmed.
    void setDevice(const std::string& device, const optimise::Capacity& available);

    [[nodiscard]] auto rows() const { return rows_.all(); }
    /// Their numbers, for what goes through all of them.
    [[nodiscard]] const PointColumns& columns() const { return rows_.columns(); }
    [[nodiscard]] const Row* find(const QString& id) const;
    [[nodiscard]] int rowOf(const QString& id) const; ///< -1 if absent
    [[nodiscard]] int rowOf(const std::string& id) const;
    /// As they are now, for a worker: nothing is copied.
    [[nodiscard]] std::vector<SharedRow> share() const;
    [[nodiscard]] std::vector<SharedRow> share(const std::vector<int>& rows) const;
    /// The number behind a cell, for sorting and filtering many rows; nothing where there is none or it is a text.
    [[nodiscard]] std::optional<double> number(int row, int column) const
    {
        return number(rows_[static_cast<std::size_t>(row)], column);
    }
    [[nodiscard]] static bool isNumber(int column);
    /// Points of this family have something in the column.
    [[nodiscard]] static bool isOfFamily(int column, Family family);
    /// What a cell shows.
    [[nodiscard]] QString text(int row, int column) const { return text(rows_[static_cast<std::size_t>(row)], column); }
    /// The word for a cell's value on the command line, whatever the window's language: "mean", "sensitivity", "done"; empty
    /// where there is none.
    [[nodiscard]] QString typedText(int row, int column) const;
    [[nodiscard]] bool isOnFront(int row) const;
    [[nodiscard]] std::size_t failed() const { return counts().failed; }
    [[nodiscard]] std::size_t testRead() const { return counts().testRead; } ///< points whose test score was read
    [[nodiscard]] const QString& knee() const { return knee_; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    // Points that are gone are left alone, and all of a study that is read-only.
    /// The same star for several points; one signal.
    void setStarred(const QStringList& ids, bool starred);
    void setNote(const QString& id, const QString& note);
    /// Puts back what could not be stored; nobody is asked to store it.
    void restoreStars(const QStringList& ids, bool starred);
    void restoreNote(const QString& id, const QString& note);
    /// Only the star and the note can be changed, and only of a study that is not read-only; the session hears
    /// starsChanged() or noteChanged() and stores it.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void pointsChanged(); ///< after any change of content, once per batch
    void starsChanged(const QStringList& ids, bool starred); ///< of those that had another one
    void noteChanged(const QString& id, const QString& note, const QString& before);

private:
    void applyStars(const QStringList& ids, bool starred);
    void applyNote(const QString& id, const QString& note);
    [[nodiscard]] static std::optional<double> number(const Row& row, int column);
    [[nodiscard]] QString text(const Row& row, int column) const;
    [[nodiscard]] QVariant help(const Row& row, int column) const;
    [[nodiscard]] QVariant raw(const Row& row, int column) const;
    [[nodiscard]] bool isForDevice(const Row& row) const;
    [[nodiscard]] bool isBeyondDevice(const Row& row) const; ///< done, for it, and larger than it

    struct Counts {
        std::size_t failed = 0;
        std::size_t testRead = 0;
    };
    const Counts& counts() const;

    DesignFamily family_;
    bool readOnly_ = false;
    PointRows rows_;
    mutable std::optional<Counts> counts_; ///< of the rows as they are; asked for often
    QSet<QString> front_;
    QString knee_;
    QString scoreName_;
    optimise::Budget device_; ///< nothing but the device
};

/// "4 bit, 15 % pruned, sensitivity: 0.961": one point in a list.
[[nodiscard]] QString pointTitle(const StudyModel::Row& row);
[[nodiscard]] QString statusText(optimise::PointStatus status);
/// "Bit-exact: Verilator 2,319 of 2,319 ..." or why there is no seal.
[[nodiscard]] QString sealText(const std::optional<optimise::Seal>& seal);

} // namespace burin::views
