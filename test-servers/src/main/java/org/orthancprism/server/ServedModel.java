// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A model that a {@link HubServer} has, as its page would show it; it can be told to lie. */
public final class ServedModel {

  private final String name;
  private final Path folder;
  private final Map<String, Long> sizes = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private String commit = "0123456789abcdef0123456789abcdef01234567";
  private String licence = "creativeml-openrail-m";
  private boolean gated;

  ServedModel(String name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  public synchronized String commit() {
    return commit;
  }

  /** Publishes what the folder holds as another revision. */
  public synchronized void commit(String revision) {
    commit = revision;
  }

  /** Wants its licence accepted. */
  public synchronized ServedModel gate(String under) {
    licence = under;
    gated = true;
    return this;
  }

  /** Lists a size that a file does not have. */
  public synchronized void listSize(String path, long size) {
    sizes.put(path, size);
  }

  /** Lists a file under another path. */
  public synchronized void listAs(String path, String other) {
    names.put(path, other);
  }

  byte[] content(String path) {
    try {
      return Files.readAllBytes(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the API answers. */
  synchronized String listing() {
    return """
    {"id": "%s", "sha": "%s", "gated": %s, "cardData": {"license": "%s"}, "siblings": [%s]}
    """
        .formatted(
            name,
            commit,
            gated ? "\"manual\"" : "false",
            licence,
            paths().stream().map(this::sibling).collect(Collectors.joining(",")));
  }

  private List<String> paths() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Weights are kept by git-LFS, the rest in git. */
  private String sibling(String path) {
    byte[] content = content(path);
    long size = sizes.getOrDefault(path, (long) content.length);
    String blob =
        digest(
            "SHA-1", ("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8), content);
    String lfs =
        path.endsWith(".json") || path.endsWith(".txt")
            ? ""
            : ", \"lfs\": {\"sha256\": \"%s\", \"size\": %d, \"pointerSize\": 134}"
                .formatted(digest("SHA-256", content), size);
    return "{\"rfilename\": \"%s\", \"size\": %d, \"blobId\": \"%s\"%s}"
        .formatted(names.getOrDefault(path, path), size, blob, lfs);
  }

  private static String digest(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
