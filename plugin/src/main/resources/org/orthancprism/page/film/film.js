// SPDX-License-Identifier: GPL-3.0-or-later
// A film's stored values, as Orthanc decodes them, and how DICOM says that they are shown.

import { at } from '../address.js';
import { bytes, get } from '../api.js';
import { t } from '../texts.js';

const PAM = 'image/x-portable-arbitrarymap';

/** A film with its values at every halved resolution, so that a small view is smooth and quick. */
export class Film {
  /**
   * @param {object} tags attributes by their keyword
   * @param {number} columns
   * @param {number} rows
   * @param {Uint16Array|Int16Array} values stored values, row by row
   */
  constructor(tags, columns, rows, values) {
    this.tags = tags;
    this.columns = columns;
    this.rows = rows;
    this.values = values;
    this.inverted = (tags.PhotometricInterpretation === 'MONOCHROME1') !== rescaleOf(tags).slope < 0;
    this.levels = pyramid(columns, rows, values, mean);
    this.window = windowOf(tags, values);
  }

  /** The stored value at a place; undefined outside of the film. */
  at(x, y) {
    const inside = x >= 0 && y >= 0 && x < this.columns && y < this.rows;
    return inside ? this.values[Math.floor(y) * this.columns + Math.floor(x)] : undefined;
  }
}

/** A film with another's values where its label is, so that the label counts for no change. */
export function withoutLabel(film, other, label) {
  if (!label) {
    return film;
  }
  const values = film.values.slice();
  for (let row = label.top; row < label.bottom; row++) {
    const from = row * film.columns;
    values.set(other.values.subarray(from + label.left, from + label.right), from + label.left);
  }
  return new Film(film.tags, film.columns, film.rows, values);
}

/** Where two films of one size differ, at every halved resolution: 1 where any pixel does. */
export function changeMask(one, other) {
  const mask = new Uint8Array(one.values.length);
  for (let i = 0; i < mask.length; i++) {
    mask[i] = one.values[i] === other.values[i] ? 0 : 1;
  }
  return pyramid(one.columns, one.rows, mask, (a, b, c, d) => a | b | c | d);
}

/**
 * What the plugin says of an instance: whether Orthanc can decode it (`decodable`, else `reason`), and which
 * content of its film it shows (`shows`): not the same text for a film and an image that was made of it before
 * it was sent again under its UID; undefined where the instance does not say. An image in a study of its own says
 * so without the film's order (`showsWithoutOrder`). It reads the whole file.
 */
export function knownOf(instance, signal) {
  return get(at`prism/instances/${instance}/pixels`, { signal });
}

/**
 * Reads an instance's stored values out of Orthanc, once the plugin has said that Orthanc can decode
 * them: a damaged film would end it.
 *
 * @param known what the plugin has said already, where it was asked
 */
export async function loadFilm(instance, tags, signal, known) {
  const { decodable, reason } = known ?? (await knownOf(instance, signal));
  if (!decodable) {
    throw new Error(t('film.damaged', reason));
  }
  const signed = tags.PixelRepresentation === '1';
  const path = at`instances/${instance}/image-${signed ? 'int16' : 'uint16'}`;
  const { columns, rows, data } = parsePam(await bytes(path, PAM, signal));
  return new Film(tags, columns, rows, nativeOrder(data, columns * rows, signed));
}

/** Portable Arbitrary Map: a header in lines of text, then the values, the highest byte first. */
function parsePam(buffer) {
  const text = new TextDecoder('latin1').decode(buffer.slice(0, 512));
  const end = text.indexOf('ENDHDR\n');
  const number = (name) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
  if (!text.startsWith('P7') || end < 0 || number('DEPTH') !== 1) {
    throw new Error('Orthanc sends no image of one channel.');
  }
  return { columns: number('WIDTH'), rows: number('HEIGHT'), data: buffer.slice(end + 7) };
}

function nativeOrder(data, count, signed) {
  if (data.byteLength === count) {
    return Uint16Array.from(new Uint8Array(data));
  }
  const values = new Uint16Array(data, 0, count);
  if (new Uint8Array(new Uint16Array([1]).buffer)[0] === 1) {
    for (let i = 0; i < count; i++) {
      values[i] = (values[i] << 8) | (values[i] >> 8);
    }
  }
  return signed ? new Int16Array(values.buffer, 0, count) : values;
}

function mean(a, b, c, d) {
  return (a + b + c + d + 2) >> 2;
}

function pyramid(columns, rows, values, join) {
  const levels = [{ columns, rows, values }];
  while (levels.at(-1).columns > 128 && levels.at(-1).rows > 128) {
    levels.push(halved(levels.at(-1), join));
  }
  return levels;
}

function halved({ columns, rows, values }, join) {
  const width = columns >> 1;
  const height = rows >> 1;
  const half = new values.constructor(width * height);
  for (let y = 0; y < height; y++) {
    let from = 2 * y * columns;
    for (let x = 0; x < width; x++, from += 2) {
      half[y * width + x] = join(
        values[from],
        values[from + 1],
        values[from + columns],
        values[from + columns + 1],
      );
    }
  }
  return { columns: width, rows: height, values: half };
}

/** The first number of a text, also one with a decimal comma; else NaN. */
function first(text) {
  return Number(String(text ?? '').split('\\')[0].replace(',', '.') || NaN);
}

/** What stored values mean. Neither slope nor intercept counts without the other, nor a slope of 0. */
function rescaleOf(tags) {
  const slope = first(tags.RescaleSlope);
  const intercept = first(tags.RescaleIntercept);
  return Number.isFinite(slope) && slope !== 0 && Number.isFinite(intercept)
    ? { slope, intercept }
    : { slope: 1, intercept: 0 };
}

/**
 * The first window that DICOM gives, in stored values; else from the least to the greatest value, as
 * viewers and the plugin do.
 */
function windowOf(tags, values) {
  const { slope, intercept } = rescaleOf(tags);
  const center = (first(tags.WindowCenter) - 0.5 - intercept) / slope + 0.5;
  const width = (first(tags.WindowWidth) - 1) / Math.abs(slope) + 1;
  if (Number.isFinite(center) && width > 1) {
    return { center, width };
  }
  const [low, high] = range(values);
  return { center: (low + high + 1) / 2, width: Math.max(2, high - low + 1) };
}

function range(values) {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return [least, greatest];
}
