// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.orthancprism.packs.importing.WeightNames;

/**
 * Models in a folder, for machines without a network: the cache of Hugging Face's own libraries
 * ({@code models--OWNER--NAME/snapshots/COMMIT}), what this program fetched elsewhere ({@code
 * OWNER--NAME/COMMIT}), folders {@code OWNER/NAME} or {@code NAME}, or one model's folder itself.
 * Nothing is asked of any network.
 *
 * @param folder the folder
 */
public record OfflineFolder(Path folder) {

  /**
   * Where the environment says that models are, and that no network may be asked.
   *
   * @return empty where it does not say so
   * @throws HubException when it says that there is no network, and names no folder
   */
  public static Optional<Path> of(Map<String, String> environment) throws HubException {
    String offline = environment.getOrDefault("HF_HUB_OFFLINE", "").toLowerCase(Locale.ROOT);
    if (!List.of("1", "on", "yes", "true").contains(offline)) {
      return Optional.empty();
    }
    String cache = environment.getOrDefault("HF_HUB_CACHE", "");
    String home = environment.getOrDefault("HF_HOME", "");
    if (cache.isBlank() && home.isBlank()) {
      throw new HubException(
          "HF_HUB_OFFLINE forbids the network: say where models are by --offline, HF_HUB_CACHE or"
              + " HF_HOME");
    }
    return Optional.of(cache.isBlank() ? Path.of(home, "hub") : Path.of(cache));
  }

  /**
   * Finds the models of a recipe, and checks those files whose digest the recipe names.
   *
   * @throws HubException when one is missing, altered, or only a git-LFS pointer
   */
  public LocalModels find(Recipe recipe) throws HubException {
    Path base = place(recipe.base(), true);
    check(base, recipe.base());
    Optional<Path> unet = Optional.empty();
    if (recipe.unet().isPresent()) {
      ModelSource source = recipe.unet().get();
      Path place = place(source, false);
      check(place, source);
      unet = Optional.of(unet(place, source));
    }
    return new LocalModels(base, unet, recipe.licence().orElse("not stated"));
  }

  private Path place(ModelSource source, boolean isBase) throws HubException {
    List<Path> places = new ArrayList<>(snapshots(source));
    places.add(folder.resolve(source.name().owner()).resolve(source.name().name()));
    places.add(folder.resolve(source.name().name()));
    if (isBase) {
      places.add(folder);
    }
    return places.stream()
        .filter(place -> isBase ? isBase(place) : Files.isDirectory(place))
        .findFirst()
        .orElseThrow(
            () ->
                new HubException(
                    String.format(
                        Locale.ROOT,
                        "%s has no %s, revision %s: copy the model to %s",
                        folder,
                        source.name(),
                        source.revision(),
                        folder.resolve(source.name().toString()))));
  }

  private static boolean isBase(Path place) {
    return Files.isRegularFile(place.resolve("unet").resolve("config.json"));
  }

  /** The revision that is asked for; where it is the newest, the only one there will do. */
  private List<Path> snapshots(ModelSource source) throws HubException {
    List<Path> found = new ArrayList<>();
    Path cached = folder.resolve("models--" + source.name().folder());
    for (Path revisions :
        List.of(cached.resolve("snapshots"), folder.resolve(source.name().folder()))) {
      String revision = named(cached.resolve("refs"), source.revision());
      if (Files.isDirectory(revisions.resolve(revision))) {
        found.add(revisions.resolve(revision));
      } else if (revision.equals(ModelSource.NEWEST)) {
        List<Path> all = folders(revisions);
        if (all.size() > 1) {
          throw new HubException(
              revisions + " has several revisions: name the one to take by --revision");
        }
        found.addAll(all);
      }
    }
    return found;
  }

  /** The commit that a branch's or tag's file names, or the revision itself. */
  private static String named(Path refs, String revision) {
    try {
      HubFile.requireInside(revision);
      return Files.readString(refs.resolve(revision)).strip();
    } catch (IOException e) {
      return revision;
    }
  }

  private static List<Path> folders(Path parent) throws HubException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new HubException(parent + " can't be read: check its rights", e);
    }
  }

  private static Path unet(Path place, ModelSource source) throws HubException {
    if (source.file().isPresent()) {
      return place.resolve(source.file().get());
    }
    for (Path parent : List.of(place, place.resolve("unet"))) {
      try (Stream<Path> files = Files.isDirectory(parent) ? Files.list(parent) : Stream.empty()) {
        List<String> names = files.map(file -> String.valueOf(file.getFileName())).toList();
        if (WeightNames.of(names, false) instanceof WeightNames.Whole whole) {
          return parent.resolve(whole.file());
        }
      } catch (IOException e) {
        throw new HubException(parent + " can't be read: check its rights", e);
      }
    }
    throw new HubException(place + " has no safetensors of a UNet: copy them there");
  }

  private static void check(Path place, ModelSource source) throws HubException {
    try (Stream<Path> files = Files.walk(place, 2)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().endsWith(WeightNames.EXTENSION) && LfsPointer.is(file)) {
          throw new HubException(
              file + " is a git-LFS pointer in place of weights: run git lfs pull, or copy them");
        }
      }
      for (Map.Entry<String, String> known : source.sha256().entrySet()) {
        Path file = place.resolve(known.getKey());
        if (Files.isRegularFile(file) && !sha256(file).equals(known.getValue())) {
          throw new HubException(
              file + " is not the file that the recipe names by its SHA-256: copy it again");
        }
      }
    } catch (IOException e) {
      throw new HubException(place + " can't be read: check its rights", e);
    }
  }

  private static String sha256(Path file) throws IOException {
    return Hex.encodeHexString(DigestUtils.digest(DigestUtils.getSha256Digest(), file));
  }
}
