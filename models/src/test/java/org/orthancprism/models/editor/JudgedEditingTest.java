// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.models.attention.Counterparts;
import org.orthancprism.models.attention.StepRange;
import org.orthancprism.models.attention.UnifiedSchedule;
import org.orthancprism.models.counterfactual.AttentionSettings;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.counterfactual.Outcome;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.fixture.TinyTowers;
import org.orthancprism.models.gate.Gate;
import org.orthancprism.models.gate.GateResult;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.pack.InfEditSettings;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.presence.FilmView;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.PromptEdit;

/** Sweeps, gates and what is known of a result, on tiny packs with judges. */
class JudgedEditingTest {

  private static final String[] LABELS = {
    "Pleural Effusion", "Support Devices", "Cardiomegaly", "", "Edema"
  };

  @TempDir private Path folder;

  @Test
  void aSweepIsOneBatchAndTheGatesChooseFromIt() throws Exception {
    TinyPacks.inversion(folder, 4, 2);
    TinyTowers.addClassifier(folder, LABELS);
    TinyTowers.addClip(folder);
    edit("\"selfReplace\":[0.4,0.5,{\"begin\":0.2,\"end\":0.6},0.7,0.8]");
    Counterfactual made = only("add-pleural-effusion");
    Outcome outcome = made.outcome();
    assertEquals(
        List.of(Gate.values()), outcome.verdicts().stream().map(GateResult::gate).toList());
    assertEquals(
        outcome.choice().verdicts(),
        outcome.verdicts().stream().filter(verdict -> !verdict.gate().isLimit()).toList());
    List<StepRange> sweep =
        List.of(
            StepRange.upTo(0.4),
            StepRange.upTo(0.5),
            new StepRange(0.2, 0.6),
            StepRange.upTo(0.7),
            StepRange.upTo(0.8));
    assertEquals(sweep, Pack.load(folder).manifest().editing().selfReplace());
    AttentionSettings attention = made.parameters().attention().orElseThrow();
    assertEquals(sweep.get(outcome.choice().candidate()), attention.selfReplace());
    assertTrue(outcome.choice().reason().contains("of 5"), outcome.choice().reason());
  }

  @Test
  void whatTheClassifierSeesBeforeAndAfterStandsInTheResult() throws Exception {
    TinyPacks.inversion(folder, 4, 2);
    TinyTowers.addClassifier(folder, LABELS);
    Outcome outcome = only("remove-support-devices").outcome();
    assertEquals(
        List.of("Pleural Effusion", "Support Devices", "Cardiomegaly", "Edema"),
        List.copyOf(outcome.before().orElseThrow().byFinding().keySet()));
    assertEquals(
        outcome.before().orElseThrow().byFinding().keySet(),
        outcome.after().orElseThrow().byFinding().keySet());
    assertEquals(Pack.load(folder).digest(), outcome.packDigest());
    assertTrue(outcome.measures().changedShare() > 0);
    assertEquals(0, outcome.measures().l1Outside());
    assertEquals(
        List.of("judge", "encode", "invert", "denoise", "decode", "composite", "measure"),
        List.copyOf(outcome.seconds().keySet()));
  }

  @Test
  void aPackWithoutJudgesIsJudgedByTheFilmAlone() throws Exception {
    TinyPacks.inversion(folder, 3, 1);
    Outcome outcome = only("remove-support-devices").outcome();
    assertTrue(outcome.before().isEmpty() && outcome.after().isEmpty());
    assertEquals(
        List.of(Gate.IDENTITY, Gate.PLACE, Gate.AMOUNT),
        outcome.verdicts().stream().map(GateResult::gate).toList());
  }

  @Test
  void theClassifierDecidesAToggleAndNamesWhatTheFilmShows() throws Exception {
    TinyPacks.inversion(folder, 3, 1);
    TinyTowers.addClassifier(folder, LABELS);
    Counterfactual made = only("toggle-pleural-effusion");
    double present = made.outcome().before().orElseThrow().byFinding().get("Pleural Effusion");
    assertEquals(
        present >= 0.5 ? "remove-pleural-effusion" : "add-pleural-effusion", made.edit().name());
    double devices = made.outcome().before().orElseThrow().byFinding().get("Support Devices");
    assertEquals(devices >= 0.5, made.parameters().sourceCaption().contains("Support Devices"));
  }

  @Test
  void aToggleBetweenTheViewsTwoPointsIsUndecidedAndByThoseOfTheOtherIsNot() throws Exception {
    TinyPacks.inversion(folder, 3, 1);
    TinyTowers.addClassifier(folder, LABELS);
    Path manifest = folder.resolve("pack.json");
    String points =
        "\"operatingPoints\":[{\"label\":\"Pleural"
            + " Effusion\",\"absentBelow\":0,\"presentFrom\":0},{\"label\":\"Pleural"
            + " Effusion\",\"view\":\"AP\",\"absentBelow\":0,\"presentFrom\":1}],";
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"labels\":", points + "\"labels\":"));
    assertEquals(
        Ending.Kind.UNDECIDED, toggled(Optional.of(FilmView.AP)).outcome().ending().kind());
    Counterfactual otherwise = toggled(Optional.empty());
    assertEquals("remove-pleural-effusion", otherwise.edit().name());
    assertNotEquals(Ending.Kind.UNDECIDED, otherwise.outcome().ending().kind());
  }

  private Counterfactual toggled(Optional<FilmView> view) throws Exception {
    Pack pack = Pack.load(folder);
    try (CounterfactualEditor editor = CounterfactualEditors.open(pack)) {
      EditRequest toggle = EditRequest.parse("toggle-pleural-effusion", pack.findings());
      return editor
          .edit(film(), List.of(toggle), EditOptions.seeded(7).of(view), Progress.NONE)
          .get(0);
    }
  }

  @Test
  void theLimitsOfTheFindingDecideWhetherItsEditIsWithheld() throws Exception {
    TinyPacks.inversion(folder, 3, 1);
    // A network of chance changes almost the whole film.
    Outcome usual = only("remove-support-devices").outcome();
    assertTrue(usual.ending().failed().containsAll(List.of(Gate.PLACE, Gate.AMOUNT)));
    TinyPacks.unlimited(folder);
    Outcome without = only("remove-support-devices").outcome();
    assertFalse(without.ending().failed().contains(Gate.AMOUNT));
    assertTrue(
        without.verdicts().stream().noneMatch(verdict -> verdict.gate() == Gate.PLACE),
        "what may lie anywhere is not looked for");
  }

  @Test
  void freeCaptionsAreTakenAsTheyAre() throws Exception {
    Pack pack = Pack.load(TinyPacks.inversion(folder, 3, 2));
    PromptEdit request =
        new PromptEdit("less-fluid", "chest x-ray showing pleural effusion", "normal chest x-ray");
    try (CounterfactualEditor editor = CounterfactualEditors.open(pack)) {
      Counterfactual made =
          editor
              .edit(
                  film(),
                  List.of(request),
                  EditOptions.seeded(1).by(EditingMethod.VIRTUAL),
                  Progress.NONE)
              .get(0);
      assertEquals("less-fluid", made.edit().name());
      assertEquals(request.source(), made.parameters().sourceCaption());
      assertEquals(request.target(), made.parameters().targetCaption());
      assertEquals("virtual", made.parameters().method());
    }
  }

  @Test
  void namesAndCaptionsThatCantBeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new PromptEdit("../up", "a", "b"));
    assertThrows(IllegalArgumentException.class, () -> new PromptEdit("name", "a", " "));
    assertThrows(
        IllegalArgumentException.class, () -> new PromptEdit("name", "a", "b".repeat(1001)));
  }

  @Test
  void wrongSettingsOfEditingAreNamed() throws Exception {
    TinyPacks.inversion(folder, 3, 1);
    String whole = Files.readString(folder.resolve("pack.json"));
    for (String wrong : List.of("1.4", "{\"begin\":0.5,\"end\":0.2}", "{\"end\":1}", "\"all\"")) {
      Files.writeString(folder.resolve("pack.json"), whole);
      edit("\"selfReplace\":[" + wrong + "]");
      PackException refusal = assertThrows(PackException.class, () -> Pack.load(folder));
      assertTrue(refusal.getMessage().contains("editing.selfReplace"), refusal.getMessage());
      assertFalse(refusal.getMessage().contains("Exception"), refusal.getMessage());
    }
  }

  @Test
  void infEditHasItsOwnSettingsAndTriesNoSweep() throws Exception {
    TinyPacks.inversion(folder, 4, 7.5);
    edit(
        "\"selfReplace\":[0.4,0.5],\"infedit\":{\"steps\":3,\"guidance\":2,\"selfReplace\":0.3,"
            + "\"mutualWords\":[\"support devices\"]}");
    Pack pack = Pack.load(folder);
    assertEquals(
        new InfEditSettings(
            3, 2, 1, new UnifiedSchedule(0.7, 0.3, 0.55, 0.6), List.of("support devices")),
        pack.manifest().editing().infedit());
    EditRequest request = EditRequest.parse("add-pleural-effusion", pack.findings());
    EditOptions options = EditOptions.seeded(1).by(EditingMethod.INFEDIT);
    try (CounterfactualEditor editor = CounterfactualEditors.open(pack)) {
      Counterfactual made = editor.edit(film(), List.of(request), options, Progress.NONE).get(0);
      assertEquals("infedit", made.parameters().method());
      assertEquals(3, made.parameters().steps());
      assertEquals(2, made.parameters().guidance());
      assertEquals(
          Optional.of(
              new AttentionSettings(Counterparts.REFINE, 0.7, StepRange.upTo(0.3), 1, true)),
          made.parameters().attention());
      assertEquals(3 * 6, editor.evaluations());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"steps\":51",
        "\"guidance\":0.5",
        "\"sourceGuidance\":100",
        "\"crossReplace\":1.1",
        "\"mutualThreshold\":-1",
        "\"mutualWords\":\"heart\""
      })
  void wrongSettingsOfInfEditAreNamed(String wrong) throws Exception {
    TinyPacks.inversion(folder, 3, 1);
    edit("\"selfReplace\":[0.4],\"infedit\":{" + wrong + "}");
    PackException refusal = assertThrows(PackException.class, () -> Pack.load(folder));
    assertTrue(refusal.getMessage().contains("editing.infedit"), refusal.getMessage());
    assertTrue(
        refusal.getMessage().contains(wrong.substring(1, wrong.indexOf('"', 1))),
        refusal.getMessage());
  }

  @Test
  void infEditIsRefusedForAScheduleOfTooFewTimesteps() throws Exception {
    TinyPacks.inversion(folder, 4, 2);
    Path manifest = folder.resolve("pack.json");
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("\"train_timesteps\":1000", "\"train_timesteps\":40"));
    Pack pack = Pack.load(folder);
    EditRequest request = EditRequest.parse("add-pleural-effusion", pack.findings());
    EditOptions options = EditOptions.seeded(1).by(EditingMethod.INFEDIT);
    try (CounterfactualEditor editor = CounterfactualEditors.open(pack)) {
      EditException refusal =
          assertThrows(
              EditException.class,
              () -> editor.edit(film(), List.of(request), options, Progress.NONE));
      assertTrue(refusal.getMessage().contains("50 training timesteps"), refusal.getMessage());
    }
  }

  /** Gives the pack a member {@code editing}. */
  private void edit(String selfReplace) throws Exception {
    Path manifest = folder.resolve("pack.json");
    String editing =
        "\"editing\":{\"method\":\"direct\",\"crossReplace\":0.8,"
            + selfReplace
            + ",\"wordWeight\":2.0,\"localBlend\":true},";
    Files.writeString(manifest, "{" + editing + Files.readString(manifest).substring(1));
  }

  private Counterfactual only(String name) throws Exception {
    Pack pack = Pack.load(folder);
    try (CounterfactualEditor editor = CounterfactualEditors.open(pack)) {
      return editor.edit(film(), EditRequest.parse(name, pack.findings()), 7, Progress.NONE);
    }
  }

  private static Film film() {
    float[] luminance = new float[96 * 80];
    for (int i = 0; i < luminance.length; i++) {
      luminance[i] = (float) (0.5 + 0.4 * Math.sin(i / 80 / 9.0) * Math.cos(i % 80 / 7.0));
    }
    return new Film(96, 80, luminance);
  }
}
