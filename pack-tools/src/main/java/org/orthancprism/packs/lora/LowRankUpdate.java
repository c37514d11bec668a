// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.lora;

import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.safetensors.TensorEntry;
import org.orthancprism.packs.weights.TensorConversion;

/**
 * What a LoRA adds to one weight (Hu et al., arXiv 2106.09685, equation 3): {@code factor * up *
 * down}. A convolution's weight is taken as a matrix with a row for each output (LoCon).
 *
 * @param file where both matrices are
 * @param down matrix (rank, inputs)
 * @param up matrix (outputs, rank)
 * @param factor alpha over rank, times the scale that was asked for
 */
public record LowRankUpdate(SafetensorsFile file, TensorEntry down, TensorEntry up, double factor) {

  /**
   * Reads both matrices.
   *
   * @throws LoraException when one holds a value that is not a number
   */
  public Matrices load() throws PackException {
    return new Matrices(
        values(down), values(up), Math.toIntExact(down.shape().get(0)), (float) factor);
  }

  private float[] values(TensorEntry tensor) throws PackException {
    float[] values = TensorConversion.floats(tensor, file.map(tensor));
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new LoraException(
            tensor.name() + " holds a value that is not a number: take another LoRA");
      }
    }
    return values;
  }

  /**
   * An update in memory.
   *
   * @param down rows of inputs, one for each rank
   * @param up rows of ranks, one for each output
   * @param rank number of ranks
   * @param factor what the product is multiplied by
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Matrices(float[] down, float[] up, int rank, float factor) {

    /**
     * Adds the update to a row of the weight, in float32.
     *
     * @param row index of the output
     * @param weights the row, changed in place
     */
    public void addTo(int row, float[] weights) {
      float[] product = new float[weights.length];
      for (int r = 0; r < rank; r++) {
        float share = up[row * rank + r];
        int start = r * weights.length;
        for (int i = 0; i < weights.length; i++) {
          product[i] += share * down[start + i];
        }
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] += factor * product[i];
      }
    }
  }
}
