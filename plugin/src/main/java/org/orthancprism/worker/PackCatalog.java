// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orthancprism.models.editor.EditRequest;
import org.orthancprism.models.editor.FindingRequest;
import org.orthancprism.models.pack.FileDigests;
import org.orthancprism.models.pack.Finding;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;

/** What can be known of a pack without loading its networks. Safe for use by several threads. */
public final class PackCatalog {

  private final Path folder;
  private final FileDigests digests;
  private @Nullable Pack read;
  private @Nullable FileTime readAt;

  public PackCatalog(Path folder, Clock clock) {
    this.folder = folder;
    this.digests = new FileDigests(clock);
  }

  /**
   * A pack.
   *
   * @param edits the names of the edits that it can make
   */
  public record Entry(String name, String version, String digest, List<String> edits) {
    public Entry {
      edits = List.copyOf(edits);
    }
  }

  /**
   * The pack; empty where it is not on this machine, since workers elsewhere have it.
   *
   * @throws PackException when it is altered or not understood
   */
  public Optional<Entry> entry() throws PackException {
    Path manifest = folder.resolve("pack.json");
    if (!Files.isRegularFile(manifest)) {
      return Optional.empty();
    }
    Pack pack = pack(manifest);
    List<String> edits = new ArrayList<>();
    for (Finding finding : pack.findings()) {
      for (EditRequest.Change change : EditRequest.Change.values()) {
        edits.add(new FindingRequest(change, finding).name());
      }
    }
    return Optional.of(new Entry(pack.name(), pack.version(), pack.digest(), edits));
  }

  /** Those of some edits that the pack does not know; none where the pack is not here. */
  public List<String> unknown(List<String> edits) throws PackException {
    Optional<Entry> entry = entry();
    if (entry.isEmpty()) {
      return List.of();
    }
    Set<String> known = Set.copyOf(entry.get().edits());
    return edits.stream().filter(edit -> !known.contains(edit)).toList();
  }

  /** To verify a pack takes as long as to read it, so it is done when its manifest changes. */
  private synchronized Pack pack(Path manifest) throws PackException {
    try {
      FileTime changed = Files.getLastModifiedTime(manifest);
      Pack known = read;
      if (known != null && changed.equals(readAt)) {
        return known;
      }
      Pack pack = PackFolder.load(folder, digests);
      read = pack;
      readAt = changed;
      return pack;
    } catch (IOException e) {
      throw new PackException(manifest + " can't be read: check its rights", e);
    }
  }
}
