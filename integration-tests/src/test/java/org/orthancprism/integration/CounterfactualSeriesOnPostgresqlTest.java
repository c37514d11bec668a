// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The same with the quick pack, Orthanc's index in PostgreSQL and revisions checked. */
@OnPostgresql
class CounterfactualSeriesOnPostgresqlTest extends CounterfactualSeriesTest {

  @TempDir private static Path small;

  /** One is enough: how films are read does not depend on the index. */
  static Stream<Path> filmsOfDetectors() throws Exception {
    return Stream.of(TestFilm.ofSeed(109).file(small).file());
  }
}
