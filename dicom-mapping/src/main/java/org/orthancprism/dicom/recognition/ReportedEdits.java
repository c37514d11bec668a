// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.recognition;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * The keys of the edits that a report of ours tells of, by its Tracking Identifiers (112039, DCM).
 * An image states a fingerprint of its edit's key alone.
 */
public final class ReportedEdits {

  private static final Pattern TRACKING_IDENTIFIER = Pattern.compile("(.+) of instance [0-9.]+");

  private ReportedEdits() {}

  /** The keys, each once; none for an object that is no report. */
  public static Set<String> of(Dataset report) {
    return texts(report)
        .map(TRACKING_IDENTIFIER::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  private static Stream<String> texts(Dataset item) {
    return Stream.concat(
        item.string(Tag.TEXT_VALUE).stream(),
        item.items(Tag.CONTENT_SEQUENCE).stream().flatMap(ReportedEdits::texts));
  }
}
