// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <jni.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace prism {

/** A Java exception is pending in this thread: unwind to the native method and return to Java. */
class JavaExceptionPending : public std::exception {
 public:
  const char* what() const noexcept override { return "a Java exception is pending"; }
};

/** Throws JavaExceptionPending if the last call into Java left an exception. */
void checkJava(JNIEnv* env);

/**
 * Clears the pending exception, if there is one.
 *
 * @return its class and message in one line, or an empty text if none was pending
 */
std::string takeJavaException(JNIEnv* env);

/** Finds a class by its name with slashes. */
jclass findClass(JNIEnv* env, const char* name);

/** Copies bytes into a Java array. Throws std::length_error above 2^31 - 1 bytes. */
jbyteArray toJava(JNIEnv* env, const void* data, std::size_t size);
jbyteArray toJava(JNIEnv* env, const std::string& text);

/** Copies C texts into an array of arrays of bytes; a missing text becomes an empty one. */
jobjectArray toJava(JNIEnv* env, const std::vector<const char*>& texts);

/** Copies the bytes of a Java array; null counts as empty. */
std::string toNative(JNIEnv* env, jbyteArray array);

/** Throws be.uclouvain.orthanc.OrthancException in Java; the message is plain ASCII. */
void throwOrthancException(JNIEnv* env, const char* message) noexcept;

}  // namespace prism
