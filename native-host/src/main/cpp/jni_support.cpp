// SPDX-License-Identifier: GPL-3.0-or-later
#include "jni_support.h"

#include <limits>

namespace prism {

void checkJava(JNIEnv* env) {
  if (env->ExceptionCheck() == JNI_TRUE) {
    throw JavaExceptionPending();
  }
}

namespace {

/** Calls toString() and encodes its result as UTF-8; empty if even that fails. */
std::string describe(JNIEnv* env, jobject object) {
  const jclass objectClass = findClass(env, "java/lang/Object");
  const jclass stringClass = findClass(env, "java/lang/String");
  const jmethodID toString = env->GetMethodID(objectClass, "toString", "()Ljava/lang/String;");
  checkJava(env);
  const jmethodID getBytes = env->GetMethodID(stringClass, "getBytes", "(Ljava/lang/String;)[B");
  checkJava(env);
  const jobject text = env->CallObjectMethod(object, toString);
  checkJava(env);
  const jstring encoding = env->NewStringUTF("UTF-8");
  checkJava(env);
  const jobject bytes = env->CallObjectMethod(text, getBytes, encoding);
  checkJava(env);
  return toNative(env, static_cast<jbyteArray>(bytes));
}

std::string oneLine(std::string text) {
  for (char& character : text) {
    if (character == '\n' || character == '\r') {
      character = ' ';
    }
  }
  return text;
}

}  // namespace

std::string takeJavaException(JNIEnv* env) {
  const jthrowable exception = env->ExceptionOccurred();
  if (exception == nullptr) {
    return std::string();
  }
  env->ExceptionClear();
  try {
    return oneLine(describe(env, exception));
  } catch (...) {
    env->ExceptionClear();
    return "an exception that can't be described";
  }
}

jclass findClass(JNIEnv* env, const char* name) {
  const jclass found = env->FindClass(name);
  checkJava(env);
  return found;
}

jbyteArray toJava(JNIEnv* env, const void* data, std::size_t size) {
  if (size > static_cast<std::size_t>(std::numeric_limits<jsize>::max())) {
    throw std::length_error("Java cannot hold more than 2 GiB in one array");
  }
  const jbyteArray array = env->NewByteArray(static_cast<jsize>(size));
  checkJava(env);
  if (size > 0) {
    env->SetByteArrayRegion(array, 0, static_cast<jsize>(size), static_cast<const jbyte*>(data));
  }
  return array;
}

jbyteArray toJava(JNIEnv* env, const std::string& text) { return toJava(env, text.data(), text.size()); }

jobjectArray toJava(JNIEnv* env, const std::vector<const char*>& texts) {
  const jobjectArray array =
      env->NewObjectArray(static_cast<jsize>(texts.size()), findClass(env, "[B"), nullptr);
  checkJava(env);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string text = texts[i] == nullptr ? "" : texts[i];
    const jbyteArray element = toJava(env, text);
    env->SetObjectArrayElement(array, static_cast<jsize>(i), element);
    env->DeleteLocalRef(element);
  }
  return array;
}

std::string toNative(JNIEnv* env, jbyteArray array) {
  if (array == nullptr) {
    return std::string();
  }
  std::string bytes(static_cast<std::size_t>(env->GetArrayLength(array)), '\0');
  env->GetByteArrayRegion(array, 0, static_cast<jsize>(bytes.size()), reinterpret_cast<jbyte*>(bytes.data()));
  checkJava(env);
  return bytes;
}

void throwOrthancException(JNIEnv* env, const char* message) noexcept {
  if (env->ExceptionCheck() == JNI_TRUE) {
    return;
  }
  // On the stack, as there may be no other memory left.
  char ascii[1024];
  std::size_t length = 0;
  for (; message[length] != '\0' && length + 1 < sizeof ascii; ++length) {
    ascii[length] = static_cast<unsigned char>(message[length]) > 126 ? '?' : message[length];
  }
  ascii[length] = '\0';
  const jclass type = env->FindClass("be/uclouvain/orthanc/OrthancException");
  if (type != nullptr) {
    env->ThrowNew(type, ascii);
  }
}

}  // namespace prism
