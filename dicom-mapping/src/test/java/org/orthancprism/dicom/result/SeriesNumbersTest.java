// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesNumbersTest {

  @Test
  void newSeriesComeOneAfterTheOtherBehindTheFilms() {
    SeriesNumbers numbers = SeriesNumbers.behind(Map.of("film", 3));
    assertEquals(9001, numbers.of("remove"));
    assertEquals(9002, numbers.of("toggle"));
    assertEquals(9001, numbers.of("remove"), "the same series");
  }

  @Test
  void filmsThatAreNumberedHighStillComeFirst() {
    SeriesNumbers numbers = SeriesNumbers.behind(Map.of("film", 12000, "other", 9001));
    assertEquals(12001, numbers.of("remove"));
  }

  @Test
  void aSeriesThatIsThereKeepsItsNumber() {
    SeriesNumbers numbers = SeriesNumbers.behind(Map.of("film", 1, "remove", 9001, "report", 9002));
    assertEquals(9001, numbers.of("remove"));
    assertEquals(9003, numbers.of("toggle"));
    assertEquals(9002, numbers.of("report"));
  }
}
