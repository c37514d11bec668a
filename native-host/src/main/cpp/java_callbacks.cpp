// SPDX-License-Identifier: GPL-3.0-or-later
#include "java_callbacks.h"

#include "containment.h"
#include "host.h"
#include "jni_support.h"

#include <array>
#include <utility>
#include <vector>

namespace prism {
namespace {

/** How long after the announcement of Orthanc's end its threads still wait for the plugin. */
constexpr std::chrono::seconds kGraceAtEnd{10};

/** Set in the thread that serves the changes: a change that it causes itself can't wait for it. */
thread_local bool servesChanges = false;

/** Says what a callback threw. */
void report(const char* what) {
  Host::instance().services().log(Severity::Error, std::string("Prism host: a callback failed: ") + what);
}

/** Orthanc's REST callbacks carry no payload, so each handler needs a function of its own. */
template <int Handler>
OrthancPluginErrorCode restCallback(OrthancPluginRestOutput* output, const char* uri,
                                    const OrthancPluginHttpRequest* request) {
  return contained([&] { return Host::instance().callbacks().onRest(RestWork{Handler, output, uri, request}); },
                   report);
}

template <int... Handlers>
constexpr std::array<OrthancPluginRestCallback, sizeof...(Handlers)> functions(
    std::integer_sequence<int, Handlers...>) {
  return {{restCallback<Handlers>...}};
}

constexpr auto kRestCallbacks = functions(std::make_integer_sequence<int, JavaCallbacks::kHandlers>());

/** The plugin's exceptions are in the log; to Orthanc a change is over in any case. */
OrthancPluginErrorCode changeCallback(OrthancPluginChangeType change, OrthancPluginResourceType level,
                                      const char* resource) {
  return contained(
      [&] {
        Host::instance().callbacks().onChange(ChangeWork{change, level, resource});
        return OrthancPluginErrorCode_Success;
      },
      report);
}

jclass globalClass(JNIEnv* env, const char* name) {
  const auto global = static_cast<jclass>(env->NewGlobalRef(findClass(env, name)));
  checkJava(env);
  return global;
}

jmethodID method(JNIEnv* env, jclass type, const char* name, const char* signature) {
  const jmethodID found = env->GetMethodID(type, name, signature);
  checkJava(env);
  return found;
}

std::vector<const char*> inTurn(std::uint32_t count, const char* const* names, const char* const* values) {
  std::vector<const char*> texts;
  for (std::uint32_t i = 0; i < count; ++i) {
    texts.push_back(names[i]);
    texts.push_back(values[i]);
  }
  return texts;
}

/** Gives the references back that a thread made in a native method it does not leave. */
class LocalFrame {
 public:
  explicit LocalFrame(JNIEnv* env) : env_(env) {
    if (env->PushLocalFrame(kReferences) != JNI_OK) {
      throw JavaExceptionPending();
    }
  }
  ~LocalFrame() {
    if (env_ != nullptr) {
      env_->PopLocalFrame(nullptr);
    }
  }
  LocalFrame(const LocalFrame&) = delete;
  LocalFrame& operator=(const LocalFrame&) = delete;

  /** Ends the frame, and keeps one of its references. */
  jobject keep(jobject reference) { return std::exchange(env_, nullptr)->PopLocalFrame(reference); }

 private:
  static constexpr jint kReferences = 16;
  JNIEnv* env_;
};

std::string orEmpty(const char* text) { return text == nullptr ? "" : text; }

}  // namespace

void JavaCallbacks::bind(JNIEnv* env) {
  restCall_ = globalClass(env, "be/uclouvain/orthanc/RestCall");
  newRestCall_ = method(env, restCall_, "<init>", "(JII[B[[B[[B[[B[B)V");
  serveRest_ = method(env, restCall_, "serve", "()Z");
  changeCall_ = globalClass(env, "be/uclouvain/orthanc/ChangeCall");
  newChangeCall_ = method(env, changeCall_, "<init>", "(JII[B)V");
  serveChange_ = method(env, changeCall_, "serve", "()V");
}

void JavaCallbacks::open() {
  rest_.open();
  changes_.open();
}

void JavaCallbacks::registerRest(int handler, const std::string& pathRegularExpression) {
  if (handler >= kHandlers) {
    throw ServiceError("At most " + std::to_string(kHandlers) +
                       " REST handlers can be registered: use one regular expression and route inside");
  }
  const _OrthancPluginRestCallback parameters{pathRegularExpression.c_str(),
                                              kRestCallbacks[static_cast<std::size_t>(handler)]};
  services_.invoke(_OrthancPluginService_RegisterRestCallbackNoLock, &parameters);
}

void JavaCallbacks::listenToChanges() {
  const _OrthancPluginOnChangeCallback parameters{changeCallback};
  services_.invoke(_OrthancPluginService_RegisterOnChangeCallback, &parameters);
}

OrthancPluginErrorCode JavaCallbacks::onRest(const RestWork& work) {
  if (work.request->bodySize > kLargestBody) {
    return refuseBody(work);
  }
  JNIEnv* const env = machine_.environment();
  // A callback asks for another path of the plugin: its thread is one of Java's already.
  return env == nullptr ? rest_.submit(work) : serveHere(env, work);
}

/** Before a byte of it is copied: as many bodies as come at a time have no room in Java. */
OrthancPluginErrorCode JavaCallbacks::refuseBody(const RestWork& work) {
  if (!rest_.isOpen()) {
    return OrthancPluginErrorCode_UnknownResource;
  }
  static const std::string reason =
      "Send at most " + std::to_string(kLargestBody >> 20) + " MB in one request; split it.\n";
  const _OrthancPluginSendHttpStatus parameters{work.output, kContentTooLarge, reason.data(),
                                                static_cast<std::uint32_t>(reason.size())};
  services_.invoke(_OrthancPluginService_SendHttpStatus, &parameters);
  return OrthancPluginErrorCode_Success;
}

void JavaCallbacks::onChange(const ChangeWork& work) {
  if (work.change == OrthancPluginChangeType_OrthancStopped) {
    const auto deadline = Dispatcher<RestWork>::Clock::now() + kGraceAtEnd;
    rest_.limitWaiting(deadline);
    changes_.limitWaiting(deadline);
  }
  if (!hasChangeListener_) {
    return;
  }
  if (servesChanges) {
    serveHere(machine_.environment(), work);
  } else if (changes_.submit(work) == OrthancPluginErrorCode_Timeout) {
    services_.log(Severity::Error,
                  "Prism host: Orthanc stops and waits no longer for the plugin's callback of a change");
  }
}

jobject JavaCallbacks::awaitRest(JNIEnv* env) {
  for (auto number = rest_.await(); number; number = rest_.await()) {
    try {
      return rest_.use(*number, [&](const RestWork& work) { return newRestCall(env, *number, work); });
    } catch (...) {
      rest_.finish(*number, OrthancPluginErrorCode_NotEnoughMemory);
      logFailure(env, "a REST request");
    }
  }
  return nullptr;
}

jobject JavaCallbacks::awaitChange(JNIEnv* env) {
  servesChanges = true;
  for (auto number = changes_.await(); number; number = changes_.await()) {
    try {
      return changes_.use(*number, [&](const ChangeWork& work) { return newChangeCall(env, *number, work); });
    } catch (...) {
      changes_.finish(*number, OrthancPluginErrorCode_NotEnoughMemory);
      logFailure(env, "a change");
    }
  }
  return nullptr;
}

bool JavaCallbacks::close(std::chrono::milliseconds patience) {
  const bool restLeft = rest_.close(patience);
  return changes_.close(patience) && restLeft;
}

jobject JavaCallbacks::newRestCall(JNIEnv* env, Dispatcher<RestWork>::Number number, const RestWork& work) {
  LocalFrame frame(env);
  const OrthancPluginHttpRequest& request = *work.request;
  const jbyteArray uri = toJava(env, orEmpty(work.uri));
  const jobjectArray groups =
      toJava(env, std::vector<const char*>(request.groups, request.groups + request.groupsCount));
  const jobjectArray headers = toJava(env, inTurn(request.headersCount, request.headersKeys, request.headersValues));
  const jobjectArray parameters = toJava(env, inTurn(request.getCount, request.getKeys, request.getValues));
  const jbyteArray body = toJava(env, request.body, request.bodySize);
  const jobject call = env->NewObject(restCall_, newRestCall_, static_cast<jlong>(number),
                                      static_cast<jint>(work.handler), static_cast<jint>(request.method), uri,
                                      groups, headers, parameters, body);
  checkJava(env);
  return frame.keep(call);
}

jobject JavaCallbacks::newChangeCall(JNIEnv* env, Dispatcher<ChangeWork>::Number number, const ChangeWork& work) {
  LocalFrame frame(env);
  const jbyteArray resource = toJava(env, orEmpty(work.resource));
  const jobject call = env->NewObject(changeCall_, newChangeCall_, static_cast<jlong>(number),
                                      static_cast<jint>(work.change), static_cast<jint>(work.level), resource);
  checkJava(env);
  return frame.keep(call);
}

OrthancPluginErrorCode JavaCallbacks::serveHere(JNIEnv* env, const RestWork& work) {
  const auto number = rest_.adopt(work);
  if (!number) {
    return OrthancPluginErrorCode_UnknownResource;
  }
  OrthancPluginErrorCode result = OrthancPluginErrorCode_Plugin;
  try {
    const jobject call = newRestCall(env, *number, work);
    const jboolean succeeded = env->CallBooleanMethod(call, serveRest_);
    checkJava(env);
    result = succeeded == JNI_TRUE ? OrthancPluginErrorCode_Success : OrthancPluginErrorCode_Plugin;
  } catch (...) {
    logFailure(env, "a REST request");
  }
  rest_.remove(*number);
  return result;
}

void JavaCallbacks::serveHere(JNIEnv* env, const ChangeWork& work) {
  try {
    env->CallVoidMethod(newChangeCall(env, 0, work), serveChange_);
    checkJava(env);
  } catch (...) {
    logFailure(env, "a change");
  }
}

void JavaCallbacks::logFailure(JNIEnv* env, const char* what) noexcept {
  const std::exception_ptr failure = std::current_exception();
  contained(
      [&]() -> OrthancPluginErrorCode {
        const std::string exception = takeJavaException(env);
        if (exception.empty()) {
          std::rethrow_exception(failure);
        }
        throw std::runtime_error(exception);
      },
      [&](const char* reason) {
        services_.log(Severity::Error,
                      std::string("Prism host: ") + what + " can't be handed to the plugin: " + reason);
      });
  // Whatever became of the line, this thread goes on without an exception.
  env->ExceptionClear();
}

}  // namespace prism
