// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.orthanc.StoredInstance;

/** What can be asked of a real Orthanc with the plugin. */
@ExtendWith(SharedPacs.class)
class RequestsTest {

  private static final String ADD_EFFUSION = "add-pleural-effusion";

  private static final Pattern LABEL =
      Pattern.compile("Label burned in over columns (\\d+) to (\\d+) of rows (\\d+) to (\\d+)\\.");

  @TempDir private Path folder;

  private String done(Pacs pacs, TestFilm film) throws Exception {
    pacs.send(film.file(folder));
    String study = pacs.studyId(film.studyInstanceUid());
    pacs.awaitDone(study);
    return study;
  }

  private static Set<String> uids(Pacs pacs, String study) throws Exception {
    return pacs.instances(study).stream()
        .map(StoredInstance::sopInstanceUid)
        .collect(Collectors.toSet());
  }

  @Test
  void anEditThatSomebodyAsksForIsMadeBesideWhatTheRulesCalledFor(Pacs pacs) throws Exception {
    String study = done(pacs, TestFilm.ofSeed(701));
    Set<String> before = uids(pacs, study);
    JsonObject request =
        Json.createObjectBuilder()
            .add("edits", Json.createArrayBuilder().add(ADD_EFFUSION))
            .build();
    String path = "/prism/studies/" + study + "/counterfactuals";
    String task = pacs.server().api().postJson(path, request).getString("id");
    pacs.awaitDone(task);
    Set<String> after = uids(pacs, study);
    assertTrue(after.containsAll(before));
    assertEquals(before.size() + 4, after.size(), "image, difference, presentation state, report");
    assertEquals(task, pacs.server().api().postJson(path, request).getString("id"));
    pacs.awaitDone(task);
    assertEquals(after, uids(pacs, study), "the same again adds nothing");
  }

  @Test
  void aFilmThatComesLaterIsWorkedOnAlone(Pacs pacs) throws Exception {
    TestFilm first = TestFilm.ofSeed(702);
    String study = done(pacs, first);
    Set<String> before = uids(pacs, study);
    TestFilm second =
        first.with(builder -> builder.set(Tag.SOP_INSTANCE_UID, first.sopInstanceUid() + ".2"));
    pacs.send(second.file(folder));
    int complete = before.size() + Checkout.COMPLETE;
    pacs.awaitTask(study, task -> Pacs.hasEnded(task) && task.getJsonArray("films").size() > 1);
    Set<String> after = uids(pacs, study);
    assertTrue(after.containsAll(before), "what was there stays as it was");
    assertEquals(complete, after.size(), after::toString);
    String reasons = pacs.server().api().json("/prism/tasks/" + study).toString();
    assertTrue(reasons.contains("its results are there already"), reasons);
  }

  @Test
  void theSameEditByOtherCaptionsAndSeedIsKeptBesideTheFirst(Pacs pacs) throws Exception {
    String study = done(pacs, TestFilm.ofSeed(707));
    Set<String> before = uids(pacs, study);
    JsonObject request =
        Json.createObjectBuilder()
            .add("edits", Json.createArrayBuilder().add(Checkout.REMOVE_DEVICES))
            .add("target", "remove support devices")
            .add("seed", 5)
            .build();
    String path = "/prism/studies/" + study + "/counterfactuals";
    pacs.awaitDone(pacs.server().api().postJson(path, request).getString("id"));
    Set<String> after = uids(pacs, study);
    assertTrue(after.containsAll(before));
    assertEquals(before.size() + 4, after.size(), "image, difference, presentation state, report");
  }

  @Test
  void withinARegionAFilmChangesAndNowhereElse(Pacs pacs) throws Exception {
    TestFilm film = TestFilm.ofSeed(708);
    String study = done(pacs, film);
    String digest = Pack.load(Checkout.QUICK.pack()).digest();
    String plain = DerivedUid.counterfactualImage(digest, Checkout.REMOVE_DEVICES, film.version());
    Dataset whole = pacs.object(plain).dataset();
    Set<String> before = uids(pacs, study);
    int rows = whole.integer(Tag.ROWS).orElseThrow();
    int columns = whole.integer(Tag.COLUMNS).orElseThrow();
    List<Integer> changed = changed(film, pacs.object(plain));
    int middle = changed.stream().map(i -> i % columns).sorted().toList().get(changed.size() / 2);
    JsonObject request =
        Json.createObjectBuilder()
            .add("edits", Json.createArrayBuilder().add(Checkout.REMOVE_DEVICES))
            .add("region", leftOf(middle, rows, instance(pacs, study, film)))
            .build();
    String path = "/prism/studies/" + study + "/counterfactuals";
    pacs.awaitDone(pacs.server().api().postJson(path, request).getString("id"));
    Set<String> added = uids(pacs, study);
    added.removeAll(before);
    assertEquals(4, added.size(), "image, difference, presentation state, report");
    DicomObject confined = counterfactualAmong(pacs, added);
    List<Integer> left = changed(film, confined);
    assertTrue(left.size() > changed.size() / 4, "it changes within: " + left.size());
    assertTrue(left.stream().allMatch(i -> i % columns < middle), "and nowhere else");
    String told = confined.dataset().string(Tag.DERIVATION_DESCRIPTION).orElseThrow();
    assertTrue(told.contains("Changed only within an edit mask that was given."), told);
  }

  private static JsonObject leftOf(int column, int rows, String instance) {
    return Json.createObjectBuilder()
        .add("instance", instance)
        .add(
            "editMask",
            Json.createArrayBuilder()
                .add(
                    Json.createArrayBuilder()
                        .add(Json.createArrayBuilder(List.of(0, 0)))
                        .add(Json.createArrayBuilder(List.of(column, 0)))
                        .add(Json.createArrayBuilder(List.of(column, rows)))
                        .add(Json.createArrayBuilder(List.of(0, rows)))))
        .build();
  }

  private static String instance(Pacs pacs, String study, TestFilm film) throws Exception {
    return pacs.instances(study).stream()
        .filter(each -> each.sopInstanceUid().equals(film.sopInstanceUid()))
        .map(StoredInstance::id)
        .findFirst()
        .orElseThrow();
  }

  private static DicomObject counterfactualAmong(Pacs pacs, Set<String> uids) throws Exception {
    for (String uid : uids) {
      DicomObject object = pacs.object(uid);
      if (object.dataset().string(Tag.DERIVATION_DESCRIPTION).orElse("").startsWith("SYNTHETIC c")
          && object.dataset().string(Tag.PHOTOMETRIC_INTERPRETATION).orElse("").startsWith("M")) {
        return object;
      }
    }
    throw new AssertionError("no counterfactual among " + uids);
  }

  /** Places of the pixels that differ from the film's, but for those under the burned-in label. */
  private static List<Integer> changed(TestFilm film, DicomObject image) throws Exception {
    int[] source = NativePixels.read(film.object()).values();
    int[] values = NativePixels.read(image).values();
    int columns = image.dataset().integer(Tag.COLUMNS).orElseThrow();
    Matcher label = LABEL.matcher(image.dataset().string(Tag.DERIVATION_DESCRIPTION).orElseThrow());
    assertTrue(label.find(), "the label's place is told");
    int[] place = IntStream.rangeClosed(1, 4).map(i -> Integer.parseInt(label.group(i))).toArray();
    return IntStream.range(0, source.length)
        .filter(i -> source[i] != values[i])
        .filter(
            i ->
                i % columns + 1 < place[0]
                    || i % columns + 1 > place[1]
                    || i / columns + 1 < place[2]
                    || i / columns + 1 > place[3])
        .boxed()
        .toList();
  }

  /** What a worker leaves behind that dies after it stored the report: all but the mark. */
  @Test
  void aFilmThatComesAfterACrashBeforeTheMarkHasAReportOfItsOwn(Pacs pacs) throws Exception {
    TestFilm first = TestFilm.ofSeed(706);
    String study = done(pacs, first);
    Set<String> before = uids(pacs, study);
    pacs.server().api().delete("/studies/" + study + "/metadata/5120");
    TestFilm second =
        first.with(builder -> builder.set(Tag.SOP_INSTANCE_UID, first.sopInstanceUid() + ".2"));
    pacs.send(second.file(folder));
    pacs.awaitTask(study, task -> Pacs.hasEnded(task) && task.getJsonArray("films").size() > 1);
    Set<String> after = uids(pacs, study);
    assertEquals(before.size() + Checkout.COMPLETE, after.size(), after::toString);
    assertTrue(after.containsAll(before));
    String digest = Pack.load(Checkout.QUICK.pack()).digest();
    String own = second.report(digest);
    assertTrue(after.contains(own), "the second report is about the second film alone");
  }

  @Test
  void theRulesAreTestedWithoutDoingAnything(Pacs pacs) throws Exception {
    String study = done(pacs, TestFilm.ofSeed(703));
    JsonObject decision =
        pacs.server()
            .api()
            .postJson("/prism/rules/test", Json.createObjectBuilder().add("study", study).build());
    assertEquals(Checkout.EDITS, decision.getJsonArray("edits").getValuesAs(JsonString::getString));
  }

  @Test
  void refusalsAreProblemDocumentsAlsoThroughOrthanc(Pacs pacs) throws Exception {
    HttpResponse<byte[]> delete =
        pacs.server().api().answer("DELETE", "/prism/tasks", "application/json", new byte[0]);
    assertEquals(405, delete.statusCode());
    assertEquals("GET", delete.headers().firstValue("Allow").orElse(""));
    assertProblem(415, pacs, "POST", "/prism/queue/pause", "text/plain", "{}");
    assertProblem(400, pacs, "POST", "/prism/queue/pause", "application/json", "{");
    assertProblem(404, pacs, "POST", "/prism/tasks/ab/cancel", "application/json", "{}");
    assertProblem(409, pacs, "POST", "/prism/queue/resume", "application/json", "{}");
  }

  /** All that Orthanc, the plugin and the worker wrote in all tests that share this Orthanc. */
  @Test
  void noNameAndNoIdOfAPatientIsInTheLog(Pacs pacs) throws Exception {
    done(pacs, TestFilm.ofSeed(704));
    List<String> lines = pacs.server().logLines();
    assertTrue(lines.stream().anyMatch(line -> line.contains("Prism")), "the plugin logs");
    assertEquals(
        List.of(),
        lines.stream()
            .filter(line -> line.contains("Phantom^") || line.contains("TEST-"))
            .toList());
  }

  @Test
  void aWorkerThatMayChooseItsDeviceTellsWhichItFound(Pacs pacs) throws Exception {
    done(pacs, TestFilm.ofSeed(719));
    assertTrue(
        Await.until(Pacs.PATIENCE, () -> List.of("cpu", "cuda:0").contains(device(pacs))),
        () -> device(pacs));
  }

  private static String device(Pacs pacs) {
    try {
      return pacs.status().getJsonArray("workers").getJsonObject(0).getString("device");
    } catch (ServerException e) {
      return "";
    }
  }

  @Test
  void theStateOfAStudyIsShownOnItAndInOrthancsMetrics(Pacs pacs) throws Exception {
    String study = done(pacs, TestFilm.ofSeed(705));
    byte[] state = pacs.server().api().get("/studies/" + study + "/metadata/5121");
    assertEquals("done", new String(state, StandardCharsets.UTF_8));
    assertTrue(
        Await.until(
            Pacs.PATIENCE,
            () -> metrics(pacs).lines().anyMatch(line -> line.matches("prism_tasks_done [1-9].*"))),
        () -> metrics(pacs));
    for (String metric :
        List.of(
            "prism_tasks_queued",
            "prism_failed_bad_film",
            "prism_stage_edit_seconds_total",
            "prism_workers",
            "prism_worker_resident_memory_bytes",
            "prism_worker_restarts",
            "prism_queue_alarm")) {
      assertTrue(metrics(pacs).contains("\n" + metric + " "), metric);
    }
  }

  private static String metrics(Pacs pacs) {
    try {
      return new String(
          pacs.server().api().get("/tools/metrics-prometheus"), StandardCharsets.UTF_8);
    } catch (ServerException e) {
      return "";
    }
  }

  private static void assertProblem(
      int status, Pacs pacs, String method, String path, String type, String body)
      throws Exception {
    HttpResponse<byte[]> answer =
        pacs.server().api().answer(method, path, type, body.getBytes(StandardCharsets.UTF_8));
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    assertEquals(status, answer.statusCode(), method + " " + path + ": " + text);
    assertEquals(
        List.of("application/problem+json"), answer.headers().allValues("Content-Type"), text);
    assertTrue(text.contains("\"detail\""), text);
  }
}
