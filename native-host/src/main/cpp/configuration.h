// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace prism {

/** The configuration of Orthanc asks for something that this host can't do. */
class ConfigurationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/** What Orthanc's configuration says about Java: the section that the official host reads too. */
struct Configuration {
  std::string classPath;
  std::string initializationClass;
  std::optional<std::string> javaHome;
  std::vector<std::string> options;
};

/**
 * Reads the sections "Java" and "Prism" of Orthanc's configuration.
 *
 * @return nothing if the configuration does not ask for Java
 * @throws ConfigurationError with a message for the administrator
 */
std::optional<Configuration> readConfiguration(const std::string& json);

}  // namespace prism
