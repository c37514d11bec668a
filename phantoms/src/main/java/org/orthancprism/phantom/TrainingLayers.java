// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Writes what the training program of the default pack lays over films and trains on.
 *
 * <p>Into a folder go six files of {@code count} square fields each, row-major bytes: {@code
 * film.u8} (luminance of bare phantoms, 0..1 as 0..255), {@code device.u8} (attenuation of support
 * devices, 0..2.55 in hundredths), {@code fluid-right.u8} and {@code fluid-left.u8} (where a
 * pleural effusion covers the phantom of the same index, 0..1 as 0..255, the patient's right and
 * left), {@code heart.u8} and {@code opacity.u8} (the same of an enlarged heart and of opacities).
 */
public final class TrainingLayers {

  private static final Set<PhantomFinding> DRAWN =
      Set.of(
          PhantomFinding.SUPPORT_DEVICES, PhantomFinding.CARDIOMEGALY, PhantomFinding.LUNG_OPACITY);

  private final int size;
  private final long firstSeed;
  private final Variety variety;

  private TrainingLayers(int size, long firstSeed, Variety variety) {
    this.size = size;
    this.firstSeed = firstSeed;
    this.variety = variety;
  }

  /**
   * Writes the layers.
   *
   * @param arguments folder, count, size in pixels, first seed, and {@code plain} or {@code
   *     clinical}
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 5) {
      throw new IllegalArgumentException(
          "usage: TrainingLayers FOLDER COUNT SIZE FIRST_SEED plain|clinical");
    }
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int count = Integer.parseInt(arguments[1]);
    Variety variety = Variety.valueOf(arguments[4].toUpperCase(Locale.ROOT));
    new TrainingLayers(Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]), variety)
        .write(folder, count);
  }

  private void write(Path folder, int count) throws IOException {
    try (OutputStream film = open(folder, "film.u8");
        OutputStream device = open(folder, "device.u8");
        OutputStream fluidRight = open(folder, "fluid-right.u8");
        OutputStream fluidLeft = open(folder, "fluid-left.u8");
        OutputStream heart = open(folder, "heart.u8");
        OutputStream opacity = open(folder, "opacity.u8")) {
      for (int i = 0; i < count; i++) {
        long seed = firstSeed + i;
        Patient patient = Patient.of(new PhantomSettings(size, size, seed, DRAWN, variety));
        SeededRandom fluidChance = new SeededRandom(~seed);
        film.write(bytes(patient.bareFilm().luminance(), 255));
        device.write(bytes(patient.deviceLayer(), 100));
        fluidRight.write(bytes(patient.fluidLayer(-1, fluidChance), 255));
        fluidLeft.write(bytes(patient.fluidLayer(1, fluidChance), 255));
        heart.write(bytes(patient.heartLayer(), 255));
        opacity.write(bytes(patient.opacityLayer(), 255));
      }
    }
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
