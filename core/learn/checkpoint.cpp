// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/checkpoint.h"

#include "core/base/file.h"

#include <algorithm>
#include <cstring>
#include <sstream>
#include <system_error>

namespace burin::learn {
namespace {

using torch::Tensor;

constexpr std::int64_t kCurveColumns = 7;

Tensor floats(const std::vector<float>& values)
{
    return torch::tensor(values, torch::kFloat);
}

std::vector<float> numbers(const Tensor& tensor)
{
    const Tensor flat = tensor.to(torch::kFloat).contiguous();
    std::vector<float> values(static_cast<std::size_t>(flat.numel()));
    if (!values.empty())
        std::memcpy(values.data(), flat.data_ptr(), values.size() * sizeof(float));
    return values;
}

} // namespace

Result<void> writeCheckpoint(const std::filesystem::path& file, const Checkpoint& checkpoint)
{
    const std::string text = checkpoint.identity + '\n' + checkpoint.network;
    std::vector<std::int64_t> letters(text.begin(), text.end());
    std::vector<Tensor> all{
        torch::tensor(letters, torch::kLong),
        torch::tensor({static_cast<double>(checkpoint.epoch), static_cast<double>(checkpoint.bestEpoch),
                       checkpoint.bestValidation, static_cast<double>(checkpoint.tensors.size())},
                      torch::kDouble)};
    Tensor curve =
        torch::zeros({static_cast<std::int64_t>(checkpoint.curve.size()), kCurveColumns}, torch::kDouble);
    for (std::size_t row = 0; row < checkpoint.curve.size(); ++row)
        for (std::int64_t column = 0; column < kCurveColumns; ++column)
            curve[static_cast<std::int64_t>(row)][column] =
                checkpoint.curve[row][static_cast<std::size_t>(column)];
    all.push_back(curve);
    for (const Tensor& tensor : checkpoint.tensors)
        all.push_back(tensor.contiguous());
    for (const cnn::LayerWeights& layer : checkpoint.best) {
        all.push_back(floats(layer.kernel));
        all.push_back(floats(layer.bias));
    }
    // Through memory: on a full disk libtorch's own writer throws from a destructor, which ends the program.
    std::ostringstream bytes;
    try {
        torch::save(all, bytes);
    } catch (const c10::Error& error) {
        return fail(ErrorCode::internal, std::string("libtorch: ") + error.what_without_backtrace(),
                    file.string());
    }
    if (auto written = writeFile(file, bytes.view()); !written)
        return fail(ErrorCode::io, "the checkpoint could not be kept: " + written.error().message, file.string(),
                    written.error().hint);
    return {};
}

Result<Checkpoint> readCheckpoint(const std::filesystem::path& file)
{
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return fail(ErrorCode::notFound, "there is no checkpoint to resume", file.string(),
                    "Train without resuming; a checkpoint is written after each epoch.");
    const auto damaged = [&] {
        return fail(ErrorCode::invalidInput, "the checkpoint cannot be read", file.string(),
                    "Train anew without resuming.");
    };
    std::vector<Tensor> all;
    try {
        torch::load(all, file.string());
    } catch (const std::exception&) {
        return damaged();
    }
    if (all.size() < 3 || all[0].scalar_type() != torch::kLong || all[1].scalar_type() != torch::kDouble ||
        all[1].numel() != 4 || all[2].scalar_type() != torch::kDouble || all[2].dim() != 2 ||
        all[2].size(1) != kCurveColumns)
        return damaged();
    Checkpoint checkpoint;
    for (std::int64_t i = 0; i < all[0].numel(); ++i)
        checkpoint.network += static_cast<char>(all[0][i].item<std::int64_t>());
    const std::size_t line = std::min(checkpoint.network.find('\n'), checkpoint.network.size());
    checkpoint.identity = checkpoint.network.substr(0, line);
    checkpoint.network.erase(0, line + 1);
    const auto number = [&](std::int64_t i) { return all[1][i].item<double>(); };
    checkpoint.epoch = static_cast<int>(number(0));
    checkpoint.bestEpoch = static_cast<int>(number(1));
    checkpoint.bestValidation = number(2);
    const double count = number(3);
    if (!(count >= 0 && count <= static_cast<double>(all.size() - 3)))
        return damaged();
    const auto end = 3 + static_cast<std::size_t>(count);
    checkpoint.tensors.assign(all.begin() + 3, all.begin() + static_cast<std::ptrdiff_t>(end));
    for (std::size_t i = end; i + 1 < all.size(); i += 2)
        checkpoint.best.push_back({numbers(all[i]), numbers(all[i + 1])});
    for (std::int64_t row = 0; row < all[2].size(0); ++row)
        for (std::int64_t column = 0; column < kCurveColumns; ++column) {
            if (column == 0)
                checkpoint.curve.emplace_back();
            checkpoint.curve.back()[static_cast<std::size_t>(column)] = all[2][row][column].item<double>();
        }
    return checkpoint;
}

} // namespace burin::learn
