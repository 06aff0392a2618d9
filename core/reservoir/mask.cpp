// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/mask.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace burin::reservoir {
namespace {

bool keepsAll(const ByteMatrix& mask)
{
    return std::all_of(mask.data(), mask.data() + mask.size(), [](std::uint8_t kept) { return kept != 0; });
}

ByteMatrix ones(const IntMatrix& weights)
{
    return ByteMatrix::Ones(weights.rows(), weights.cols());
}

void prune(IntMatrix& weights, const ByteMatrix& mask)
{
    for (Eigen::Index k = 0; k < weights.size(); ++k)
        if (mask.data()[k] == 0)
            weights.data()[k] = 0;
}

nlohmann::json rowsOf(const ByteMatrix& mask)
{
    nlohmann::json rows = nlohmann::json::array();
    for (Eigen::Index row = 0; row < mask.rows(); ++row) {
        std::string text;
        for (Eigen::Index column = 0; column < mask.cols(); ++column)
            text += mask(row, column) == kLeftToRanker ? '.' : mask(row, column) != 0 ? '1' : '0';
        rows.push_back(text);
    }
    return rows;
}

Result<std::uint8_t> entryOf(char c, bool byHand)
{
    if (c == '0' || c == '1')
        return static_cast<std::uint8_t>(c - '0');
    if (c == '.' && byHand)
        return kLeftToRanker;
    return fail(ErrorCode::invalidInput, byHand ? "is neither 0 nor 1 nor a dot" : "is neither 0 nor 1");
}

Result<void> readRows(const nlohmann::json& rows, ByteMatrix& mask, const std::string& where, bool byHand)
{
    const auto height = static_cast<std::size_t>(mask.rows());
    const auto width = static_cast<std::size_t>(mask.cols());
    if (!rows.is_array() || rows.size() != height)
        return fail(ErrorCode::invalidInput, fmt::format("is not an array of {} rows", height), where,
                    "Make the mask from this very network.");
    for (std::size_t row = 0; row < height; ++row) {
        if (!rows[row].is_string() || rows[row].get_ref<const std::string&>().size() != width)
            return fail(ErrorCode::invalidInput, fmt::format("row {} is not a text of {} characters", row, width), where,
                        "Make the mask from this very network.");
        const auto& text = rows[row].get_ref<const std::string&>();
        for (std::size_t column = 0; column < width; ++column) {
            const auto entry = entryOf(text[column], byHand);
            if (!entry)
                return fail(ErrorCode::invalidInput,
                            fmt::format("row {}, column {} {}", row, column, entry.error().message), where);
            mask(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(column)) = *entry;
        }
    }
    return {};
}

/// Into a mask of the right shape.
Result<Mask> readMask(const nlohmann::json& json, const std::string& where, Mask mask, bool byHand)
{
    if (!json.is_object())
        return fail(ErrorCode::invalidInput, "is not a JSON object", where);
    for (const auto& [key, value] : json.items()) {
        const std::string place = where + "." + key;
        if (key == "recurrent") {
            BURIN_CHECK(readRows(value, mask.recurrent, place, byHand));
        } else if (key == "in") {
            BURIN_CHECK(readRows(value, mask.in, place, byHand));
        } else if (key == "out") {
            if (!value.is_array() || value.size() != mask.out.size())
                return fail(ErrorCode::invalidInput, fmt::format("is not an array of {} segments", mask.out.size()),
                            place, "Make the mask from this very network.");
            for (std::size_t k = 0; k < mask.out.size(); ++k)
                BURIN_CHECK(readRows(value[k], mask.out[k], fmt::format("{}[{}]", place, k), byHand));
        } else {
            return fail(ErrorCode::invalidInput, fmt::format("unknown key \"{}\"", key), where);
        }
    }
    return mask;
}

} // namespace

Mask Mask::all(const IntegerReservoir& network)
{
    Mask mask{ones(network.wr), ones(network.win), {}};
    for (const IntMatrix& weights : network.wout)
        mask.out.push_back(ones(weights));
    return mask;
}

bool Mask::keepsReservoir() const
{
    return keepsAll(recurrent) && keepsAll(in);
}

bool Mask::keepsOut() const
{
    return std::all_of(out.begin(), out.end(), keepsAll);
}

Result<void> checkMask(const Mask& mask, const IntegerReservoir& network)
{
    const auto fits = [](const ByteMatrix& m, const IntMatrix& w) { return m.rows() == w.rows() && m.cols() == w.cols(); };
    const auto wrong = [](const char* part) {
        return fail(ErrorCode::invalidInput, "the mask has another shape than the network", part,
                    "Make the mask from this very network.");
    };
    if (!fits(mask.recurrent, network.wr))
        return wrong("recurrent");
    if (!fits(mask.in, network.win))
        return wrong("in");
    if (mask.out.size() != network.wout.size())
        return wrong("out");
    for (std::size_t k = 0; k < mask.out.size(); ++k)
        if (!fits(mask.out[k], network.wout[k]))
            return wrong("out");
    return {};
}

void pruneReservoir(IntegerReservoir& network, const Mask& mask)
{
    prune(network.wr, mask.recurrent);
    prune(network.win, mask.in);
}

void pruneReadout(IntegerReservoir& network, const Mask& mask)
{
    for (std::size_t k = 0; k < mask.out.size(); ++k)
        prune(network.wout[k], mask.out[k]);
}

void to_json(nlohmann::json& json, const Mask& mask)
{
    json = {{"recurrent", rowsOf(mask.recurrent)}, {"in", rowsOf(mask.in)}, {"out", nlohmann::json::array()}};
    for (const ByteMatrix& part : mask.out)
        json["out"].push_back(rowsOf(part));
}

Result<Mask> maskFromJson(const nlohmann::json& json, const IntegerReservoir& network, const std::string& where)
{
    return readMask(json, where, Mask::all(network), false);
}

bool leavesToRanker(const std::string& maskText)
{
    return maskText.find('.') != std::string::npos;
}

Result<Mask> handMaskFromText(const std::string& text, Mask shape)
{
    const bool ranked = text.empty() || leavesToRanker(text);
    const std::uint8_t untouched = ranked ? kLeftToRanker : std::uint8_t{1};
    shape.recurrent.setConstant(untouched);
    shape.in.setConstant(untouched);
    for (ByteMatrix& out : shape.out)
        out.setConstant(untouched);
    if (text.empty())
        return shape;
    const nlohmann::json parsed = nlohmann::json::parse(text, nullptr, false);
    if (parsed.is_discarded())
        return fail(ErrorCode::invalidInput, "the mask is no JSON", "mask");
    return readMask(parsed, "mask", std::move(shape), true);
}

std::string handMaskText(const Mask& hand)
{
    const auto touched = [](const ByteMatrix& m) { return (m.array() != kLeftToRanker).any(); };
    nlohmann::json json = nlohmann::json::object();
    if (touched(hand.recurrent))
        json["recurrent"] = rowsOf(hand.recurrent);
    if (touched(hand.in))
        json["in"] = rowsOf(hand.in);
    if (std::any_of(hand.out.begin(), hand.out.end(), touched))
        for (const ByteMatrix& out : hand.out)
            json["out"].push_back(rowsOf(out));
    return json.empty() ? std::string() : json.dump();
}

Mask withRankedKept(Mask hand)
{
    const auto keep = [](ByteMatrix& m) { m = m.cwiseMin(std::uint8_t{1}); };
    keep(hand.recurrent);
    keep(hand.in);
    for (ByteMatrix& out : hand.out)
        keep(out);
    return hand;
}

} // namespace burin::reservoir
