// SPDX-License-Identifier: GPL-3.0-or-later
// Stands for the official Java plugin: an Orthanc plugin of the same name that starts a virtual machine.

#include <OrthancCPlugin.h>
#include <dlfcn.h>
#include <jni.h>

extern "C" {

ORTHANC_PLUGINS_API const char* OrthancPluginGetName() { return "java"; }

ORTHANC_PLUGINS_API const char* OrthancPluginGetVersion() { return "0"; }

ORTHANC_PLUGINS_API int32_t OrthancPluginInitialize(OrthancPluginContext*) {
  void* const library = ::dlopen(JDK "/lib/server/libjvm.so", RTLD_NOW);
  void* const symbol = library == nullptr ? nullptr : ::dlsym(library, "JNI_CreateJavaVM");
  const auto create = reinterpret_cast<jint (*)(JavaVM**, void**, void*)>(symbol);
  if (create == nullptr) {
    return -1;
  }
  JavaVMInitArgs arguments{};
  arguments.version = JNI_VERSION_10;
  JavaVM* machine = nullptr;
  void* environment = nullptr;
  return create(&machine, &environment, &arguments) == JNI_OK ? 0 : -1;
}

ORTHANC_PLUGINS_API void OrthancPluginFinalize() {}
}
