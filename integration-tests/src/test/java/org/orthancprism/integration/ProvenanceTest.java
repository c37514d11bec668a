// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.orthanc.StoredInstance;

/** What a worker stores is signed, and known again whatever became of its header. */
@ExtendWith(SharedPacs.class)
class ProvenanceTest {

  @TempDir private Path folder;

  private static String done(Pacs pacs, TestFilm film) throws Exception {
    String study =
        pacs.server()
            .api()
            .post("/instances", film.bytes())
            .asJsonObject()
            .getString("ParentStudy");
    pacs.awaitDone(study);
    return study;
  }

  private static JsonObject verified(Pacs pacs, StoredInstance instance) throws Exception {
    return pacs.server().api().json("/prism/verify/" + instance.id()).asJsonObject();
  }

  /** The files of what was made in a study. */
  private static List<StoredInstance> results(Pacs pacs, String study, TestFilm film)
      throws Exception {
    return pacs.instances(study).stream()
        .filter(instance -> !instance.sopInstanceUid().equals(film.sopInstanceUid()))
        .toList();
  }

  private static Dataset dataset(Pacs pacs, StoredInstance instance) throws Exception {
    return new Part10Codec().read(pacs.server().client().file(instance.id())).dataset();
  }

  private Path certificate(Dataset result) throws Exception {
    byte[] encoded =
        result
            .items(Tag.DIGITAL_SIGNATURES_SEQUENCE)
            .get(0)
            .bytes(Tag.CERTIFICATE_OF_SIGNER)
            .orElseThrow();
    return Files.writeString(
        folder.resolve("signer.pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(encoded)
            + "\n-----END CERTIFICATE-----\n");
  }

  private static void assertVerifiedByDcmsign(Path file, Path certificate) throws Exception {
    Process dcmsign =
        new ProcessBuilder(
                "dcmsign",
                "--verify",
                "--require-sig",
                "--add-cert-file",
                certificate.toString(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(dcmsign.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, dcmsign.waitFor(), told);
  }

  @Test
  void everyResultThatOrthancHoldsIsVerifiedByDcmsignAndByThePlugin(Pacs pacs) throws Exception {
    TestFilm film = TestFilm.ofSeed(950);
    String study = done(pacs, film);
    List<StoredInstance> results = results(pacs, study, film);
    assertEquals(Checkout.COMPLETE - 1, results.size());
    for (StoredInstance result : results) {
      byte[] file = pacs.server().client().file(result.id());
      assertVerifiedByDcmsign(
          Files.write(folder.resolve("result.dcm"), file), certificate(dataset(pacs, result)));
      JsonObject answer = verified(pacs, result);
      assertEquals("unaltered", answer.getString("signature"), answer::toString);
      assertTrue(answer.getJsonObject("signedBy").getBoolean("known"), answer::toString);
      assertEquals(64, answer.getJsonObject("pack").getString("digest").length());
    }
  }

  @Test
  void whatAnArchiveChangedInAResultIsTold(Pacs pacs) throws Exception {
    TestFilm film = TestFilm.ofSeed(951);
    StoredInstance result = results(pacs, done(pacs, film), film).get(0);
    byte[] modified =
        pacs.server()
            .api()
            .answer(
                "POST",
                "/instances/" + result.id() + "/modify",
                "application/json",
                "{\"Replace\": {\"PatientID\": \"ANOTHER\"}, \"Force\": true}"
                    .getBytes(StandardCharsets.UTF_8))
            .body();

    JsonObject answer =
        verified(
            pacs,
            pacs.instances(
                    pacs.server()
                        .api()
                        .post("/instances", modified)
                        .asJsonObject()
                        .getString("ParentStudy"))
                .get(0));

    assertEquals("altered", answer.getString("signature"), answer::toString);
    String parts = answer.getJsonObject("altered").getJsonArray("parts").toString();
    assertTrue(parts.contains("identity"), parts);
    assertFalse(parts.contains("pixels"), parts);
  }

  private static Dataset counterfactual(Pacs pacs, List<StoredInstance> results) throws Exception {
    for (StoredInstance result : results) {
      Dataset dataset = dataset(pacs, result);
      if (dataset.strings(Tag.IMAGE_TYPE).contains("COUNTERFACTUAL")) {
        return dataset;
      }
    }
    throw new AssertionError("there is no counterfactual");
  }

  @Test
  void aResultThatLostItsHeaderIsRecognisedAndNoSource(Pacs pacs) throws Exception {
    TestFilm film = TestFilm.ofSeed(952);
    String study = done(pacs, film);
    Dataset counterfactual = counterfactual(pacs, results(pacs, study, film));
    byte[] pixels = counterfactual.bytes(Tag.PIXEL_DATA).orElseThrow();
    TestFilm stripped =
        TestFilm.ofSeed(953).with(builder -> builder.setBytes(Tag.PIXEL_DATA, Vr.OW, pixels));

    String back = done(pacs, stripped);

    List<StoredInstance> held = pacs.instances(back);
    assertEquals(1, held.size(), "no output is ever input");
    JsonObject task = pacs.server().api().json("/prism/tasks/" + back).asJsonObject();
    String uid = counterfactual.string(Tag.SOP_INSTANCE_UID).orElseThrow();
    assertTrue(task.toString().contains("its pixels are those of " + uid), task::toString);
    JsonObject answer = verified(pacs, held.get(0));
    assertFalse(answer.getBoolean("synthetic"));
    assertEquals(uid, answer.getJsonObject("samePixels").getString("result"));
    assertEquals(film.sopInstanceUid(), answer.getJsonObject("samePixels").getString("film"));
  }
}
