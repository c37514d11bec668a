// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.film.Polygon;
import org.orthancprism.models.film.Polygon.Vertex;
import org.orthancprism.request.CaptionPair;
import org.orthancprism.request.EditChoices;
import org.orthancprism.request.EditRegion;

/** An edit that is made in another way is another edit, with UIDs of its own. */
class EditIdentitiesTest {

  private static final String EDIT = "remove-support-devices";

  private static String key(Optional<String> method, OptionalInt seed) {
    return EditIdentities.identity(
            EDIT, new EditChoices(method, seed, Optional.empty(), Optional.empty()))
        .key();
  }

  @Test
  void thePacksOwnWayGoesByTheNameAlone() {
    assertEquals(EDIT, EditIdentities.identity(EDIT, EditChoices.NONE).key());
  }

  @Test
  void methodAndSeedTellEditsApart() {
    Optional<String> direct = Optional.of("direct");
    Set<String> keys =
        Stream.of(
                key(Optional.empty(), OptionalInt.empty()),
                key(direct, OptionalInt.empty()),
                key(Optional.of("virtual"), OptionalInt.empty()),
                key(Optional.empty(), OptionalInt.of(1)),
                key(Optional.empty(), OptionalInt.of(2)),
                key(direct, OptionalInt.of(1)))
            .collect(Collectors.toSet());
    assertEquals(6, keys.size(), keys::toString);
  }

  @Test
  void captionsTellEditsApart() {
    Set<String> keys =
        Stream.of("no tubes", "no lines")
            .map(target -> Optional.of(new CaptionPair("an ICU film", target)))
            .map(
                captions ->
                    new EditChoices(
                        Optional.empty(), OptionalInt.empty(), captions, Optional.empty()))
            .map(choices -> EditIdentities.identity(EDIT, choices).key())
            .collect(Collectors.toSet());
    assertEquals(2, keys.size(), keys::toString);
  }

  @Test
  void regionsTellEditsApart() {
    String film = "abae0b24-5a718d9e-1b560140-2cda3ae0-30b846cb";
    List<Polygon> corner =
        List.of(new Polygon(List.of(new Vertex(0, 0), new Vertex(9, 0), new Vertex(0, 9))));
    Set<String> keys =
        Stream.of(
                Optional.<EditRegion>empty(),
                Optional.of(new EditRegion(film, corner, List.of())),
                Optional.of(new EditRegion(film, List.of(), corner)))
            .map(
                region ->
                    new EditChoices(
                        Optional.empty(), OptionalInt.empty(), Optional.empty(), region))
            .map(choices -> EditIdentities.identity(EDIT, choices).key())
            .collect(Collectors.toSet());
    assertEquals(3, keys.size(), keys::toString);
  }
}
