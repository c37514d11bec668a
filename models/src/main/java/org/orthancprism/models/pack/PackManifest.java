// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.orthancprism.models.finding.FindingNames;
import org.orthancprism.models.presence.FilmView;
import org.orthancprism.models.presence.OperatingPoint;

/**
 * The content of a pack's {@code pack.json}.
 *
 * @param name the pack's name
 * @param version the pack's version
 * @param licence SPDX identifier or name of the weights' licence
 * @param editor kind of editor that the pack is made for
 * @param resolution resolution that the networks were trained at
 * @param captions how edits are put into words
 * @param schedule noise schedule of the diffusion model
 * @param sampling steps and guidance
 * @param editing how an inversion pack edits
 * @param findings what the pack can remove or add
 * @param tokenizer the tokenizer
 * @param modules the networks by role: {@code text_encoder}, {@code unet}, {@code vae}, and those
 *     of classifier and CLIP
 * @param classifiers how the classifiers see films; a finding is a label of one of them at most
 * @param clip how CLIP sees films, where the pack has one
 * @param filmCheck how the pack recognises what is no film that it can edit, where it does
 * @param files SHA-256 in lower-case hexadecimal of every file of the pack but {@code pack.json}
 */
public record PackManifest(
    String name,
    String version,
    String licence,
    EditorKind editor,
    int resolution,
    Captions captions,
    NoiseSchedule schedule,
    Sampling sampling,
    InversionDefaults editing,
    List<EditableFinding> findings,
    TokenizerSpec tokenizer,
    Map<String, ModuleSpec> modules,
    List<ClassifierSpec> classifiers,
    Optional<ClipSpec> clip,
    Optional<FilmCheckSpec> filmCheck,
    Map<String, String> files) {

  public PackManifest {
    for (String text : new String[] {name, version, licence}) {
      if (Objects.requireNonNull(text, "text").isBlank()) {
        throw new IllegalArgumentException("name, version and licence are not empty");
      }
    }
    Objects.requireNonNull(editor, "editor");
    Objects.requireNonNull(captions, "captions");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(sampling, "sampling");
    Objects.requireNonNull(editing, "editing");
    Objects.requireNonNull(tokenizer, "tokenizer");
    if (resolution < 32) {
      throw new IllegalArgumentException("a resolution is at least 32, not " + resolution);
    }
    findings = List.copyOf(findings);
    modules = Collections.unmodifiableMap(new LinkedHashMap<>(modules));
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    if (findings.isEmpty()) {
      throw new IllegalArgumentException("a pack has at least one finding");
    }
    if (captions instanceof Captions.Description
        && findings.stream().anyMatch(finding -> finding.placements().size() > 1)) {
      throw new IllegalArgumentException(
          "sizes and sides need captions of the kind instruction: leave them out");
    }
    classifiers = List.copyOf(classifiers);
    refuseTwice(classifiers.stream().map(ClassifierSpec::role), "module");
    refuseTwice(
        classifiers.stream()
            .flatMap(classifier -> classifier.labels().stream())
            .filter(label -> !label.isBlank())
            .map(FindingNames::canonical),
        "label");
    for (ClassifierSpec classifier : classifiers) {
      refuseHalf("classifier", true, modules, classifier.role());
    }
    if (classifiers.isEmpty()) {
      refuseHalf("classifier", false, modules, ClassifierSpec.ROLE);
    }
    refuseHalf("clip", clip.isPresent(), modules, ClipSpec.IMAGE_ROLE);
    refuseHalf("clip", clip.isPresent(), modules, ClipSpec.TEXT_ROLE);
    if (filmCheck.isPresent()) {
      refuseHalf("filmCheck", true, modules, filmCheck.get().module());
    }
  }

  /**
   * From where the classifiers' word counts for a finding.
   *
   * @param name the finding's name
   * @param view the film's view; empty where it is not known
   * @return empty where no classifier knows it
   */
  public Optional<OperatingPoint> operatingPoint(String name, Optional<FilmView> view) {
    return classifiers.stream()
        .flatMap(classifier -> classifier.point(name, view).stream())
        .findFirst();
  }

  /** Number of steps that an editing method is asked for. */
  public int steps(EditingMethod method) {
    return method == EditingMethod.INFEDIT ? editing.infedit().steps() : sampling.steps();
  }

  /** Weight of classifier-free guidance of a method's edits; 1 is none. */
  public double guidance(EditingMethod method) {
    return method == EditingMethod.INFEDIT ? editing.infedit().guidance() : sampling.guidance();
  }

  /** The same that samples and edits otherwise. */
  PackManifest with(Sampling otherSampling, InversionDefaults otherEditing) {
    return new PackManifest(
        name,
        version,
        licence,
        editor,
        resolution,
        captions,
        schedule,
        otherSampling,
        otherEditing,
        findings,
        tokenizer,
        modules,
        classifiers,
        clip,
        filmCheck,
        files);
  }

  private static void refuseTwice(Stream<String> names, String what) {
    Set<String> seen = new HashSet<>();
    names.forEach(
        name -> {
          if (!seen.add(name)) {
            throw new IllegalArgumentException(
                "two classifiers have the same " + what + ": " + name);
          }
        });
  }

  /** A member that describes a module is of no use without it, and the other way round. */
  private static void refuseHalf(
      String member, boolean described, Map<String, ModuleSpec> modules, String role) {
    if (described != modules.containsKey(role)) {
      throw new IllegalArgumentException(
          described
              ? member + " is there, but modules." + role + " is missing"
              : "modules." + role + " is there, but " + member + " is missing");
    }
  }
}
