// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.packs.importing.FreeRoom;
import org.orthancprism.packs.importing.ImportProgress;
import org.orthancprism.packs.importing.PackImport;

/**
 * Fetches the models of a recipe from a hub, and of these what an import reads.
 *
 * <p>Files go to {@code OWNER--NAME/COMMIT} below a folder and stay there, so that what is begun is
 * continued and what is there is fetched once.
 */
public final class PackFetch {

  private final HubClient hub;
  private final Retries retries;
  private final Path folder;

  /**
   * @param folder where models are kept
   */
  public PackFetch(HubClient hub, Retries retries, Path folder) {
    this.hub = hub;
    this.retries = retries;
    this.folder = folder;
  }

  /**
   * Asks the hub about the models of a recipe.
   *
   * @param half whether variants in float16 are wanted first
   * @throws HubException when it has no such models, or they can't become a pack
   */
  public FetchPlan plan(Recipe recipe, boolean half) throws HubException {
    HubModel base = ask(recipe.base());
    FetchPlan.Part basePart =
        part(base, ModelFiles.ofBase(base, half, recipe.unet().isEmpty()), recipe.base());
    if (recipe.unet().isEmpty()) {
      return new FetchPlan(recipe, basePart, Optional.empty());
    }
    ModelSource source = recipe.unet().get();
    HubModel unet = ask(source);
    return new FetchPlan(
        recipe,
        basePart,
        Optional.of(part(unet, ModelFiles.ofUnet(unet, source.file(), half), source)));
  }

  private HubModel ask(ModelSource source) throws HubException {
    return retries.until(
        "asking about " + source.name(), () -> hub.model(source.name(), source.revision()));
  }

  private FetchPlan.Part part(HubModel model, ModelFiles files, ModelSource source)
      throws HubException {
    for (Map.Entry<String, String> known : source.sha256().entrySet()) {
      HubDigest expected = new HubDigest(HubDigest.Kind.SHA256, known.getValue());
      Optional<HubFile> listed =
          files.all().filter(file -> file.path().equals(known.getKey())).findFirst();
      if (listed.isPresent() && !listed.get().digest().equals(expected)) {
        throw new HubException(
            String.format(
                Locale.ROOT,
                "%s of %s has %s on this hub, and the recipe names %s: it is another file;"
                    + " nothing was fetched",
                known.getKey(),
                model.name(),
                listed.get().digest(),
                expected));
      }
    }
    return new FetchPlan.Part(
        model, files, folder.resolve(model.name().folder()).resolve(model.commit()));
  }

  /**
   * Fetches what is planned: small files first, by which a model that can't become a pack is
   * refused before its weights are fetched.
   *
   * @param progress is called for each piece that comes
   * @throws PackException when there is no room, the hub fails, sends something else than it lists,
   *     or the model can't become a pack
   */
  public LocalModels run(FetchPlan plan, ImportProgress progress) throws PackException {
    refuseFullDisk(plan);
    Sum sum = new Sum(plan.size(), progress);
    for (FetchPlan.Part part : plan.parts()) {
      fetch(part, part.files().configuration(), sum);
    }
    PackImport.checkConfiguration(plan.base().folder());
    for (FetchPlan.Part part : plan.parts()) {
      fetch(part, part.files().weights(), sum);
    }
    return plan.local();
  }

  private void fetch(FetchPlan.Part part, List<HubFile> files, Sum sum) throws HubException {
    for (HubFile file : files) {
      String what = part.model().name().name() + "/" + file.path();
      new FileDownload(hub, part.model(), file, part.place(file), bytes -> sum.show(what, bytes))
          .run(retries);
      sum.add(file.size());
    }
  }

  private void refuseFullDisk(FetchPlan plan) throws HubException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new HubException(folder + " can't be made: check its rights", e);
    }
    long wanted = plan.size() - plan.present();
    long free = FreeRoom.in(folder).orElse(Long.MAX_VALUE);
    if (free < wanted) {
      throw new HubException(
          String.format(
              Locale.ROOT,
              "%d MB are to be fetched and %d MB are free in %s: make room, or name another folder"
                  + " by --downloads",
              wanted / 1_000_000,
              free / 1_000_000,
              folder));
    }
  }

  /** Adds up what came of all files. */
  private static final class Sum {
    private final long total;
    private final ImportProgress progress;
    private long finished;

    Sum(long total, ImportProgress progress) {
      this.total = total;
      this.progress = progress;
    }

    void show(String what, long bytes) {
      progress.at("fetching " + what, finished + bytes, total);
    }

    void add(long bytes) {
      finished += bytes;
    }
  }
}
