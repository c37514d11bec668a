// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./prism package} and {@code ./prism release} on a small repository. A program in Maven's
 * place copies a ready zip, since the real build takes minutes.
 */
class ReleaseTest {

  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      while [[ $1 != --file ]]; do shift; done
      echo "$*" >>"$ZIPS/maven.txt"
      clone=$(dirname -- "$2")
      mkdir -p "$clone/distribution/target"
      cp "$ZIPS/$(basename -- "$clone").zip" "$clone/distribution/target/orthanc-prism-1.0.0.zip"
      """;

  private static final String CHANGELOG =
      """
      # Changelog

      ## [Unreleased]

      - Not yet.

      ## [1.0.0] - 2026-12-01

      ### Added

      - A page.

      ## [0.9.0] - 2026-01-01

      - Long ago.
      """;

  @TempDir private Path folder;
  private Path repository;
  private Path release;

  @BeforeEach
  void commitWhatIsReleased() throws Exception {
    repository = Files.createDirectories(folder.resolve("repository/.ci")).getParent();
    release = folder.resolve("out");
    for (String script : List.of("prism", ".ci/release", ".ci/reproducible")) {
      Files.copy(
          Reader.ROOT.resolve(script),
          repository.resolve(script),
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    pom("1.0.0");
    Files.writeString(repository.resolve("CHANGELOG.md"), CHANGELOG);
    Files.writeString(repository.resolve(".gitignore"), ".prism/\n");
    Path maven = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
    Files.writeString(maven, MAVEN);
    assertTrue(maven.toFile().setExecutable(true));
    Files.createDirectories(folder.resolve("keys"));
    builds("the same", "the same");
    Files.copy(folder.resolve("first.zip"), folder.resolve("repository.zip"));
    assertEquals(0, run("git init --quiet").status());
    commit();
  }

  private void pom(String version) throws IOException {
    Files.writeString(
        repository.resolve("pom.xml"), "<project>\n  <version>" + version + "</version>\n");
  }

  private void commit() throws Exception {
    Said said =
        run(
            "git add --all && git -c user.name=Tester -c user.email=tester@example.org"
                + " -c commit.gpgsign=false commit --quiet --message Change");
    assertEquals(0, said.status(), said::words);
  }

  /** What the first and the second build put into the plugin's jar. */
  private void builds(String first, String second) throws IOException {
    Map<String, String> builds = Map.of("first", first, "second-build", second);
    for (Map.Entry<String, String> build : builds.entrySet()) {
      try (OutputStream file = Files.newOutputStream(folder.resolve(build.getKey() + ".zip"));
          ZipOutputStream zip = new ZipOutputStream(file)) {
        ZipEntry entry = new ZipEntry("orthanc-prism-1.0.0/orthanc-prism.jar");
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(build.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private record Said(int status, String words) {}

  private Said run(String command) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("bash", "-c", command);
    shell.environment().put("ZIPS", folder.toString());
    shell.environment().put("GNUPGHOME", folder.resolve("keys").toString());
    shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
    shell
        .environment()
        .merge("PATH", folder.resolve("bin").toString(), (old, own) -> own + ":" + old);
    Path words = folder.resolve("words.txt");
    Process process =
        shell
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .redirectOutput(words.toFile())
            .start();
    return new Said(process.waitFor(), Files.readString(words));
  }

  private Said release(String more) throws Exception {
    return run("./prism release --out " + release + more);
  }

  private void assertRefused(Said said, String reason) {
    assertEquals(1, said.status(), said::words);
    assertTrue(said.words().contains(reason), said::words);
    assertFalse(Files.exists(release.resolve("SHA256SUMS")), "there is no half a release");
  }

  @Test
  void mavenIsToldWhichCodecTheZipGetsAndFromWhere() throws Exception {
    Said said = run("./prism package --codec dcm4che --repository file:///srv/mirror");
    assertEquals(0, said.status(), said::words);
    String maven = Files.readString(folder.resolve("maven.txt"));
    assertTrue(maven.contains(" -Dcodec=dcm4che -Ddcm4che.repository=file:///srv/mirror "), maven);
  }

  @Test
  void withoutTheOptionTheZipGetsOurCodec() throws Exception {
    Said said = run("./prism package");
    assertEquals(0, said.status(), said::words);
    assertFalse(Files.readString(folder.resolve("maven.txt")).contains("codec"));
  }

  @Test
  void anotherCodecIsRefused() throws Exception {
    Said said = run("./prism package --codec pixelmed");
    assertEquals(2, said.status(), said::words);
    assertTrue(said.words().contains("--codec takes dcm4che"), said::words);
  }

  @Test
  void zipNotesAndTheirChecksumsAreLeft() throws Exception {
    Said said = release("");
    assertEquals(0, said.status(), said::words);
    assertEquals("### Added\n\n- A page.\n", Files.readString(release.resolve("NOTES.md")));
    Said checked = run("cd " + release + " && sha256sum --check SHA256SUMS");
    assertEquals("orthanc-prism-1.0.0.zip: OK\nNOTES.md: OK\n", checked.words());
    assertFalse(Files.exists(release.resolve("SHA256SUMS.asc")), "nobody asked for a signature");
  }

  @Test
  void theKeyThatIsNamedSignsTheChecksums() throws Exception {
    Said key =
        run(
            "chmod 700 \"$GNUPGHOME\" && gpg --batch --quiet --passphrase ''"
                + " --quick-generate-key releases@example.org ed25519 sign never");
    assertEquals(0, key.status(), key::words);
    try {
      Said said = release(" --sign releases@example.org");
      assertEquals(0, said.status(), said::words);
      String sums = release.resolve("SHA256SUMS").toString();
      Said verified = run("gpg --batch --verify " + sums + ".asc " + sums);
      assertEquals(0, verified.status(), verified::words);
    } finally {
      run("gpgconf --kill all");
    }
  }

  @Test
  void aKeyThatIsNotThereIsRefusedBeforeAnythingIsBuilt() throws Exception {
    Said said = release(" --sign nobody@example.org");
    assertRefused(said, "GnuPG has no secret key nobody@example.org");
    assertFalse(said.words().contains("building"), said::words);
  }

  @Test
  void buildsThatDifferAreRefusedWithTheFileThatDoes() throws Exception {
    builds("one time", "another");
    Said said = release("");
    assertRefused(said, "two builds of one commit differ");
    assertTrue(said.words().contains("orthanc-prism-1.0.0/orthanc-prism.jar"), said::words);
  }

  @Test
  void aSnapshotIsNoRelease() throws Exception {
    pom("1.0.0-SNAPSHOT");
    commit();
    assertRefused(release(""), "the version is 1.0.0-SNAPSHOT");
  }

  @Test
  void aVersionWithoutNotesIsRefused() throws Exception {
    pom("1.0.1");
    commit();
    assertRefused(release(""), "CHANGELOG.md has no section [1.0.1]");
  }

  @Test
  void whatIsNotCommittedIsRefused() throws Exception {
    Files.writeString(repository.resolve("new.txt"), "new");
    assertRefused(release(""), "commit first");
  }
}
