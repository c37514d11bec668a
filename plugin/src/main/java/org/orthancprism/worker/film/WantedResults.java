// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.delivery.Destinations;
import org.orthancprism.dicom.recognition.ResultMark;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.dicom.result.ResultsStudy;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.models.ending.Storing;
import org.orthancprism.results.ExpectedResults;
import org.orthancprism.results.Outdated;
import org.orthancprism.results.TargetStudy;
import org.orthancprism.verdicts.Implausible;

/**
 * Which results an edit gets beside its counterfactual series and the report.
 *
 * @param label whether a label is burned into images that says that they are synthetic
 * @param difference whether there is a series that shows the change in colour
 * @param presentationState whether there is a presentation state with contours of the change
 * @param flicker whether there is a series of film and counterfactual to scroll between
 * @param storing which edits of films that arrive are stored; what somebody asks for always is
 * @param outdated what becomes of results whose film was sent again with other content
 * @param study which study they are stored in; one of their own has no presentation states, which
 *     refer to images of their own study alone (PS3.3 C.11.11)
 * @param destinations where they are sent to
 */
public record WantedResults(
    boolean label,
    boolean difference,
    boolean presentationState,
    boolean flicker,
    Storing storing,
    Outdated outdated,
    TargetStudy study,
    Destinations destinations) {

  public WantedResults {
    presentationState = presentationState && study == TargetStudy.SOURCE;
  }

  /** These results of edits that help, of which those that are outdated are deleted. */
  public WantedResults(
      boolean label, boolean difference, boolean presentationState, boolean flicker) {
    this(
        label,
        difference,
        presentationState,
        flicker,
        Storing.HELPFUL,
        Outdated.DELETE,
        TargetStudy.SOURCE,
        Destinations.NONE);
  }

  /** What is made where the configuration says nothing. */
  public static final WantedResults DEFAULT = new WantedResults(true, true, true, false);

  private static final String STORE = "Store";

  /** The keys that the section {@code Results} allows. */
  public static final Set<String> KEYS =
      Set.of(
          "Label",
          "Difference",
          "PresentationState",
          "Flicker",
          STORE,
          Outdated.OPTION,
          Implausible.OPTION,
          TargetStudy.OPTION,
          Destinations.OPTION);

  /** Reads the section, whose keys are checked; what is missing is as in {@link #DEFAULT}. */
  public static WantedResults read(Section results) throws ConfigurationException {
    return new WantedResults(
        results.flag("Label", DEFAULT.label),
        results.flag("Difference", DEFAULT.difference),
        results.flag("PresentationState", DEFAULT.presentationState),
        results.flag("Flicker", DEFAULT.flicker),
        storing(results),
        Outdated.read(results),
        TargetStudy.read(results),
        Destinations.read(results));
  }

  private static Storing storing(Section results) throws ConfigurationException {
    Optional<String> text = results.text(STORE);
    if (text.isEmpty()) {
      return DEFAULT.storing;
    }
    return Storing.of(text.get()).orElseThrow(() -> results.fault(STORE, "must be helpful or all"));
  }

  /** What {@link #read} reads. */
  public JsonObject json() {
    return Json.createObjectBuilder()
        .add("Label", label)
        .add("Difference", difference)
        .add("PresentationState", presentationState)
        .add("Flicker", flicker)
        .add(STORE, storing.label())
        .add(Outdated.OPTION, outdated.label())
        .add(TargetStudy.OPTION, study.label())
        .add(Destinations.OPTION, destinations.json())
        .build();
  }

  /**
   * All that these edits make of a film, the report not among it.
   *
   * @param edits the edits' keys
   * @param into the study that they are written into
   */
  public ExpectedResults of(
      String packDigest, List<String> edits, FilmVersion film, ResultsStudy into) {
    List<String> uids = new ArrayList<>();
    List<ResultMark> marks = new ArrayList<>();
    for (String edit : edits) {
      images()
          .forEach(
              (role, kind) -> {
                uids.add(DerivedUid.image(role, packDigest, edit, film, into));
                marks.add(ResultMark.of(kind, film, packDigest, edit));
              });
    }
    if (presentationState) {
      uids.add(DerivedUid.presentationState(packDigest, edits, film));
    }
    return new ExpectedResults(uids, marks);
  }

  private Map<DerivedUid.Role, ResultMark.Kind> images() {
    Map<DerivedUid.Role, ResultMark.Kind> images = new EnumMap<>(DerivedUid.Role.class);
    images.put(DerivedUid.Role.COUNTERFACTUAL_IMAGE, ResultMark.Kind.COUNTERFACTUAL);
    if (difference) {
      images.put(DerivedUid.Role.DIFFERENCE_IMAGE, ResultMark.Kind.DIFFERENCE);
    }
    if (flicker) {
      images.put(DerivedUid.Role.FLICKER_IMAGE, ResultMark.Kind.FLICKER);
    }
    return images;
  }
}
