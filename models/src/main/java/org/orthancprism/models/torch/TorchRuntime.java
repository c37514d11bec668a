// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import org.orthancprism.models.pack.PackException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tensor engine of this process: libtorch under DJL, on the first GPU or else on the CPU.
 *
 * <p>Nothing is downloaded and nothing is reported to anybody, unless the administrator set DJL's
 * properties otherwise.
 */
public final class TorchRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(TorchRuntime.class);

  private TorchRuntime() {}

  /**
   * A new root of native memory; closing it frees all that hangs on it.
   *
   * @throws PackException when the engine does not start on this machine
   */
  public static NDManager newRoot() throws PackException {
    preset("ai.djl.offline");
    preset("OPT_OUT_TRACKING");
    try {
      Engine engine = Engine.getEngine("PyTorch");
      Device device = engine.getGpuCount() > 0 ? Device.gpu() : Device.cpu();
      LOG.debug("libtorch {} on {}", engine.getVersion(), device);
      return engine.newBaseManager(device);
    } catch (EngineException | IllegalStateException | LinkageError e) {
      throw new PackException(EngineFault.of(e).told(Libtorch.ofThisProcess()), e);
    }
  }

  private static void preset(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }

  /**
   * Switches gradients off in the calling thread, where torch keeps that mode; weights then build
   * no graph of the computation.
   */
  public static void withoutGradients() {
    JniUtils.setGradMode(false);
  }
}
