// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tools/learn_process.h"

#include "core/base/file.h"
#include "core/tools/process.h"
#include "core/tools/training_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

namespace burin::tools {
namespace {

using nlohmann::json;

ErrorCode codeNamed(const std::string& name)
{
    for (const ErrorCode code :
         {ErrorCode::invalidInput, ErrorCode::usage, ErrorCode::notFound, ErrorCode::io, ErrorCode::tool,
          ErrorCode::mismatch, ErrorCode::infeasible, ErrorCode::cancelled, ErrorCode::limit})
        if (name == toString(code))
            return code;
    return ErrorCode::internal;
}

/// Cuts the child's output into lines and keeps the last result or error.
class Lines {
public:
    Lines(const LearnSpec& spec, const JobContext& ctx) : spec_(spec), ctx_(ctx) {}

    void add(std::string_view piece)
    {
        rest_ += piece;
        std::size_t begin = 0;
        for (std::size_t end = 0; (end = rest_.find('\n', begin)) != std::string::npos; begin = end + 1)
            line(std::string_view(rest_).substr(begin, end - begin));
        rest_.erase(0, begin);
    }
    void setGroup(pid_t group) { group_ = group; }
    [[nodiscard]] const json& last() const { return last_; }
    [[nodiscard]] std::size_t epochs() const { return epochs_; }

private:
    void line(std::string_view text)
    {
        json parsed = json::parse(text, nullptr, false);
        if (!parsed.is_object() || !parsed.contains("type"))
            return; // a library's chatter
        if (parsed["type"] != "progress") {
            last_ = std::move(parsed);
            return;
        }
        Progress progress;
        for (const auto& [key, value] : parsed.items()) {
            if (!value.is_number()) {
                if (key == "phase" && value.is_string())
                    progress.phase = value.get<std::string>();
            } else if (key == "fraction")
                progress.fraction = value.get<double>();
            else if (key == "done")
                progress.done = value.get<std::size_t>();
            else if (key == "total")
                progress.total = value.get<std::size_t>();
            else if (key == "secondsLeft")
                progress.secondsLeft = value.get<double>();
            else
                progress.figures.emplace_back(key, value.get<double>());
        }
        epochs_ = progress.done;
        if (!ctx_.progress)
            return;
        // A paused job is one whose report of progress does not return: the child stands still as long.
        ::kill(-group_, SIGSTOP);
        ctx_.progress(progress);
        ::kill(-group_, SIGCONT);
    }

    const LearnSpec& spec_;
    const JobContext& ctx_;
    std::string rest_;
    json last_;
    std::size_t epochs_ = 0;
    pid_t group_ = 0;
};

using FileTime = std::filesystem::file_time_type;

/// When the checkpoint was written; FileTime::min() without one.
FileTime writtenAt(const std::filesystem::path& checkpoint)
{
    std::error_code error;
    const FileTime time = std::filesystem::last_write_time(checkpoint, error);
    return error ? FileTime::min() : time;
}

/// What is left of a training that did not end by itself. `before`: the time of the checkpoint that it found.
std::string kept(const LearnSpec& spec, FileTime before)
{
    const FileTime now = writtenAt(spec.checkpoint);
    if (now != FileTime::min() && (now != before || (spec.request.is_object() && spec.request.value("resume", false))))
        return fmt::format("The checkpoint {} is kept: resuming (--resume) goes on from it.",
                           spec.checkpoint.string());
    return "It left no checkpoint: the training begins anew.";
}

} // namespace

Result<std::filesystem::path> findLearn()
{
    std::error_code error;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
    if (!error) {
        if (auto beside = findProgram((self.parent_path() / "burin-learn").string()))
            return beside;
    }
    if (auto inPath = findProgram("burin-learn"))
        return inPath;
    return fail(
        ErrorCode::tool, "burin-learn, the program that trains, is not there", {},
        "Install libtorch (sudo apt-get install libtorch-dev) and build Burin again; burin-learn belongs beside "
        "this program.");
}

Result<json> runLearn(const LearnSpec& spec, const JobContext& ctx)
{
    if (spec.request.is_object())
        BURIN_CHECK(checkTraining(spec.request));
    BURIN_TRY(const ScratchFolder folder, ScratchFolder::create("burin-learn"));
    const std::filesystem::path file = folder.path() / "request.json";
    BURIN_CHECK(writeFile(file, spec.request.dump()));
    const FileTime before = writtenAt(spec.checkpoint);
    Lines lines(spec, ctx);
    ProcessSpec process;
    process.arguments = {spec.program.string(), "train", file.string()};
    process.environment = {{"OMP_WAIT_POLICY", "passive"}}; // a waiting thread gives its core to others
    process.timeoutSeconds = 1e8;
    process.stop = ctx.stop;
    process.onStart = [&lines](int child) { lines.setGroup(child); };
    process.onOutput = [&lines](std::string_view piece) { lines.add(piece); };
    const Result<ProcessRecord> run = runProcess(process);
    if (!run) {
        if (run.error().code != ErrorCode::cancelled)
            return Unexpected<Error>(run.error());
        return fail(ErrorCode::cancelled, fmt::format("cancelled after {} epochs", lines.epochs()), {},
                    kept(spec, before));
    }
    const json& last = lines.last();
    const std::string type = last.is_object() ? last.value("type", std::string()) : std::string();
    if (run->succeeded() && type == "result")
        return last;
    if (type == "error" && last.value("code", std::string()) == toString(ErrorCode::cancelled))
        return fail(ErrorCode::cancelled, fmt::format("cancelled after {} epochs", lines.epochs()), {},
                    kept(spec, before));
    if (type == "error") {
        std::string hint = last.value("hint", std::string());
        if (lines.epochs() > 0)
            hint = hint.empty() ? kept(spec, before) : fmt::format("{} {}", hint, kept(spec, before));
        return fail(codeNamed(last.value("code", std::string())), last.value("message", std::string()),
                    last.value("where", std::string()), hint);
    }
    std::string how = run->signal != 0
                          ? fmt::format("was ended by signal {} ({})", run->signal, ::strsignal(run->signal))
                          : fmt::format("ended with status {} and without a result", run->exitCode);
    if (run->signal == SIGKILL)
        how += ", as the system does when memory runs out,";
    if (const std::string said = lastLines(run->errors, 5); !said.empty())
        how += ": " + said;
    return fail(ErrorCode::tool, fmt::format("burin-learn {} after {} epochs", how, lines.epochs()), {},
                kept(spec, before));
}

} // namespace burin::tools
