// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.pack;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.orthancprism.models.editor.CounterfactualEditor;
import org.orthancprism.models.editor.CounterfactualEditors;
import org.orthancprism.models.editor.EditorSettings;
import org.orthancprism.models.filmcheck.FilmCheck;
import org.orthancprism.models.pack.FileDigests;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.ComputeDevice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the editor of the configured pack. The pack is looked at anew for each task, so that one
 * that is altered, repaired or replaced is noticed; files that did not change are not read again,
 * and the networks stay loaded as long as the pack is the same. Used by one thread at a time.
 */
public final class EditorSlot implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EditorSlot.class);

  private final Path folder;
  private final EditorSettings settings;
  private final FileDigests digests;
  private final Consumer<ComputeDevice> onDevice;
  private @Nullable LoadedPack loaded;

  /**
   * @param folder the pack's folder
   * @param settings how its editor computes
   * @param digests what is known of its files; slots of one process share it
   * @param onDevice receives the device that networks compute on, once that is known
   */
  public EditorSlot(
      Path folder, EditorSettings settings, FileDigests digests, Consumer<ComputeDevice> onDevice) {
    this.folder = folder;
    this.settings = settings;
    this.digests = digests;
    this.onDevice = onDevice;
  }

  /**
   * The pack as it is now, without its networks.
   *
   * @throws PackException when it is missing, altered or not understood
   */
  public Pack verified() throws PackException {
    return PackFolder.load(folder, digests);
  }

  /** The pack with its networks. */
  public LoadedPack open(Pack verified) throws PackException {
    LoadedPack present = loaded;
    if (present != null && present.pack().digest().equals(verified.digest())) {
      return present;
    }
    close();
    LoadedPack opened = loaded(verified);
    loaded = opened;
    ComputeDevice device = ComputeDevice.ofThisProcess();
    LOG.info(
        "The pack {} {} is loaded on {}, digest {}",
        verified.name(),
        verified.version(),
        device.name(),
        verified.digest());
    onDevice.accept(device);
    return opened;
  }

  /**
   * The task's reason has the failure in a sentence, the log at its verbose level the whole cause.
   */
  private LoadedPack loaded(Pack verified) throws PackException {
    try {
      CounterfactualEditor editor = CounterfactualEditors.open(verified, settings);
      try {
        return new LoadedPack(verified, editor, FilmCheck.open(verified));
      } catch (PackException | RuntimeException e) {
        editor.close();
        throw e;
      }
    } catch (PackException e) {
      LOG.info("The pack {} can't be loaded", verified.name(), e);
      throw e;
    }
  }

  @Override
  public void close() {
    LoadedPack present = loaded;
    loaded = null;
    if (present != null) {
      present.close();
    }
  }
}
