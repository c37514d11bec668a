// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.orthancprism.command.terminal.EngineLog;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.editor.EditorSettings;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.pack.FileDigests;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.ComputeDevice;
import org.orthancprism.models.torch.MatrixProduct;
import org.orthancprism.packs.inspection.SmokeEdit;
import org.orthancprism.protection.EngineFolders;
import org.orthancprism.protection.UnprotectedException;
import org.orthancprism.worker.pack.EditorSlot;
import org.orthancprism.worker.pack.LoadedPack;
import org.orthancprism.worker.process.WorkerPrecision;

/**
 * A process that tries what may end it: a driver's library, or the engine as a worker uses it. It
 * is started as a worker is, and writes to its standard output.
 */
public final class TrialMain {

  /** Asks the driver's library. */
  static final String DRIVER = "driver";

  /** Starts the engine, and multiplies two matrices. */
  static final String ENGINE = "engine";

  /** Edits with a pack, too: then come the precision's name and the pack's folder. */
  static final String EDIT = "edit";

  private TrialMain() {}

  /** Takes what to try. */
  public static void main(String[] arguments) {
    EngineLog.quiet();
    TrialWriter writer = new TrialWriter(System.out);
    try {
      if (arguments[0].equals(DRIVER)) {
        writer.driver(CudaLibrary.ask(CudaLibrary.NAME));
      } else {
        EngineFolders.requireProtected(System.getenv());
        writer.device(ComputeDevice.ofThisProcess());
        writer.product(MatrixProduct.onThisProcess());
        if (arguments[0].equals(EDIT)) {
          writer.edit(edit(WorkerPrecision.of(arguments[1]).settings(), Path.of(arguments[2])));
        }
      }
    } catch (PackException
        | EditException
        | UnprotectedException
        | IOException
        | RuntimeException e) {
      writer.failure(e);
    }
    // As a worker's: threads of the engine are not waited for.
    Runtime.getRuntime().halt(0);
  }

  private static TriedEdit edit(EditorSettings settings, Path folder)
      throws PackException, EditException {
    try (EditorSlot slot =
        new EditorSlot(folder, settings, new FileDigests(Clock.systemUTC()), known -> {})) {
      Pack verified = slot.verified();
      SmokeEdit smoke = SmokeEdit.of(verified);
      LoadedPack loaded = slot.open(smoke.pack());
      return new TriedEdit(smoke.request().name(), smoke.by(loaded.editor(), Progress.NONE).film());
    }
  }
}
