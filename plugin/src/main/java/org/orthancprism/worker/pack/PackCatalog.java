// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.orthancprism.models.editor.EditCaptions;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.pack.EditableFinding;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.pack.EditorKind;
import org.orthancprism.models.pack.FileDigests;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.request.FindingEdit;
import org.orthancprism.models.request.Toggle;
import org.orthancprism.request.CounterfactualRequest;

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
   * @param kind label of its kind of editor
   * @param edits the names of the edits that it can make, those that state size or side left out
   * @param placed sizes and sides that can be stated of a finding that is added, by the name of the
   *     edit that states neither
   * @param methods the methods that may be asked for, its own first; none where it has no choice
   * @param classifies names of the findings that its classifier knows; none where it has none
   */
  public record Entry(
      String name,
      String version,
      String digest,
      String kind,
      List<String> edits,
      Map<String, EditableFinding> placed,
      List<String> methods,
      List<String> classifies) {
    public Entry {
      edits = List.copyOf(edits);
      placed = Map.copyOf(placed);
      methods = List.copyOf(methods);
      classifies = List.copyOf(classifies);
    }
  }

  /**
   * The pack; empty where it is not on this machine, since workers elsewhere have it.
   *
   * @throws PackException when it is altered or not understood
   */
  public Optional<Entry> entry() throws PackException {
    return here().map(PackCatalog::entry);
  }

  private static Entry entry(Pack pack) {
    return new Entry(
        pack.name(),
        pack.version(),
        pack.digest(),
        pack.manifest().editor().label(),
        edits(pack),
        placed(pack),
        methods(pack),
        classifies(pack));
  }

  private static List<String> edits(Pack pack) {
    List<String> edits = new ArrayList<>();
    for (EditableFinding editable : pack.manifest().findings()) {
      FindingEdit.of(editable).forEach(edit -> edits.add(edit.name()));
      if (editable.directions().containsAll(Set.of(Direction.values()))) {
        edits.add(new Toggle(editable.finding()).name());
      }
    }
    return edits;
  }

  private static Map<String, EditableFinding> placed(Pack pack) {
    return pack.manifest().findings().stream()
        .filter(editable -> editable.placements().size() > 1)
        .collect(
            Collectors.toMap(
                editable -> new FindingEdit(Direction.ADD, editable.finding()).name(),
                editable -> editable));
  }

  private static List<String> methods(Pack pack) {
    if (pack.manifest().editor() != EditorKind.INVERSION) {
      return List.of();
    }
    EditingMethod own = pack.manifest().editing().method();
    return Stream.concat(
            Stream.of(own), Arrays.stream(EditingMethod.values()).filter(one -> one != own))
        .map(EditingMethod::label)
        .toList();
  }

  private static List<String> classifies(Pack pack) {
    return pack.manifest().classifiers().stream()
        .flatMap(classifier -> classifier.labels().stream())
        .filter(label -> !label.isBlank())
        .toList();
  }

  /**
   * The captions that the pack gives edits which are asked for together; none where the pack is not
   * on this machine.
   *
   * @throws IllegalArgumentException when it does not know one of the edits
   */
  public List<EditCaptions> captions(CounterfactualRequest request) throws PackException {
    return here()
        .map(pack -> EditCaptions.of(EditRequests.of(request, pack.findings()), pack))
        .orElse(List.of());
  }

  /** Those of some edits that the pack does not know; none where the pack is not here. */
  public List<String> unknown(List<String> edits) throws PackException {
    Optional<Entry> entry = entry();
    if (entry.isEmpty()) {
      return List.of();
    }
    Set<String> known = new HashSet<>(entry.get().edits());
    entry.get().placed().values().forEach(editable -> known.addAll(names(editable)));
    return edits.stream().filter(edit -> !known.contains(edit)).toList();
  }

  private static List<String> names(EditableFinding editable) {
    return editable.placements().stream()
        .map(one -> new FindingEdit(Direction.ADD, editable.finding(), one).name())
        .toList();
  }

  private Optional<Pack> here() throws PackException {
    Path manifest = folder.resolve("pack.json");
    return Files.isRegularFile(manifest) ? Optional.of(pack(manifest)) : Optional.empty();
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
