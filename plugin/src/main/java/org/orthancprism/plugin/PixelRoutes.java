// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.pixels.PixelsCheck;
import org.orthancprism.rest.Problem;
import org.orthancprism.rest.RestAnswer;

/** Whether the page may ask Orthanc for an instance's pixels. */
final class PixelRoutes {

  private final PixelsCheck check;

  PixelRoutes(PrismServices services) {
    this.check =
        new PixelsCheck(
            services.host()::get,
            new Part10Codec(PixelsCheck.LARGEST_FILE),
            services.configuration().limits().pixelsPerFilm());
  }

  RestAnswer of(String instanceId) {
    Optional<String> fault;
    try {
      fault = check.fault(instanceId);
    } catch (OrthancHostException e) {
      throw new Problem(404, "No such instance", "Orthanc has no instance " + instanceId + ".");
    }
    JsonObjectBuilder answer = Json.createObjectBuilder().add("decodable", fault.isEmpty());
    fault.ifPresent(reason -> answer.add("reason", reason));
    return RestAnswer.json(answer.build());
  }
}
