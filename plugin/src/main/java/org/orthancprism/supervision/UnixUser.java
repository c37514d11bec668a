// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user of this machine that a worker runs as.
 *
 * @param name the login name
 * @param group number of the user's primary group, which need not be called like the user
 */
public record UnixUser(String name, int group) {

  /** As Debian's adduser and systemd have them; what begins with a dash would be an option. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,30}");

  public UnixUser {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(name + " is no user's name");
    }
    if (group < 0) {
      throw new IllegalArgumentException(group + " is no group's number");
    }
  }

  /** The user of that name; empty where this machine knows none. */
  public static Optional<UnixUser> find(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    try {
      Process id = new ProcessBuilder("id", "-g", "--", name).redirectErrorStream(true).start();
      String answer =
          new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return id.waitFor() == 0
          ? Optional.of(new UnixUser(name, Integer.parseInt(answer)))
          : Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("the program id, of coreutils, can't be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the user was looked up", e);
    }
  }

  /**
   * What starts a program as this user, with the groups of the user and no way back.
   *
   * @see <a href="https://man7.org/linux/man-pages/man1/setpriv.1.html">setpriv(1)</a>
   */
  public List<String> prefix() {
    return List.of(
        "setpriv", "--reuid=" + name, "--regid=" + group, "--init-groups", "--no-new-privs");
  }

  /**
   * Gives a folder with all that is in it to this user, and makes it where there is none. Links are
   * given themselves, not what they lead to.
   *
   * @throws IOException where that is not allowed, to all but root
   */
  public void own(Path folder) throws IOException {
    Files.createDirectories(folder);
    UserPrincipal principal = principal();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            return visitFile(path, attributes);
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            Files.getFileAttributeView(
                    path, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setOwner(principal);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private UserPrincipal principal() throws IOException {
    try {
      return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
    } catch (UserPrincipalNotFoundException e) {
      throw new IOException("there is no user " + name + " on this machine any more", e);
    }
  }
}
