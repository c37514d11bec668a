// SPDX-License-Identifier: GPL-3.0-or-later
#include "java_home.h"

#include "configuration.h"

#include <cstdlib>
#include <fstream>
#include <vector>

namespace prism {
namespace {

namespace fs = std::filesystem;

const fs::path kDebianHomes = "/usr/lib/jvm";

fs::path libraryIn(const fs::path& home) { return home / "lib" / "server" / "libjvm.so"; }

bool hasLibrary(const fs::path& home) {
  std::error_code ignored;
  return fs::is_regular_file(libraryIn(home), ignored);
}

/** The feature version in the file "release" that every JDK since 9 carries; 0 if it can't be told. */
int versionOf(const fs::path& home) {
  std::ifstream release(home / "release");
  const std::string key = "JAVA_VERSION=\"";
  for (std::string line; std::getline(release, line);) {
    if (line.compare(0, key.size(), key) == 0) {
      return std::atoi(line.c_str() + key.size());
    }
  }
  return 0;
}

bool isUsable(const fs::path& home) { return hasLibrary(home) && versionOf(home) >= kOldestJava; }

std::vector<fs::path> foldersIn(const fs::path& parent) {
  std::vector<fs::path> folders;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(parent, none)) {
    folders.push_back(entry.path());
  }
  return folders;
}

std::optional<fs::path> newestDebianHome() {
  std::optional<fs::path> newest;
  for (const fs::path& home : foldersIn(kDebianHomes)) {
    if (isUsable(home) && (!newest || versionOf(home) > versionOf(*newest))) {
      newest = home;
    }
  }
  return newest;
}

std::optional<fs::path> debianHome() {
  if (isUsable(kDebianHomes / "default-java")) {
    return kDebianHomes / "default-java";
  }
  const std::string tested = "java-17-openjdk";
  for (const fs::path& home : foldersIn(kDebianHomes)) {
    if (home.filename().string().compare(0, tested.size(), tested) == 0 && isUsable(home)) {
      return home;
    }
  }
  return newestDebianHome();
}

}  // namespace

fs::path findJavaLibrary(const std::optional<std::string>& configuredHome) {
  if (configuredHome) {
    if (!hasLibrary(*configuredHome)) {
      throw ConfigurationError("there is no Java in \"JavaHome\" of the configuration: " +
                               libraryIn(*configuredHome).string() + " does not exist");
    }
    return libraryIn(*configuredHome);
  }
  const char* environment = std::getenv("JAVA_HOME");
  if (environment != nullptr && isUsable(environment)) {
    return libraryIn(environment);
  }
  const auto home = debianHome();
  if (!home) {
    throw ConfigurationError(
        "no Java 17 or later was found in JAVA_HOME or " + kDebianHomes.string() +
        "; install the package openjdk-17-jre-headless or set \"JavaHome\" in the section \"Java\"");
  }
  return libraryIn(*home);
}

}  // namespace prism
