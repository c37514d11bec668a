// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.logging.LogManager;

/** Runs an ONNX file: tensors come through standard input, answers go to standard output. */
final class OnnxProgram {

  private static final String ENGINE = "OnnxRuntime";

  private final DataInputStream in;
  private final DataOutputStream out;

  private OnnxProgram(DataInputStream in, DataOutputStream out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Runs until the input ends.
   *
   * @param arguments the file
   */
  public static void main(String[] arguments) throws IOException {
    DataOutputStream answers =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    // Whatever a library prints must not stand among the answers.
    System.setOut(System.err);
    // Standard error is for a crash's last words; DJL greets there, and misses a GPU.
    LogManager.getLogManager().reset();
    endWithParent();
    beFirstToDie();
    new OnnxProgram(new DataInputStream(new BufferedInputStream(System.in)), answers)
        .run(Path.of(arguments[0]));
    // Threads of the runtime may hang.
    Runtime.getRuntime().halt(0);
  }

  /** A model that hangs does not notice that nobody waits for it any more. */
  private static void endWithParent() {
    ProcessHandle.current().parent().ifPresent(OnnxProgram::endWith);
  }

  private static void endWith(ProcessHandle parent) {
    Thread watch =
        new Thread(
            () -> {
              parent.onExit().join();
              Runtime.getRuntime().halt(1);
            },
            "parent");
    watch.setDaemon(true);
    watch.start();
  }

  /** Where memory runs out, Linux ends this process before the audit. */
  private static void beFirstToDie() {
    try {
      Files.writeString(Path.of("/proc/self/oom_score_adj"), "1000");
    } catch (IOException e) {
      System.err.println("the order in which processes die stays as it is: " + e.getMessage());
    }
  }

  private void run(Path file) throws IOException {
    try (Model model = Model.newInstance("audited", ENGINE)) {
      model.load(file.getParent(), String.valueOf(file.getFileName()));
      try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
        OnnxTalk.writeAnswer(out, new double[0]);
        answer(model.getNDManager(), predictor);
      }
    } catch (MalformedModelException | EngineException | IOException e) {
      OnnxTalk.writeFault(out, "it can't be loaded: " + root(e));
    }
  }

  private void answer(NDManager manager, Predictor<NDList, NDList> predictor) throws IOException {
    while (true) {
      long[] shape;
      try {
        shape = OnnxTalk.readShape(in);
      } catch (EOFException e) {
        return;
      }
      float[] values = OnnxTalk.readValues(in);
      try (NDManager scope = manager.newSubManager()) {
        NDArray input = scope.create(FloatBuffer.wrap(values), new Shape(shape), DataType.FLOAT32);
        OnnxTalk.writeAnswer(out, numbers(predictor.predict(new NDList(input)).get(0)));
      } catch (TranslateException | RuntimeException e) {
        OnnxTalk.writeFault(
            out, "it fails on an input of the shape " + Arrays.toString(shape) + ": " + root(e));
        return;
      }
    }
  }

  private static double[] numbers(NDArray output) {
    return switch (output.getDataType()) {
      case FLOAT32 -> widened(output.toFloatArray());
      case FLOAT64 -> output.toDoubleArray();
      default ->
          throw new IllegalStateException(
              "its first output is of the type " + output.getDataType() + ", not of floats");
    };
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  /** What went wrong at first, without the layers that only pass it on. */
  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
