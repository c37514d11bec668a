// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.phantom;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes what the training program of the default pack lays over films and trains on.
 *
 * <p>Into a folder go four files of {@code count} square fields each, row-major bytes: {@code
 * film.u8} (luminance of bare phantoms, 0..1 as 0..255), {@code device.u8} (attenuation of support
 * devices, 0..2.55 in hundredths), {@code fluid-right.u8} and {@code fluid-left.u8} (where a
 * pleural effusion covers the phantom of the same index, 0..1 as 0..255, the patient's right and
 * left).
 */
public final class TrainingLayers {

  private final int size;
  private final long firstSeed;

  private TrainingLayers(int size, long firstSeed) {
    this.size = size;
    this.firstSeed = firstSeed;
  }

  /**
   * Writes the layers.
   *
   * @param arguments folder, count, size in pixels, first seed
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 4) {
      throw new IllegalArgumentException("usage: TrainingLayers FOLDER COUNT SIZE FIRST_SEED");
    }
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int count = Integer.parseInt(arguments[1]);
    new TrainingLayers(Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]))
        .write(folder, count);
  }

  private void write(Path folder, int count) throws IOException {
    try (OutputStream film = open(folder, "film.u8");
        OutputStream device = open(folder, "device.u8");
        OutputStream fluidRight = open(folder, "fluid-right.u8");
        OutputStream fluidLeft = open(folder, "fluid-left.u8")) {
      for (int i = 0; i < count; i++) {
        Chance chance = new Chance(firstSeed + i);
        Canvas canvas = new Canvas(size, size, 430.0 / size);
        Anatomy anatomy = new Anatomy(canvas.width(), canvas.height(), chance.split());
        anatomy.draw(canvas);
        film.write(bytes(exposed(canvas, chance.split()), 255));
        device.write(bytes(Phantom.devices(canvas, anatomy, chance.split()), 100));
        fluidRight.write(bytes(fluid(canvas, anatomy, -1, chance.split()), 255));
        fluidLeft.write(bytes(fluid(canvas, anatomy, 1, chance.split()), 255));
      }
    }
  }

  private static float[] exposed(Canvas canvas, Chance chance) {
    float[] luminance = Exposure.film(canvas, chance);
    float[] noise = Exposure.noise(canvas, chance);
    for (int i = 0; i < luminance.length; i++) {
      luminance[i] += noise[i];
    }
    return luminance;
  }

  private static float[] fluid(Canvas canvas, Anatomy anatomy, int side, Chance chance) {
    return PleuralEffusion.coverage(canvas, anatomy, side, chance.between(0.2, 0.5), chance);
  }

  private static byte[] bytes(float[] field, double scale) {
    byte[] result = new byte[field.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) Math.round(Math.min(255, Math.max(0, scale * field[i])));
    }
    return result;
  }

  private static OutputStream open(Path folder, String name) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)));
  }
}
