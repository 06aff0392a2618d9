// SPDX-License-Identifier: GPL-3.0-or-later
// NumPy's .npy arrays (format versions 1 to 3, either byte order, C and Fortran order; bool, signed and unsigned
// integers of 1 to 8 bytes, floats of 4 and 8 bytes) and .npz archives of them.
// Source: numpy/lib/format.py, "Format specification". Objects, strings, complex and half floats are refused.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace burin::data {

inline constexpr std::size_t kMaxArrayValues = std::size_t{250'000'000}; ///< 2 GB as doubles
inline constexpr std::size_t kMaxDimensions = 32;
inline constexpr std::size_t kMaxArchiveEntries = 10'000;

/// Values in C order whatever the file's order; [] shape = one number.
struct NpyArray {
    std::vector<std::size_t> shape;
    std::vector<double> values;
    bool integers = false; ///< stored as bool or integers, not as floats
};

/// Reads one array from the bytes of a .npy file; `where` names it in errors.
Result<NpyArray> parseNpy(std::string_view bytes, const std::string& where);
Result<NpyArray> readNpy(const std::filesystem::path& path);
/// All arrays of an .npz by name (without ".npy"). Entries that are not .npy files are skipped; `where` names the
/// archive in errors.
Result<std::map<std::string, NpyArray>> parseNpz(std::string_view bytes, const std::string& where);
Result<std::map<std::string, NpyArray>> readNpz(const std::filesystem::path& path);

/// How an array is stored: little-endian, C order.
enum class NpyType { int8, int16, int32, float32, float64 };
struct NpyOutput {
    NpyType type = NpyType::float32;
    std::vector<std::size_t> shape;
    std::vector<double> values; ///< whole numbers in range for the integer types
};
/// The bytes of a .npy file, format version 1.
std::string npyBytes(const NpyOutput& array);
/// Writes an .npz as numpy.savez_compressed does; equal arrays give equal bytes (the time stamps are fixed).
Result<void> writeNpz(const std::filesystem::path& path, const std::map<std::string, NpyOutput>& arrays);

} // namespace burin::data
