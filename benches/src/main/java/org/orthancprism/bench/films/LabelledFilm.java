// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.films;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.bench.BenchException;
import org.orthancprism.command.picture.GreyPicture;
import org.orthancprism.command.picture.PictureException;
import org.orthancprism.models.film.Film;
import org.orthancprism.phantom.PhantomFinding;

/**
 * A real film with labels of what it shows. Its pixels are read when they are asked for.
 *
 * @param id its name in the table of labels
 * @param patient whose it is, unique over all folders
 * @param view from where it was exposed
 * @param devices whether support devices are visible; empty where unknown
 * @param mined the findings that the text of its report names, none for "no finding"; empty where
 *     there is no report
 * @param read what radiologists said who looked at the film for a finding
 * @param file the picture
 */
public record LabelledFilm(
    String id,
    String patient,
    View view,
    Optional<Boolean> devices,
    Optional<Set<PhantomFinding>> mined,
    Map<PhantomFinding, Boolean> read,
    Path file) {

  public LabelledFilm {
    Objects.requireNonNull(view, "view");
    Objects.requireNonNull(devices, "devices");
    Objects.requireNonNull(file, "file");
    mined = mined.map(found -> Set.copyOf(found));
    read = Map.copyOf(read);
    if (patient.isBlank()) {
      throw new IllegalArgumentException("a film belongs to a patient: " + id);
    }
  }

  /** Whether the labels say that devices are visible. */
  public boolean showsDevices() {
    return devices.orElse(false);
  }

  /** Whether the labels say that no devices are visible. */
  public boolean isFreeOfDevices() {
    return !devices.orElse(true);
  }

  /**
   * Whether a finding is not known to be there: radiologists said so, or its report does not name
   * it, or nobody said anything.
   */
  public boolean lacks(PhantomFinding finding) {
    Boolean said = read.get(finding);
    return said != null ? !said : !mined.orElse(Set.of()).contains(finding);
  }

  /** Luminance in [0, 1]. */
  public Film film() throws IOException, BenchException {
    return read(file);
  }

  static Film read(Path file) throws IOException, BenchException {
    try {
      GreyPicture picture = GreyPicture.read(file);
      return new Film(picture.rows(), picture.columns(), picture.luminance());
    } catch (PictureException e) {
      throw new BenchException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new BenchException(file + " can't be read: the table of labels names it", e);
    }
  }
}
