// SPDX-License-Identifier: GPL-3.0-or-later
#include "configuration.h"

#include <nlohmann/json.hpp>

namespace prism {
namespace {

using Json = nlohmann::json;

[[noreturn]] void reject(const std::string& section, const std::string& key, const char* expected) {
  throw ConfigurationError("\"" + key + "\" in the section \"" + section + "\" of the configuration must be " +
                           expected);
}

const Json* find(const Json& section, const std::string& key) {
  const auto found = section.find(key);
  return found == section.end() ? nullptr : &*found;
}

std::optional<std::string> optionalText(const Json& section, const std::string& name, const std::string& key) {
  const Json* value = find(section, key);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (!value->is_string() || value->get_ref<const std::string&>().empty()) {
    reject(name, key, "a text that is not empty");
  }
  return value->get<std::string>();
}

std::string mandatoryText(const Json& section, const std::string& name, const std::string& key) {
  const auto value = optionalText(section, name, key);
  if (!value) {
    throw ConfigurationError("the section \"" + name + "\" of the configuration has no \"" + key + "\", add it");
  }
  return *value;
}

bool isEnabled(const Json& java) {
  const Json* value = find(java, "Enabled");
  if (value != nullptr && !value->is_boolean()) {
    reject("Java", "Enabled", "true or false");
  }
  return value == nullptr || value->get<bool>();
}

std::vector<std::string> options(const Json& java) {
  std::vector<std::string> options;
  const Json* value = find(java, "Options");
  if (value == nullptr) {
    return options;
  }
  if (!value->is_array()) {
    reject("Java", "Options", "a list of texts");
  }
  for (const Json& option : *value) {
    if (!option.is_string()) {
      reject("Java", "Options", "a list of texts");
    }
    options.push_back(option.get<std::string>());
  }
  return options;
}

/** The section "Prism" is the plugin's own; the host looks at nothing in it but the Java to use. */
std::optional<std::string> javaHome(const Json& root, const Json& java) {
  auto home = optionalText(java, "Java", "JavaHome");
  const Json* prism = find(root, "Prism");
  if (!home && prism != nullptr && prism->is_object()) {
    home = optionalText(*prism, "Prism", "JavaHome");
  }
  return home;
}

}  // namespace

std::optional<Configuration> readConfiguration(const std::string& json) {
  const Json root = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!root.is_object()) {
    throw ConfigurationError("the configuration that Orthanc hands out is no JSON object");
  }
  const Json* java = find(root, "Java");
  if (java == nullptr) {
    return std::nullopt;
  }
  if (!java->is_object()) {
    throw ConfigurationError(
        "\"Java\" in the configuration must be a section: {\"Classpath\": ..., \"InitializationClass\": ...}");
  }
  if (!isEnabled(*java)) {
    return std::nullopt;
  }
  Configuration configuration;
  configuration.classPath = mandatoryText(*java, "Java", "Classpath");
  configuration.initializationClass = mandatoryText(*java, "Java", "InitializationClass");
  configuration.javaHome = javaHome(root, *java);
  configuration.options = options(*java);
  return configuration;
}

}  // namespace prism
