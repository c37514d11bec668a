// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.PromptEdit;

class EditCaptionsTest {

  private static Pack pack(String name) throws Exception {
    return Pack.load(Path.of("packs", name));
  }

  private static List<EditCaptions> captions(Pack pack, String... edits) {
    return EditCaptions.of(
        List.of(edits).stream().map(edit -> EditRequest.parse(edit, pack.findings())).toList(),
        pack);
  }

  @Test
  void aPackThatTakesInstructionsIsToldWhatToDo() throws Exception {
    assertEquals(
        List.of(
            new EditCaptions("remove-support-devices", "", "remove support devices"),
            new EditCaptions("add-pleural-effusion", "", "add pleural effusion")),
        captions(pack("default"), "remove-support-devices", "add-pleural-effusion"));
  }

  @Test
  void aPackThatDescribesFilmsIsToldOfBothAndOfWhatTheOtherEditsTakeAway() throws Exception {
    assertEquals(
        List.of(
            new EditCaptions(
                "remove-support-devices",
                "Chest X-ray showing Support Devices",
                "Normal chest X-ray with no significant findings"),
            new EditCaptions(
                "add-pleural-effusion",
                "Chest X-ray showing Support Devices",
                "Chest X-ray showing Support Devices, Pleural Effusion")),
        captions(pack("phantom-latent"), "remove-support-devices", "add-pleural-effusion"));
  }

  @Test
  void aToggleHasTheCaptionsOfBothItsEdits() throws Exception {
    assertEquals(
        List.of(
            new EditCaptions("remove-pleural-effusion", "", "remove pleural effusion"),
            new EditCaptions("add-pleural-effusion", "", "add pleural effusion")),
        captions(pack("default"), "toggle-pleural-effusion"));
  }

  @Test
  void captionsThatAreGivenStayAsTheyAre() throws Exception {
    assertEquals(
        List.of(new EditCaptions("own", "an old film", "a new film")),
        EditCaptions.of(
            List.of(new PromptEdit("own", "an old film", "a new film")), pack("default")));
  }
}
