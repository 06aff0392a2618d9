// SPDX-License-Identifier: GPL-3.0-or-later
// Constants of an ONNX model: tensors from the file or from external data, computed ones, and the attributes of
// nodes. Part of importOnnx(); everything here is checked before it is believed.
#pragma once

#include "core/base/result.h"

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace burin::cnn::onnximport {

inline constexpr std::size_t kMaxConstants = std::size_t{1} << 27U; ///< values of all constants, read and computed
inline constexpr std::uintmax_t kMaxModelBytes = std::uintmax_t{1} << 30U;
inline constexpr std::size_t kMaxRank = 64;
inline constexpr int kMaxNodes = 100'000;

/// The codes that a quantised constant came from: values = scale x whole numbers from low to high.
struct Grid {
    double scale = 1;
    double low = 0;
    double high = 0;
};

struct Tensor {
    std::vector<std::int64_t> dims; ///< [] is a scalar
    std::vector<double> values;
    int type = onnx::TensorProto::FLOAT;
    std::optional<Grid> grid;
    bool quantised = false; ///< it was, even where it has no single grid (a scale per channel)

    [[nodiscard]] std::size_t size() const { return values.size(); }
    [[nodiscard]] bool isScalar() const { return values.size() == 1; }
};

/// Number of values of a shape. Errors: negative or absurd dimensions.
[[nodiscard]] Result<std::size_t> valueCount(const std::vector<std::int64_t>& dims, const std::string& where);
/// Of a matrix: [columns, rows].
[[nodiscard]] Tensor transposed(const Tensor& matrix);
inline constexpr double kNear = 1e-6; ///< relative; scales are float32 numbers
[[nodiscard]] bool near(double a, double b);
/// "[1, 3, 32, 32]".
[[nodiscard]] std::string shown(const std::vector<std::int64_t>& dims);

/// What all reading of one file shares.
class ModelFile {
public:
    explicit ModelFile(std::filesystem::path path) : path_(std::move(path)) {}
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// "file: node "conv1" (Conv)"; nodes without a name by their first output.
    [[nodiscard]] std::string where(const onnx::NodeProto& node) const;
    /// Counts towards kMaxConstants.
    Result<void> spend(std::size_t values, const std::string& where);
    Result<Tensor> read(const onnx::TensorProto& proto, const std::string& what);

private:
    Result<std::string> externalBytes(const onnx::TensorProto& proto, const std::string& where) const;

    std::filesystem::path path_;
    std::size_t spent_ = 0;
};

/// Typed access to a node's attributes; the defaults are those of the operator's specification.
class Attributes {
public:
    explicit Attributes(const onnx::NodeProto& node);
    [[nodiscard]] std::int64_t integer(const std::string& name, std::int64_t otherwise) const;
    [[nodiscard]] double real(const std::string& name, double otherwise) const;
    [[nodiscard]] std::string text(const std::string& name, const std::string& otherwise) const;
    [[nodiscard]] std::vector<std::int64_t> integers(const std::string& name) const;
    [[nodiscard]] const onnx::AttributeProto* find(const std::string& name) const;

private:
    std::map<std::string, const onnx::AttributeProto*> attributes_;
};

} // namespace burin::cnn::onnximport
