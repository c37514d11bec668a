// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/**
 * A worker for tests: tells what it was given, then does what its first line of input says: {@code
 * crash} ends it at once, {@code flood} writes too much first, {@code live} lets it live until the
 * end of its input.
 */
public final class ChildProgram {

  private static final int FLOOD = 20_000;

  private ChildProgram() {}

  public static void main(String[] arguments) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = input.readLine();
    System.err.println("WARNING: told " + line);
    System.out.println("environment " + new TreeSet<>(System.getenv().keySet()));
    if ("crash".equals(line)) {
      Runtime.getRuntime().halt(7);
    }
    if ("flood".equals(line)) {
      for (int i = 0; i < FLOOD; i++) {
        System.out.println("line " + i);
      }
      Runtime.getRuntime().halt(7);
    }
    while (input.readLine() != null) {
      // Lives on.
    }
    System.err.println("INFO: the end of the input was reached");
  }
}
