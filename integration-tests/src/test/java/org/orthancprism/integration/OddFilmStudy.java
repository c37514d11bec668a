// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.NameBasedUid;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.FilmException;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.testhelper.OddFilm;
import org.orthancprism.orthanc.StoredInstance;

/** A study of odd films, and what an Orthanc with the plugin made of each of them. */
final class OddFilmStudy implements AutoCloseable {
  private static final String STUDY = NameBasedUid.of("study of odd films");
  private static final Pattern LABEL =
      Pattern.compile("Label burned in over columns (\\d+) to (\\d+) of rows (\\d+) to (\\d+)");

  private static final String FILM = "film";
  private static final String MEANT = "meant";

  /** Counterfactual, difference, flicker and presentation state of each film. */
  private static final int RESULTS = 4;

  private final Pacs pacs;

  /** By the name of the film and what it is of it. */
  private final Map<String, Stored> objects = new HashMap<>();

  private OddFilmStudy(Pacs pacs) {
    this.pacs = pacs;
  }

  /** An object as Orthanc gives it back. */
  record Stored(String id, Path file, Dataset dataset) {}

  /**
   * A film and what was made of it.
   *
   * @param shownLike the film as viewers read it that do not see through what is wrong with it
   * @param meant the film without what is wrong with it
   * @param unchanged for each pixel a 1 where film and counterfactual have the same value and no
   *     label is, else 0
   */
  record Made(
      Stored shownLike,
      Stored meant,
      Stored counterfactual,
      Stored difference,
      Stored flicker,
      Stored state,
      String unchanged) {}

  /** Starts an Orthanc, sends all films in one study, and waits until that is done. */
  static OddFilmStudy done(Path folder, List<OddFilm> films) throws Exception {
    OddFilmStudy study = new OddFilmStudy(Pacs.start(settings(folder)));
    try {
      study.send(films);
      study.fetch(Files.createDirectory(folder.resolve("files")), films);
      return study;
    } catch (Exception | AssertionError e) {
      study.close();
      throw e;
    }
  }

  private static ServerSettings settings(Path folder) throws IOException {
    ServerSettings settings = Pacs.settings(folder.resolve("orthanc"));
    JsonObject prism =
        Json.createObjectBuilder(settings.sections().getJsonObject("Prism"))
            .add("Edits", Json.createArrayBuilder().add(Checkout.REMOVE_EFFUSION))
            .add("Results", Json.createObjectBuilder().add("Flicker", true).add("Store", "all"))
            .add("Limits", Json.createObjectBuilder().add("FilmsPerStudy", 1000))
            .build();
    return settings.withSection("Prism", prism);
  }

  private void send(List<OddFilm> films) throws Exception {
    int sent = 0;
    for (OddFilm odd : films) {
      pacs.post(bytes(odd.film(), uid(odd, FILM), "PA"));
      sent++;
      if (!odd.isSound()) {
        // A lateral film is not edited.
        pacs.post(bytes(odd.meant(), uid(odd, MEANT), "LL"));
        sent++;
      }
    }
    // To ask for the task of so many films again and again would take longer than to do it.
    int all = sent + RESULTS * films.size() + 1;
    assertTrue(
        Await.until(Pacs.PATIENCE, () -> instances() >= all), () -> instances() + " of " + all);
    JsonObject task = pacs.awaitDone(pacs.studyId(STUDY));
    assertEquals(0, task.getInt("damaged", 0), task::toString);
  }

  private int instances() {
    try {
      return pacs.server().api().json("/statistics").asJsonObject().getInt("CountInstances");
    } catch (ServerException e) {
      throw new AssertionError(e);
    }
  }

  private static String uid(OddFilm odd, String what) {
    return NameBasedUid.of(what + " " + odd.name());
  }

  private static byte[] bytes(Dataset film, String uid, String view) {
    return new Part10Codec()
        .write(
            DicomObject.of(
                film.toBuilder()
                    .set(Tag.PATIENT_ID, "ODD-FILMS")
                    .set(Tag.STUDY_INSTANCE_UID, STUDY)
                    .set(Tag.SERIES_INSTANCE_UID, NameBasedUid.of("series of odd films " + view))
                    .set(Tag.SOP_INSTANCE_UID, uid)
                    .set(Tag.VIEW_POSITION, view)
                    .build()));
  }

  /** Fetches all of the study in one archive. */
  private void fetch(Path folder, List<OddFilm> films) throws Exception {
    Map<String, String> names = new HashMap<>();
    for (OddFilm odd : films) {
      names.put(uid(odd, FILM), odd.name());
      names.put(uid(odd, MEANT), odd.name());
    }
    String study = pacs.studyId(STUDY);
    Map<String, String> ids =
        pacs.instances(study).stream()
            .collect(Collectors.toMap(StoredInstance::sopInstanceUid, StoredInstance::id));
    byte[] archive = pacs.server().api().get("/studies/" + study + "/archive");
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      while (zip.getNextEntry() != null) {
        byte[] bytes = zip.readAllBytes();
        Dataset dataset = new Part10Codec().read(bytes).dataset();
        String id = ids.get(dataset.string(Tag.SOP_INSTANCE_UID).orElseThrow());
        Path file = Files.write(folder.resolve(id + ".dcm"), bytes);
        String name = names.get(filmOf(dataset));
        if (name != null) {
          objects.put(name + "/" + kindOf(dataset), new Stored(id, file, dataset));
        }
      }
    }
  }

  /** SOP Instance UID of the film that an object is or is made of. */
  private static String filmOf(Dataset dataset) {
    boolean state =
        dataset.string(Tag.SOP_CLASS_UID).stream()
            .anyMatch(SopClass.GRAYSCALE_SOFTCOPY_PRESENTATION_STATE::equals);
    List<Dataset> sources =
        state
            ? dataset
                .items(Tag.REFERENCED_SERIES_SEQUENCE)
                .get(0)
                .items(Tag.REFERENCED_IMAGE_SEQUENCE)
            : dataset.items(Tag.SOURCE_IMAGE_SEQUENCE);
    return sources.isEmpty()
        ? dataset.string(Tag.SOP_INSTANCE_UID).orElseThrow()
        : sources.get(0).string(Tag.REFERENCED_SOP_INSTANCE_UID).orElseThrow();
  }

  private static String kindOf(Dataset dataset) {
    List<String> type = dataset.strings(Tag.IMAGE_TYPE);
    if (type.size() > 2) {
      return type.get(2);
    }
    if (dataset.string(Tag.MODALITY).stream().anyMatch("PR"::equals)) {
      return "PR";
    }
    return dataset.string(Tag.VIEW_POSITION).orElseThrow().equals("PA") ? FILM : MEANT;
  }

  Pacs pacs() {
    return pacs;
  }

  Made made(OddFilm odd) {
    Stored film = stored(odd, FILM);
    Stored meant = odd.isSound() ? film : stored(odd, MEANT);
    Stored counterfactual = stored(odd, "COUNTERFACTUAL");
    return new Made(
        odd.kind() == OddFilm.Kind.AMBIGUOUS ? film : meant,
        meant,
        counterfactual,
        stored(odd, "DIFFERENCE"),
        stored(odd, "FLICKER"),
        stored(odd, "PR"),
        unchanged(film, counterfactual));
  }

  private Stored stored(OddFilm odd, String kind) {
    assertTrue(objects.containsKey(odd.name() + "/" + kind), odd + " has no " + kind);
    return Objects.requireNonNull(objects.get(odd.name() + "/" + kind));
  }

  /** What the edit changed may look unchanged under the label, which is no part of the edit. */
  private static String unchanged(Stored film, Stored counterfactual) {
    StoredPixels one = pixels(film);
    StoredPixels other = pixels(counterfactual);
    Matcher label =
        LABEL.matcher(counterfactual.dataset().string(Tag.DERIVATION_DESCRIPTION).orElse(""));
    assertTrue(label.find(), "the counterfactual has a label");
    StringBuilder marks = new StringBuilder();
    for (int i = 0; i < one.size(); i++) {
      boolean labelled =
          isWithin(label, 1, i % one.columns()) && isWithin(label, 3, i / one.columns());
      marks.append(!labelled && one.value(i) == other.value(i) ? '1' : '0');
    }
    return marks.toString();
  }

  /** Whether a column or row, counted from 0, is one of those that the label covers. */
  private static boolean isWithin(Matcher label, int first, int index) {
    return index + 1 >= Integer.parseInt(label.group(first))
        && index + 1 <= Integer.parseInt(label.group(first + 1));
  }

  private static StoredPixels pixels(Stored image) {
    try {
      DicomObject object = DicomObject.of(image.dataset());
      return Radiograph.of(object, NativePixels.read(object)).pixels();
    } catch (FilmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    pacs.close();
  }
}
