// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli crossbar: convolutional networks on ReRAM crossbars.
#include "app/cli/crossbar_commands.h"

#include "app/cli/commands.h"

#include <fmt/format.h>

#include <charconv>

namespace burin::cli {
namespace {

/// The whole of `text` as a number of bits.
std::optional<int> bitsOf(std::string_view text)
{
    int bits = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
    if (error != std::errc{} || end != text.data() + text.size() || bits < cnn::kMinPolicyBits ||
        bits > cnn::kMaxPolicyBits)
        return std::nullopt;
    return bits;
}

} // namespace

Result<BitRange> bitRange(const std::string& text, const std::string& flag)
{
    const std::size_t colon = text.find(':');
    const auto least = bitsOf(std::string_view(text).substr(0, colon));
    const auto most = colon == std::string::npos ? least : bitsOf(std::string_view(text).substr(colon + 1));
    if (!least || !most || *least > *most)
        return fail(ErrorCode::usage, fmt::format("\"{}\" is no range of bits", text), flag,
                    fmt::format("The form is 1:8, from {} to {}.", cnn::kMinPolicyBits, cnn::kMaxPolicyBits));
    return BitRange{*least, *most};
}

void addCrossbarCommands(CLI::App& app, Terminal& terminal)
{
    CLI::App* crossbar = app.add_subcommand("crossbar", "Convolutional networks on ReRAM crossbars");
    crossbar->require_subcommand(1);
    addCrossbarPreset(*crossbar, terminal);
    addCrossbarCost(*crossbar, terminal);
    addCrossbarSimulate(*crossbar, terminal);
    addCrossbarExport(*crossbar, terminal);
    addCrossbarExplore(*crossbar, terminal);
}

} // namespace burin::cli
