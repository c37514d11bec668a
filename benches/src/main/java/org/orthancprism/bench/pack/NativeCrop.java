// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.command.picture.ContactSheet;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.phantom.Phantom;
import org.orthancprism.phantom.PhantomFinding;
import org.orthancprism.phantom.PhantomSettings;
import org.orthancprism.phantom.Variety;

/**
 * A part of a phantom at native resolution, pixel by pixel, before and after its devices were
 * removed: whether a ghost of them stays is seen at full zoom only.
 *
 * @param rows rows of the whole film; it has five sixths as many columns
 */
record NativeCrop(PackEdits edits, int rows) {

  private static final int LARGEST_SIDE = 320;

  /** Writes the picture; gives false where the pack removes no devices. */
  boolean write(long seed, Path png) throws IOException, EditException {
    Optional<EditRequest> request = edits.request(Direction.REMOVE, PhantomFinding.SUPPORT_DEVICES);
    if (request.isEmpty()) {
      return false;
    }
    Phantom phantom =
        Phantom.generate(
            new PhantomSettings(
                rows,
                rows * 5 / 6,
                seed,
                Set.of(PhantomFinding.SUPPORT_DEVICES),
                Variety.CLINICAL));
    DrawnPair pair = new DrawnPair(phantom.film(), phantom.withoutSupportDevices());
    Film edited = edits.edit(pair.film(), request.get()).film();
    int side = Math.min(LARGEST_SIDE, rows / 4);
    int[] corner = busiest(pair.contrast(), side);
    ContactSheet sheet = new ContactSheet(Math.max(64, side));
    sheet.add(
        request.get().name() + ", native pixels",
        cut(pair.film(), corner, side),
        cut(edited, corner, side));
    sheet.write(png);
    return true;
  }

  /** Upper left corner of the square with the most outlines of devices, away from the borders. */
  private static int[] busiest(Plane contrast, int side) {
    int[] best = {side, side};
    double most = -1;
    for (int top = side; top + 2 * side <= contrast.rows(); top += side / 2) {
      for (int left = side; left + 2 * side <= contrast.columns(); left += side / 2) {
        double drawn = 0;
        for (int row = top; row < top + side; row++) {
          for (int column = left; column < left + side; column++) {
            drawn += isOutline(contrast, row, column) ? 1 : 0;
          }
        }
        if (drawn > most) {
          most = drawn;
          best = new int[] {top, left};
        }
      }
    }
    return best;
  }

  private static boolean isOutline(Plane contrast, int row, int column) {
    boolean drawn = contrast.at(row, column) > DrawnPair.VISIBLE;
    return drawn != contrast.at(row, column - 1) > DrawnPair.VISIBLE
        || drawn != contrast.at(row - 1, column) > DrawnPair.VISIBLE;
  }

  private static Film cut(Film film, int[] corner, int side) {
    float[] luminance = new float[side * side];
    for (int row = 0; row < side; row++) {
      int from = (corner[0] + row) * film.columns() + corner[1];
      System.arraycopy(film.luminance(), from, luminance, row * side, side);
    }
    return new Film(side, side, luminance);
  }
}
