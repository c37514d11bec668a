// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.testhelper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/** DCMTK as a viewer. */
public final class Dcmtk {
  private static final List<String> LEAST_TO_GREATEST = List.of("+Wm");

  private Dcmtk() {}

  /** How a viewer that honours windows and tables shows an image: options of dcm2pnm. */
  public static List<String> asStated(Dataset image) {
    boolean window = image.hasValue(Tag.WINDOW_CENTER) && image.hasValue(Tag.WINDOW_WIDTH);
    if (window && image.decimal(Tag.WINDOW_WIDTH).orElse(0) >= 1) {
      return List.of("+Wi", "1");
    }
    boolean table =
        image.items(Tag.VOILUT_SEQUENCE).stream().anyMatch(item -> item.hasValue(Tag.LUT_DATA));
    return table ? List.of("+Wl", "1") : LEAST_TO_GREATEST;
  }

  /** How a viewer that takes least to greatest shows an image: options of dcm2pnm. */
  public static List<String> leastToGreatest() {
    return LEAST_TO_GREATEST;
  }

  /**
   * What dcm2pnm shows.
   *
   * @param values numbers of 0 to 255: one for each pixel, or three of a colour
   */
  public static int[] rendered(Path file, List<String> options, int frame, int values) {
    Path picture = Path.of(file + ".pnm");
    List<String> command = new ArrayList<>(List.of("dcm2pnm", "+op", "-O"));
    command.addAll(List.of("+F", Integer.toString(frame)));
    command.addAll(options);
    command.addAll(List.of(file.toString(), picture.toString()));
    return run(command, picture, values);
  }

  /** What dcmp2pgm shows of an image under a presentation state. */
  public static int[] renderedUnder(Path state, Path file, int values) {
    Path picture = Path.of(state + ".pgm");
    return run(
        List.of("dcmp2pgm", "-p", state.toString(), file.toString(), picture.toString()),
        picture,
        values);
  }

  /** The pixels of a raw PGM or PPM stand at its end. */
  private static int[] run(List<String> command, Path picture, int values) {
    Tool.Answer answer = Tool.run(command.toArray(String[]::new));
    assertEquals(0, answer.status(), command + ": " + answer.text());
    byte[] file = Tool.bytes(picture);
    int[] pixels = new int[values];
    for (int i = 0; i < values; i++) {
      pixels[i] = file[file.length - values + i] & 0xFF;
    }
    return pixels;
  }
}
