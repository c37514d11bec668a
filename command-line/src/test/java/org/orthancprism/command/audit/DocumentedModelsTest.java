// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.model.ModelAddress;
import org.orthancprism.models.audit.EffectConclusion;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.server.TestCertificate;

/**
 * A whole audit of real models with the JSON of {@code docs/audit.md}: an ONNX file and a service
 * that see devices where the upper left corner is bright and effusion where the lower right one is,
 * and an ONNX file that answers with no number. The edits darken the upper left corner.
 */
class DocumentedModelsTest {

  private static final Pattern JSON = Pattern.compile("(?s)```json\n(\\{\n.*?)```");
  private static final String TOKEN = "a-token";

  @TempDir private Path folder;
  private final StringWriter printed = new StringWriter();
  private final AtomicInteger posted = new AtomicInteger();
  private HttpsServer service;
  private List<String> documented = List.of();

  @BeforeEach
  void layReady() throws Exception {
    documented =
        JSON.matcher(Files.readString(Path.of("../docs/audit.md")))
            .results()
            .map(MatchResult::group)
            .map(block -> block.replace("```json", "").replace("```", ""))
            .toList();
    assertEquals(2, documented.size());
    TestCertificate certificate = TestCertificate.make(folder, "service", "-1d", 30);
    service = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
    service.createContext("/predict", this::answer);
    service.start();
    Files.writeString(
        folder.resolve("service.json"),
        documented
            .get(1)
            .replace(
                "https://models.example.org/",
                "https://127.0.0.1:" + service.getAddress().getPort() + "/"));
    Files.copy(certificate.certificate(), folder.resolve("ca.pem"));
    Files.writeString(folder.resolve("token"), TOKEN + "\n");
    onnx("tube.onnx", "corner.onnx");
    onnx("broken.onnx", "no-number.onnx");
    Files.writeString(folder.resolve("tube.json"), documented.get(0));
    Files.writeString(
        folder.resolve("broken.json"), documented.get(0).replace(", \"Pleural Effusion\"", ""));
    EvenFilms.write(folder.resolve("films"), 6, 120);
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  private void onnx(String name, String resource) throws Exception {
    try (InputStream onnx = ModelAddress.class.getResourceAsStream(resource)) {
      Files.copy(Objects.requireNonNull(onnx, resource), folder.resolve(name));
    }
  }

  /** What the pixels of a posted PNG say, to those who have the token. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      posted.incrementAndGet();
      BufferedImage film = ImageIO.read(exchange.getRequestBody());
      String token = exchange.getRequestHeaders().getFirst("Authorization");
      double upperLeft = film.getRaster().getSample(0, 0, 0) / 255.0;
      double lowerRight = film.getRaster().getSample(63, 63, 0) / 255.0;
      byte[] body =
          String.format(
                  Locale.ROOT,
                  "{\"findings\": [{\"probability\": %.6f}, {\"probability\": %.6f}]}",
                  upperLeft,
                  lowerRight)
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(("Bearer " + TOKEN).equals(token) ? 200 : 401, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private AuditReport run(String... names) throws Exception {
    Pack pack = Pack.load(Path.of("../models/packs/default"));
    List<EditRequest> requests =
        List.of(EditRequest.parse("remove-pleural-effusion", pack.findings()));
    List<NamedModel> models = new ArrayList<>();
    try {
      for (String name : names) {
        String address = folder.resolve(name).toString();
        models.add(
            new NamedModel(
                name.replaceFirst("\\..*", ""),
                new ModelAddress("any", address).open(pack.findings())));
      }
      PrintWriter terminal = new PrintWriter(printed, true);
      return new Audit(pack, new CornerEdits(), models, requests, 0, terminal)
          .run(AuditFolder.of(folder.resolve("films")), folder.resolve("out"));
    } finally {
      models.forEach(NamedModel::close);
    }
  }

  private static List<EffectConclusion> verdicts(AuditReport report, String model) {
    return report.matrix(model).orElseThrow().edits().get(0).effects().stream()
        .map(effect -> effect.verdict())
        .toList();
  }

  @Test
  void aPlantedShortcutIsMarkedAndWhatIgnoresTheEditsIsNotAndABrokenModelIsLeftOut()
      throws Exception {
    AuditReport report = run("tube.onnx", "broken.onnx", "service.json");
    List<EffectConclusion> devicesAndEffusion =
        List.of(EffectConclusion.UNINTENDED, EffectConclusion.FAILED);
    assertEquals(devicesAndEffusion, verdicts(report, "tube"));
    assertEquals(devicesAndEffusion, verdicts(report, "service"));
    assertEquals(Optional.empty(), report.matrix("broken"));
    String json = Files.readString(folder.resolve("out/effects.json"));
    assertTrue(json.contains("it gave NaN as the probability of Support Devices"), json);
    String told = printed.toString();
    assertTrue(told.contains("left out: the model broken: it gave NaN"), told);
    assertTrue(told.contains("Support Devices"), told);
    int asked = posted.get();
    assertEquals(devicesAndEffusion, verdicts(run("tube.onnx", "service.json"), "service"));
    assertEquals(asked, posted.get(), "known answers were asked for again");
    for (String file : List.of("effects.json", "effects.csv", "journal.jsonl")) {
      assertFalse(Files.readString(folder.resolve("out").resolve(file)).contains(TOKEN), file);
    }
    assertFalse(printed.toString().contains(TOKEN));
  }
}
