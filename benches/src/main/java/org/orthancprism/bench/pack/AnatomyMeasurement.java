// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.bench.pack.results.Goal;
import org.orthancprism.bench.pack.results.PackBenchSection;
import org.orthancprism.bench.pack.results.PackMeasurement;
import org.orthancprism.bench.pack.results.Row;
import org.orthancprism.bench.statistics.Sample;
import org.orthancprism.bench.statistics.Statistics;
import org.orthancprism.models.compositing.Region;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.phantom.PhantomAnatomy;
import org.orthancprism.phantom.PhantomFinding;
import org.orthancprism.phantom.PhantomSettings;
import org.orthancprism.phantom.Variety;

/** Whether edits keep to their place, on phantoms, whose anatomy is known. */
record AnatomyMeasurement(PackEdits edits, int phantoms, int side, long firstSeed)
    implements PackMeasurement {

  /** A step of attenuation between neighbouring pixels from which on it is a bone's outline. */
  private static final float OUTLINE = 0.02f;

  private static final int NEAR = 4;

  private static final Goal BONES = Goal.atMost(0.01);
  private static final Goal OUTSIDE = Goal.atMost(0);

  @Override
  public PackBenchSection section() {
    return PackBenchSection.ANATOMY;
  }

  @Override
  public List<Row> rows() throws EditException {
    return List.of(bones(), outside());
  }

  /** What removing devices changes of bones' outlines where no device is near. */
  private Row bones() throws EditException {
    Optional<EditRequest> request = edits.request(Direction.REMOVE, PhantomFinding.SUPPORT_DEVICES);
    Sample<Double> shares = new Sample<>();
    for (int i = 0; i < phantoms && request.isPresent(); i++) {
      DrawnPair pair = DrawnPair.phantom(PhantomFinding.SUPPORT_DEVICES, side, firstSeed + i);
      Region devices = Region.above(pair.contrast(), DrawnPair.VISIBLE).grown(NEAR);
      Region bones = outlines(anatomy(firstSeed + i).bones());
      Film edited = edits.edit(pair.film(), request.get()).film();
      shares.add(
          "phantom " + i,
          ChangedPixels.between(edited, pair.film())
              .share(
                  (row, column) -> bones.contains(row, column) && !devices.contains(row, column)));
    }
    return Row.of(
        "bones' outlines of phantoms away from devices: changed pixels, mean",
        BONES,
        shares.estimate(Statistics::mean),
        "the pack removes no devices");
  }

  private Row outside() throws EditException {
    Sample<Double> shares = new Sample<>();
    for (int i = 0; i < phantoms; i++) {
      Region thorax = Region.above(anatomy(firstSeed + i).thorax(), 0.5f);
      for (PhantomFinding finding : FindingMeasurement.FINDINGS) {
        DrawnPair pair = DrawnPair.phantom(finding, side, firstSeed + i);
        for (Direction direction : EnumSet.allOf(Direction.class)) {
          Optional<EditRequest> request = edits.request(direction, finding);
          if (request.isPresent()) {
            Film film = direction == Direction.REMOVE ? pair.film() : pair.truth();
            Film edited = edits.edit(film, request.get()).film();
            shares.add(
                "phantom " + i,
                ChangedPixels.between(edited, film)
                    .share((row, column) -> !thorax.contains(row, column)));
          }
        }
      }
    }
    return Row.of(
        "a finding's edit of phantoms: changed pixels outside the thorax, mean",
        OUTSIDE,
        shares.estimate(Statistics::mean),
        "the pack edits no finding");
  }

  private PhantomAnatomy anatomy(long seed) {
    return PhantomAnatomy.of(new PhantomSettings(side, side, seed, Set.of(), Variety.CLINICAL));
  }

  private static Region outlines(Plane bones) {
    Plane steps = Plane.zeros(bones.rows(), bones.columns());
    for (int row = 1; row < bones.rows(); row++) {
      for (int column = 1; column < bones.columns(); column++) {
        float here = bones.at(row, column);
        steps.values()[row * bones.columns() + column] =
            Math.abs(here - bones.at(row - 1, column)) + Math.abs(here - bones.at(row, column - 1));
      }
    }
    return Region.above(steps, OUTLINE);
  }
}
