// SPDX-License-Identifier: GPL-3.0-or-later
#include "orthanc_services.h"

namespace prism {

/** Stands for one call inside the gate. */
class OrthancServices::Pass {
 public:
  explicit Pass(OrthancServices& services) : services_(services) {
    const std::lock_guard<std::mutex> lock(services_.mutex_);
    if (services_.closed_) {
      throw ServiceError("Orthanc has stopped");
    }
    context_ = services_.context_;
    ++services_.inside_;
  }

  ~Pass() {
    const std::lock_guard<std::mutex> lock(services_.mutex_);
    --services_.inside_;
    services_.left_.notify_all();
  }

  Pass(const Pass&) = delete;
  Pass& operator=(const Pass&) = delete;

  OrthancPluginContext* context() const { return context_; }

 private:
  OrthancServices& services_;
  OrthancPluginContext* context_;
};

void OrthancServices::open(OrthancPluginContext* context) {
  const std::lock_guard<std::mutex> lock(mutex_);
  context_ = context;
  free_ = context->Free;
  closed_ = false;
}

bool OrthancServices::close(std::chrono::milliseconds patience) {
  std::unique_lock<std::mutex> lock(mutex_);
  closed_ = true;
  return left_.wait_for(lock, patience, [this] { return inside_ == 0; });
}

void OrthancServices::invoke(_OrthancPluginService service, const void* parameters) {
  const Pass pass(*this);
  const OrthancPluginErrorCode code = pass.context()->InvokeService(pass.context(), service, parameters);
  if (code != OrthancPluginErrorCode_Success) {
    throw ServiceError(OrthancPluginGetErrorDescription(pass.context(), code));
  }
}

void OrthancServices::log(Severity severity, const std::string& message) noexcept {
  try {
    const Pass pass(*this);
    switch (severity) {
      case Severity::Info:
        OrthancPluginLogInfo(pass.context(), message.c_str());
        break;
      case Severity::Warning:
        OrthancPluginLogWarning(pass.context(), message.c_str());
        break;
      case Severity::Error:
        OrthancPluginLogError(pass.context(), message.c_str());
        break;
    }
  } catch (...) {
    // Orthanc is gone, and its log with it; or there is no memory for a line.
  }
}

void OrthancServices::free(void* memory) {
  // The function lives in Orthanc's program; unlike the context, it is there even when the core is gone.
  if (memory != nullptr) {
    free_(memory);
  }
}

}  // namespace prism
