// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli reservoir import FILE.npz: a trained echo state network of another program to a verified project.
#include "app/cli/reservoir_commands.h"
#include "core/base/hash.h"
#include "core/base/rng.h"
#include "core/data/npy.h"
#include "core/fpga/device.h"
#include "core/reservoir/import.h"

#include <fmt/format.h>

namespace burin::cli {

namespace {

using Arrays = std::map<std::string, data::NpyArray>;

constexpr int kNoiseSeries = 8;
constexpr int kNoiseSteps = 250;

const data::NpyArray* find(const Arrays& arrays, const std::string& name)
{
    const auto found = arrays.find(name);
    return found == arrays.end() ? nullptr : &found->second;
}

Result<reservoir::RowMatrix> matrix(const Arrays& arrays, const std::string& name, const std::string& where)
{
    const data::NpyArray* array = find(arrays, name);
    if (array == nullptr)
        return fail(
            ErrorCode::notFound, "there is no array " + name, where,
            "Save Win [N x D], W [N x N] and Wout [C x N], optionally bias [N] and bout [C], with numpy.savez.");
    if (array->shape.size() != 2)
        return fail(ErrorCode::invalidInput, fmt::format("{} has {} dimensions, not 2", name, array->shape.size()),
                    where);
    return reservoir::RowMatrix(
        Eigen::Map<const reservoir::RowMatrix>(array->values.data(), static_cast<Eigen::Index>(array->shape[0]),
                                               static_cast<Eigen::Index>(array->shape[1])));
}

/// A vector of any shape with one long dimension ([N], [N x 1], [1 x N]); nothing if the array is absent.
std::optional<Eigen::VectorXd> vector(const Arrays& arrays, const std::string& name)
{
    const data::NpyArray* array = find(arrays, name);
    if (array == nullptr)
        return std::nullopt;
    return Eigen::VectorXd(
        Eigen::Map<const Eigen::VectorXd>(array->values.data(), static_cast<Eigen::Index>(array->values.size())));
}

std::vector<data::Series> noise(std::size_t channels, std::uint64_t seed)
{
    Rng rng(seed);
    std::vector<data::Series> all;
    for (int s = 0; s < kNoiseSeries; ++s) {
        data::Series series;
        series.channels = channels;
        for (std::size_t i = 0; i < kNoiseSteps * channels; ++i)
            series.values.push_back(rng.uniform(-1, 1));
        all.push_back(std::move(series));
    }
    return all;
}

Result<reservoir::ImportArrays> trainedArrays(const std::string& path, const reservoir::ReservoirConfig& config)
{
    BURIN_TRY(const Arrays loaded, data::readNpz(path));
    reservoir::ImportArrays trained;
    BURIN_TRY(trained.win, matrix(loaded, "Win", path));
    BURIN_TRY(trained.wr, matrix(loaded, "W", path));
    BURIN_TRY(trained.wout, matrix(loaded, "Wout", path));
    trained.bias = vector(loaded, "bias");
    trained.outBias = vector(loaded, "bout");
    trained.leak = config.leak;
    trained.activation = config.activation;
    return trained;
}

nlohmann::json describeImport(const std::string& arraysSha256, const reservoir::ReservoirConfig& config)
{
    return {{"arraysSha256", arraysSha256},     {"leak", config.leak},        {"bitsInput", config.widths.input},
            {"bitsState", config.widths.state}, {"bitsIn", config.widths.in}, {"bitsR", config.widths.recurrent},
            {"bitsOut", config.widths.out}};
}

/// With what rounding cost, as text and under "loss".
Report reportWithLoss(const project::ExportRecord& record, const reservoir::ImportReport& loss)
{
    Report report = exportReport(record, {{"loss",
                                           {{"stateError", loss.stateError},
                                            {"outputError", loss.outputError},
                                            {"steps", loss.steps},
                                            {"noise", loss.noise}}}});
    report.text =
        fmt::format("loss against the float network over {} steps{}: states {:.4f}, outputs {:.4f} (NRMSE)\n",
                    loss.steps, loss.noise ? " of seeded noise" : "", loss.stateError, loss.outputError) +
        report.text;
    return report;
}

} // namespace

Result<Report> importReservoir(const std::string& arrays, const DataFlags& data, const ReservoirFlags& flags,
                               const ExportArguments& arguments, const JobContext& job)
{
    BURIN_TRY(const auto config, flags.config());
    BURIN_TRY(const auto trained, trainedArrays(arrays, config));

    project::Provenance provenance;
    provenance.title = "imported echo state network";
    std::vector<data::Series> series;
    reservoir::ImportOptions options;
    options.widths = config.widths;
    options.seed = job.seed;
    if (config.task == "classify")
        options.task = data::Task::classify;
    if (data.given()) {
        BURIN_TRY(auto dataset, data.load(config, job));
        series = std::move(dataset.test.series);
        provenance.dataName = dataset.name;
        provenance.dataSha256 = dataset.sha256;
        provenance.classNames = dataset.classNames;
        provenance.channelNames = dataset.channelNames;
        options.task = dataset.task;
    }
    BURIN_TRY(const auto imported, reservoir::importReservoir(trained, series, options));
    if (series.empty())
        series = noise(static_cast<std::size_t>(imported.network.channels()), job.seed);

    BURIN_TRY(const auto device, fpga::loadDevice(config.device));
    BURIN_TRY(const std::string bytes, sha256File(arrays));
    provenance.seeds = {job.seed};
    provenance.config = describeImport(bytes, config);
    project::ExportOptions exportOptions;
    exportOptions.folder = arguments.out;
    exportOptions.overwrite = arguments.overwrite;
    exportOptions.verify = !arguments.unsealed;
    exportOptions.project.device = device.name;
    exportOptions.project.pipeline = config.pipeline;
    exportOptions.project.traits = device.traits;
    BURIN_TRY(const auto record,
              project::exportReservoirProject(imported.network, provenance, series, exportOptions, job));
    return reportWithLoss(record, imported.report);
}

} // namespace burin::cli
