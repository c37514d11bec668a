// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.server.TestCertificate;

/** An Orthanc behind HTTPS has to prove who it is. */
class OrthancTlsTest {

  @TempDir private Path folder;
  private HttpsServer server;

  private URI serve(TestCertificate certificate) throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
    byte[] answer = "{\"Version\": \"1.12.1\"}".getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  private static OrthancClient client(URI url, Optional<Path> certificates) throws IOException {
    return OrthancClient.of(new OrthancAccess("radiology", url, "Bearer secret", certificates));
  }

  private static void assertNotTrusted(OrthancClient client) {
    OrthancRestException denied =
        assertThrows(OrthancRestException.Denied.class, () -> client.system());
    assertTrue(denied.getMessage().contains("certificate"), denied.getMessage());
  }

  @Test
  void aCertificateThatTheConfigurationNamesIsTrusted() throws Exception {
    TestCertificate own = TestCertificate.make(folder, "own", "-1d", 30);
    OrthancClient client = client(serve(own), Optional.of(own.certificate()));
    assertEquals("1.12.1", client.system().getString("Version"));
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNot() throws Exception {
    TestCertificate own = TestCertificate.make(folder, "own", "-1d", 30);
    TestCertificate other = TestCertificate.make(folder, "other", "-1d", 30);
    URI url = serve(own);
    assertNotTrusted(client(url, Optional.empty()));
    assertNotTrusted(client(url, Optional.of(other.certificate())));
  }

  @Test
  void anExpiredCertificateIsNot() throws Exception {
    TestCertificate expired = TestCertificate.make(folder, "expired", "-10d", 5);
    assertNotTrusted(client(serve(expired), Optional.of(expired.certificate())));
  }

  @Test
  void aFileThatHoldsNoCertificateIsRefusedAtOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("empty.pem"), "");
    URI url = URI.create("https://127.0.0.1:1");
    assertThrows(IOException.class, () -> client(url, Optional.of(file)));
  }
}
