// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Regular expressions of rules end, whatever an expression and a value do to each other. */
class RegexLimitTest {

  private static Optional<String> objection(String regex, List<String> values) {
    return new Condition.Matches(Pattern.compile(regex)).objection(values);
  }

  /**
   * Each expression takes 7 to 13 million steps of a value of this length, so that it ends within a
   * second or two where nothing limits it; a few characters more would take hours.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "(.*a){20}$, 20",
    "(a|aa)+\\1b$, 26",
    "a*a*a*a*a*a*b, 26",
    "^(([a-z])+.)+[A-Z]([a-z])+\\2$, 30"
  })
  void anExpressionThatTriesAllWaysIsGivenUp(String regex, int length) {
    String reason = objection(regex, List.of("a".repeat(length) + "!")).orElseThrow();
    assertTrue(reason.contains("too many steps") && reason.contains(regex), reason);
  }

  @Test
  void aValueThatIsLongerThanTheStackIsDeepIsGivenUp() {
    String reason = objection("^(?:a|b)*$", List.of("ab".repeat(100_000))).orElseThrow();
    assertTrue(reason.contains("too many steps"), reason);
  }

  @Test
  void manyValuesHaveOneLimitTogether() {
    String reason = objection("a*a*a*b", Collections.nCopies(100, "a".repeat(30))).orElseThrow();
    assertTrue(reason.contains("too many steps"), reason);
  }

  /** As long as an attribute of unlimited text ever is in a film. */
  @Test
  void anOrdinaryExpressionIsFoundAtTheEndOfALongValue() {
    String value = "Thorax stehend ".repeat(700) + "chest pa";
    assertEquals(Optional.empty(), objection("(?i)\\bCHEST\\s+(AP|PA)\\b", List.of("x", value)));
  }
}
