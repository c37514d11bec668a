// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.verdicts;

import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.orthancprism.dicom.report.Opinion;
import org.orthancprism.statistics.Share;

/**
 * What readers say of a group of results. The latest verdict of each reader on each result counts
 * once.
 *
 * @param name of the group: an edit, a pack's digest, or the Monday of a week
 * @param plausible how many verdicts call their result plausible
 * @param implausible how many call it implausible
 * @param tookAlong how many say that the edit took something along
 */
public record Acceptance(String name, Share plausible, Share implausible, Share tookAlong) {

  /** By what verdicts are grouped. */
  public enum By {
    EDIT(one -> one.result().edit()),
    PACK(one -> one.result().pack()),
    /** The week of the verdict, which begins on Monday in UTC. */
    WEEK(
        one ->
            one.verdict()
                .at()
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .toString());

    @SuppressWarnings("ImmutableEnumChecker") // it has no state
    private final Function<RecordedVerdict, String> name;

    By(Function<RecordedVerdict, String> name) {
      this.name = name;
    }

    /** The name in requests. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The grouping of a name, if it is one. */
    public static Optional<By> of(String label) {
      return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
    }
  }

  /** The groups by their names; weeks with the newest first. */
  public static List<Acceptance> of(List<RecordedVerdict> verdicts, By by) {
    Map<String, List<RecordedVerdict>> groups = new TreeMap<>();
    verdicts.stream()
        .filter(RecordedVerdict::isCurrent)
        .forEach(
            one -> groups.computeIfAbsent(by.name.apply(one), name -> new ArrayList<>()).add(one));
    List<Acceptance> all = new ArrayList<>();
    groups.forEach((name, group) -> all.add(by == By.WEEK ? 0 : all.size(), of(name, group)));
    return List.copyOf(all);
  }

  private static Acceptance of(String name, List<RecordedVerdict> group) {
    return new Acceptance(
        name,
        share(group, Opinion.PLAUSIBLE),
        share(group, Opinion.IMPLAUSIBLE),
        share(group, Opinion.TOOK_ALONG));
  }

  private static Share share(List<RecordedVerdict> group, Opinion opinion) {
    long hits = group.stream().filter(one -> one.verdict().opinion() == opinion).count();
    return new Share(hits, group.size());
  }
}
