// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dispatcher.h"
#include "java_machine.h"

#include <OrthancCPlugin.h>
#include <jni.h>

#include <atomic>
#include <cstdint>
#include <string>

namespace prism {

/** One REST request; the pointers are Orthanc's and live while its thread waits. */
struct RestWork {
  int handler;
  OrthancPluginRestOutput* output;
  const char* uri;
  const OrthancPluginHttpRequest* request;
};

/** One change; the text is Orthanc's and lives while its thread waits. */
struct ChangeWork {
  OrthancPluginChangeType change;
  OrthancPluginResourceType level;
  const char* resource;
};

/** The way from Orthanc's callbacks to the plugin's: what Orthanc calls, and what Java waits in. */
class JavaCallbacks {
 public:
  /** As many as in the official host, so that what runs here runs there. */
  static constexpr int kHandlers = 10;

  /** Requests that are served at a time. Requests that a callback makes itself need no thread. */
  static constexpr int kRestThreads = 16;

  /**
   * Largest body that is handed to the plugin, in bytes: with a body for each thread there is room
   * left in Java's 1 GB.
   */
  static constexpr std::uint32_t kLargestBody = 8U << 20;

  JavaCallbacks(OrthancServices& services, JavaMachine& machine) : services_(services), machine_(machine) {}

  /** Looks up the Java classes; call it before everything else. */
  void bind(JNIEnv* env);

  /** Starts to accept work. */
  void open();

  /** Registers one handler with Orthanc. Throws ServiceError if it refuses. */
  void registerRest(int handler, const std::string& pathRegularExpression);

  void registerChange() { hasChangeListener_ = true; }

  /** Registers the host itself for changes: it must know of Orthanc's end even if the plugin does not ask. */
  void listenToChanges();

  /** For threads of Orthanc. */
  OrthancPluginErrorCode onRest(const RestWork& work);
  void onChange(const ChangeWork& work);

  /** For threads of Java: the next call object, or null when the thread must leave. */
  jobject awaitRest(JNIEnv* env);
  jobject awaitChange(JNIEnv* env);

  Dispatcher<RestWork>& rest() { return rest_; }
  Dispatcher<ChangeWork>& changes() { return changes_; }

  /** Sends the threads of Java home; false if some did not leave in time. */
  bool close(std::chrono::milliseconds patience);

 private:
  jobject newRestCall(JNIEnv* env, Dispatcher<RestWork>::Number number, const RestWork& work);
  jobject newChangeCall(JNIEnv* env, Dispatcher<ChangeWork>::Number number, const ChangeWork& work);
  OrthancPluginErrorCode serveHere(JNIEnv* env, const RestWork& work);
  void serveHere(JNIEnv* env, const ChangeWork& work);
  OrthancPluginErrorCode refuseBody(const RestWork& work);

  /** For use in a catch block: writes what was caught, of Java or of C++, and clears it. */
  void logFailure(JNIEnv* env, const char* what) noexcept;

  static constexpr std::uint16_t kContentTooLarge = 413;

  OrthancServices& services_;
  JavaMachine& machine_;
  Dispatcher<RestWork> rest_;
  Dispatcher<ChangeWork> changes_;
  std::atomic<bool> hasChangeListener_{false};

  jclass restCall_ = nullptr;
  jmethodID newRestCall_ = nullptr;
  jmethodID serveRest_ = nullptr;
  jclass changeCall_ = nullptr;
  jmethodID newChangeCall_ = nullptr;
  jmethodID serveChange_ = nullptr;
};

}  // namespace prism
