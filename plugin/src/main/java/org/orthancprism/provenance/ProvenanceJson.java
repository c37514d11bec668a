// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.provenance;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Collection;
import org.orthancprism.dicom.signature.SignatureState;
import org.orthancprism.dicom.signature.SignedPart;

/** Provenance as {@code openapi.json} describes it. */
public final class ProvenanceJson {

  private ProvenanceJson() {}

  /** The answer about an object. */
  public static JsonObject of(Provenance provenance) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("sopInstanceUid", provenance.sopInstanceUid())
            .add("summary", provenance.summary())
            .add("synthetic", provenance.synthetic())
            .add("signature", word(provenance.signature()));
    provenance
        .signedBy()
        .ifPresent(
            by ->
                json.add(
                    "signedBy",
                    Json.createObjectBuilder()
                        .add("name", by.name())
                        .add("fingerprint", by.fingerprint())
                        .add("at", by.at())
                        .add("known", provenance.signerIsKnown())));
    if (provenance.signature() instanceof SignatureState.Altered altered) {
      json.add(
          "altered",
          Json.createObjectBuilder()
              .add("parts", array(altered.parts().stream().map(SignedPart::label).toList()))
              .add("removed", array(altered.removed()))
              .add("added", array(altered.added())));
    }
    if (provenance.signature() instanceof SignatureState.Unreadable unreadable) {
      json.add("reason", unreadable.reason());
    }
    provenance
        .pack()
        .ifPresent(
            pack ->
                json.add(
                    "pack",
                    Json.createObjectBuilder()
                        .add("name", pack.name())
                        .add("digest", pack.digest())));
    json.add("sources", array(provenance.sources()));
    provenance
        .samePixels()
        .ifPresent(
            made ->
                json.add(
                    "samePixels",
                    Json.createObjectBuilder()
                        .add("result", made.result())
                        .add("film", made.film())
                        .add("pack", made.pack())
                        .add("at", made.at().toString())));
    return json.build();
  }

  private static String word(SignatureState state) {
    if (state instanceof SignatureState.Unaltered) {
      return "unaltered";
    }
    if (state instanceof SignatureState.Altered) {
      return "altered";
    }
    return state instanceof SignatureState.Unreadable ? "unreadable" : "none";
  }

  private static JsonArrayBuilder array(Collection<?> values) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    values.forEach(value -> array.add(value.toString()));
    return array;
  }
}
