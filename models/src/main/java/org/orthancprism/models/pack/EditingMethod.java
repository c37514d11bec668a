// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The methods that edit a film with a latent diffusion model, by their names in packs and requests.
 */
public enum EditingMethod {
  /** Null-text inversion (Mokady et al., arXiv 2211.09794), which PRISM uses. */
  NULL_TEXT("null-text"),

  /** Negative-prompt inversion (Miyake et al., arXiv 2305.16807). */
  NEGATIVE_PROMPT("negative-prompt"),

  /** Direct Inversion, also PnP Inversion (Ju et al., arXiv 2310.01506). */
  DIRECT("direct"),

  /**
   * InfEdit's virtual inversion alone (Xu et al., arXiv 2312.04965, algorithm 2), from a film that
   * is noised in part and with prompt-to-prompt's attention control.
   */
  VIRTUAL("virtual"),

  /** InfEdit whole (Xu et al., arXiv 2312.04965), with unified attention control. */
  INFEDIT("infedit");

  private final String label;

  EditingMethod(String label) {
    this.label = label;
  }

  /** The method's name in packs and requests. */
  public String label() {
    return label;
  }

  /**
   * Finds the method that has a name.
   *
   * @throws IllegalArgumentException when no method has it; the message lists the names
   */
  public static EditingMethod parse(String label) {
    return Arrays.stream(values())
        .filter(method -> method.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no editing method is called '" + label + "'; there are: " + labels()));
  }

  private static String labels() {
    return Arrays.stream(values()).map(EditingMethod::label).collect(Collectors.joining(", "));
  }
}
