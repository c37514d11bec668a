// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.orthancprism.models.finding.Finding;

/**
 * A pack: a folder of data, never code, that holds a counterfactual model.
 *
 * <p>{@code pack.json} names the kind of editor, the networks' architectures and sizes, captions,
 * scheduler, findings with their codes, and the SHA-256 of every other file; beside it stand {@code
 * tokenizer.json} and the weights as safetensors.
 */
public final class Pack {

  private final Path folder;
  private final String digest;
  private final PackManifest manifest;

  private Pack(Path folder, String digest, PackManifest manifest) {
    this.folder = folder;
    this.digest = digest;
    this.manifest = manifest;
  }

  /**
   * Reads a pack and verifies every file in it.
   *
   * @param folder the pack's folder
   * @throws PackException when {@code pack.json} is missing or not understood, or a file is
   *     missing, altered, not listed, or of a kind that could carry code
   */
  public static Pack load(Path folder) throws PackException {
    return load(folder, new FileDigests(Clock.systemUTC()));
  }

  /**
   * Reads a pack and verifies every file in it that may have changed since its digest was last
   * taken.
   *
   * @param folder the pack's folder
   * @param digests the digests known so far
   * @throws PackException as {@link #load(Path)}
   */
  public static Pack load(Path folder, FileDigests digests) throws PackException {
    PackSummary summary = PackSummary.read(folder);
    new PackFiles(folder, digests).verify(summary.manifest().files());
    Pack pack = new Pack(folder, summary.digest(), summary.manifest());
    pack.refuseUnlistedReferences();
    return pack;
  }

  private void refuseUnlistedReferences() throws PackException {
    file(manifest.tokenizer().file());
    for (ModuleSpec module : manifest.modules().values()) {
      file(module.weights());
      if (!module.weights().endsWith(".safetensors")) {
        throw new PackException(
            "pack.json names " + module.weights() + " as weights: only safetensors are read");
      }
    }
  }

  /**
   * The same pack, sampling in another number of steps.
   *
   * @param steps at least 1
   */
  public Pack withSteps(int steps) {
    Sampling sampling = new Sampling(steps, manifest.sampling().guidance());
    return new Pack(folder, digest, manifest.with(sampling, manifest.editing()));
  }

  /** The same pack, which tries one range of steps for self-attention in place of several. */
  public Pack withoutSweep() {
    return new Pack(folder, digest, manifest.with(manifest.sampling(), manifest.editing().first()));
  }

  /** The pack's name. */
  public String name() {
    return manifest.name();
  }

  /** The pack's version. */
  public String version() {
    return manifest.version();
  }

  /** SPDX identifier or name of the licence of the pack's weights. */
  public String licence() {
    return manifest.licence();
  }

  /**
   * SHA-256 of {@code pack.json} in lower-case hexadecimal. It identifies the whole pack, since the
   * manifest holds the digests of all other files.
   */
  public String digest() {
    return digest;
  }

  /** The findings that the pack can remove or add, in the manifest's order. */
  public List<Finding> findings() {
    return manifest.findings().stream().map(EditableFinding::finding).toList();
  }

  /** All that {@code pack.json} says. */
  public PackManifest manifest() {
    return manifest;
  }

  /** The folder that the pack was read from. */
  public Path folder() {
    return folder;
  }

  /**
   * What the pack can do with a finding.
   *
   * @throws IllegalArgumentException when the finding is not one of the pack's
   */
  public EditableFinding editable(Finding finding) {
    for (EditableFinding editable : manifest.findings()) {
      if (editable.finding().equals(finding)) {
        return editable;
      }
    }
    throw new IllegalArgumentException(
        "the pack " + name() + " does not know the finding " + finding.name());
  }

  /**
   * The network of a role, for example {@code unet}.
   *
   * @throws PackException when the pack has none
   */
  public ModuleSpec module(String role) throws PackException {
    ModuleSpec module = manifest.modules().get(role);
    if (module == null) {
      throw new PackException(
          "pack.json of "
              + name()
              + " has no module "
              + role
              + ", which an editor of the kind "
              + manifest.editor().label()
              + " needs: take another pack");
    }
    return module;
  }

  /**
   * Path of a verified file of the pack.
   *
   * @throws PackException when {@code pack.json} does not list it
   */
  public Path file(String name) throws PackException {
    if (!manifest.files().containsKey(name)) {
      throw new PackException("pack.json uses " + name + " without its digest: list it in files");
    }
    return folder.resolve(name);
  }
}
