// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.models.fixture.TinyStableDiffusion;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.server.HubServer;
import org.orthancprism.server.HubServer.Misbehaviour;
import org.orthancprism.server.HubServer.Request;
import org.orthancprism.server.ServedModel;

/** A tiny Stable Diffusion 1.x comes from a hub that behaves, or does not. */
class PackFetchTest {

  private static final String MODEL = "radiology/tiny-sd";
  private static final String UNET = "unet/diffusion_pytorch_model.safetensors";
  private static final String IN_HUB = MODEL + "/" + UNET;

  @TempDir private Path folder;
  private final List<Duration> pauses = new ArrayList<>();
  private HubServer server;
  private ServedModel model;
  private Path original;
  private Duration stall = Duration.ofSeconds(20);
  private Optional<AccessToken> token = Optional.empty();

  @BeforeEach
  void publish() throws IOException {
    server = HubServer.start();
    original = TinyStableDiffusion.write(folder.resolve("published"));
    model = server.publish(MODEL, original);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private PackFetch fetch() {
    HubSettings settings = new HubSettings(server.address(), token, ProxySelector.of(null), stall);
    return new PackFetch(
        new HubClient(settings), new Retries(pauses::add, 4), folder.resolve("downloads"));
  }

  private Path fetched() throws PackException {
    return fetched("hf:" + MODEL);
  }

  private Path fetched(String name) throws PackException {
    PackFetch fetch = fetch();
    FetchPlan plan = fetch.plan(Recipe.of(name, Recipes.shipped()), false);
    return fetch.run(plan, (what, done, total) -> {}).base();
  }

  private String refusal() {
    return String.valueOf(assertThrows(HubException.class, this::fetched).getMessage());
  }

  private List<String> requestsFor(String path) {
    return server.served().stream().filter(path::equals).toList();
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private void assertSameAsPublished(Path fetched) throws IOException {
    assertArrayEquals(
        Files.readAllBytes(original.resolve(UNET)), Files.readAllBytes(fetched.resolve(UNET)));
    assertEquals(List.of(), files(fetched).stream().filter(f -> f.endsWith(".part")).toList());
  }

  @Test
  void whatAnImportReadsIsFetchedAndNothingElse() throws Exception {
    List<String> needed = files(original);
    for (String surplus :
        List.of(
            "README.md.txt",
            "v1-5-pruned.ckpt",
            "v1-5-pruned.safetensors",
            "model_index.json",
            "safety_checker/model.safetensors",
            "unet/diffusion_pytorch_model.bin",
            "unet/diffusion_pytorch_model.fp16.safetensors",
            "unet/diffusion_pytorch_model.non_ema.safetensors",
            "vae/diffusion_pytorch_model.bin",
            "tokenizer/tokenizer.json",
            "tokenizer/special_tokens_map.json")) {
      Files.createDirectories(original.resolve(surplus).getParent());
      Files.writeString(original.resolve(surplus), "{}");
    }
    Path fetched = fetched();
    List<String> expected =
        Stream.concat(needed.stream(), Stream.of("tokenizer/special_tokens_map.json"))
            .sorted()
            .toList();
    assertEquals(expected, files(fetched));
    assertEquals(expected, server.served().stream().sorted().toList());
  }

  @Test
  void halfTheSizeIsFetchedWhereHalfPrecisionIsWanted() throws Exception {
    Path half = original.resolve("unet/diffusion_pytorch_model.fp16.safetensors");
    Files.copy(original.resolve(UNET), half);
    FetchPlan plan = fetch().plan(Recipe.of("hf:" + MODEL, Recipes.shipped()), true);
    List<String> unets =
        plan.base().files().weights().stream()
            .map(HubFile::path)
            .filter(path -> path.startsWith("unet/"))
            .toList();
    assertEquals(List.of("unet/diffusion_pytorch_model.fp16.safetensors"), unets);
  }

  @Test
  void weightsInSeveralFilesAreFetchedWithTheirIndexAndWithoutAnotherVariants() throws Exception {
    Files.delete(original.resolve(UNET));
    String stem = "unet/diffusion_pytorch_model";
    List<String> wanted =
        List.of(
            stem + "-00001-of-00002.safetensors",
            stem + "-00002-of-00002.safetensors",
            stem + ".safetensors.index.json");
    List<String> others =
        List.of(stem + ".fp16-00001-of-00002.safetensors", stem + ".safetensors.index.fp16.json");
    for (String file : Stream.concat(wanted.stream(), others.stream()).toList()) {
      Files.writeString(original.resolve(file), "{}");
    }
    FetchPlan plan = fetch().plan(Recipe.of("hf:" + MODEL, Recipes.shipped()), false);
    assertEquals(
        wanted,
        plan.base().files().weights().stream()
            .map(HubFile::path)
            .filter(path -> path.startsWith("unet/"))
            .sorted()
            .toList());
  }

  @Test
  void aModelOfPicklesAloneIsRefusedAndNoneIsFetched() throws Exception {
    Files.move(original.resolve(UNET), original.resolve("unet/diffusion_pytorch_model.bin"));
    String refusal = refusal();
    assertTrue(refusal.contains("pickles alone (diffusion_pytorch_model.bin)"), refusal);
    assertEquals(List.of(), server.served());
  }

  @Test
  void anotherModelsUnetTakesThePlaceOfTheBasesWhichIsNotFetched() throws Exception {
    Path prism = Files.createDirectories(folder.resolve("prism"));
    Files.copy(original.resolve(UNET), prism.resolve("model.safetensors"));
    Files.writeString(prism.resolve("other.safetensors"), "{}");
    server.publish("lab/prism", prism);
    PackFetch fetch = fetch();
    Recipe recipe = Recipe.of("hf:" + MODEL, Recipes.shipped()).over("lab/prism");
    LocalModels models = fetch.run(fetch.plan(recipe, false), (what, done, total) -> {});
    assertEquals("model.safetensors", models.unet().orElseThrow().getFileName().toString());
    assertFalse(Files.exists(models.base().resolve(UNET)));
  }

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
  void aModelOfAnotherArchitectureIsRefusedBeforeItsWeightsAreFetched() throws Exception {
    Path config = original.resolve("unet/config.json");
    String text = Files.readString(config);
    String other =
        text.replace("\"addition_embed_type\": null", "\"addition_embed_type\": \"text_time\"");
    assertNotEquals(text, other);
    Files.writeString(config, other);
    PackException refusal = assertThrows(PackException.class, this::fetched);
    assertTrue(refusal.getMessage().contains("Stable Diffusion 1.x"), refusal::getMessage);
    assertEquals(
        List.of(), server.served().stream().filter(f -> f.endsWith(".safetensors")).toList());
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
  void aPlanSaysWhichModelsWantTheirLicenceAcceptedAndHowMuchIsMissing() throws Exception {
    model.gate("cc-by-nc-4.0");
    FetchPlan plan = fetch().plan(Recipe.of("hf:" + MODEL, Recipes.shipped()), false);
    assertEquals(MODEL, plan.gated().get(0).name().toString());
    assertEquals("cc-by-nc-4.0", plan.licence());
    long size = 0;
    for (String file : files(original)) {
      size += Files.size(original.resolve(file));
    }
    assertEquals(size, plan.size());
    assertEquals(0, plan.present());
    fetched();
    assertEquals(size, plan.present());
  }

  @Test
  void aModelThatIsNotThereIsNotAskedForTwice() {
    String refusal =
        String.valueOf(
            assertThrows(HubException.class, () -> fetched("hf:radiology/none")).getMessage());
    assertTrue(refusal.contains("no model radiology/none"), refusal);
    assertEquals(1, server.requests().size());
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

  @Test
  void requestsGoThroughTheProxyThatTheEnvironmentNames() throws Exception {
    HubSettings settings =
        HubSettings.of(
            Map.of("HTTP_PROXY", server.address().toString()), Optional.of("http://hub.invalid"));
    PackFetch fetch =
        new PackFetch(new HubClient(settings), new Retries(pauses::add, 1), folder.resolve("d"));
    assertThrows(
        HubException.class,
        () -> fetch.plan(Recipe.of("hf:radiology/none", Recipes.shipped()), false));
    assertTrue(
        server.requests().get(0).target().startsWith("http://hub.invalid/api/models/"),
        () -> server.requests().toString());
    assertEquals(URI.create("http://hub.invalid"), settings.endpoint());
  }
}
