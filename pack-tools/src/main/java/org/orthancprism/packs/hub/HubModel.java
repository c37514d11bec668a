// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One revision of a model, as a hub's API describes it.
 *
 * @param name its name
 * @param commit the revision, in hexadecimal: what is fetched of it never changes
 * @param licence what its page says
 * @param isGated whether its page wants the licence accepted before anything is fetched
 * @param files its files of known content
 */
public record HubModel(
    ModelName name, String commit, Optional<String> licence, boolean isGated, List<HubFile> files) {

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");

  public HubModel {
    files = List.copyOf(files);
  }

  /**
   * Reads the answer to {@code GET /api/models/OWNER/NAME/revision/REVISION?blobs=true}. Files
   * whose size or digest is not listed are left out: nobody could tell whether they came whole.
   *
   * @throws HubException when it is no such answer, or a path leads out of the model's folder
   */
  static HubModel parse(ModelName name, JsonObject json) throws HubException {
    String commit = text(json, "sha").orElse("");
    if (!COMMIT.matcher(commit).matches()) {
      throw new HubException(
          "the hub's answer about " + name + " names no revision: is the address a hub's?");
    }
    List<HubFile> files = new ArrayList<>();
    if (json.get("siblings") instanceof JsonArray siblings) {
      for (JsonValue sibling : siblings) {
        try {
          file(sibling.asJsonObject()).ifPresent(files::add);
        } catch (ArithmeticException | ClassCastException | IllegalArgumentException e) {
          throw new HubException(
              "the hub lists a file of "
                  + name
                  + " that is refused: "
                  + e.getMessage()
                  + "; nothing was fetched",
              e);
        }
      }
    }
    return new HubModel(name, commit, licence(json), isGated(json), files);
  }

  private static Optional<HubFile> file(JsonObject sibling) {
    Optional<String> path = text(sibling, "rfilename");
    path.ifPresent(HubFile::requireInside);
    Optional<HubDigest> digest = digest(sibling);
    if (path.isEmpty() || digest.isEmpty() || !(sibling.get("size") instanceof JsonNumber size)) {
      return Optional.empty();
    }
    return Optional.of(new HubFile(path.get(), size.longValueExact(), digest.get()));
  }

  private static Optional<HubDigest> digest(JsonObject sibling) {
    if (sibling.get("lfs") instanceof JsonObject lfs) {
      return Stream.of(text(lfs, "sha256"), text(lfs, "oid"))
          .flatMap(Optional::stream)
          .findFirst()
          .map(hex -> new HubDigest(HubDigest.Kind.SHA256, hex));
    }
    return text(sibling, "blobId").map(hex -> new HubDigest(HubDigest.Kind.GIT_BLOB, hex));
  }

  /** A card that says {@code other} has the licence's own name beside it. */
  private static Optional<String> licence(JsonObject json) {
    if (!(json.get("cardData") instanceof JsonObject card)) {
      return Optional.empty();
    }
    Optional<String> licence = text(card, "license");
    return licence.equals(Optional.of("other"))
        ? text(card, "license_name").or(() -> licence)
        : licence;
  }

  private static boolean isGated(JsonObject json) {
    JsonValue gated = json.getOrDefault("gated", JsonValue.FALSE);
    return !gated.equals(JsonValue.FALSE) && !gated.equals(JsonValue.NULL);
  }

  private static Optional<String> text(JsonObject json, String key) {
    return json.get(key) instanceof JsonString text
        ? Optional.of(text.getString())
        : Optional.empty();
  }

  /** A file by its path. */
  Optional<HubFile> file(String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
  }

  /** Names of the files in a folder, without those below it. */
  List<String> namesIn(String folder) {
    return files.stream().filter(f -> f.folder().equals(folder)).map(HubFile::name).toList();
  }
}
