// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.orthancprism.models.editor.CounterfactualEditors;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the editor of the configured pack. The pack is read and verified anew for each task, so
 * that one that is altered, repaired or replaced is noticed; its networks stay loaded as long as it
 * is the same. Used by one thread at a time.
 */
final class PackShelf implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PackShelf.class);

  private final Path folder;
  private @Nullable LoadedPack loaded;

  PackShelf(Path folder) {
    this.folder = folder;
  }

  /**
   * The pack as it is now, without its networks.
   *
   * @throws PackException when it is missing, altered or not understood
   */
  Pack verified() throws PackException {
    return Pack.load(folder);
  }

  /** The pack with its networks. */
  LoadedPack open(Pack verified) throws PackException {
    LoadedPack present = loaded;
    if (present != null && present.pack().digest().equals(verified.digest())) {
      return present;
    }
    close();
    LoadedPack opened = new LoadedPack(verified, CounterfactualEditors.open(verified));
    LOG.info(
        "The pack {} {} is loaded, digest {}",
        verified.name(),
        verified.version(),
        verified.digest());
    loaded = opened;
    return opened;
  }

  @Override
  public void close() {
    LoadedPack present = loaded;
    loaded = null;
    if (present != null) {
      present.editor().close();
    }
  }
}
