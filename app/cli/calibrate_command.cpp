// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli calibrate: fits the estimates of LUT and delay to designs synthesised here.
#include "app/cli/commands.h"
#include "app/cli/flags.h"
#include "core/base/file.h"
#include "core/explore/calibrate.h"

#include <fmt/format.h>

#include <memory>

namespace burin::cli {
namespace {

constexpr std::uint64_t kMaxDesigns = 100'000;

struct Arguments {
    explore::CalibrateConfig config;
    std::string family = "reservoir";
    std::string out;
};

Result<Report> calibrate(const Arguments& arguments, const JobContext& job)
{
    explore::CalibrateConfig config = arguments.config;
    config.cacheFolder = userDataFolder() / "calibration";
    BURIN_TRY(const auto found, explore::runCalibrate(config, job));
    Report report;
    report.document = found;
    if (!arguments.out.empty())
        BURIN_CHECK(writeFile(arguments.out, report.document.at("calibration").dump(2) + "\n"));
    const auto percent = [](const nlohmann::json& value) {
        return value.is_number() ? fmt::format("{:.1f} %", 100 * value.get<double>()) : std::string("-");
    };
    std::vector<std::vector<std::string>> rows{{"held out", "MAPE", "R2"}};
    for (const auto& [key, mape] : report.document.at("mape").items()) {
        const nlohmann::json r2 = report.document.at("r2").value(key, nlohmann::json());
        rows.push_back({key, percent(mape), r2.is_number() ? fmt::format("{:.4f}", r2.get<double>()) : "-"});
    }
    report.text = fmt::format("{}: {} designs fitted, {} held out\n", config.device,
                              report.document.at("designs").dump(), report.document.at("heldOut").dump()) +
                  table(rows);
    return report;
}

} // namespace

void addCalibrateCommand(CLI::App& app, Terminal& terminal)
{
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* command =
        terminal.add(app, "calibrate", "Fit the estimates of LUT and delay to designs synthesised here",
                     [arguments](const JobContext& job) { return calibrate(*arguments, job); });
    command->add_option("--family", arguments->family, "Family of designs")->check(CLI::IsMember({"reservoir"}));
    command->add_option("--device", arguments->config.device, "xc7, xcup, cycloneive or ice40")
        ->default_str("xc7");
    command->add_option("--designs", arguments->config.designs, "Designs to fit")
        ->check(wholeNumber(1, kMaxDesigns))
        ->default_str("60");
    command->add_option("--held-out", arguments->config.heldOut, "Designs to judge the fit on")
        ->check(wholeNumber(1, kMaxDesigns))
        ->default_str("24");
    command
        ->add_option("--largest", arguments->config.largestAdderBits,
                     "Full adders of the largest designs; every seventeenth may have three times as many")
        ->check(wholeNumber(100, 1000000))
        ->default_str(std::to_string(arguments->config.largestAdderBits));
    command->add_option("--out", arguments->out, "Calibration file to write (for resources/calibration)");
}

} // namespace burin::cli
