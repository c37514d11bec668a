// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.util.stream.Stream;
import org.orthancprism.dicom.edit.EditIdentity;
import org.orthancprism.request.CaptionPair;
import org.orthancprism.request.EditChoices;

/** The edits that users and rules ask for, as results identify them. */
public final class EditIdentities {

  private static final String TOGGLE = "toggle-";

  private EditIdentities() {}

  /** Names by which an edit may have been asked for: its own, or the toggle that came to it. */
  public static Stream<String> names(String edit) {
    return Stream.of(edit, TOGGLE + edit.substring(edit.indexOf('-') + 1));
  }

  /** Which edit it is, for UIDs: made otherwise, it is another one. */
  public static EditIdentity identity(String edit, EditChoices choices) {
    EditIdentity identity = EditIdentity.of(edit);
    if (choices.method().isPresent()) {
      identity = identity.with("method", choices.method().get());
    }
    if (choices.captions().isPresent()) {
      CaptionPair captions = choices.captions().get();
      identity = identity.with("source", captions.source()).with("target", captions.target());
    }
    if (choices.region().isPresent()) {
      identity = identity.with("region", choices.region().get().digest());
    }
    return choices.seed().isPresent()
        ? identity.with("seed", Integer.toString(choices.seed().getAsInt()))
        : identity;
  }
}
