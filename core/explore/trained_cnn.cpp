// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/trained_cnn.h"

#include "core/base/hash.h"
#include "core/cnn/built_in.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace burin::explore {
namespace {

namespace fs = std::filesystem;

Result<TrainedCnn> withWeights(cnn::Network network, const fs::path& weights, const std::string& name)
{
    TrainedCnn trained;
    network = cnn::withKeptFilters(std::move(network)); // whose weights these are
    BURIN_TRY(trained.weights, cnn::readWeights(weights, network));
    std::string digest;
    if (const auto builtIn = cnn::builtInWeights(weights.string())) {
        digest = sha256(*builtIn);
        trained.source = weights.string();
    } else {
        BURIN_TRY(digest, sha256File(weights));
        std::error_code ignored;
        trained.source = fs::absolute(weights, ignored).string();
    }
    trained.sha256 = sha256(nlohmann::json(network).dump() + digest);
    trained.name = name;
    trained.network = std::move(network);
    return trained;
}

} // namespace

Result<TrainedCnn> readTrainedCnn(const std::string& network, const fs::path& weights)
{
    BURIN_TRY(auto description, cnn::readNetwork(network));
    return withWeights(std::move(description), weights, fs::path(network).stem().string());
}

Result<TrainedCnn> readTrainedCnn(const study::Study& study, const fs::path& weights)
{
    const study::Identity identity = study.identity();
    const nlohmann::json stored = identity.details.value("weights", nlohmann::json::object());
    if (!identity.details.contains("network") || !stored.is_object() || !stored.contains("source"))
        return fail(ErrorCode::invalidInput, "the study does not say which network it is about",
                    study.path().string());
    BURIN_TRY(auto network,
              cnn::networkFromJson(identity.details.at("network"), study.path().string() + ":network"));
    if (cnn::prunes(cnn::policyOf(network)))
        return fail(
            ErrorCode::invalidInput,
            "the study's network still has filters that its weights were trained without, so its costs are "
            "not those of its accuracies",
            study.path().string(), "Explore the network and its weights into a new study.");
    const fs::path place = weights.empty() ? fs::path(stored.value("source", "")) : weights;
    BURIN_TRY(auto trained, withWeights(std::move(network), place, stored.value("name", "")));
    if (trained.sha256 != stored.value("sha256", ""))
        return fail(ErrorCode::mismatch, "the weights are not the ones that the study was made from",
                    place.string(), "Locate the original file, or open network and weights as a new study.");
    return trained;
}

} // namespace burin::explore
