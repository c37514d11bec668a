// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.dicom.result.DerivedUid;

/**
 * Which results an edit gets beside its counterfactual series and the report.
 *
 * @param label whether a label is burned into images that says that they are synthetic
 * @param difference whether there is a series that shows the change in colour
 * @param presentationState whether there is a presentation state with contours of the change
 * @param flicker whether there is a series of film and counterfactual to scroll between
 */
public record WantedResults(
    boolean label, boolean difference, boolean presentationState, boolean flicker) {

  /** What is made where the configuration says nothing. */
  public static final WantedResults DEFAULT = new WantedResults(true, true, true, false);

  /** What may stand in the section {@code Results}. */
  public static final Set<String> KEYS =
      Set.of("Label", "Difference", "PresentationState", "Flicker");

  /** Reads the section; what is missing in it is as in {@link #DEFAULT}. */
  public static WantedResults read(Section results) throws ConfigurationException {
    results.allow(KEYS);
    return new WantedResults(
        results.flag("Label", DEFAULT.label),
        results.flag("Difference", DEFAULT.difference),
        results.flag("PresentationState", DEFAULT.presentationState),
        results.flag("Flicker", DEFAULT.flicker));
  }

  /** What {@link #read} reads. */
  JsonObject json() {
    return Json.createObjectBuilder()
        .add("Label", label)
        .add("Difference", difference)
        .add("PresentationState", presentationState)
        .add("Flicker", flicker)
        .build();
  }

  /**
   * SOP Instance UIDs of all objects that these edits make of a film, the report not among them.
   *
   * @param edits the edits' keys
   * @param film SOP Instance UID of the film
   */
  List<String> sopInstanceUids(String packDigest, List<String> edits, String film) {
    List<String> uids = new ArrayList<>();
    for (String edit : edits) {
      imageRoles().forEach(role -> uids.add(DerivedUid.of(role, packDigest, edit, film)));
    }
    if (presentationState) {
      uids.add(DerivedUid.presentationState(packDigest, edits, film));
    }
    return uids;
  }

  private List<DerivedUid.Role> imageRoles() {
    List<DerivedUid.Role> roles = new ArrayList<>();
    roles.add(DerivedUid.Role.COUNTERFACTUAL_IMAGE);
    if (difference) {
      roles.add(DerivedUid.Role.DIFFERENCE_IMAGE);
    }
    if (flicker) {
      roles.add(DerivedUid.Role.FLICKER_IMAGE);
    }
    return roles;
  }
}
