// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.finding.Placement;
import org.orthancprism.models.presence.FilmView;
import org.orthancprism.models.presence.OperatingPoint;

/** Reads {@code pack.json}. Members that it doesn't know are passed over. */
final class ManifestReader {

  /** The only format there is. */
  private static final int FORMAT = 1;

  private ManifestReader() {}

  static PackManifest read(byte[] bytes) throws PackException {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
      return manifest(new ManifestObject(reader.readObject(), ""));
    } catch (JsonException e) {
      throw new PackException(
          "pack.json is not a JSON object ("
              + e.getMessage()
              + "): take the file as it was released",
          e);
    } catch (IllegalArgumentException e) {
      throw new PackException("pack.json: " + e.getMessage() + "; correct the file", e);
    }
  }

  private static PackManifest manifest(ManifestObject root) throws PackException {
    int format = root.integer("format");
    if (format != FORMAT) {
      throw new PackException(
          "pack.json is of format "
              + format
              + ", this program reads format "
              + FORMAT
              + ": update the program or take another pack");
    }
    return new PackManifest(
        root.text("name"),
        root.text("version"),
        root.text("licence"),
        editor(root),
        root.integer("resolution"),
        captions(root.object("captions")),
        ScheduleReader.read(root.object("scheduler")),
        sampling(root.object("sampling")),
        EditingReader.read(root),
        findings(root),
        tokenizer(root.object("tokenizer")),
        modules(root.object("modules")),
        classifiers(root),
        clip(root),
        filmCheck(root),
        files(root.object("files")));
  }

  private static EditorKind editor(ManifestObject root) throws PackException {
    String label = root.text("editor");
    for (EditorKind kind : EditorKind.values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    throw root.wrong("editor", "image-conditioned or inversion");
  }

  private static Captions captions(ManifestObject captions) throws PackException {
    return switch (captions.text("kind")) {
      case "instruction" ->
          new Captions.Instruction(
              captions.text("remove"), captions.text("add"), captions.text("keep"));
      case "description" ->
          new Captions.Description(captions.text("template"), normalFilm(captions));
      default -> throw captions.wrong("kind", "instruction or description");
    };
  }

  private static NormalFilm normalFilm(ManifestObject captions) throws PackException {
    Optional<ManifestObject> label = captions.optionalObject("noFinding");
    if (label.isEmpty()) {
      return new NormalFilm.Sentence(captions.text("empty"));
    }
    if (captions.json().containsKey("empty")) {
      throw captions.wrong("empty", "left out beside noFinding");
    }
    return new NormalFilm.Label(label.get().text("name"), label.get().texts("beside"));
  }

  private static Sampling sampling(ManifestObject sampling) throws PackException {
    return new Sampling(sampling.integer("steps"), sampling.number("guidance"));
  }

  private static List<EditableFinding> findings(ManifestObject root) throws PackException {
    List<EditableFinding> findings = new ArrayList<>();
    for (ManifestObject finding : root.objects("findings")) {
      findings.add(
          new EditableFinding(
              new Finding(
                  finding.text("name"),
                  finding.text("code"),
                  finding.text("codingScheme"),
                  finding.text("meaning")),
              directions(finding),
              finding.integer("resolution"),
              compositing(finding),
              presentFrom(finding),
              certainFrom(finding),
              limits(finding),
              words(finding, "sizes", Placement.Size.class),
              words(finding, "sides", Placement.Side.class)));
    }
    return findings;
  }

  private static Set<Direction> directions(ManifestObject finding) throws PackException {
    EnumSet<Direction> directions = EnumSet.noneOf(Direction.class);
    for (String label : finding.texts("directions")) {
      for (Direction direction : Direction.values()) {
        if (direction.name().toLowerCase(Locale.ROOT).equals(label)) {
          directions.add(direction);
        }
      }
    }
    if (directions.size() != finding.texts("directions").size() || directions.isEmpty()) {
      throw finding.wrong("directions", "a list of remove, add or both");
    }
    return directions;
  }

  /** Words of an enumeration in lower case; none where nothing is stated. */
  private static <T extends Enum<T>> Set<T> words(
      ManifestObject finding, String name, Class<T> type) throws PackException {
    EnumSet<T> words = EnumSet.noneOf(type);
    if (finding.json().containsKey(name)) {
      for (String text : finding.texts(name)) {
        words.add(word(finding, name, text, type));
      }
    }
    return words;
  }

  private static <T extends Enum<T>> T word(
      ManifestObject finding, String name, String text, Class<T> type) throws PackException {
    for (T word : type.getEnumConstants()) {
      if (word.name().toLowerCase(Locale.ROOT).equals(text)) {
        return word;
      }
    }
    throw finding.wrong(
        name,
        "a list of "
            + Arrays.stream(type.getEnumConstants())
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }

  private static double presentFrom(ManifestObject finding) throws PackException {
    double share = finding.number("presentFrom");
    if (share < 0 || share > 1) {
      throw finding.wrong("presentFrom", "a share of the film from 0 to 1");
    }
    return share;
  }

  private static double certainFrom(ManifestObject finding) throws PackException {
    if (!finding.json().containsKey("certainFrom")) {
      return EditableFinding.AS_LIKELY_AS_NOT;
    }
    double probability = finding.number("certainFrom");
    if (probability < EditableFinding.AS_LIKELY_AS_NOT || probability > 1) {
      throw finding.wrong("certainFrom", "a probability from 0.5 to 1");
    }
    return probability;
  }

  /** What is not stated is as in {@link EditableFinding.Limits#DEFAULT}. */
  private static EditableFinding.Limits limits(ManifestObject finding) throws PackException {
    Optional<ManifestObject> limits = finding.optionalObject("limits");
    if (limits.isEmpty()) {
      return EditableFinding.Limits.DEFAULT;
    }
    return new EditableFinding.Limits(
        limit(limits.get(), "outsideThorax", EditableFinding.Limits.DEFAULT.outsideThorax()),
        limit(limits.get(), "changed", EditableFinding.Limits.DEFAULT.changed()),
        limit(limits.get(), "otherFindings", EditableFinding.Limits.DEFAULT.otherFindings()));
  }

  private static double limit(ManifestObject limits, String name, double otherwise)
      throws PackException {
    return limits.json().containsKey(name) ? limits.number(name) : otherwise;
  }

  private static Compositing compositing(ManifestObject finding) throws PackException {
    String label = finding.text("compositing");
    for (Compositing compositing : Compositing.values()) {
      if (compositing.label().equals(label)) {
        return compositing;
      }
    }
    throw finding.wrong("compositing", "replacement, residual or obscuring");
  }

  private static TokenizerSpec tokenizer(ManifestObject tokenizer) throws PackException {
    return new TokenizerSpec(
        tokenizer.text("file"), tokenizer.integer("length"), tokenizer.integer("pad"));
  }

  private static Map<String, ModuleSpec> modules(ManifestObject modules) throws PackException {
    Map<String, ModuleSpec> byRole = new LinkedHashMap<>();
    for (String role : modules.json().keySet()) {
      ManifestObject module = modules.object(role);
      Map<String, List<Double>> config = module.object("config").numbersByName();
      byRole.put(role, new ModuleSpec(module.text("architecture"), config, module.text("weights")));
    }
    return byRole;
  }

  /** One classifier, or a list of several, each of which names its module. */
  private static List<ClassifierSpec> classifiers(ManifestObject root) throws PackException {
    List<ClassifierSpec> specs = new ArrayList<>();
    for (ManifestObject one : root.oneOrMore("classifier")) {
      List<Double> range = range(one);
      specs.add(
          new ClassifierSpec(
              one.optionalText("module").orElse(ClassifierSpec.ROLE),
              one.texts("labels"),
              one.integer("resolution"),
              range.get(0),
              range.get(1),
              operatingPoints(one)));
    }
    return specs;
  }

  private static List<Double> range(ManifestObject parent) throws PackException {
    List<Double> range = parent.numbers("range");
    if (range.size() != 2) {
      throw parent.wrong("range", "a list of two numbers, for black and for white");
    }
    return range;
  }

  private static List<OperatingPoint> operatingPoints(ManifestObject classifier)
      throws PackException {
    List<OperatingPoint> points = new ArrayList<>();
    for (ManifestObject point : classifier.oneOrMore("operatingPoints")) {
      Optional<FilmView> view = Optional.empty();
      for (FilmView one : FilmView.values()) {
        if (point.optionalText("view").equals(Optional.of(one.name()))) {
          view = Optional.of(one);
        }
      }
      if (point.json().containsKey("view") && view.isEmpty()) {
        throw point.wrong("view", "AP or PA, or left out for every view");
      }
      points.add(
          new OperatingPoint(
              point.text("label"), view, point.number("absentBelow"), point.number("presentFrom")));
    }
    return points;
  }

  private static Optional<FilmCheckSpec> filmCheck(ManifestObject root) throws PackException {
    Optional<ManifestObject> member = root.optionalObject("filmCheck");
    if (member.isEmpty()) {
      return Optional.empty();
    }
    ManifestObject check = member.get();
    List<Double> range =
        check.json().containsKey("range") ? range(check) : FilmCheckSpec.USUAL_RANGE;
    return Optional.of(
        new FilmCheckSpec(
            check.text("module"),
            check.texts("labels"),
            check.integer("resolution"),
            range.get(0),
            range.get(1),
            check.number("passFrom")));
  }

  private static Optional<ClipSpec> clip(ManifestObject root) throws PackException {
    Optional<ManifestObject> member = root.optionalObject("clip");
    if (member.isEmpty()) {
      return Optional.empty();
    }
    ManifestObject clip = member.get();
    return Optional.of(
        new ClipSpec(clip.integer("resolution"), clip.numbers("mean"), clip.numbers("std")));
  }

  private static Map<String, String> files(ManifestObject files) throws PackException {
    Map<String, String> digests = new LinkedHashMap<>();
    for (String name : files.json().keySet()) {
      String digest = files.text(name);
      if (!digest.matches("[0-9a-f]{64}")) {
        throw files.wrong(name, "a SHA-256 in lower-case hexadecimal");
      }
      digests.put(name, digest);
    }
    return digests;
  }
}
