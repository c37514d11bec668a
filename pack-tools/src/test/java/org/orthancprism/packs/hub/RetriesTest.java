// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often and after which pauses something is tried again. */
class RetriesTest {

  private final List<Duration> pauses = new ArrayList<>();

  private static List<Duration> seconds(int... seconds) {
    return IntStream.of(seconds).mapToObj(Duration::ofSeconds).toList();
  }

  @Test
  void pausesDoubleUpToTwoMinutesAndTheLastFailureIsTold() {
    HubException refusal =
        assertThrows(
            HubException.class,
            () ->
                new Retries(pauses::add, 10)
                    .until(
                        "fetching x",
                        () -> {
                          throw new IOException("it rained");
                        }));
    assertEquals(seconds(1, 2, 4, 8, 16, 32, 64, 120, 120), pauses);
    assertTrue(
        refusal.getMessage().startsWith("fetching x failed 10 times: it rained"),
        refusal::getMessage);
  }

  @Test
  void whatAchievesSomethingMayFailAsOftenAsBefore() throws Exception {
    Retries.Series series = new Retries(pauses::add, 3).series("x");
    int[] tries = {0};
    series.until(
        () -> {
          tries[0]++;
          if (tries[0] % 2 == 0) {
            series.advanced();
          }
          if (tries[0] < 9) {
            throw new IOException();
          }
          return tries[0];
        });
    assertEquals(seconds(1, 1, 2, 1, 2, 1, 2, 1), pauses);
  }

  @Test
  void aRefusalIsNotTriedAgain() {
    assertThrows(
        HubException.class,
        () ->
            new Retries(pauses::add, 3)
                .until(
                    "x",
                    () -> {
                      throw new HubException("no");
                    }));
    assertEquals(List.of(), pauses);
  }

  @Test
  void aWishForAnHourIsHeededForTwoMinutes() {
    assertThrows(
        HubException.class,
        () ->
            new Retries(pauses::add, 2)
                .until(
                    "x",
                    () -> {
                      throw new TemporaryFailure("busy", Optional.of(Duration.ofHours(1)));
                    }));
    assertEquals(seconds(120), pauses);
  }

  @Test
  void whoIsInterruptedStops() {
    Retries retries =
        new Retries(
            pause -> {
              throw new InterruptedException();
            },
            5);
    HubException refusal =
        assertThrows(
            HubException.class,
            () ->
                retries.until(
                    "x",
                    () -> {
                      throw new IOException();
                    }));
    assertTrue(refusal.getMessage().startsWith("interrupted"), refusal::getMessage);
    assertTrue(Thread.interrupted());
  }
}
