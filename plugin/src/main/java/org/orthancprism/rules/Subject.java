// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.rules;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What rules are asked about: one instance of a study and how it came.
 *
 * @param instanceId Orthanc's identifier of the instance
 * @param attributes values by the keyword of the attribute and by its tag as {@code gggg,eeee};
 *     several where the attribute has several
 * @param callingAet application entity title of the sender; empty where it did not come by DICOM
 * @param source how it came, as Orthanc calls it: {@code DicomProtocol}, {@code RestApi}, and so on
 * @param received when Orthanc stored it
 */
public record Subject(
    String instanceId,
    Map<String, List<String>> attributes,
    String callingAet,
    String source,
    Instant received) {

  /** Stands for a study of which nothing is asked. */
  public static final Subject ANY = new Subject("any", Map.of(), "", "", Instant.EPOCH);

  public Subject {
    Objects.requireNonNull(instanceId, "instanceId");
    Objects.requireNonNull(callingAet, "callingAet");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(received, "received");
    attributes = Map.copyOf(attributes);
  }

  /** The values of an attribute; none where it is absent or empty. */
  List<String> values(String attribute) {
    String key = attribute.contains(",") ? attribute.toLowerCase(Locale.ROOT) : attribute;
    return attributes.getOrDefault(key, List.of()).stream()
        .filter(value -> !value.isBlank())
        .toList();
  }
}
