// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.testhelper.AllResults;
import org.orthancprism.dicom.testhelper.Films;

class DerivedUidTest {
  private static final String PACK = Films.ALGORITHM.packDigest();

  private static String uid(DerivedUid.Role role) {
    return DerivedUid.of(role, PACK, "remove-edema", "1.2.3.4");
  }

  @ParameterizedTest
  @EnumSource
  void everythingThatAUidDependsOnMakesAnother(DerivedUid.Role role) {
    String uid = uid(role);
    assertEquals(uid, uid(role));
    assertTrue(uid.matches("2\\.25\\.(0|[1-9][0-9]{0,38})") && uid.length() <= 64, uid);
    assertNotEquals(uid, DerivedUid.of(role, "b2".repeat(32), "remove-edema", "1.2.3.4"));
    assertNotEquals(uid, DerivedUid.of(role, PACK, "add-edema", "1.2.3.4"));
    assertNotEquals(uid, DerivedUid.of(role, PACK, "remove-edema", "1.2.3.5"));
  }

  @Test
  void noTwoRolesShareAUid() {
    Set<String> uids = new HashSet<>();
    Arrays.stream(DerivedUid.Role.values()).forEach(role -> assertTrue(uids.add(uid(role))));
  }

  @Test
  void madeTwiceEveryObjectHasTheSameUidsAndASeriesAndNumberOfItsOwnBehindTheFilm() {
    Radiograph film = Films.radiograph(Films.digital(false));
    Set<String> series = new HashSet<>();
    Set<Integer> numbers = new HashSet<>();
    AllResults.of(film)
        .forEach(
            (kind, object) -> {
              Dataset once = object.dataset();
              Dataset again = AllResults.of(film).get(kind).dataset();
              for (Tag tag : new Tag[] {Tag.SOP_INSTANCE_UID, Tag.SERIES_INSTANCE_UID}) {
                assertEquals(once.string(tag).orElseThrow(), again.string(tag).orElseThrow());
              }
              assertTrue(series.add(once.string(Tag.SERIES_INSTANCE_UID).orElseThrow()), kind);
              int number = once.integer(Tag.SERIES_NUMBER).orElseThrow();
              assertTrue(numbers.add(number) && number > 9000, kind + " " + number);
            });
  }
}
