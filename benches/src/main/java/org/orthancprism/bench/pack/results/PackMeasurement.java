// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack.results;

import java.io.IOException;
import java.util.List;
import org.orthancprism.bench.BenchException;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.pack.PackException;

/** Some lines of the table, measured together. */
public interface PackMeasurement {

  /** Which of the tests it is. */
  PackBenchSection section();

  /** Measures; a line that cannot be measured tells why. */
  List<Row> rows() throws IOException, BenchException, EditException, PackException;
}
