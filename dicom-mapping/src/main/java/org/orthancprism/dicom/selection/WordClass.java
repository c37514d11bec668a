// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.Arrays;
import java.util.Optional;

/** What a word in a header says of a film. */
public enum WordClass {
  /** The film shows the chest. */
  CHEST("Chest", true, false),
  /** The film shows something else. */
  OTHER_BODY_PART("OtherBodyPart", true, false),
  /** A study of several body parts, of which the chest may be one. */
  SEVERAL_BODY_PARTS("SeveralBodyParts", true, false),
  /** The film is antero-posterior or postero-anterior. */
  FRONTAL("Frontal", false, true),
  /** The film is a lateral one. In a text of two views it means the other film. */
  LATERAL("Lateral", false, true),
  /** Neither frontal nor lateral: oblique, lordotic, lateral decubitus. */
  OTHER_VIEW("OtherView", false, true),
  /** Says nothing, though a part of it would. */
  IGNORED("Ignored", true, true),
  /** Fills an attribute in that says nothing. */
  PLACEHOLDER("Placeholder", true, true);

  private final String key;
  private final boolean ofBodyParts;
  private final boolean ofViews;

  WordClass(String key, boolean ofBodyParts, boolean ofViews) {
    this.key = key;
    this.ofBodyParts = ofBodyParts;
    this.ofViews = ofViews;
  }

  /** The class's name in the list of words and in configurations. */
  public String key() {
    return key;
  }

  /** The class of a name. */
  public static Optional<WordClass> of(String key) {
    return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
  }

  boolean isOfBodyParts() {
    return ofBodyParts;
  }

  boolean isOfViews() {
    return ofViews;
  }

  /** Whether a word can't be in both classes without a contradiction. */
  boolean excludes(WordClass other) {
    return this != other && ((ofBodyParts && other.ofBodyParts) || (ofViews && other.ofViews));
  }
}
