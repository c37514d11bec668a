// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.display;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.ValueRules;
import org.orthancprism.dicom.dataset.Vr;

/**
 * The choices that a VOI LUT module offers (PS3.3 C.11.2), without those that can't be used.
 *
 * @param windows the windows, of one function
 * @param explanations what the windows are for, one for each or none at all
 * @param tables the tables
 */
record VoiLuts(List<VoiLut.Window> windows, List<String> explanations, List<VoiLut.Table> tables) {

  VoiLuts {
    windows = List.copyOf(windows);
    explanations = List.copyOf(explanations);
    tables = List.copyOf(tables);
  }

  /** One window. */
  static VoiLuts of(VoiLut.Window window) {
    return new VoiLuts(List.of(window), List.of(), List.of());
  }

  /**
   * What the dataset offers.
   *
   * @param signedInputs whether what goes into a table may be negative
   */
  static VoiLuts of(Dataset dataset, boolean signedInputs) {
    List<OptionalDouble> centers = dataset.eachDecimal(Tag.WINDOW_CENTER);
    List<OptionalDouble> widths = dataset.eachDecimal(Tag.WINDOW_WIDTH);
    List<String> texts = dataset.strings(Tag.WINDOW_CENTER_WIDTH_EXPLANATION);
    VoiLut.Function function =
        dataset
            .string(Tag.VOILUT_FUNCTION)
            .flatMap(VoiLut.Function::of)
            .orElse(VoiLut.Function.LINEAR);
    List<VoiLut.Window> windows = new ArrayList<>();
    List<String> explanations = new ArrayList<>();
    for (int i = 0; i < Math.min(centers.size(), widths.size()); i++) {
      if (centers.get(i).isPresent()
          && widths.get(i).isPresent()
          && widths.get(i).getAsDouble() > function.leastWidth()) {
        windows.add(
            new VoiLut.Window(function, centers.get(i).getAsDouble(), widths.get(i).getAsDouble()));
        if (i < texts.size() && ValueRules.isValid(Vr.LO, texts.get(i))) {
          explanations.add(texts.get(i));
        }
      }
    }
    return new VoiLuts(
        windows,
        explanations.size() == windows.size() ? explanations : List.of(),
        dataset.items(Tag.VOILUT_SEQUENCE).stream()
            .flatMap(item -> LookupTable.of(item, signedInputs).stream())
            .map(VoiLut.Table::new)
            .toList());
  }

  /**
   * The first window, or the first table if there is none. A window is preferred, since luminance
   * beyond it is not lost.
   */
  Optional<VoiLut> first() {
    return windows.stream()
        .map(VoiLut.class::cast)
        .findFirst()
        .or(() -> tables.stream().findFirst());
  }

  /** Describes all choices in an image. */
  void write(DatasetBuilder image) {
    if (!windows.isEmpty()) {
      image
          .set(Tag.WINDOW_CENTER, windows.stream().mapToDouble(VoiLut.Window::center).toArray())
          .set(Tag.WINDOW_WIDTH, windows.stream().mapToDouble(VoiLut.Window::width).toArray());
      if (!explanations.isEmpty()) {
        image.set(Tag.WINDOW_CENTER_WIDTH_EXPLANATION, explanations.toArray(String[]::new));
      }
      VoiLut.Function function = windows.get(0).function();
      if (function != VoiLut.Function.LINEAR) {
        image.set(Tag.VOILUT_FUNCTION, function.name());
      }
    }
    if (!tables.isEmpty()) {
      image.set(Tag.VOILUT_SEQUENCE, tables.stream().map(each -> each.table().voiItem()).toList());
    }
  }
}
