// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixUserTest {

  @TempDir private Path folder;

  private static UnixUser self() {
    return UnixUser.find(System.getProperty("user.name")).orElseThrow();
  }

  /** On Debian the group of nobody is called nogroup. */
  @Test
  void theGroupIsTheUsersOwnWhateverItIsCalled() throws Exception {
    int group =
        Files.readAllLines(Path.of("/etc/passwd")).stream()
            .map(line -> line.split(":", -1))
            .filter(fields -> fields[0].equals("nobody"))
            .mapToInt(fields -> Integer.parseInt(fields[3]))
            .findFirst()
            .orElseThrow();
    UnixUser nobody = UnixUser.find("nobody").orElseThrow();
    assertEquals(group, nobody.group());
    assertTrue(nobody.prefix().contains("--regid=" + group), () -> "" + nobody.prefix());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody-has-this-name", "--version", "", "root:x", "../root", "0"})
  void whoeverIsNoUserOfThisMachineIsNotFound(String name) {
    assertEquals(Optional.empty(), UnixUser.find(name));
  }

  @Test
  void aNameThatWouldBeAnOptionIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new UnixUser("--help", 0));
  }

  @Test
  void aFolderThatIsNotThereIsMade() throws Exception {
    Path made = folder.resolve("a/b");
    self().own(made);
    assertEquals(System.getProperty("user.name"), Files.getOwner(made).getName());
  }

  /** A link that leads nowhere can only be given itself. */
  @Test
  void whatALinkLeadsToIsLeftAlone() throws Exception {
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
    self().own(folder);
    assertTrue(Files.isSymbolicLink(folder.resolve("link")));
  }
}
