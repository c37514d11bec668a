// SPDX-License-Identifier: GPL-3.0-or-later
// The four functions that Orthanc looks for in a plugin.

#include "host.h"

extern "C" {

ORTHANC_PLUGINS_API int32_t OrthancPluginInitialize(OrthancPluginContext* context) {
  prism::Host::instance().start(context);
  // A failure is in the log. Any other value would keep Orthanc from starting.
  return 0;
}

ORTHANC_PLUGINS_API void OrthancPluginFinalize() { prism::Host::instance().stop(); }

ORTHANC_PLUGINS_API const char* OrthancPluginGetName() { return "prism-host"; }

ORTHANC_PLUGINS_API const char* OrthancPluginGetVersion() { return HOST_VERSION; }
}
