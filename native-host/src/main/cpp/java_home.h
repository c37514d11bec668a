// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace prism {

/** The oldest Java that can read the SDK's classes. */
constexpr int kOldestJava = 17;

/**
 * Finds the library libjvm.so of a Java 17 or later: where the configuration says; else
 * in JAVA_HOME; else where Debian's packages put it, the default one first, then the newest.
 *
 * @throws ConfigurationError if there is none
 */
std::filesystem::path findJavaLibrary(const std::optional<std::string>& configuredHome);

}  // namespace prism
