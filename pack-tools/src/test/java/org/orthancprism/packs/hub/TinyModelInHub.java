// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.fixture.TinyStableDiffusion;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.server.HubServer;
import org.orthancprism.server.ServedModel;

/** A tiny Stable Diffusion 1.x in a hub, and what fetches it from there. */
abstract class TinyModelInHub {

  static final String MODEL = "radiology/tiny-sd";
  static final String UNET = "unet/diffusion_pytorch_model.safetensors";
  static final String IN_HUB = MODEL + "/" + UNET;

  @TempDir Path folder;
  final List<Duration> pauses = new ArrayList<>();
  HubServer server;
  ServedModel model;
  Path original;
  Duration stall = Duration.ofSeconds(20);
  Optional<AccessToken> token = Optional.empty();

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

  PackFetch fetch() {
    HubSettings settings = new HubSettings(server.address(), token, ProxySelector.of(null), stall);
    return new PackFetch(
        new HubClient(settings), new Retries(pauses::add, 4), folder.resolve("downloads"));
  }

  Path fetched() throws PackException {
    return fetched("hf:" + MODEL);
  }

  Path fetched(String name) throws PackException {
    PackFetch fetch = fetch();
    FetchPlan plan = fetch.plan(Recipe.of(name, Recipes.shipped()), false);
    return fetch.run(plan, (what, done, total) -> {}).base();
  }

  String refusal() {
    return String.valueOf(assertThrows(HubException.class, this::fetched).getMessage());
  }

  List<String> requestsFor(String path) {
    return server.served().stream().filter(path::equals).toList();
  }

  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  void assertSameAsPublished(Path fetched) throws IOException {
    assertArrayEquals(
        Files.readAllBytes(original.resolve(UNET)), Files.readAllBytes(fetched.resolve(UNET)));
    assertEquals(List.of(), files(fetched).stream().filter(f -> f.endsWith(".part")).toList());
  }
}
