// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.orthancprism.orthanc.OrthancVersion;
import org.orthancprism.rest.RestAnswer;

class SdkOrthancHostTest {

  private static final RestAnswer PROBLEM = RestAnswer.problem(404, "Not found", "no such task");

  @Test
  void anErrorHasOneContentTypeWhetherOrthancNamesOneOrNot() {
    assertEquals(
        Optional.of("application/problem+json"),
        SdkOrthancHost.contentTypeOfError(PROBLEM, new OrthancVersion(1, 10, 1)));
    assertEquals(
        Optional.empty(), SdkOrthancHost.contentTypeOfError(PROBLEM, new OrthancVersion(1, 12, 7)));
  }
}
