// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <jni.h>

namespace prism {

/** Gives the class be.uclouvain.orthanc.NativeHost its native methods. */
void registerNatives(JNIEnv* env);

}  // namespace prism
