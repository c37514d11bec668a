// SPDX-License-Identifier: GPL-3.0-or-later
// From stored values to what is seen: sampling at the view's resolution, window, overlays.

import { colours, luminance, place } from './shade.js';

/**
 * A part of a film as the screen shows it.
 *
 * @typedef {object} View
 * @property {number} x column of the film at the centre of the screen
 * @property {number} y row of the film at the centre of the screen
 * @property {number} scale pixels of the screen for one of the film
 */

const OUTSIDE = NaN;
const CONTOUR = [255, 214, 10];

/** Stored values of a film under each pixel of the screen, bilinear; NaN outside of the film. */
export function sample(levels, view, width, height) {
  const { level, factor } = levelFor(levels, view.scale);
  const { columns, rows, values } = level;
  const samples = new Float32Array(width * height).fill(OUTSIDE);
  const across = positions(width, view.x, view.scale, factor, columns);
  const down = positions(height, view.y, view.scale, factor, rows);
  for (let j = 0; j < height; j++) {
    if (down.first[j] < 0) {
      continue;
    }
    const upper = down.first[j] * columns;
    const lower = down.second[j] * columns;
    const v = down.weight[j];
    for (let i = 0; i < width; i++) {
      const left = across.first[i];
      if (left >= 0) {
        const right = across.second[i];
        const u = across.weight[i];
        const top = values[upper + left] * (1 - u) + values[upper + right] * u;
        const bottom = values[lower + left] * (1 - u) + values[lower + right] * u;
        samples[j * width + i] = top * (1 - v) + bottom * v;
      }
    }
  }
  return samples;
}

/** Whether any pixel of the film differs under each pixel of the screen. */
export function sampleMask(levels, view, width, height) {
  const { level, factor } = levelFor(levels, view.scale);
  const mask = new Uint8Array(width * height);
  for (let j = 0; j < height; j++) {
    const y = Math.floor((view.y + (j + 0.5 - height / 2) / view.scale) / factor);
    if (y < 0 || y >= level.rows) {
      continue;
    }
    for (let i = 0; i < width; i++) {
      const x = Math.floor((view.x + (i + 0.5 - width / 2) / view.scale) / factor);
      if (x >= 0 && x < level.columns) {
        mask[j * width + i] = level.values[y * level.columns + x];
      }
    }
  }
  return mask;
}

/** The coarsest level that still has a pixel for each of the screen. */
function levelFor(levels, scale) {
  const wanted = Math.max(0, Math.floor(Math.log2(1 / scale)));
  const index = Math.min(wanted, levels.length - 1);
  return { level: levels[index], factor: 2 ** index };
}

function positions(count, center, scale, factor, size) {
  const first = new Int32Array(count).fill(-1);
  const second = new Int32Array(count);
  const weight = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const place = (center + (i + 0.5 - count / 2) / scale) / factor;
    if (place >= 0 && place < size) {
      const from = Math.max(0, Math.min(size - 1, place - 0.5));
      first[i] = Math.floor(from);
      second[i] = Math.min(size - 1, first[i] + 1);
      weight[i] = from - first[i];
    }
  }
  return { first, second, weight };
}

/**
 * Writes samples as grey, by the linear VOI LUT function (PS3.3 C.11.2.1.2.1).
 *
 * @param {ImageData} image
 * @param {Float32Array} samples
 * @param {number} from first column that is written
 * @param {number} to column behind the last that is written
 */
export function paintGrey(image, samples, window, inverted, from = 0, to = image.width) {
  const { data, width, height } = image;
  const gain = 255 / Math.max(1, window.width - 1);
  const offset = 127.5 - (window.center - 0.5) * gain;
  for (let j = 0; j < height; j++) {
    for (let i = from; i < to; i++) {
      const at = j * width + i;
      const value = samples[at];
      let grey = value === value ? value * gain + offset : 0;
      grey = grey < 0 ? 0 : grey > 255 ? 255 : grey;
      if (inverted && value === value) {
        grey = 255 - grey;
      }
      data[4 * at] = grey;
      data[4 * at + 1] = grey;
      data[4 * at + 2] = grey;
      data[4 * at + 3] = 255;
    }
  }
}

/**
 * Lays the change over the grey that is painted already, in the colours of the difference series.
 *
 * @param {object} scale the film's own window, whether it is inverted, and the full change
 */
export function paintDifference(image, before, after, { window, inverted, full }, opacity) {
  const { data } = image;
  const shown = luminance(window, inverted);
  const table = colours();
  for (let at = 0; at < before.length; at++) {
    if (before[at] === before[at]) {
      const change = after[at] === before[at] ? 0 : (shown(after[at]) - shown(before[at])) / full;
      const colour = place(data[4 * at], change);
      for (let channel = 0; channel < 3; channel++) {
        data[4 * at + channel] += (table[colour + channel] - data[4 * at + channel]) * opacity;
      }
    }
  }
}

/** Draws the border of what changed. */
export function paintContours(image, mask, thickness) {
  const { data, width, height } = image;
  for (let j = thickness; j < height - thickness; j++) {
    for (let i = thickness; i < width - thickness; i++) {
      const at = j * width + i;
      const border =
        mask[at] &&
        !(
          mask[at - thickness] &&
          mask[at + thickness] &&
          mask[at - thickness * width] &&
          mask[at + thickness * width]
        );
      if (border) {
        blend(data, 4 * at, CONTOUR, 0.9);
      }
    }
  }
}

function blend(data, at, colour, alpha) {
  for (let channel = 0; channel < 3; channel++) {
    data[at + channel] += (colour[channel] - data[at + channel]) * alpha;
  }
}
