// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.function.Supplier;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.pixels.InstanceFiles;
import org.orthancprism.pixels.PixelsCheck;
import org.orthancprism.provenance.Provenance;
import org.orthancprism.provenance.ProvenanceCheck;
import org.orthancprism.provenance.ProvenanceJson;
import org.orthancprism.rest.Problem;
import org.orthancprism.rest.RestAnswer;

/** Routes of one instance: whether its pixels may be asked for, and its provenance. */
final class InstanceRoutes {

  private final InstanceFiles files;
  private final DicomCodec codec = new Part10Codec(InstanceFiles.LARGEST);
  private final PixelsCheck pixels;
  private final ProvenanceCheck provenance;

  InstanceRoutes(PrismServices services, InstanceFiles files) {
    this.files = files;
    this.pixels = new PixelsCheck(files, codec, services.configuration().limits().pixelsPerFilm());
    this.provenance = services.provenance();
  }

  /** Whether the page may ask Orthanc for an instance's pixels, and which film they show. */
  RestAnswer pixels(String instanceId) {
    PixelsCheck.Answer known = ofInstance(instanceId, () -> pixels.of(instanceId));
    JsonObjectBuilder answer = Json.createObjectBuilder();
    answer.add("decodable", known.fault().isEmpty());
    known.fault().ifPresent(reason -> answer.add("reason", reason));
    known
        .shows()
        .ifPresent(
            film -> {
              film.fingerprint().ifPresent(text -> answer.add("shows", text));
              answer.add("showsWithoutOrder", film.withoutOrder());
            });
    return RestAnswer.json(answer.build());
  }

  /** The provenance of an instance. */
  RestAnswer provenance(String instanceId) {
    long size = ofInstance(instanceId, () -> files.size(instanceId));
    if (size > InstanceFiles.LARGEST) {
      throw unreadable(
          "its file of " + (size >> 20) + " MB is too large here; use prism verify FILE");
    }
    Provenance found =
        ofInstance(instanceId, () -> files.with(instanceId, file -> provenance(file)));
    return RestAnswer.json(ProvenanceJson.of(found));
  }

  private Provenance provenance(byte[] file) {
    try {
      return provenance.of(codec.read(file));
    } catch (DicomFormatException e) {
      throw unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static Problem unreadable(String reason) {
    return new Problem(422, "Not readable", "The instance can't be verified: " + reason);
  }

  private static <T> T ofInstance(String instanceId, Supplier<T> answer) {
    try {
      return answer.get();
    } catch (OrthancHostException e) {
      throw new Problem(404, "No such instance", "Orthanc has no instance " + instanceId + ".");
    }
  }
}
