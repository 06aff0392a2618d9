// SPDX-License-Identifier: GPL-3.0-or-later
// burin-learn: the program that links libtorch. `burin-learn train REQUEST.json` prints JSON lines on standard
// output:
//   {"type":"progress","fraction","phase","done","total","secondsLeft","imagesPerSecond"}   once a second; after
//   each
//      epoch also "epoch","loss","trainAccuracy","validation","rate"
//   {"type":"result","validation","integerValidation","test","integerTest","epochs","imagesPerSecond","weightBits",
//      "activationBits","curve":[{as above}]}   ("test" and "integerTest" are null unless "test" is asked for) or
//   {"type":"error","code","message","where","hint"}
// Exit status: 0 done, 1 failed, 2 bad usage, 130 stopped by SIGTERM or SIGINT (the last whole epoch's checkpoint
// is kept). The request:
// {"data","dataFolder","network":{...},"out","checkpoint","resume","weights","outNetwork","test","seed","threads",
// "config":{...}}; the keys of "config" are those of core/tools/training_settings.h.
#include "core/base/file.h"
#include "core/learn/train.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <string>
#include <thread>

namespace {

using namespace burin;
using nlohmann::json;

void print(const json& line)
{
    const std::string text = line.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

int report(const Error& error)
{
    print({{"type", "error"},
           {"code", toString(error.code)},
           {"message", error.message},
           {"where", error.where},
           {"hint", error.hint}});
    return error.code == ErrorCode::cancelled ? 130 : error.code == ErrorCode::usage ? 2 : 1;
}

/// Seconds without those in which the program was stopped (SIGSTOP): a paused training is not a slow one.
class RunningClock {
public:
    using Steady = std::chrono::steady_clock;
    [[nodiscard]] double seconds() const
    {
        return std::chrono::duration<double>(Steady::now().time_since_epoch() - stood_.load()).count();
    }
    void addStandstill(Steady::duration time) { stood_ = stood_.load() + time; }

private:
    std::atomic<Steady::duration> stood_{};
};

struct Request {
    data::LoadOptions load;
    cnn::Network network;
    learn::TrainConfig config;
    std::string out;
    std::string outNetwork; ///< where the network with its formats goes; empty: nowhere
    std::uint64_t seed = 1;
    unsigned threads = 1;
};

Result<Request> readRequest(const std::string& file)
{
    BURIN_TRY(const std::string text, readFile(file, 64U << 20U));
    const json given = json::parse(text, nullptr, false);
    if (!given.is_object())
        return fail(ErrorCode::invalidInput, "the request is not a JSON object");
    Request request;
    const auto word = [&](const char* key, std::string& into) {
        if (given.contains(key) && given[key].is_string())
            into = given[key].get<std::string>();
        return !given.contains(key) || given[key].is_string();
    };
    std::string dataFolder;
    std::string checkpoint;
    std::string weights;
    for (const auto& [key, into] : {std::pair{"data", &request.load.data}, std::pair{"dataFolder", &dataFolder},
                                    std::pair{"out", &request.out}, std::pair{"checkpoint", &checkpoint},
                                    std::pair{"weights", &weights}, std::pair{"outNetwork", &request.outNetwork}})
        if (!word(key, *into))
            return fail(ErrorCode::invalidInput, std::string("\"") + key + "\" is not a text", "request");
    if (request.load.data.empty() || request.out.empty() || !given.contains("network"))
        return fail(ErrorCode::invalidInput, "the request needs \"data\", \"network\" and \"out\"");
    BURIN_TRY(request.network, cnn::networkFromJson(given["network"], "network"));
    BURIN_TRY(request.config, learn::trainConfigFromJson(given.value("config", json::object()), "config"));
    const json seed = given.value("seed", json(1U));
    const json threads = given.value("threads", json(1U));
    const json resume = given.value("resume", json(false));
    const json test = given.value("test", json(false));
    if (!seed.is_number_unsigned() || !threads.is_number_unsigned() || threads < 1U || threads > 1024U ||
        !resume.is_boolean() || !test.is_boolean())
        return fail(ErrorCode::invalidInput,
                    "\"seed\", \"threads\" (1 to 1024), \"resume\" or \"test\" (true, false) is wrong", "request");
    request.seed = seed.get<std::uint64_t>();
    request.threads = threads.get<unsigned>();
    request.config.resume = resume.get<bool>();
    request.config.test = test.get<bool>();
    request.config.checkpoint = checkpoint;
    if (!weights.empty()) {
        BURIN_TRY(request.config.start, cnn::readWeights(weights, request.network));
    }
    request.load.dataFolder = dataFolder;
    return request;
}

json orNull(const std::optional<double>& value)
{
    return value ? json(*value) : json();
}

Result<json> train(const std::string& file, const std::stop_token& stop, const RunningClock& clock)
{
    BURIN_TRY(Request request, readRequest(file));
    request.config.clock = [&clock] { return clock.seconds(); };
    request.load.stop = stop;
    BURIN_TRY(const data::ImageDataset dataset, data::loadImages(request.load));
    JobContext job;
    job.stop = stop;
    job.seed = request.seed;
    job.threads = request.threads;
    job.progress = [](const Progress& progress) {
        json line{{"type", "progress"},    {"fraction", progress.fraction}, {"phase", progress.phase},
                  {"done", progress.done}, {"total", progress.total},       {"secondsLeft", progress.secondsLeft}};
        for (const auto& [name, value] : progress.figures)
            line[name] = value;
        print(line);
    };
    BURIN_TRY(const learn::TrainResult result, learn::trainNetwork(request.config, request.network, dataset, job));
    std::error_code ignored; // a folder that went away meanwhile loses nothing
    for (const std::filesystem::path& each :
         {std::filesystem::path(request.out), std::filesystem::path(request.outNetwork)})
        std::filesystem::create_directories(each.parent_path(), ignored);
    if (!request.outNetwork.empty())
        BURIN_CHECK(writeFile(request.outNetwork, json(result.network).dump(2) + "\n"));
    BURIN_CHECK(cnn::writeWeights(request.out, result.network, result.weights, request.config.qat));
    json curve = json::array();
    for (const learn::EpochReport& epoch : result.curve) {
        curve.push_back(json::object());
        for (const auto& [name, value] : learn::figures(epoch))
            curve.back()[name] = value;
        curve.back()["epoch"] = epoch.epoch;
    }
    return json{{"type", "result"},
                {"validation", result.validation},
                {"integerValidation", orNull(result.integerValidation)},
                {"test", orNull(result.test)},
                {"integerTest", orNull(result.integerTest)},
                {"epochs", result.curve.size()},
                {"imagesPerSecond", result.curve.empty() ? 0 : result.curve.back().imagesPerSecond},
                {"weightBits", result.bits.weights},
                {"activationBits", result.bits.activations},
                {"curve", std::move(curve)}};
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3 || std::string(argv[1]) != "train")
        return report({ErrorCode::usage, "usage: burin-learn train REQUEST.json", {}, {}});
    fileSizeLimitsAreErrors();
    // Taken by one thread, so that the others are stopped between two batches and never inside one.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGCONT); // goes on all the same; here it is only heard of
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::stop_source stop;
    RunningClock clock;
    const std::jthread watcher([&signals, &stop, &clock](const std::stop_token& end) {
        const timespec moment{0, 50'000'000};
        auto last = RunningClock::Steady::now();
        while (!end.stop_requested()) {
            const int signal = sigtimedwait(&signals, nullptr, &moment);
            if (signal < 0 && errno == EINTR)
                continue; // by a stop that is over: SIGCONT comes next
            const auto now = RunningClock::Steady::now();
            if (signal == SIGCONT)
                clock.addStandstill(now - last);
            else if (signal > 0)
                stop.request_stop();
            last = now;
        }
    });
    const Result<json> result = train(argv[2], stop.get_token(), clock);
    if (!result)
        return report(result.error());
    print(*result);
    return 0;
}
