// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <OrthancCPlugin.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>

namespace prism {

/** A service of Orthanc failed; the message is Orthanc's description. */
class ServiceError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class Severity { Info = 0, Warning = 1, Error = 2 };

/**
 * The services of the Orthanc core, callable from every thread between open() and close(). Java
 * threads outlive Orthanc's core, so each call passes a gate: after close() they get a ServiceError
 * instead of reaching into a core that is gone.
 */
class OrthancServices {
 public:
  void open(OrthancPluginContext* context);

  /** Lets no new call in, and waits for those inside; false if some still are at the end of the time. */
  bool close(std::chrono::milliseconds patience);

  /** Calls a service. Throws ServiceError if it fails. */
  void invoke(_OrthancPluginService service, const void* parameters);

  /** Writes to Orthanc's log; says nothing once Orthanc is gone. */
  void log(Severity severity, const std::string& message) noexcept;

  /** Gives memory back that a service allocated. */
  void free(void* memory);

 private:
  class Pass;

  std::mutex mutex_;
  std::condition_variable left_;
  OrthancPluginContext* context_ = nullptr;
  OrthancPluginFree free_ = nullptr;
  bool closed_ = true;
  int inside_ = 0;
};

/** A buffer that a service fills and that belongs to us then. */
class ServiceBuffer {
 public:
  explicit ServiceBuffer(OrthancServices& services) : services_(services) {}
  ~ServiceBuffer() { services_.free(buffer_.data); }
  ServiceBuffer(const ServiceBuffer&) = delete;
  ServiceBuffer& operator=(const ServiceBuffer&) = delete;

  OrthancPluginMemoryBuffer* target() { return &buffer_; }
  const void* data() const { return buffer_.data; }
  std::size_t size() const { return buffer_.size; }

 private:
  OrthancServices& services_;
  OrthancPluginMemoryBuffer buffer_{nullptr, 0};
};

/** A text that a service allocates and that belongs to us then. */
class ServiceText {
 public:
  explicit ServiceText(OrthancServices& services) : services_(services) {}
  ~ServiceText() { services_.free(text_); }
  ServiceText(const ServiceText&) = delete;
  ServiceText& operator=(const ServiceText&) = delete;

  char** target() { return &text_; }
  std::string value() const { return text_ == nullptr ? std::string() : std::string(text_); }

 private:
  OrthancServices& services_;
  char* text_ = nullptr;
};

}  // namespace prism
