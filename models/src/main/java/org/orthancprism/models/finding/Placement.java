// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.finding;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How large a finding is put in, and on which side, as far as a request says.
 *
 * @param size empty for the pack's own, which is of medium size
 * @param side empty for the pack's own choice, which is the same for every film
 */
public record Placement(Optional<Size> size, Optional<Side> side) {

  /** A request that leaves both to the pack. */
  public static final Placement UNSTATED = new Placement(Optional.empty(), Optional.empty());

  /** All there are, the unstated one first. */
  public static final List<Placement> ALL =
      of(EnumSet.allOf(Size.class), EnumSet.allOf(Side.class));

  /** A size other than the medium one. */
  public enum Size {
    SMALL,
    LARGE
  }

  /** A side of the patient. */
  public enum Side {
    LEFT,
    RIGHT
  }

  public Placement {
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(side, "side");
  }

  /** What can be said where some sizes and sides are known, the unstated one first. */
  public static List<Placement> of(Set<Size> sizes, Set<Side> sides) {
    List<Placement> placements = new ArrayList<>();
    for (Optional<Size> size : optional(sizes)) {
      for (Optional<Side> side : optional(sides)) {
        placements.add(new Placement(size, side));
      }
    }
    return List.copyOf(placements);
  }

  private static <T extends Enum<T>> List<Optional<T>> optional(Set<T> values) {
    return Stream.concat(Stream.of(Optional.<T>empty()), values.stream().sorted().map(Optional::of))
        .toList();
  }

  /** The same on a film whose left and right have changed places. */
  public Placement mirrored() {
    return new Placement(size, side.map(one -> one == Side.LEFT ? Side.RIGHT : Side.LEFT));
  }

  /** A name with size and side before it, for example {@code small left pleural effusion}. */
  public String before(String name, String separator) {
    return Stream.of(word(size), word(side), Stream.of(name))
        .flatMap(words -> words)
        .reduce((some, more) -> some + separator + more)
        .orElseThrow();
  }

  private static Stream<String> word(Optional<? extends Enum<?>> value) {
    return value.stream().map(one -> one.name().toLowerCase(Locale.ROOT));
  }
}
