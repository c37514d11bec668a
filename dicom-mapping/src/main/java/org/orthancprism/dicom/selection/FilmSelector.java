// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.ValueRules;
import org.orthancprism.dicom.dataset.Vr;

/**
 * Tells frontal chest radiographs from everything else: CR, DX for presentation, or a Secondary
 * Capture of such a film; of an adult human; single frame, grayscale, of the chest, AP or PA. What
 * is not said is assumed, and the assumption noted; what is said otherwise passes the instance
 * over. One that is such a film by all it says, but has an image that none can have, is damaged.
 */
public final class FilmSelector {
  /** No film has fewer rows or columns. */
  public static final int SMALLEST_SIDE = 64;

  private static final Set<String> SOP_CLASSES =
      Set.of(
          SopClass.COMPUTED_RADIOGRAPHY_IMAGE,
          SopClass.DIGITAL_XRAY_IMAGE_FOR_PRESENTATION,
          SopClass.SECONDARY_CAPTURE_IMAGE);

  /** What passes an instance over before its words are read; each answers why. */
  private static final List<Function<Dataset, Optional<String>>> NO_RADIOGRAPH =
      List.of(
          FilmSelector::synthetic,
          FilmSelector::unidentified,
          FilmSelector::otherSopClass,
          ImageRules::forProcessing,
          ImageRules::severalFrames,
          ImageRules::colour);

  /** What passes a frontal film of the chest over; each answers why. */
  private static final List<Function<Dataset, Optional<String>>> NOT_FOR_THE_MODELS =
      List.of(PatientRules::qualityControl, PatientRules::child, ImageRules::otherBits);

  /** What contradicts what has been found so far; each answers why. */
  private static final List<Function<Dataset, Optional<String>>> DAMAGED =
      List.of(ImageRules::pseudoColour, ImageRules::fewPixels);

  private final FilmCriteria criteria;
  private final Vocabulary vocabulary;

  /** Selects by the rules as they are. */
  public FilmSelector() {
    this(FilmCriteria.DEFAULT);
  }

  /** Selects by the rules with what an installation adds to them. */
  public FilmSelector(FilmCriteria criteria) {
    this.criteria = criteria;
    this.vocabulary = Vocabulary.with(criteria.words());
  }

  /**
   * Decides about all instances of a series, if its modality alone decides: such a series need not
   * be read.
   *
   * @param modality Modality (0008,0060), empty if not known
   */
  public Optional<Selection.PassedOver> selectSeries(String modality) {
    return SeriesModality.isKnownForOthers(modality, criteria.modalities())
        ? Optional.of(new Selection.PassedOver("its modality is " + modality))
        : Optional.empty();
  }

  /** Decides about an instance by its attributes. Pixel data are not looked at. */
  public Selection select(Dataset dataset) {
    Optional<String> other = first(NO_RADIOGRAPH, dataset).or(() -> otherModality(dataset));
    if (other.isPresent()) {
      return new Selection.PassedOver(other.get());
    }
    HeaderTexts texts = HeaderTexts.of(dataset, vocabulary);
    HeaderAnswer chest = BodyPartRule.judge(dataset, texts);
    HeaderAnswer frontal = ViewRule.judge(dataset, texts);
    Optional<String> unfit =
        denial(chest, "the chest")
            .or(() -> denial(frontal, "a frontal view"))
            .or(() -> PatientRules.animal(dataset, vocabulary))
            .or(() -> first(NOT_FOR_THE_MODELS, dataset));
    if (unfit.isPresent()) {
      return new Selection.PassedOver(unfit.get());
    }
    Optional<String> damage = first(DAMAGED, dataset);
    if (damage.isPresent()) {
      return new Selection.Damaged(damage.get());
    }
    return new Selection.Eligible(assumptions(dataset, chest, frontal));
  }

  private static Optional<String> first(
      List<Function<Dataset, Optional<String>>> rules, Dataset dataset) {
    return rules.stream().flatMap(rule -> rule.apply(dataset).stream()).findFirst();
  }

  private Optional<String> denial(HeaderAnswer verdict, String asked) {
    if (verdict instanceof HeaderAnswer.Denied denied) {
      return Optional.of(denied.reason());
    }
    return verdict instanceof HeaderAnswer.Silent
            && criteria.require() == FilmCriteria.Require.STATED
        ? Optional.of("no attribute names " + asked + ", which Films.Require asks for")
        : Optional.empty();
  }

  private static List<String> assumptions(
      Dataset dataset, HeaderAnswer chest, HeaderAnswer frontal) {
    List<String> assumptions = new ArrayList<>();
    if (chest instanceof HeaderAnswer.Silent) {
      assumptions.add("no body part is given: taken for a chest");
    }
    if (frontal instanceof HeaderAnswer.Silent) {
      assumptions.add("no view is given: taken for a frontal one");
    }
    if (!PatientRules.ageIsKnown(dataset)) {
      assumptions.add("no age is given: taken for an adult's");
    }
    return assumptions;
  }

  private static Optional<String> synthetic(Dataset dataset) {
    return SyntheticMark.isOn(dataset)
        ? Optional.of("the instance is synthetic")
        : Optional.empty();
  }

  /** What is made of a film refers to it, so it must have UIDs. */
  private static Optional<String> unidentified(Dataset dataset) {
    for (Tag tag : List.of(Tag.SOP_INSTANCE_UID, Tag.SERIES_INSTANCE_UID, Tag.STUDY_INSTANCE_UID)) {
      if (dataset.string(tag).filter(uid -> ValueRules.isValid(Vr.UI, uid)).isEmpty()) {
        return Optional.of("the instance, series or study has no valid UID " + tag);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> otherSopClass(Dataset dataset) {
    String sopClass = dataset.string(Tag.SOP_CLASS_UID).orElse("");
    if (sopClass.isEmpty()) {
      return Optional.of("there is no SOP Class UID");
    }
    return SOP_CLASSES.contains(sopClass)
        ? Optional.empty()
        : Optional.of("the SOP Class is not CR, DX for presentation or Secondary Capture");
  }

  private Optional<String> otherModality(Dataset dataset) {
    return SeriesModality.isRadiograph(dataset, criteria.modalities())
        ? Optional.empty()
        : Optional.of("the Modality is not CR or DX; see Films.Modalities");
  }
}
