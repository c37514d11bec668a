// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <jni.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace prism {

/** The Java virtual machine, or the plugin in it, could not be started. */
class JavaStartError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/**
 * The one Java virtual machine of this process. It lives on a thread of its own, from its creation
 * to its destruction: Orthanc's threads have stacks that are not Java's to protect.
 */
class JavaMachine {
 public:
  using Body = std::function<void(JNIEnv*)>;

  /** Whether somebody else (the official Java plugin) has started a virtual machine already. */
  static bool existsInProcess();

  /**
   * Creates the virtual machine, runs the body in it, and returns when the body has. What the body
   * throws ends the virtual machine.
   *
   * @param library libjvm.so
   * @throws JavaStartError if the creation or the body failed
   */
  void start(const std::filesystem::path& library, const std::vector<std::string>& options, Body body);

  /** The calling thread's access to Java; null if the thread is not one of Java's. */
  JNIEnv* environment() const;

  /**
   * Ends the virtual machine, which runs the shutdown hooks, once no thread of the plugin is left
   * that is not a daemon; false if that took longer than the patience.
   */
  bool stop(std::chrono::milliseconds patience);

 private:
  struct Life;
  std::shared_ptr<Life> life_;
};

}  // namespace prism
