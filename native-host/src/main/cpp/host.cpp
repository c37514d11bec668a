// SPDX-License-Identifier: GPL-3.0-or-later
#include "host.h"

#include "containment.h"
#include "java_home.h"
#include "jni_support.h"
#include "sdk_natives.h"

#include <dlfcn.h>

#include <memory>

namespace prism {
namespace {

constexpr std::chrono::seconds kPatienceWithThreads{2};
constexpr std::chrono::seconds kPatienceWithMachine{10};
constexpr const char* kSdkJar = "OrthancPrismSDK.jar";

/**
 * The jar of the SDK classes lies beside this library: where the library itself is, for one that is linked into a
 * folder of plugins, or where the link is.
 */
std::string sdkJar() {
  Dl_info here;
  if (::dladdr(reinterpret_cast<void*>(&sdkJar), &here) == 0) {
    throw ConfigurationError("the host can't find the folder that it was loaded from");
  }
  std::error_code none;
  const auto loaded = std::filesystem::absolute(here.dli_fname);
  const auto itself = std::filesystem::canonical(loaded, none);
  const auto jar = (none ? loaded : itself).parent_path() / kSdkJar;
  for (const auto& candidate : {jar, loaded.parent_path() / kSdkJar}) {
    if (std::filesystem::is_regular_file(candidate, none)) {
      return candidate.string();
    }
  }
  throw ConfigurationError("the file " + jar.string() + " is missing; it belongs beside libOrthancPrismHost.so");
}

std::vector<std::string> machineOptions(const Configuration& configuration) {
  // -Xrs: the signals stay Orthanc's. The plugin's heavy work runs in another process, so 1 GB is plenty.
  // Java 24 and later warns at each start where libraries are loaded without leave, as SQLite's is.
  std::vector<std::string> options{"-Xrs", "-Xmx1g", "--enable-native-access=ALL-UNNAMED"};
  options.insert(options.end(), configuration.options.begin(), configuration.options.end());
  options.push_back("-Djava.class.path=" + sdkJar() + ":" + configuration.classPath);
  return options;
}

}  // namespace

Host& Host::instance() {
  static Host* const host = std::make_unique<Host>().release();
  return *host;
}

void Host::start(OrthancPluginContext* context) noexcept {
  const auto report = [this](const char* what) {
    services_.log(Severity::Error, std::string("Prism host: ") + what + "; Orthanc goes on without the Java plugin");
  };
  contained(
      [&] {
        services_.open(context);
        startIfAsked();
        return OrthancPluginErrorCode_Success;
      },
      report);
}

void Host::startIfAsked() {
  const auto configuration = readConfiguration(readJson());
  if (!configuration) {
    services_.log(Severity::Info, "Prism host: the configuration does not ask for Java");
  } else if (wasStarted_) {
    services_.log(Severity::Error,
                  "Prism host: Orthanc was restarted inside its process, where Java can't be started a second "
                  "time; stop and start Orthanc to have the Java plugin again");
  } else if (JavaMachine::existsInProcess()) {
    services_.log(Severity::Warning,
                  "Prism host: the official Java plugin runs already, so this host is not needed and does nothing");
  } else {
    startJava(*configuration);
  }
}

void Host::stop() noexcept {
  const auto report = [this](const char* what) {
    services_.log(Severity::Error, std::string("Prism host: the end of the plugin failed: ") + what);
  };
  contained(
      [this] {
        stopInOrder();
        return OrthancPluginErrorCode_Success;
      },
      report);
}

void Host::stopInOrder() {
  if (!callbacks_.close(kPatienceWithThreads)) {
    services_.log(Severity::Warning, "Prism host: some threads of Java did not end in time");
  }
  if (!machine_.stop(kPatienceWithMachine)) {
    services_.log(Severity::Warning,
                  "Prism host: Java did not end in time; the plugin has left a thread behind that is no daemon");
  }
  services_.close(kPatienceWithThreads);
}

std::string Host::readJson() {
  ServiceText json(services_);
  const _OrthancPluginRetrieveDynamicString parameters{json.target(), nullptr};
  services_.invoke(_OrthancPluginService_GetConfiguration, &parameters);
  return json.value();
}

void Host::startJava(const Configuration& configuration) {
  const auto library = findJavaLibrary(configuration.javaHome);
  const auto options = machineOptions(configuration);
  wasStarted_ = true;
  try {
    machine_.start(library, options, [this, &configuration](JNIEnv* env) { startPlugin(env, configuration); });
  } catch (const JavaStartError& e) {
    throw JavaStartError(std::string(e.what()) + " (Java of " + library.string() + ")");
  }
  callbacks_.open();
  callbacks_.listenToChanges();
  services_.log(Severity::Warning, "Prism host: " + configuration.initializationClass + " runs in the Java of " +
                                       library.string());
}

void Host::startPlugin(JNIEnv* env, const Configuration& configuration) {
  registerNatives(env);
  callbacks_.bind(env);
  const jclass start = findClass(env, "be/uclouvain/orthanc/PluginStart");
  const jmethodID initialize = env->GetStaticMethodID(start, "initialize", "([B)[B");
  checkJava(env);
  const jmethodID startThreads = env->GetStaticMethodID(start, "startThreads", "(I)V");
  checkJava(env);
  const jobject complaint =
      env->CallStaticObjectMethod(start, initialize, toJava(env, configuration.initializationClass));
  checkJava(env);
  if (complaint != nullptr) {
    throw JavaStartError(toNative(env, static_cast<jbyteArray>(complaint)));
  }
  env->CallStaticVoidMethod(start, startThreads, static_cast<jint>(JavaCallbacks::kRestThreads));
  checkJava(env);
}

}  // namespace prism
