// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What an audit and the process of an ONNX file say to each other. */
final class OnnxTalk {

  /** Begins each answer: native code may print to the same stream. */
  private static final int ANSWER = 0x4F4E4E58;

  private static final int MOST_VALUES = 1 << 16;

  private OnnxTalk() {}

  /** A tensor to be run. */
  static void writeTensor(DataOutputStream out, long[] shape, float[] values) throws IOException {
    out.writeInt(shape.length);
    for (long length : shape) {
      out.writeLong(length);
    }
    out.writeInt(values.length);
    for (float value : values) {
      out.writeFloat(value);
    }
    out.flush();
  }

  /** The shape of the tensor that comes next. */
  static long[] readShape(DataInputStream in) throws IOException {
    long[] shape = new long[in.readInt()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.readLong();
    }
    return shape;
  }

  /** Its values. */
  static float[] readValues(DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }

  /** An answer; of none values, that the model is loaded. */
  static void writeAnswer(DataOutputStream out, double[] values) throws IOException {
    out.writeInt(ANSWER);
    out.writeBoolean(true);
    out.writeInt(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
    out.flush();
  }

  /** That there is no answer, and why. */
  static void writeFault(DataOutputStream out, String reason) throws IOException {
    out.writeInt(ANSWER);
    out.writeBoolean(false);
    out.writeUTF(reason.substring(0, Math.min(1000, reason.length())));
    out.flush();
  }

  /**
   * Reads an answer.
   *
   * @throws ModelException with the reason, when there is none
   * @throws IOException when the process ends before it has answered
   */
  static double[] readAnswer(DataInputStream in) throws IOException, ModelException {
    if (in.readInt() != ANSWER) {
      throw new ModelException("its process wrote something else than an answer");
    }
    if (!in.readBoolean()) {
      throw new ModelException(in.readUTF());
    }
    int count = in.readInt();
    if (count < 0 || count > MOST_VALUES) {
      throw new ModelException("it gave " + count + " values: no classifier has as many outputs");
    }
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.readDouble();
    }
    return values;
  }
}
