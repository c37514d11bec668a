// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.PackSummary;
import org.orthancprism.packs.configuration.ImportException;
import org.orthancprism.packs.configuration.StableDiffusionConfiguration;

/**
 * Makes a pack of a Stable Diffusion 1.x or 2.x and, where given, another UNet over it, LoRAs, a
 * classifier and a CLIP. PRISM (arXiv 2503.00196) is such a UNet.
 *
 * <p>All is checked before the first byte is written. The pack is written to a folder beside its
 * place and renamed when it is whole, so that a pack is there complete or not at all.
 */
public final class PackImport {

  private static final String MANIFEST = "pack.json";
  private static final String TOKENIZER = "tokenizer.json";

  private final ImportRequest request;
  private final ImportProgress progress;
  private final StableDiffusionFolder base;
  private final Optional<ClassifierFile> classifier;
  private final Optional<ClipFolder> clip;
  private final List<MergedLora> loras = new ArrayList<>();
  private final Map<String, String> digests = new TreeMap<>();

  private PackImport(ImportRequest request, ImportProgress progress) throws PackException {
    this.request = request;
    this.progress = progress;
    this.base =
        StableDiffusionFolder.read(request.base(), request.unet(), request.precision())
            .merged(request.loras(), request.precision().orElse(WeightType.FP32));
    for (ImportRequest.Lora lora : request.loras()) {
      loras.add(MergedLora.of(lora));
    }
    this.classifier =
        request.classifier().isPresent()
            ? Optional.of(ClassifierFile.read(request.classifier().get()))
            : Optional.empty();
    this.clip =
        request.clip().isPresent()
            ? Optional.of(
                ClipFolder.read(request.clip().get(), base.tokenizer(), request.precision()))
            : Optional.empty();
  }

  /**
   * Makes a pack.
   *
   * @param request what it is made of
   * @param out its folder, which is not there yet
   * @param progress is called for each part
   * @return what the pack says of itself
   * @throws PackException when something is missing, does not fit, is a pickle, or can't be written
   */
  public static PackSummary run(ImportRequest request, Path out, ImportProgress progress)
      throws PackException {
    Path place = out.toAbsolutePath().normalize();
    refuseExisting(place);
    PackImport work = new PackImport(request, progress);
    Path parent = place.getParent();
    if (parent == null) {
      throw new ImportException(out + " can't be a pack: name a folder");
    }
    Path unfinished =
        parent.resolve("." + place.getFileName() + ".unfinished-" + ProcessHandle.current().pid());
    try {
      Files.createDirectories(parent);
      Files.createDirectory(unfinished);
      work.write(unfinished);
      PackSummary.read(unfinished);
      refuseExisting(place);
      Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw ImportException.whileWriting(
          place + " can't be written (" + e.getMessage() + "): check rights and room", e);
    } finally {
      remove(unfinished);
    }
    return PackSummary.read(place);
  }

  /**
   * Refuses a folder that can't become a pack, by all of its files but the weights, which need not
   * be there yet.
   *
   * @param base folder of a Stable Diffusion 1.x
   * @throws PackException when a file is missing, or the model is of another architecture
   */
  public static void checkConfiguration(Path base) throws PackException {
    StableDiffusionConfiguration.read(base);
  }

  /**
   * Refuses a place for a pack that is taken.
   *
   * @throws ImportException when there is something already
   */
  public static void refuseExisting(Path place) throws ImportException {
    if (Files.exists(place)) {
      throw new ImportException(place + " is there already: name another folder or remove it");
    }
  }

  private static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("what was begun stays behind in " + folder, e);
    }
  }

  private List<WeightPlan> plans() {
    List<WeightPlan> plans = new ArrayList<>(List.of(base.textEncoder(), base.unet(), base.vae()));
    classifier.ifPresent(file -> plans.add(file.plan()));
    clip.ifPresent(folder -> plans.addAll(List.of(folder.image(), folder.text())));
    return plans;
  }

  private void write(Path folder) throws IOException, PackException {
    WeightTransfer transfer = new WeightTransfer(folder, request.weights());
    long total = 0;
    long room = 0;
    for (WeightPlan plan : plans()) {
      long bytes = transfer.bytes(plan);
      total += bytes;
      room += transfer.takesRoom(plan) ? bytes : 0;
    }
    refuseFullDisk(folder, room);
    long[] done = {0};
    long all = total;
    for (WeightPlan plan : plans()) {
      String what = transfer.verb(plan) + " " + plan.spec().weights();
      progress.at(what, done[0], all);
      String digest =
          transfer.run(
              plan,
              bytes -> {
                done[0] += bytes;
                progress.at(what, done[0], all);
              });
      digests.put(plan.spec().weights(), digest);
    }
    writeJson(folder.resolve(TOKENIZER), base.tokenizer().toJson(), false);
    writeJson(folder.resolve(MANIFEST), manifest(), true);
  }

  /** Where the system can't say what is free, writing shows it. */
  private static void refuseFullDisk(Path folder, long room) throws ImportException {
    long usable = FreeRoom.in(folder).orElse(Long.MAX_VALUE);
    if (usable < room) {
      throw new ImportException(
          String.format(
              Locale.ROOT,
              "the pack needs %d MB and %d MB are free beside %s: make room or link the weights",
              room / 1_000_000,
              usable / 1_000_000,
              folder.getParent()));
    }
  }

  private void writeJson(Path file, JsonObject json, boolean pretty) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JsonWriterFactory factory =
        Json.createWriterFactory(pretty ? Map.of(JsonGenerator.PRETTY_PRINTING, true) : Map.of());
    try (JsonWriter writer = factory.createWriter(bytes, StandardCharsets.UTF_8)) {
      writer.write(json);
    }
    try (DigestedFile out = DigestedFile.create(file, count -> {})) {
      out.write(ByteBuffer.wrap(bytes.toByteArray()));
      digests.put(String.valueOf(file.getFileName()), out.digest());
    }
  }

  private JsonObject manifest() throws PackException {
    ImportedManifest manifest =
        new ImportedManifest(request.identity(), base, loras, classifier, clip, digests);
    return manifest.toJson(TOKENIZER);
  }
}
