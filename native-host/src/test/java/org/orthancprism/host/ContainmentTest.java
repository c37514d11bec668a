// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What Orthanc's callbacks throw, in C++. */
class ContainmentTest {

  @Test
  void whatACallbackThrowsBecomesAnErrorCodeWhateverItIs() throws Exception {
    Path program = Path.of("target", "test-native", "containment_test").toAbsolutePath();
    Process process = new ProcessBuilder(program.toString()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), output);
  }
}
