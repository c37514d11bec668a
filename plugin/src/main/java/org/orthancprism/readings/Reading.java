// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.readings;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A blinded reading.
 *
 * @param id identifies it
 * @param name what people call it
 * @param seed seed of all that is random in it, by {@link Random}, whose algorithm Java specifies
 * @param madeBy who set it up
 * @param at when
 */
public record Reading(String id, String name, long seed, String madeBy, Instant at) {

  /** The longest name, in characters. */
  public static final int LONGEST_NAME = 100;

  public Reading {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(madeBy, "madeBy");
    Objects.requireNonNull(at, "at");
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "a reading has a name of 1 to " + LONGEST_NAME + " characters");
    }
  }

  /**
   * The cases: each film once, with one of its counterfactuals; of half of them, rounded down, the
   * counterfactual is shown.
   *
   * @param pairs of the studies that are read; their order counts
   */
  List<ReadingCase> draw(List<ReadablePair> pairs) {
    Random random = new Random(seed);
    Map<String, List<ReadablePair>> byFilm = new LinkedHashMap<>();
    pairs.forEach(
        pair -> byFilm.computeIfAbsent(pair.filmInstance(), film -> new ArrayList<>()).add(pair));
    List<ReadablePair> drawn = new ArrayList<>();
    for (List<ReadablePair> ofFilm : byFilm.values()) {
      drawn.add(ofFilm.get(random.nextInt(ofFilm.size())));
    }
    Collections.shuffle(drawn, random);
    List<ReadingCase> cases = new ArrayList<>();
    for (ReadablePair pair : drawn) {
      cases.add(ReadingCase.of(cases.size() + 1, cases.size() < drawn.size() / 2, pair));
    }
    return List.copyOf(cases);
  }

  /** The cases in the order in which a reader sees them: another for each reader. */
  List<ReadingCase> order(List<ReadingCase> cases, String reader) {
    byte[] digest = DigestUtils.sha256(reader.getBytes(StandardCharsets.UTF_8));
    List<ReadingCase> ordered = new ArrayList<>(cases);
    Collections.shuffle(ordered, new Random(seed ^ ByteBuffer.wrap(digest).getLong()));
    return List.copyOf(ordered);
  }
}
