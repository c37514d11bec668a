// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks {@code libcuda.so.1} for its GPUs. A false library may end the process, so this runs in one
 * of its own.
 *
 * @see <a href="https://docs.nvidia.com/cuda/cuda-driver-api/">CUDA driver API</a>
 */
final class CudaLibrary {

  static final String NAME = "libcuda.so.1";

  /** {@code CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR} and {@code _MINOR}. */
  private static final int MAJOR = 75;

  private static final int MINOR = 76;
  private static final int LONGEST_NAME = 256;

  private final NativeLibrary library;

  private CudaLibrary(NativeLibrary library) {
    this.library = library;
  }

  /** The driver did not do what it was asked for. */
  private static final class CudaError extends Exception {
    private static final long serialVersionUID = 1L;
    private final int number;

    private CudaError(int number) {
      super("CUDA error " + number);
      this.number = number;
    }
  }

  /**
   * What a library says.
   *
   * @param library its file, or the name under which the dynamic linker finds it
   */
  static CudaDriver ask(String library) {
    try {
      return new CudaLibrary(NativeLibrary.getInstance(library)).driver();
    } catch (CudaError e) {
      return new CudaDriver.Refusing(e.number);
    } catch (LinkageError e) {
      return refused(String.valueOf(e.getMessage()));
    }
  }

  /** The linker's first word on it; JNA repeats it, and adds where else it looked. */
  static CudaDriver refused(String message) {
    List<String> said =
        message.lines().filter(line -> line.contains(".so") && line.contains(": ")).toList();
    List<String> otherwise =
        said.stream()
            .filter(line -> !line.contains("No such file"))
            .filter(line -> !line.startsWith("Unable to load"))
            .toList();
    return otherwise.isEmpty() && message.startsWith("Unable to load")
        ? new CudaDriver.Missing()
        : new CudaDriver.Unusable(otherwise.isEmpty() ? message : otherwise.get(0).strip());
  }

  private CudaDriver driver() throws CudaError {
    call("cuInit", 0);
    int version = number("cuDriverGetVersion");
    List<Gpu> gpus = new ArrayList<>();
    int count = number("cuDeviceGetCount");
    for (int i = 0; i < count; i++) {
      gpus.add(gpu(number("cuDeviceGet", i)));
    }
    // 12080 is CUDA 12.8.
    return gpus.isEmpty()
        ? new CudaDriver.Refusing(CudaDriver.Refusing.NO_DEVICE)
        : new CudaDriver.Ready(version / 1000 + "." + version % 1000 / 10, gpus);
  }

  private Gpu gpu(int device) throws CudaError {
    LongByReference memory = new LongByReference();
    call("cuDeviceTotalMem_v2", memory, device);
    try (Memory name = new Memory(LONGEST_NAME)) {
      call("cuDeviceGetName", name, LONGEST_NAME, device);
      return new Gpu(
          name.getString(0),
          memory.getValue(),
          number("cuDeviceGetAttribute", MAJOR, device)
              + "."
              + number("cuDeviceGetAttribute", MINOR, device));
    }
  }

  /** A function that writes an integer to where its first argument points. */
  private int number(String function, Object... more) throws CudaError {
    IntByReference number = new IntByReference();
    Object[] arguments = new Object[more.length + 1];
    arguments[0] = number;
    System.arraycopy(more, 0, arguments, 1, more.length);
    call(function, arguments);
    return number.getValue();
  }

  private void call(String function, Object... arguments) throws CudaError {
    Function called = library.getFunction(function);
    int error = called.invokeInt(arguments);
    if (error != 0) {
      throw new CudaError(error);
    }
  }
}
