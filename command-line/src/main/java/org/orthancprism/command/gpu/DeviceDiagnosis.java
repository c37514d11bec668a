// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orthancprism.command.gpu.Diagnosis.Line;
import org.orthancprism.command.gpu.Diagnosis.Verdict;
import org.orthancprism.models.torch.MatrixProduct;

/**
 * What is to be said of a device that was tried.
 *
 * @param device its name
 * @param trial what came of it
 * @param processor the same on the processor; empty where nothing is edited
 */
record DeviceDiagnosis(String device, EngineTrial trial, Optional<EngineTrial> processor) {

  private static final String MEMORY = "out of memory";
  private static final String TOO_OLD = "no kernel image";

  /** Product and edit, a line each, as far as they were made. */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    trial.product().ifPresent(product -> lines.add(line(product)));
    edit().ifPresent(lines::add);
    trial
        .failure()
        .filter(why -> processor.isPresent())
        .ifPresent(why -> lines.add(new Line(device, Verdict.WRONG, failed(why))));
    return lines;
  }

  private Line line(MatrixProduct product) {
    if (!trial.isOnGpu()) {
      return new Line("product " + device, Verdict.OK, "the engine starts and computes");
    }
    return new Line(
        "product " + device,
        product.agrees() ? Verdict.OK : Verdict.WRONG,
        String.format(
            Locale.ROOT,
            "relative error %.1e to the processor's (limit %.0e)",
            product.relativeError(),
            MatrixProduct.MOST_RELATIVE_ERROR));
  }

  private Optional<Line> edit() {
    if (trial.edit().isEmpty() || processor.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Line(
            "edit " + device,
            editAgrees() ? Verdict.OK : Verdict.WRONG,
            difference()
                .map(
                    difference ->
                        String.format(
                            Locale.ROOT,
                            "%s of a phantom, from the processor's at most %.2f/255 (limit %.0f) and in"
                                + " the mean %.3f/255 (limit %.0f)",
                            trial.edit().get().name(),
                            difference.greatest(),
                            FilmDifference.MOST_GREATEST,
                            difference.mean(),
                            FilmDifference.MOST_MEAN))
                .orElse(
                    "is compared with nothing, as the processor's edit fails: "
                        + processor.get().failure().orElse("it made no film"))));
  }

  private Optional<FilmDifference> difference() {
    return trial
        .edit()
        .flatMap(
            edit ->
                processor
                    .flatMap(EngineTrial::edit)
                    .map(other -> FilmDifference.between(edit.film(), other.film())));
  }

  private boolean editAgrees() {
    return difference().filter(FilmDifference::isExplained).isPresent();
  }

  /** Whether it computes as the processor does. */
  boolean agrees() {
    return trial.failure().isEmpty()
        && trial.product().filter(MatrixProduct::agrees).isPresent()
        && (processor.isEmpty() || editAgrees());
  }

  /** Why it can't be used, with what to do; empty where it computes rightly. */
  Optional<String> fault() {
    if (agrees()) {
      return Optional.empty();
    }
    return Optional.of(
        trial
            .failure()
            .map(DeviceDiagnosis::failed)
            .orElseGet(
                () ->
                    processor.isPresent() && processor.get().edit().isEmpty()
                        ? "the pack does not edit on the processor either: run pack verify on it"
                        : "its results differ from the processor's: set Worker.Device to cpu, and"
                            + " install a newer driver"));
  }

  private static String failed(String reason) {
    if (reason.toLowerCase(Locale.ROOT).contains(MEMORY)) {
      return "its memory is too small for the pack, or in use: end other programs on it, set"
          + " Worker.Tasks to 1, or take a pack in half precision ("
          + firstLine(reason)
          + ")";
    }
    if (reason.contains(TOO_OLD)) {
      return "it is too old or too new for this libtorch: set Worker.Device to cpu ("
          + firstLine(reason)
          + ")";
    }
    return firstLine(reason) + ": set Worker.Device to cpu until that is put right";
  }

  /** What failed, without what its causes say. */
  static String firstLine(String reason) {
    return reason.lines().findFirst().orElse(reason);
  }
}
