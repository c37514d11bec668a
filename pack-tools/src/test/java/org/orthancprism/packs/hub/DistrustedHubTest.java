// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.server.HubServer.Misbehaviour;

/** Nothing is kept that is not what hub or recipe promise, and no token goes anywhere else. */
class DistrustedHubTest extends TinyModelInHub {

  @Test
  void bytesOfAnotherDigestAreDeletedAndSaidToBe() throws Exception {
    byte[] other = Files.readAllBytes(original.resolve(UNET));
    other[99] ^= 1;
    server.misbehave(IN_HUB, new Misbehaviour.Other(other));
    String refusal = refusal();
    assertTrue(refusal.contains("the hub lists SHA-256"), refusal);
    assertEquals(
        List.of(),
        files(folder.resolve("downloads")).stream().filter(f -> f.contains("unet/diff")).toList());
  }

  @Test
  void smallFilesAreHeldAgainstTheDigestThatGitNamesThemBy() {
    server.misbehave(MODEL + "/vae/config.json", new Misbehaviour.Other(new byte[10]));
    model.listSize("vae/config.json", 10);
    String refusal = refusal();
    assertTrue(refusal.contains("the hub lists git's SHA-1"), refusal);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1})
  void aHubThatListsAnotherSizeThanItSendsIsRefused(long more) throws Exception {
    long size = Files.size(original.resolve(UNET));
    model.listSize(UNET, size + more);
    String refusal = refusal();
    assertTrue(refusal.contains(size + " bytes") && refusal.contains("deleted"), refusal);
    assertEquals(1, requestsFor(UNET).size());
  }

  @Test
  void aPointerInPlaceOfTheContentIsCalledOne() {
    String pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64) + "\nsize 9\n";
    server.misbehave(IN_HUB, new Misbehaviour.Other(pointer.getBytes()));
    String refusal = refusal();
    assertTrue(refusal.contains("git-LFS pointer"), refusal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside.json", "/etc/outside", "unet/../../x", "a\\\\..\\\\b"})
  void aPathOutOfTheModelsFolderIsRefused(String path) throws Exception {
    model.listAs("unet/config.json", path);
    String refusal = refusal();
    assertTrue(refusal.contains("nothing was fetched"), refusal);
    assertEquals(List.of(), server.served());
  }

  @Test
  void theTokenGoesToTheHubAloneAndNotToWhereItRedirects() throws Exception {
    token = Optional.of(new AccessToken("hf_secret"));
    server.wantToken("hf_secret");
    assertSameAsPublished(fetched());
    assertTrue(
        server.requests().stream()
            .allMatch(r -> r.authorization().equals(r.isHub() ? "Bearer hf_secret" : "")));
    assertFalse(server.served().isEmpty());
  }

  @Test
  void aHubThatKnowsNobodySaysWhereATokenComesFrom() {
    server.wantToken("hf_secret");
    String refusal = refusal();
    assertTrue(refusal.contains(server.address() + "/" + MODEL), refusal);
    assertTrue(refusal.contains("set HF_TOKEN"), refusal);
    token = Optional.of(new AccessToken("hf_wrong"));
    String wrong = refusal();
    assertTrue(wrong.contains("does not know the token"), wrong);
    assertFalse(wrong.contains("hf_wrong"), wrong);
  }

  @Test
  void aModelWhoseLicenceIsNotAcceptedSaysWhereToAcceptIt() {
    token = Optional.of(new AccessToken("hf_secret"));
    server.misbehave(MODEL, new Misbehaviour.Status(403));
    String refusal = refusal();
    assertTrue(refusal.contains("accept its licence on " + server.address()), refusal);
  }

  @Test
  void aFileThatIsNotTheOneThatARecipeNamesIsNotFetched() throws Exception {
    ModelSource source =
        new ModelSource(
            ModelName.parse(MODEL), "main", Optional.empty(), Map.of(UNET, "0".repeat(64)));
    Recipe recipe = new Recipe("tiny", source, Optional.empty(), Optional.empty(), "");
    HubException refusal = assertThrows(HubException.class, () -> fetch().plan(recipe, false));
    assertTrue(refusal.getMessage().contains("it is another file"), refusal::getMessage);
  }

  @Test
  void redirectsInACircleEnd() {
    server.misbehave(
        IN_HUB,
        new Misbehaviour.Redirect("/" + MODEL + "/resolve/" + model.commit() + "/" + UNET + "?x"));
    server.misbehave(IN_HUB + "?x", new Misbehaviour.Redirect("/"));
    String refusal = refusal();
    assertTrue(refusal.contains("redirects"), refusal);
  }
}
