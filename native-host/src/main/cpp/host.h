// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "configuration.h"
#include "java_callbacks.h"
#include "java_machine.h"
#include "orthanc_services.h"

namespace prism {

/** Puts the parts together: Orthanc's services, the virtual machine, and the callbacks between. */
class Host {
 public:
  /** The one host of this process. It is never destroyed, since threads of Java may outlive main(). */
  static Host& instance();

  /** Starts the plugin if the configuration asks for one; all that fails ends in one line in the log. */
  void start(OrthancPluginContext* context) noexcept;

  /** Ends the plugin, within bounded time. */
  void stop() noexcept;

  OrthancServices& services() { return services_; }
  JavaCallbacks& callbacks() { return callbacks_; }

 private:
  void startIfAsked();
  void stopInOrder();
  std::string readJson();
  void startJava(const Configuration& configuration);
  void startPlugin(JNIEnv* env, const Configuration& configuration);

  OrthancServices services_;
  JavaMachine machine_;
  JavaCallbacks callbacks_{services_, machine_};
  bool wasStarted_ = false;
};

}  // namespace prism
