// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.testhelper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.DicomObject;

/** Runs the DICOM tools of other people that the tests ask for their opinion. */
public final class Tool {
  private static final long SECONDS = 180;

  private Tool() {}

  /**
   * What a tool said, and how it ended.
   *
   * @param status exit status
   * @param text standard output and standard error together
   */
  public record Answer(int status, String text) {

    /** The lines that begin with a word, as dciodvfy's do with Error and Warning. */
    public List<String> linesWith(String word) {
      return text.lines().filter(line -> line.startsWith(word)).toList();
    }
  }

  /** Runs a tool; a missing one fails the test. */
  public static Answer run(String... command) {
    try {
      Path output = Files.createTempFile("tool", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(command[0] + " did not end within " + SECONDS + " s");
        }
        return new Answer(
            process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
      } finally {
        Files.delete(output);
      }
    } catch (IOException cause) {
      throw new AssertionError(
          String.format(
              Locale.ROOT,
              "%s can't be run. The tests need the Debian packages dcmtk, dicom3tools,"
                  + " libpixelmed-java, python3-numpy and python3-pydicom.",
              command[0]),
          cause);
    } catch (InterruptedException cause) {
      throw new AssertionError(cause);
    }
  }

  /** Runs a program in the Python that Debian's python3-pydicom is installed for. */
  public static Answer python(String program, Path... arguments) {
    List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-c", program));
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    return run(command.toArray(String[]::new));
  }

  /** Writes an object into a folder. */
  public static Path write(DicomObject object, Path folder, String name) {
    try {
      return Files.write(folder.resolve(name), new Part10Codec().write(object));
    } catch (IOException cause) {
      throw new AssertionError(cause);
    }
  }

  /** Reads a file whose bytes are known to be good. */
  public static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException cause) {
      throw new AssertionError(cause);
    }
  }
}
