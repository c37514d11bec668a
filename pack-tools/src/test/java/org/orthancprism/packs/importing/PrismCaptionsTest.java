// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.models.editor.EditCaptions;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.fixture.TinyStableDiffusion;
import org.orthancprism.models.pack.Captions;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.EditRequest;

/** The captions of an imported pack are those that PRISM's training gave films of CheXpert. */
class PrismCaptionsTest {

  private static final int DEVICES = 12;
  private static final String LISTING = "Chest X-ray showing ";

  private static Pack pack;

  @BeforeAll
  static void importModel(@TempDir Path folder) throws Exception {
    Path base = TinyStableDiffusion.write(folder.resolve("sd"));
    Path out = folder.resolve("pack");
    ImportRequest request =
        new ImportRequest(
            base,
            Optional.empty(),
            Optional.empty(),
            ImportRequest.Weights.LINK,
            Optional.empty(),
            Optional.empty(),
            new ImportRequest.Identity("tiny", "1.0", "GPL-3.0-or-later"));
    PackImport.run(request, out, (what, done, total) -> {});
    pack = Pack.load(out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                               | No Finding",
        "Support Devices                | No Finding, Support Devices",
        "Cardiomegaly                   | Cardiomegaly",
        "Cardiomegaly/Support Devices   | Cardiomegaly, Support Devices",
        "Fracture                       | Fracture",
        "Fracture/Support Devices       | Fracture, Support Devices",
        "Lung Opacity/Pleural Effusion  | Lung Opacity, Pleural Effusion"
      })
  void captionsListTheLabelsOfAFilm(String findings, String listed) {
    List<String> names = findings == null ? List.of() : Arrays.asList(findings.split("/"));
    List<Finding> shown =
        pack.findings().stream().filter(finding -> names.contains(finding.name())).toList();
    assertEquals(names.size(), shown.size());
    assertEquals(LISTING + listed, captions().of(shown));
  }

  /** All 8,192 combinations, against the labeler's rule as its source has it. */
  @Test
  void everyCombinationFollowsTheRuleOfCheXpertsLabeler() {
    List<Finding> findings = pack.findings();
    assertEquals("Support Devices", findings.get(DEVICES).name());
    for (int labels = 0; labels < 1 << findings.size(); labels++) {
      List<Finding> shown = new ArrayList<>();
      StringBuilder expected = new StringBuilder();
      boolean noFinding = true;
      for (int i = 0; i < findings.size(); i++) {
        if ((labels >> i & 1) == 1) {
          shown.add(findings.get(i));
          expected.append(expected.isEmpty() ? "" : ", ").append(findings.get(i).name());
          noFinding &= i == DEVICES;
        }
      }
      if (noFinding) {
        expected.insert(0, expected.isEmpty() ? "No Finding" : "No Finding, ");
      }
      assertEquals(LISTING + expected, captions().of(shown));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "remove-cardiomegaly     | Cardiomegaly                | No Finding",
        "add-cardiomegaly        | No Finding                  | Cardiomegaly",
        "remove-support-devices  | No Finding, Support Devices | No Finding",
        "add-support-devices     | No Finding                  | No Finding, Support Devices"
      })
  void removingTheLastFindingAimsAtAFilmThatIsLabelledHealthy(
      String edit, String source, String target) throws Exception {
    assertEquals(
        List.of(new EditCaptions(edit, LISTING + source, LISTING + target)),
        EditCaptions.of(List.of(EditRequest.parse(edit, pack.findings())), pack));
  }

  private static Captions.Description captions() {
    return (Captions.Description) pack.manifest().captions();
  }
}
