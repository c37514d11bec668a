// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.host.plugins.RoutingPlugin;

/** The services of Orthanc as a plugin calls them, and the changes as it hears of them. */
class ServicesTest {
  private static final String CREDENTIALS =
      "Basic " + Base64.getEncoder().encodeToString("alice:secret".getBytes(UTF_8));
  private static final String STUDY_UID = "2.25.100000000000000000000000000000000001";
  private static final String SERIES_UID = "2.25.100000000000000000000000000000000002";

  @TempDir static Path folder;
  private static RunningOrthanc orthanc;

  @BeforeAll
  static void start() throws Exception {
    orthanc =
        new RunningOrthanc(
            folder,
            List.of(RunningOrthanc.HOST),
            Map.of(
                "Java",
                RunningOrthanc.java(
                    RunningOrthanc.TEST_CLASSES.toString(), RoutingPlugin.class.getName()),
                "AuthenticationEnabled",
                "true",
                "RegisteredUsers",
                "{\"alice\": \"secret\"}"),
            Map.of());
  }

  @AfterAll
  static void stop() {
    orthanc.close();
  }

  private static String get(String path) throws Exception {
    return orthanc.getText(path, "Authorization", CREDENTIALS);
  }

  private static byte[] send(String method, String path, String body) throws Exception {
    return orthanc.send(method, path, body.getBytes(UTF_8), "Authorization", CREDENTIALS).body();
  }

  /** Lets Orthanc itself make and store a small DICOM file; returns the instance's Orthanc id. */
  private static String store() throws Exception {
    String answer =
        new String(
            send(
                "POST",
                "/tools/create-dicom",
                "{\"Force\": true, \"Tags\": {\"PatientName\": \"Röntgen^Zoë\", \"PatientID\": \"P 1\","
                    + " \"SpecificCharacterSet\": \"ISO_IR 192\", \"StudyInstanceUID\": \""
                    + STUDY_UID
                    + "\", \"SeriesInstanceUID\": \""
                    + SERIES_UID
                    + "\", \"Modality\": \"OT\"}}"),
            UTF_8);
    Matcher id = Pattern.compile("\"ID\" : \"([0-9a-f-]+)\"").matcher(answer);
    assertTrue(id.find(), answer);
    return id.group(1);
  }

  @Test
  void theLogTakesTextInAnyScript() {
    assertEquals(1, orthanc.log("Routing plugin: röntgen 🩻").size());
  }

  @Test
  void thePageOfPluginsShowsWhatThePluginSaysOfItself() throws Exception {
    String page = get("/plugins/prism-host");

    assertTrue(page.contains("Routes each service of the SDK"), page);
    assertTrue(page.contains("test/echo/root"), page);
    assertTrue(get("/plugins/explorer.js").contains("extended by the routing plugin"));
  }

  @Test
  void thePluginReadsOrthancsConfiguration() throws Exception {
    assertTrue(get("/test/configuration/x").contains("Prism host test"));
  }

  @Test
  void thePluginUsesOrthancsRestApi() throws Exception {
    assertTrue(get("/test/get/system").contains("\"Name\" : \"Prism host test\""));
    send("PUT", "/test/put/modalities/viewer", "[\"VIEWER\", \"127.0.0.1\", 104]");
    assertTrue(get("/modalities").contains("viewer"));
    assertEquals("deleted", get("/test/delete/modalities/viewer"));
    assertFalse(get("/modalities").contains("viewer"));
    assertTrue(
        new String(
                send("POST", "/test/post/tools/find", "{\"Level\": \"Study\", \"Query\": {}}"),
                UTF_8)
            .startsWith("["));
  }

  @Test
  void aServiceThatFailsThrowsOrthancsDescription() throws Exception {
    assertEquals("OrthancException: Unknown resource", get("/test/get/instances/none"));
    assertTrue(get("/test/delete/instances/none").startsWith("OrthancException: "));
    assertTrue(get("/test/lookup/study/1.2.3").startsWith("OrthancException: "));
  }

  @Test
  void aGlobalPropertyHasItsDefaultUntilItIsSet() throws Exception {
    assertEquals("never set — 🩻", get("/test/property/x"));

    send("PUT", "/test/property/x", "sequence 17 🩻");

    assertEquals("sequence 17 🩻", get("/test/property/x"));
  }

  @Test
  void aMetricAppearsAmongOrthancsOwn() throws Exception {
    get("/test/metric/x");

    String metrics = get("/tools/metrics-prometheus");
    assertTrue(metrics.contains("prism_test_films 42.5"), metrics);
  }

  @Test
  void theTokenOpensOrthancsRestApiAndNothingElseDoes() throws Exception {
    String token = get("/test/token/x");

    assertEquals(401, orthanc.get("/system").statusCode());
    assertEquals(401, orthanc.get("/system", "Authorization", token + "x").statusCode());
    assertEquals(200, orthanc.get("/system", "Authorization", token).statusCode());
  }

  @Test
  void storingAnInstanceIsHeardInOrderOnOneThreadAndFoundByItsIdentifiers() throws Exception {
    String instance = store();

    String changes = get("/test/change/STABLE_STUDY");
    String study = get("/test/lookup/study/" + STUDY_UID);
    assertTrue(changes.contains("STABLE_STUDY STUDY " + study + " on orthanc-changes"), changes);
    assertTrue(changes.contains("NEW_INSTANCE INSTANCE " + instance), changes);
    assertTrue(changes.indexOf("ORTHANC_STARTED NONE") < changes.indexOf("NEW_INSTANCE"), changes);
    assertTrue(changes.indexOf("NEW_INSTANCE") < changes.indexOf("STABLE_STUDY"), changes);
    assertTrue(changes.lines().allMatch(line -> line.endsWith(" on orthanc-changes")), changes);
    assertTrue(
        get("/instances/" + instance + "/series")
            .contains(get("/test/lookup/series/" + SERIES_UID)));
    assertTrue(
        get("/instances/" + instance + "/patient").contains(get("/test/lookup/patient/P%201")));
    assertArrayEquals(
        orthanc.get("/instances/" + instance + "/file", "Authorization", CREDENTIALS).body(),
        orthanc.get("/test/dicom/" + instance, "Authorization", CREDENTIALS).body());
  }

  @Test
  void aFailingListenerIsLoggedAndDoesNotKeepChangesFromTheNext() {
    orthanc.awaitLog("the callback of change ORTHANC_STARTED");

    assertEquals(
        1,
        orthanc
            .errors(
                "change ORTHANC_STARTED (resource \"\") failed: java.lang.IllegalStateException: the first listener fails")
            .size());
  }
}
