// SPDX-License-Identifier: GPL-3.0-or-later
#include "java_machine.h"

#include "jni_support.h"

#include <dlfcn.h>
#include <unistd.h>

#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <thread>

namespace prism {

/** What the thread of the virtual machine and the threads of Orthanc share. */
struct JavaMachine::Life {
  std::promise<void> started;
  std::atomic<JavaVM*> machine{nullptr};
  std::mutex mutex;
  std::condition_variable changed;
  bool stopRequested = false;
  bool over = false;

  void awaitStopRequest() {
    std::unique_lock<std::mutex> lock(mutex);
    changed.wait(lock, [this] { return stopRequested; });
  }

  void markOver() {
    const std::lock_guard<std::mutex> lock(mutex);
    over = true;
    changed.notify_all();
  }

  /** Tells whoever waits for the start; without effect once it was told. */
  void fail(const std::string& message) noexcept {
    try {
      started.set_exception(std::make_exception_ptr(JavaStartError(message)));
    } catch (...) {
      // It has started, and ends now.
    }
  }
};

namespace {

using CreateFunction = jint (*)(JavaVM**, void**, void*);
using ListFunction = jint (*)(JavaVM**, jsize, jsize*);

/**
 * The creation that is under way. HotSpot answers some bad options (more heap than there is) by
 * ending the process. Its hooks let us keep the thread instead, and Orthanc alive.
 */
struct Creation {
  std::string messages;
  std::function<void(const std::string&)> giveUp;
};

std::atomic<Creation*> creation{nullptr};

std::string oneLine(std::string text) {
  while (!text.empty() && text.back() == '\n') {
    text.pop_back();
  }
  for (char& character : text) {
    if (character == '\n') {
      character = ' ';
    }
  }
  return text;
}

/** What HotSpot says while it refuses to start, in one line, and what to do about it. */
std::string complaint(const std::string& messages, jint code) {
  const std::string reason = oneLine(messages);
  return "Java refuses to start: " + (reason.empty() ? "error " + std::to_string(code) : reason) +
         "; check \"Options\" in the section \"Java\"";
}

extern "C" jint collectMessage(FILE* stream, const char* format, va_list arguments) {
  Creation* const current = creation;
  if (current == nullptr) {
    return std::vfprintf(stream, format, arguments);
  }
  char text[1024];
  const int length = std::vsnprintf(text, sizeof text, format, arguments);
  try {
    current->messages += text;
  } catch (...) {
    // The message of an error that ends the start anyway is not worth another one.
  }
  return length;
}

extern "C" void keepProcessAlive() {
  Creation* const current = creation;
  if (current != nullptr) {
    try {
      current->giveUp(complaint(current->messages, JNI_ERR));
    } catch (...) {
      // Whoever waits for the start has been told, or can't be.
    }
    for (;;) {
      ::pause();
    }
  }
}

extern "C" void keepProcessAliveAtExit(jint) { keepProcessAlive(); }

template <typename Function>
Function lookUp(void* library, const char* name) {
  return reinterpret_cast<Function>(::dlsym(library, name));
}

std::vector<JavaVMOption> withHooks(const std::vector<std::string>& options) {
  std::vector<JavaVMOption> all;
  const auto add = [&all](const char* text, void* extra) {
    JavaVMOption option;
    option.optionString = const_cast<char*>(text);
    option.extraInfo = extra;
    all.push_back(option);
  };
  add("vfprintf", reinterpret_cast<void*>(&collectMessage));
  add("abort", reinterpret_cast<void*>(&keepProcessAlive));
  add("exit", reinterpret_cast<void*>(&keepProcessAliveAtExit));
  for (const std::string& option : options) {
    add(option.c_str(), nullptr);
  }
  return all;
}

JNIEnv* create(CreateFunction function, const std::vector<std::string>& options, JavaVM** machine,
               const std::function<void(const std::string&)>& giveUp) {
  auto all = withHooks(options);
  JavaVMInitArgs arguments;
  arguments.version = JNI_VERSION_10;
  arguments.nOptions = static_cast<jint>(all.size());
  arguments.options = all.data();
  arguments.ignoreUnrecognized = JNI_FALSE;
  Creation current{"", giveUp};
  creation = &current;
  void* environment = nullptr;
  const jint code = function(machine, &environment, &arguments);
  creation = nullptr;
  if (code != JNI_OK) {
    *machine = nullptr;
    throw JavaStartError(complaint(current.messages, code));
  }
  return static_cast<JNIEnv*>(environment);
}

void runBody(JNIEnv* env, const JavaMachine::Body& body) {
  try {
    body(env);
  } catch (const JavaExceptionPending&) {
    throw JavaStartError(takeJavaException(env));
  }
}

}  // namespace

bool JavaMachine::existsInProcess() {
  void* const library = ::dlopen("libjvm.so", RTLD_LAZY | RTLD_NOLOAD);
  if (library == nullptr) {
    return false;
  }
  const auto list = lookUp<ListFunction>(library, "JNI_GetCreatedJavaVMs");
  JavaVM* machine = nullptr;
  jsize count = 0;
  const bool exists = list != nullptr && list(&machine, 1, &count) == JNI_OK && count > 0;
  ::dlclose(library);
  return exists;
}

void JavaMachine::start(const std::filesystem::path& library, const std::vector<std::string>& options, Body body) {
  // Never closed: a virtual machine can't be unloaded.
  void* const handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (handle == nullptr) {
    throw JavaStartError(std::string("the Java virtual machine can't be loaded: ") + ::dlerror());
  }
  const auto function = lookUp<CreateFunction>(handle, "JNI_CreateJavaVM");
  if (function == nullptr) {
    throw JavaStartError(library.string() + " is no Java virtual machine");
  }
  life_ = std::make_shared<Life>();
  auto started = life_->started.get_future();
  std::thread([life = life_, function, options, body = std::move(body)] {
    try {
      JavaVM* machine = nullptr;
      JNIEnv* const env = create(function, options, &machine, [life](const std::string& messages) {
        life->fail(messages);
        life->markOver();
      });
      life->machine = machine;
      try {
        runBody(env, body);
        life->started.set_value();
        life->awaitStopRequest();
      } catch (const std::exception& e) {
        life->fail(e.what());
      }
      machine->DestroyJavaVM();
    } catch (const std::exception& e) {
      life->fail(e.what());
    } catch (...) {
      life->fail("Java ended with an exception of an unknown kind");
    }
    life->markOver();
  }).detach();
  started.get();
}

JNIEnv* JavaMachine::environment() const {
  JavaVM* const machine = life_ ? life_->machine.load() : nullptr;
  void* environment = nullptr;
  if (machine == nullptr || machine->GetEnv(&environment, JNI_VERSION_10) != JNI_OK) {
    return nullptr;
  }
  return static_cast<JNIEnv*>(environment);
}

bool JavaMachine::stop(std::chrono::milliseconds patience) {
  if (!life_) {
    return true;
  }
  std::unique_lock<std::mutex> lock(life_->mutex);
  life_->stopRequested = true;
  life_->changed.notify_all();
  return life_->changed.wait_for(lock, patience, [this] { return life_->over; });
}

}  // namespace prism
