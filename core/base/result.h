// SPDX-License-Identifier: GPL-3.0-or-later
// Result<T>: the value of an operation, or the Error that a user, a file or a tool caused.
// The API is that of std::expected (C++23), which GCC 12 does not have. A breach of a function's
// contract (a bug in the caller) throws std::logic_error instead and is caught only at the job boundary.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace burin {

enum class ErrorCode {
    invalidInput, // a file's or a user's content is wrong
    usage,        // the request makes no sense (command line, configuration)
    notFound,     // a file, a column, a point is not there
    io,           // reading or writing failed (disk full, permission)
    tool,         // an external program is missing, failed or hung
    mismatch,     // verification found a difference
    infeasible,   // no design meets the budget
    cancelled,    // a stop was requested
    limit,        // too large for memory or a stated limit
    internal      // a bug; the message says where
};

/// What went wrong, where, and what to do about it. `message` names the offending value;
/// `where` is file:line:column or a key; `hint` is an imperative sentence. Both may be empty.
struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string message;
    std::string where;
    std::string hint;

    /// "where: message. hint" in one line, for terminals and message boxes.
    [[nodiscard]] std::string text() const;
};

/// Name of a code as used in JSON and logs ("invalid-input", "tool", ...).
[[nodiscard]] const char* toString(ErrorCode code);

template <class E> class Unexpected {
public:
    explicit Unexpected(E error) : error_(std::move(error)) {}
    E& error() & { return error_; }
    E&& error() && { return std::move(error_); }

private:
    E error_;
};

/// `return fail(ErrorCode::io, "cannot write 3 bytes", path, "Free some space.");`
[[nodiscard]] inline Unexpected<Error> fail(ErrorCode code, std::string message, std::string where = {},
                                            std::string hint = {})
{
    return Unexpected<Error>(Error{code, std::move(message), std::move(where), std::move(hint)});
}

template <class T> class [[nodiscard]] Result {
public:
    using value_type = T;

    template <class U = T>
        requires(!std::is_same_v<std::remove_cvref_t<U>, Result> && std::is_constructible_v<T, U>)
    Result(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) // NOLINT: as std::expected
    {
    }
    Result(Unexpected<Error> error) : state_(std::in_place_index<1>, std::move(error).error()) {}

    [[nodiscard]] bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& value() & { return checked(); }
    const T& value() const& { return const_cast<Result*>(this)->checked(); }
    T&& value() && { return std::move(checked()); }
    T& operator*() & { return checked(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(checked()); }
    T* operator->() { return &checked(); }
    const T* operator->() const { return &value(); }
    template <class U> T value_or(U&& other) const&
    {
        return has_value() ? value() : static_cast<T>(std::forward<U>(other));
    }

    [[nodiscard]] const Error& error() const& { return std::get<1>(state_); }
    [[nodiscard]] Error& error() & { return std::get<1>(state_); }
    [[nodiscard]] Error&& error() && { return std::get<1>(std::move(state_)); }

private:
    T& checked()
    {
        if (!has_value())
            throw std::logic_error("Result without a value: " + error().text());
        return std::get<0>(state_);
    }
    std::variant<T, Error> state_;
};

template <> class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Unexpected<Error> error) : error_(std::move(error).error()) {}

    [[nodiscard]] bool has_value() const { return !error_.has_value(); }
    explicit operator bool() const { return has_value(); }
    void value() const
    {
        if (error_)
            throw std::logic_error("Result without a value: " + error_->text());
    }
    [[nodiscard]] const Error& error() const& { return error_.value(); }
    [[nodiscard]] Error& error() & { return error_.value(); }

private:
    std::optional<Error> error_;
};

} // namespace burin

#define BURIN_CONCAT_(a, b) a##b
#define BURIN_CONCAT(a, b) BURIN_CONCAT_(a, b)
/// BURIN_TRY(auto x, f()); declares x from f()'s value, or returns f()'s error from this function.
#define BURIN_TRY(declaration, expression)                                                                    \
    auto BURIN_CONCAT(burinTry_, __LINE__) = (expression);                                                    \
    if (!BURIN_CONCAT(burinTry_, __LINE__))                                                                   \
        return ::burin::Unexpected<::burin::Error>(std::move(BURIN_CONCAT(burinTry_, __LINE__)).error());     \
    declaration = *std::move(BURIN_CONCAT(burinTry_, __LINE__))
/// BURIN_CHECK(f()); returns f()'s error from this function if it has one.
#define BURIN_CHECK(expression)                                                                               \
    do {                                                                                                      \
        auto BURIN_CONCAT(burinCheck_, __LINE__) = (expression);                                              \
        if (!BURIN_CONCAT(burinCheck_, __LINE__))                                                             \
            return ::burin::Unexpected<::burin::Error>(BURIN_CONCAT(burinCheck_, __LINE__).error());          \
    } while (false)
