// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.EditEnding;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.result.Origin;
import org.orthancprism.dicom.result.SeriesNumbers;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.models.classifier.FindingProbabilities;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.counterfactual.EditParameters;
import org.orthancprism.models.counterfactual.Outcome;
import org.orthancprism.models.editor.CounterfactualEditor;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.ending.Storing;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Polygon;
import org.orthancprism.models.film.Polygon.Vertex;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.gate.Choice;
import org.orthancprism.models.gate.Gate;
import org.orthancprism.models.gate.GateResult;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.quality.FilmMeasures;
import org.orthancprism.models.request.Edit;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.Toggle;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.provenance.ResultFiles;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.request.CaptionPair;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.request.EditChoices;
import org.orthancprism.request.EditRegion;
import org.orthancprism.task.FilmSelection.EndedEdit;
import org.orthancprism.testing.TestFilms;
import org.orthancprism.testing.TestResults;
import org.orthancprism.worker.pack.LoadedPack;

/** What is stored, reported and recorded of a film, by what its pack's editor makes of it. */
class FilmEditorTest {

  private static final int SIDE = 64;
  private static final String INSTANCE = "abae0b24-5a718d9e-1b560140-2cda3ae0-30b846cb";
  private static final String REMOVE = "remove-pleural-effusion";
  private static final String TOGGLE = "toggle-pleural-effusion";
  private static final Ending MADE = new Ending.Made("passed all gates");
  private static final Ending UNDECIDED = new Ending.Undecided("Pleural Effusion", 0.5, 0.3, 0.7);
  private static final Ending WITHHELD =
      new Ending.Withheld(List.of(new GateResult(Gate.IDENTITY, 0.8, 0.9, false)));

  /** An editor that blackens the upper rows, and ends its edits as a test wants it. */
  private static final class ScriptedEditor implements CounterfactualEditor {
    private final List<EditOptions> asked = new ArrayList<>();
    private Ending ending = MADE;
    private Optional<FindingProbabilities> seen = Optional.empty();
    private boolean broken;

    @Override
    public List<Counterfactual> edit(
        Film film, List<EditRequest> requests, EditOptions options, Progress progress)
        throws EditException {
      asked.add(options);
      if (broken) {
        throw new EditException("the engine failed: free memory");
      }
      return requests.stream().map(request -> made(film, request, options)).toList();
    }

    private Counterfactual made(Film film, EditRequest request, EditOptions options) {
      float[] luminance = film.luminance().clone();
      float[] mask = new float[luminance.length];
      for (int i = 0; i < 10 * film.columns(); i++) {
        luminance[i] = 0;
        mask[i] = 1;
      }
      return new Counterfactual(
          new Film(film.rows(), film.columns(), luminance),
          new ChangeMask(film.rows(), film.columns(), mask),
          request instanceof Toggle toggle ? toggle.removal() : (Edit) request,
          new EditParameters(
              "scripted", "a source", "a target", options.seed(), 3, 1.5, Optional.empty()),
          new Outcome(
              seen,
              seen,
              new FilmMeasures(0, 0, 0.97, 1, 0, 0, 0),
              new Choice(0, List.of(), true, "the only one"),
              List.of(),
              ending,
              Map.of(),
              "a1"));
    }

    @Override
    public long evaluations() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private final ScriptedEditor scripted = new ScriptedEditor();
  private final DicomObject object = film();
  private final SourceFilm film =
      new SourceFilm(
          new StoredInstance(INSTANCE, "5-5", "1.7", 9),
          object,
          FilmVersion.of(object.dataset()),
          List.of());

  @TempDir private Path folder;
  private QueueDatabase database;
  private ResultFiles files;
  private LoadedPack pack;

  @BeforeEach
  void open() throws Exception {
    Clock clock = Clock.systemUTC();
    database =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db")),
            QueueDatabase.Side.TRIGGERS);
    files = TestResults.files(database, clock);
    Path tiny = Files.createDirectories(folder.resolve("pack"));
    TinyPacks.imageConditioned(tiny, new TinyPacks.Ending(0, -9, 0));
    pack = new LoadedPack(Pack.load(tiny), scripted, Optional.empty());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static StoredPixels pixels() {
    int[] values = new int[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1000 + i % 2000;
    }
    return new StoredPixels(SIDE, SIDE, values);
  }

  private static DicomObject film() {
    DicomObject film = TestFilms.film(pixels(), "TEST", "PA", "film editor");
    return DicomObject.of(film.dataset().toBuilder().set(Tag.SOP_INSTANCE_UID, "1.7").build());
  }

  private FilmEditor.Result edited(Storing storing, EditChoices choices, String... edits)
      throws Exception {
    return new FilmEditor(
            pack,
            new CounterfactualRequest(List.of(edits), choices),
            WantedResults.DEFAULT,
            storing,
            new Origin(
                pack.algorithm(), SeriesNumbers.behind(Map.of("1.2.3", 1)), Clock.systemUTC()),
            files)
        .edit(film, Radiograph.of(object, pixels()), Progress.NONE);
  }

  private FilmEditor.Result edited(Storing storing, String... edits) throws Exception {
    return edited(storing, EditChoices.NONE, edits);
  }

  private static EditChoices choices(Optional<CaptionPair> captions, Optional<EditRegion> region) {
    return new EditChoices(Optional.of("direct"), OptionalInt.of(7), captions, region);
  }

  private static EditDescription description(FilmEditor.Result result) {
    return result.objects().films().get(0).edit();
  }

  @Test
  void eachEditThatWasMadeIsStoredReportedAndRecorded() throws Exception {
    FilmEditor.Result result = edited(Storing.HELPFUL, REMOVE, "add-pleural-effusion");
    assertEquals(film, result.film());
    assertEquals(2, result.objects().films().size());
    assertEquals(5, result.objects().files().size(), "two images each, one presentation state");
    assertEquals(
        List.of(
            new EndedEdit(REMOVE, Ending.Kind.MADE, true, List.of(), MADE.reason()),
            new EndedEdit(
                "add-pleural-effusion", Ending.Kind.MADE, true, List.of(), MADE.reason())),
        result.edits());
  }

  @Test
  void theImageHasTheEditorsPixelsWhereTheMaskIsAndTheFilmsElsewhere() throws Exception {
    Dataset image =
        new Part10Codec()
            .read(edited(Storing.HELPFUL, REMOVE).objects().files().get(0).file())
            .dataset();
    int black = SIDE / 2;
    int below = SIDE * SIDE / 2;
    assertEquals(1000 + black, value(object.dataset(), black));
    assertEquals(1000, value(image, black), "no darker than the film is anywhere");
    assertEquals(value(object.dataset(), below), value(image, below));
  }

  private static int value(Dataset image, int pixel) {
    byte[] words = image.bytes(Tag.PIXEL_DATA).orElseThrow();
    return (words[2 * pixel] & 0xff) | ((words[2 * pixel + 1] & 0xff) << 8);
  }

  @Test
  void whatIsWithheldIsStoredOnlyForWhoeverAskedForIt() throws Exception {
    scripted.ending = WITHHELD;
    FilmEditor.Result arrived = edited(Storing.HELPFUL, REMOVE);
    assertTrue(arrived.objects().files().isEmpty());
    assertEquals(1, arrived.objects().withoutImage().size());
    assertEquals(
        new EndedEdit(REMOVE, Ending.Kind.WITHHELD, false, List.of("identity"), WITHHELD.reason()),
        arrived.edits().get(0));
    FilmEditor.Result asked = edited(Storing.ALL, REMOVE);
    assertTrue(asked.edits().get(0).stored());
    assertEquals(EditEnding.Status.WITHHELD, description(asked).ending().status());
  }

  @Test
  void anUndecidedToggleIsRecordedByItsDirectionOnlyWhereSomebodyIsShownIt() throws Exception {
    scripted.ending = UNDECIDED;
    assertEquals(TOGGLE, edited(Storing.HELPFUL, TOGGLE).edits().get(0).edit());
    assertEquals(REMOVE, edited(Storing.ALL, TOGGLE).edits().get(0).edit());
  }

  @Test
  void anEditIsDescribedByItsFindingAndByHowItWasMade() throws Exception {
    EditDescription toggled = description(edited(Storing.HELPFUL, TOGGLE));
    assertEquals(TOGGLE, toggled.name(), "UIDs depend on what was asked for");
    assertEquals("60046008", toggled.finding().value());
    assertEquals(EditDescription.Change.REMOVED, toggled.change());
    assertEquals("scripted", toggled.method());
    assertEquals("a source", toggled.sourceCaption());
    assertEquals("a target", toggled.targetCaption());
    assertEquals(3, toggled.steps());
    assertEquals(1.5, toggled.guidance());
    EditDescription placed =
        description(edited(Storing.HELPFUL, "add-small-left-pleural-effusion"));
    assertEquals("small left Pleural Effusion", placed.findingName());
    assertEquals(EditDescription.Change.ADDED, placed.change());
  }

  @Test
  void captionsDescribeAFindingUnlessTheyAloneSayWhatIsToBeDone() throws Exception {
    Optional<CaptionPair> captions = Optional.of(new CaptionPair("as it is", "as it may be"));
    EditChoices choices = choices(captions, Optional.empty());
    assertEquals(
        "Pleural Effusion", description(edited(Storing.ALL, choices, REMOVE)).findingName());
    assertEquals(
        EditDescription.Change.REMOVED, description(edited(Storing.ALL, choices, REMOVE)).change());
    EditDescription prompted =
        description(edited(Storing.ALL, choices, CounterfactualRequest.PROMPTED));
    assertEquals(PrismCodes.PROMPTED_CHANGE, prompted.finding());
    assertEquals(EditDescription.Change.PROMPTED, prompted.change());
  }

  @Test
  void withoutAChoiceTheSeedFollowsFromFilmAndPack() throws Exception {
    edited(Storing.HELPFUL, REMOVE);
    edited(Storing.HELPFUL, TOGGLE);
    EditOptions first = scripted.asked.get(0);
    assertEquals(first, scripted.asked.get(1));
    assertTrue(first.seed() > 0);
    assertEquals("PA", first.view().orElseThrow().name());
    assertFalse(first.mirrored());
    assertTrue(first.method().isEmpty() && first.masks().isEmpty());
  }

  @Test
  void theEditorGetsWhatAUserChose() throws Exception {
    Polygon corner = new Polygon(List.of(new Vertex(0, 0), new Vertex(32, 0), new Vertex(0, 32)));
    EditRegion region = new EditRegion(INSTANCE, List.of(corner), List.of());
    FilmEditor.Result result =
        edited(Storing.ALL, choices(Optional.empty(), Optional.of(region)), REMOVE);
    EditOptions options = scripted.asked.get(0);
    assertEquals(7, options.seed());
    assertEquals(Optional.of(EditingMethod.DIRECT), options.method());
    assertTrue(options.masks().isPresent());
    assertEquals(1, description(result).masks().orElseThrow().edit().size());
    assertTrue(description(result).masks().orElseThrow().keep().isEmpty());
  }

  @Test
  void effectsCountWhereThePackWentItsOwnWay() throws Exception {
    Map<String, Double> effusion = Map.of("Pleural Effusion", 0.9);
    scripted.seen = Optional.of(new FindingProbabilities(effusion));
    assertEquals(
        List.of(new FilmEffect(INSTANCE, REMOVE, effusion, effusion)),
        edited(Storing.HELPFUL, TOGGLE).effects());
    EditChoices chosen = choices(Optional.empty(), Optional.empty());
    assertEquals(List.of(), edited(Storing.ALL, chosen, TOGGLE).effects());
    scripted.seen = Optional.empty();
    assertEquals(List.of(), edited(Storing.HELPFUL, TOGGLE).effects());
  }

  @Test
  void aFailureOfTheEditorNamesTheFilm() {
    scripted.broken = true;
    StudyFailure failure = assertThrows(StudyFailure.class, () -> edited(Storing.HELPFUL, REMOVE));
    assertEquals("instance 1.7: the engine failed: free memory", failure.getMessage());
  }

  @Test
  void anEditThatThePackDoesNotKnowIsRefusedBeforeAnyFilm() {
    StudyFailure failure =
        assertThrows(StudyFailure.class, () -> edited(Storing.HELPFUL, "remove-everything"));
    assertTrue(failure.getMessage().contains("there are: remove-support-devices"));
    assertEquals(List.of(), scripted.asked);
  }

  @Test
  void aPackWithoutAFilmCheckObjectsToNoFilm() throws Exception {
    FilmEditor editor =
        new FilmEditor(
            pack,
            CounterfactualRequest.of(List.of(REMOVE, TOGGLE)),
            WantedResults.DEFAULT,
            Storing.HELPFUL,
            new Origin(pack.algorithm(), SeriesNumbers.behind(Map.of()), Clock.systemUTC()),
            files);
    assertEquals(Optional.empty(), editor.objection(film, Radiograph.of(object, pixels())));
    assertEquals(2, editor.edits());
  }
}
