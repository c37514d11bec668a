// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;
import org.orthancprism.models.film.Blur;

/**
 * Attenuation along the rays through each pixel, onto which bodies of simple shape are laid.
 *
 * <p>All lengths are in millimetres on the detector; attenuation has no unit (the exponent of
 * Lambert and Beer's law). Overlapping bodies add up, as radiation sees them.
 */
final class Canvas {

  private final int rows;
  private final int columns;
  private final double pixelSpacing;
  private final float[] attenuation;

  Canvas(int rows, int columns, double pixelSpacing) {
    this.rows = rows;
    this.columns = columns;
    this.pixelSpacing = pixelSpacing;
    this.attenuation = new float[rows * columns];
  }

  /** Row-major attenuation; the canvas's own array. */
  float[] attenuation() {
    return attenuation;
  }

  /** An empty canvas of the same size. */
  Canvas blank() {
    return new Canvas(rows, columns, pixelSpacing);
  }

  double pixelSpacing() {
    return pixelSpacing;
  }

  double width() {
    return columns * pixelSpacing;
  }

  double height() {
    return rows * pixelSpacing;
  }

  /** The attenuation at a place. */
  float at(Point point) {
    return attenuation[row(point.y()) * columns + column(point.x())];
  }

  /** Adds a field of the canvas's size, multiplied by a factor. */
  void add(float[] field, double factor) {
    for (int i = 0; i < attenuation.length; i++) {
      attenuation[i] += (float) (factor * field[i]);
    }
  }

  /**
   * Adds an ellipsoid seen from the front, thickest in its middle, turned by an angle in radians.
   */
  void addEllipsoid(Point centre, double rx, double ry, double angle, double thickest) {
    double reach = Math.max(rx, ry);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (int r = row(centre.y() - reach); r <= row(centre.y() + reach); r++) {
      for (int c = column(centre.x() - reach); c <= column(centre.x() + reach); c++) {
        double dx = x(c) - centre.x();
        double dy = y(r) - centre.y();
        double u = (cos * dx + sin * dy) / rx;
        double v = (cos * dy - sin * dx) / ry;
        double d = u * u + v * v;
        if (d < 1) {
          attenuation[r * columns + c] += (float) (thickest * Math.sqrt(1 - d));
        }
      }
    }
  }

  /** Adds a disc of even thickness with a soft border of one pixel. */
  void addDisc(Point centre, double radius, double thickness) {
    double reach = radius + pixelSpacing;
    for (int r = row(centre.y() - reach); r <= row(centre.y() + reach); r++) {
      for (int c = column(centre.x() - reach); c <= column(centre.x() + reach); c++) {
        double d = Math.hypot(x(c) - centre.x(), y(r) - centre.y());
        attenuation[r * columns + c] += (float) (thickness * edge(radius - d));
      }
    }
  }

  /** Adds a round rod along a curve, thickest in its axis. */
  void addRod(Curve axis, double radius, double thickest) {
    addAlong(axis, radius, d -> thickest * chord(d, radius));
  }

  /** Adds a hollow tube along a curve: its walls show as two lines. */
  void addTube(Curve axis, double radius, double wall, double thickest) {
    double inner = Math.max(0, radius - wall);
    double strongest = Math.sqrt(1 - inner * inner / (radius * radius));
    addAlong(
        axis,
        radius,
        d -> thickest * (chord(d, radius) - inner / radius * chord(d, inner)) / strongest);
  }

  /** The area inside a closed curve as a field in [0, 1], its border smooth. */
  float[] area(Curve outline) {
    Path2D path = new Path2D.Double();
    Point first = outline.points().get(0);
    path.moveTo(first.x() / pixelSpacing, first.y() / pixelSpacing);
    for (Point point : outline.points()) {
      path.lineTo(point.x() / pixelSpacing, point.y() / pixelSpacing);
    }
    path.closePath();
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fill(path);
    graphics.dispose();
    byte[] bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    float[] field = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      field[i] = (bytes[i] & 0xff) / 255f;
    }
    return field;
  }

  /** Smooths a field of the canvas's size with a blur of about the given standard deviation. */
  float[] blurred(float[] field, double sigma) {
    return Blur.gaussian(field, rows, columns, sigma / pixelSpacing);
  }

  /** Random unevenness around 0 of deviation 1, its grain about the given size. */
  float[] texture(SeededRandom chance, double grain) {
    float[] field = blurred(chance.noise(attenuation.length), grain);
    double power = 0;
    for (float value : field) {
      power += value * value;
    }
    float scale = (float) (1 / Math.max(1e-9, Math.sqrt(power / field.length)));
    for (int i = 0; i < field.length; i++) {
      field[i] *= scale;
    }
    return field;
  }

  private interface Profile {
    double at(double distance);
  }

  /** Adds a profile over the distance to a curve, averaged over each pixel's width. */
  private void addAlong(Curve axis, double radius, Profile profile) {
    double reach = radius + pixelSpacing;
    float[] nearest = new float[attenuation.length];
    Arrays.fill(nearest, Float.MAX_VALUE);
    for (int i = 0; i + 1 < axis.points().size(); i++) {
      approach(nearest, axis.points().get(i), axis.points().get(i + 1), reach);
    }
    double third = pixelSpacing / 3;
    for (int i = 0; i < nearest.length; i++) {
      double d = nearest[i];
      if (d < reach) {
        double mean = (profile.at(Math.abs(d - third)) + profile.at(d) + profile.at(d + third)) / 3;
        attenuation[i] += (float) mean;
      }
    }
  }

  private void approach(float[] nearest, Point a, Point b, double reach) {
    double dx = b.x() - a.x();
    double dy = b.y() - a.y();
    double squared = Math.max(dx * dx + dy * dy, 1e-12);
    for (int r = row(Math.min(a.y(), b.y()) - reach);
        r <= row(Math.max(a.y(), b.y()) + reach);
        r++) {
      int last = column(Math.max(a.x(), b.x()) + reach);
      for (int c = column(Math.min(a.x(), b.x()) - reach); c <= last; c++) {
        double t = ((x(c) - a.x()) * dx + (y(r) - a.y()) * dy) / squared;
        double u = Math.min(1, Math.max(0, t));
        double d = Math.hypot(x(c) - a.x() - u * dx, y(r) - a.y() - u * dy);
        int i = r * columns + c;
        nearest[i] = Math.min(nearest[i], (float) d);
      }
    }
  }

  private static double chord(double d, double radius) {
    return d < radius ? Math.sqrt(1 - d * d / (radius * radius)) : 0;
  }

  private double edge(double depth) {
    return Math.min(1, Math.max(0, 0.5 + depth / pixelSpacing));
  }

  private double x(int column) {
    return (column + 0.5) * pixelSpacing;
  }

  private double y(int row) {
    return (row + 0.5) * pixelSpacing;
  }

  private int row(double y) {
    return Math.min(rows - 1, Math.max(0, (int) Math.floor(y / pixelSpacing)));
  }

  private int column(double x) {
    return Math.min(columns - 1, Math.max(0, (int) Math.floor(x / pixelSpacing)));
  }
}
