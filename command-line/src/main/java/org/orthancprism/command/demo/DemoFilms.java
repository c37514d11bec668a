// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The real films that a demonstration shows unless it is given others: one of a patient with
 * support devices, then one of a patient without.
 */
public final class DemoFilms {

  /** Their source, in the form that the publisher asks for. */
  public static final String ATTRIBUTION =
      "Images: NIH Clinical Center, ChestX-ray14, https://nihcc.app.box.com/v/ChestXray-NIHCC";

  private static final String FOLDER = "command-line/demo-films";

  private DemoFilms() {}

  /**
   * The films' files, in the order in which they are shown.
   *
   * @param home folder of the checkout
   * @throws DemoException when they are not there
   */
  public static List<Path> of(Path home) throws IOException, DemoException {
    Path folder = home.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      throw new DemoException("there is no " + folder + ": take a complete checkout");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".dcm")).sorted().toList();
    }
  }
}
