// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;
import org.orthancprism.testing.ScriptedOrthanc.Request;

/** How the answers of Orthanc's REST API are understood. */
class OrthancClientTest {

  private static final String ERROR =
      "{\"HttpStatus\": 500, \"Message\": \"The storage area is full\", \"Details\": \"\"}";

  private static OrthancClient client(ScriptedOrthanc orthanc) {
    return new OrthancClient(orthanc.address(), "Bearer secret");
  }

  @Test
  void everyRequestCarriesTheToken() throws Exception {
    try (ScriptedOrthanc orthanc =
        new ScriptedOrthanc(
            request ->
                request.authorization().equals("Bearer secret")
                    ? new Answer(200, "{\"Version\": \"1.10.1\"}")
                    : new Answer(401, ""))) {
      assertEquals("1.10.1", client(orthanc).system().getString("Version"));
    }
  }

  @Test
  void theInstancesOfAStudyAreListed() throws Exception {
    String body =
        "[{\"ID\": \"ab-1\", \"ParentSeries\": \"cd-2\", \"FileSize\": 12,"
            + " \"MainDicomTags\": {\"SOPInstanceUID\": \"1.2.3\"}}]";
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(200, body))) {
      assertEquals(
          List.of(new StoredInstance("ab-1", "cd-2", "1.2.3", 12)),
          client(orthanc).instances("ab"));
      assertEquals(List.of("GET /studies/ab/instances"), orthanc.requests());
    }
  }

  @Test
  void aMissingResourceIsNotFoundAndWillNotComeBackByItself() {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(404, ""))) {
      OrthancRestException missing =
          assertThrows(OrthancRestException.NotFound.class, () -> client(orthanc).instances("ab"));
      assertFalse(missing.mayPass());
    }
  }

  @Test
  void anInstanceThatWasOverwrittenIsKnownByItsFile() throws Exception {
    AtomicInteger file = new AtomicInteger();
    try (ScriptedOrthanc orthanc =
        new ScriptedOrthanc(
            request ->
                new Answer(
                    200,
                    "[{\"ID\": \"ab-1\", \"ParentSeries\": \"cd-2\", \"FileUuid\": \"f"
                        + file.incrementAndGet()
                        + "\", \"MainDicomTags\": {\"SOPInstanceUID\": \"1.2.3\"}}]"))) {
      StoredInstance before = client(orthanc).instances("ab").get(0);
      StoredInstance after = client(orthanc).instances("ab").get(0);
      assertEquals(before.id(), after.id());
      assertEquals("ab-1 f1", before.revision());
      assertEquals("ab-1 f2", after.revision());
    }
  }

  /** An Orthanc that checks revisions, as it answers (measured on 1.10.1 with PostgreSQL). */
  private static Answer checking(Request request, AtomicReference<String> value) {
    String revision = "\"" + value.get() + "\"";
    if (request.line().startsWith("GET")) {
      return new Answer(200, value.get(), revision);
    }
    if (!request.revision().equals(revision)) {
      return new Answer(409, "");
    }
    value.set(request.body());
    return new Answer(200, "");
  }

  @Test
  void metadataTakeThePlaceOfWhatWasReadAndOfNothingElse() throws Exception {
    AtomicReference<String> value = new AtomicReference<>("one");
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> checking(request, value))) {
      OrthancClient client = client(orthanc);
      Optional<Metadata> read = client.metadata("ab", 5120);
      client.setMetadata("ab", 5120, "two", read);
      assertEquals("two", value.get());
      OrthancRestException late =
          assertThrows(
              OrthancRestException.Conflict.class,
              () -> client.setMetadata("ab", 5120, "three", read));
      assertTrue(late.mayPass());
      assertEquals("two", value.get());
      client.setMetadata("ab", 5120, "whatever is there");
      assertEquals("whatever is there", value.get());
    }
  }

  @Test
  void whatIsThereAlreadyIsNotSaidToBeAdded() throws Exception {
    for (boolean added : new boolean[] {true, false}) {
      String body =
          "{\"ID\": \"ab\", \"Status\": \"" + (added ? "Success" : "AlreadyStored") + "\"}";
      try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(200, body))) {
        assertEquals(new Stored("ab", added), client(orthanc).store(new byte[8]));
      }
    }
  }

  @Test
  void missingMetadataIsNoError() throws Exception {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(404, ""))) {
      assertEquals(Optional.empty(), client(orthanc).metadata("ab", 5120));
      client(orthanc).deleteInstance("ab");
    }
  }

  @Test
  void aFullDiskMayPassAndIsToldInOrthancsWords() {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(500, ERROR))) {
      OrthancRestException full =
          assertThrows(
              OrthancRestException.ServerFault.class, () -> client(orthanc).store(new byte[8]));
      assertTrue(full.mayPass());
      assertTrue(full.getMessage().contains("The storage area is full"), full.getMessage());
    }
  }

  @Test
  void aDenialIsForAnAdministratorToEndAndDoesNotTellTheToken() {
    for (int status : new int[] {401, 403}) {
      try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(status, "no"))) {
        OrthancRestException denied =
            assertThrows(OrthancRestException.Denied.class, () -> client(orthanc).system());
        assertTrue(denied.mayPass());
        assertFalse(denied.getMessage().contains("secret"));
      }
    }
  }

  @Test
  void aRefusalIsFinal() {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(400, "no json"))) {
      OrthancRestException refused =
          assertThrows(OrthancRestException.Rejected.class, () -> client(orthanc).system());
      assertFalse(refused.mayPass());
    }
  }

  @Test
  void theRulesOfAStudysOrthancTellWhatToEdit() throws Exception {
    try (ScriptedOrthanc orthanc =
        new ScriptedOrthanc(
            request ->
                new Answer(
                    200,
                    "{\"edits\": [\"add-nodule\"], \"rules\": [{\"rule\": \"night\", \"decides\":"
                        + " false}, {\"rule\": \"ward\", \"decides\": true}]}"))) {
      assertEquals(
          new RuleDecision(List.of("add-nodule"), List.of("ward")), client(orthanc).decision("ab"));
      assertEquals(List.of("POST /prism/rules/test"), orthanc.requests());
    }
  }

  @Test
  void anOrthancWhosePluginIsOffIsNotTakenForADeletedStudy() {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(404, ""))) {
      assertThrows(OrthancRestException.ServerFault.class, () -> client(orthanc).decision("ab"));
    }
  }

  @Test
  void anOrthancThatIsDownMayComeBack() {
    ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(200, "{}"));
    URI address = orthanc.address();
    orthanc.close();
    OrthancRestException down =
        assertThrows(
            OrthancRestException.Unreachable.class,
            () -> new OrthancClient(address, "token").system());
    assertTrue(down.mayPass());
  }

  @Test
  void anIdentifierThatIsNoneOfOrthancsIsNeverAsked() {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(200, "{}"))) {
      assertThrows(IllegalArgumentException.class, () -> client(orthanc).file("../../system"));
      assertEquals(List.of(), orthanc.requests());
    }
  }
}
