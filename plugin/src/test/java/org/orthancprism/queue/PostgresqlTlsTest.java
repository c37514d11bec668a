// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.PostgresqlDialect;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueException;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.server.PostgresqlServer;
import org.orthancprism.server.TestCertificate;
import org.orthancprism.task.TaskRecords;

/** A PostgreSQL that takes nothing but TLS, and has to prove who it is. */
class PostgresqlTlsTest {

  private static final String PASSWORD = "known to the test alone";

  @TempDir private static Path folder;
  private static PostgresqlServer server;
  private static TestCertificate own;
  private static TestCertificate other;

  @BeforeAll
  static void startServer() throws Exception {
    own = TestCertificate.make(folder, "own", "-1d", 30);
    other = TestCertificate.make(folder, "other", "-1d", 30);
    server = PostgresqlServer.start(PASSWORD);
    server.stop();
    server.requireTls(own.certificate(), own.key());
    server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static void add(String options) {
    QueueSettings settings =
        new QueueSettings(server.url() + options, PostgresqlServer.USER, PASSWORD);
    try (QueueDatabase database = QueueDatabase.open(settings, QueueDatabase.Side.TRIGGERS)) {
      new StudyQueue(database, "radiology", Clock.systemUTC()).add("study");
      assertEquals(1, new TaskRecords(database, "radiology").newest(2).size());
    }
  }

  private static void assertRefused(String options) {
    String message = assertThrows(QueueException.class, () -> add(options)).getMessage();
    assertTrue(message.contains("can't be opened"), message);
  }

  @Test
  void aServerIsTrustedByTheCertificateThatTheUrlNames() {
    add("?sslmode=verify-full&sslrootcert=" + own.certificate());
  }

  @Test
  void aServerWithAnotherCertificateIsNot() {
    assertRefused("?sslmode=verify-full&sslrootcert=" + other.certificate());
  }

  @Test
  void withoutTlsThereIsNoWayIn() {
    assertRefused("?sslmode=disable");
  }

  @Test
  void towardsAnotherMachineTheCertificateIsVerifiedUnlessTheUrlSaysOtherwise() {
    assertEquals("verify-full", sslMode("jdbc:postgresql://db.example.org/prism"));
    assertEquals("verify-ca", sslMode("jdbc:postgresql://db.example.org/prism?sslmode=verify-ca"));
    assertEquals("none", sslMode("jdbc:postgresql://127.0.0.1:5432/prism"));
    assertEquals("none", sslMode("jdbc:postgresql:prism"));
  }

  private static String sslMode(String url) {
    String mode = PostgresqlDialect.source(new QueueSettings(url, "prism", "x")).getSslMode();
    return mode == null ? "none" : mode;
  }
}
