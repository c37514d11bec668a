// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.testing;

import java.nio.file.Path;

/** Where this JVM's java and classes are, for tests that need a process of their own. */
public final class ChildJvm {

  private ChildJvm() {}

  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
