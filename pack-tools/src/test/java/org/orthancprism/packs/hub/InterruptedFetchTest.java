// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.orthancprism.server.HubServer.Misbehaviour;
import org.orthancprism.server.HubServer.Request;

/** A fetch that breaks off goes on where it was, in this run of the program or the next. */
class InterruptedFetchTest extends TinyModelInHub {

  @Test
  void aConnectionThatIsCutIsContinuedWhereItWasCut() throws Exception {
    server.misbehave(IN_HUB, new Misbehaviour.Cut(10_000, 3));
    assertSameAsPublished(fetched());
    List<String> ranges =
        server.requests().stream()
            .filter(request -> request.isHub() && request.target().endsWith(UNET))
            .map(Request::range)
            .toList();
    assertEquals(4, ranges.size(), ranges::toString);
    assertEquals("", ranges.get(0));
    assertTrue(ranges.get(3).matches("bytes=[1-9][0-9]*-"), ranges::toString);
    assertEquals(3, pauses.size());
  }

  @Test
  void aConnectionOnWhichNothingComesAnyMoreIsGivenUpAndContinued() throws Exception {
    stall = Duration.ofMillis(300);
    server.misbehave(IN_HUB, new Misbehaviour.Stall(10_000, 1));
    assertSameAsPublished(fetched());
    assertEquals(2, requestsFor(UNET).size());
  }

  @Test
  void aHubThatServesNoPartsIsAskedForTheWholeAgain() throws Exception {
    server.misbehave(IN_HUB, new Misbehaviour.WholeOnly(10_000, 2));
    assertSameAsPublished(fetched());
  }

  @Test
  void failuresInARowPauseLongerAndEndWithWhatIsThereKept() throws Exception {
    server.misbehave(IN_HUB, new Misbehaviour.Cut(10_000, 1));
    assertThrows(
        HubException.class,
        () -> {
          PackFetch fetch = fetch();
          FetchPlan plan = fetch.plan(Recipe.of("hf:" + MODEL, Recipes.shipped()), false);
          fetch.run(
              plan,
              (what, done, total) -> {
                if (what.endsWith(UNET) && !pauses.isEmpty()) {
                  throw new AssertionError("nothing more should come");
                }
                if (what.endsWith(UNET)) {
                  server.misbehave(IN_HUB, new Misbehaviour.Busy(503, 0, 100));
                }
              });
        });
    assertEquals(
        List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4)), pauses);
    server.behave();
    int before = requestsFor(UNET).size();
    assertSameAsPublished(fetched());
    assertEquals(before + 1, requestsFor(UNET).size());
  }

  @Test
  void theHubsOwnWishForAPauseIsHeeded() throws Exception {
    server.misbehave(MODEL, new Misbehaviour.Busy(429, 30, 1));
    assertSameAsPublished(fetched());
    assertEquals(List.of(Duration.ofSeconds(30)), pauses);
  }

  @Test
  void whatIsThereIsNotFetchedAgain() throws Exception {
    fetched();
    int before = server.served().size();
    assertSameAsPublished(fetched());
    assertEquals(before, server.served().size());
  }

  @Test
  void aFileThatWasAlteredSinceIsFetchedAgain() throws Exception {
    Path unet = fetched().resolve(UNET);
    byte[] bytes = Files.readAllBytes(unet);
    bytes[bytes.length / 2] ^= 1;
    Files.write(unet, bytes);
    assertSameAsPublished(fetched());
    assertEquals(2, requestsFor(UNET).size());
  }

  /** What a try that was ended leaves of the UNet. */
  private Path part() throws Exception {
    server.misbehave(IN_HUB, new Misbehaviour.Cut(10_000, 100));
    server.misbehave(MODEL + "/text_encoder/model.safetensors", new Misbehaviour.Cut(0, 0));
    Path base = folder.resolve("downloads").resolve("radiology--tiny-sd").resolve(model.commit());
    PackFetch fetch =
        new PackFetch(
            new HubClient(new HubSettings(server.address(), token, ProxySelector.of(null), stall)),
            new Retries(pauses::add, 1),
            folder.resolve("downloads"));
    FetchPlan plan = fetch.plan(Recipe.of("hf:" + MODEL, Recipes.shipped()), false);
    Optional<Path> part = Optional.empty();
    // A connection that is reset may take along what was on its way, all of it on a busy machine.
    for (int tries = 0; part.isEmpty() && tries < 20; tries++) {
      assertThrows(HubException.class, () -> fetch.run(plan, (what, done, total) -> {}));
      part = partIn(base.resolve("unet"));
    }
    server.behave();
    return part.orElseThrow();
  }

  private static Optional<Path> partIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".part")).findFirst();
    }
  }

  @Test
  void aPartOfAnotherRevisionIsNeverContinued() throws Exception {
    Path part = part();
    byte[] other = Files.readAllBytes(original.resolve(UNET));
    other[other.length - 1] ^= 1;
    Files.write(original.resolve(UNET), other);
    assertSameAsPublished(fetched());
    assertFalse(Files.exists(part), "the part of what is no longer there");
    assertEquals("", rangeOfLastRequest());
  }

  @Test
  void aPartIsContinuedByTheNextStartOfTheProgram() throws Exception {
    long there = Files.size(part());
    assertSameAsPublished(fetched());
    assertEquals("bytes=" + there + "-", rangeOfLastRequest());
  }

  private String rangeOfLastRequest() {
    List<Request> requests =
        server.requests().stream().filter(r -> !r.isHub() && r.target().endsWith(UNET)).toList();
    return requests.get(requests.size() - 1).range();
  }

  @Test
  void aPartWhoseBytesWereAlteredIsNoticedAndDeleted() throws Exception {
    Path part = part();
    byte[] bytes = Files.readAllBytes(part);
    bytes[0] ^= 1;
    Files.write(part, bytes);
    String refusal = refusal();
    assertTrue(refusal.contains(UNET) && refusal.contains("it was deleted"), refusal);
    assertFalse(Files.exists(part));
    assertSameAsPublished(fetched());
  }
}
