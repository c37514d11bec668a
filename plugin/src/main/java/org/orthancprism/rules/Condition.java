// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.rules;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a rule asks of the values of an attribute; one of several values is enough. */
public sealed interface Condition {

  /** Why the values don't meet it; empty where they do. An absent attribute has no value. */
  Optional<String> objection(List<String> values);

  /** The value is one of these. */
  record OneOf(Set<String> wanted) implements Condition {
    public OneOf {
      wanted = Set.copyOf(wanted);
    }

    @Override
    public Optional<String> objection(List<String> values) {
      return values.stream().anyMatch(wanted::contains)
          ? Optional.empty()
          : Optional.of(shown(values) + " and not of " + new TreeSet<>(wanted));
    }
  }

  /**
   * The value is a number within limits, both included. An age counts in years (PS3.5, value
   * representation AS), a date as the number its digits make.
   */
  record Range(double least, double most) implements Condition {

    private static final Pattern AGE = Pattern.compile("(\\d{3})([DWMY])");

    @Override
    public Optional<String> objection(List<String> values) {
      for (String value : values) {
        OptionalDouble number = number(value);
        if (number.isPresent() && number.getAsDouble() >= least && number.getAsDouble() <= most) {
          return Optional.empty();
        }
      }
      return Optional.of(shown(values) + " and not from " + least + " to " + most);
    }

    private static OptionalDouble number(String value) {
      Matcher age = AGE.matcher(value.strip().toUpperCase(Locale.ROOT));
      if (age.matches()) {
        double years =
            switch (age.group(2)) {
              case "D" -> 1 / 365.25;
              case "W" -> 7 / 365.25;
              case "M" -> 1 / 12.0;
              default -> 1;
            };
        return OptionalDouble.of(Integer.parseInt(age.group(1)) * years);
      }
      try {
        return OptionalDouble.of(Double.parseDouble(value.strip()));
      } catch (NumberFormatException e) {
        return OptionalDouble.empty();
      }
    }
  }

  /**
   * A regular expression is found in the value. One that takes too many steps, some milliseconds of
   * them, counts as not found.
   */
  record Matches(Pattern pattern) implements Condition {

    private static final Logger LOG = LoggerFactory.getLogger(Matches.class);

    /** A value of 10,000 characters takes an ordinary expression a tenth of these. */
    private static final int MOST_STEPS = 500_000;

    public Matches {
      Objects.requireNonNull(pattern, "pattern");
    }

    @Override
    public Optional<String> objection(List<String> values) {
      LimitedText.Steps steps = new LimitedText.Steps(MOST_STEPS);
      try {
        return values.stream()
                .anyMatch(value -> pattern.matcher(new LimitedText(value, steps)).find())
            ? Optional.empty()
            : Optional.of(shown(values) + " and does not match " + pattern);
      } catch (LimitedText.Exhausted | StackOverflowError e) {
        LOG.warn(
            "Regex {} takes too many steps and counts as not found; write it without a repetition"
                + " within a repetition",
            pattern);
        return Optional.of("has a value for which " + pattern + " takes too many steps");
      }
    }
  }

  /** The attribute has a value, or has none. */
  record Present(boolean wanted) implements Condition {
    @Override
    public Optional<String> objection(List<String> values) {
      if (values.isEmpty() != wanted) {
        return Optional.empty();
      }
      return Optional.of(wanted ? "is absent" : "is present");
    }
  }

  private static String shown(List<String> values) {
    return values.isEmpty() ? "is absent" : "is " + String.join("\\", values);
  }
}
