// SPDX-License-Identifier: GPL-3.0-or-later
// The colours of a change over a film's grey, as the difference series in the study has them: in
// CIELAB (D65), the lightness is the film's, the hue tells the sign of the change, the chroma its
// amount.

/** a* and b* of the strongest fall and of the strongest rise. */
const DARKER = [8, -68];
const BRIGHTER = [52, 58];
/** Lightness at which both hues reach their chroma on a screen. */
const COLOURFUL = 56;

export const GREYS = 256;
/** Steps from no change to the strongest. */
export const AMOUNTS = 128;

/** Changes of luminance that the strongest colour may mean. */
const SCALES = [0.05, 0.1, 0.25, 0.5, 1];
/** This share of the changed pixels may lie beyond the strongest colour. */
const BEYOND = 0.005;

let table = null;

/** Red, green and blue of each grey under each amount from -AMOUNTS to AMOUNTS. */
export function colours() {
  if (!table) {
    table = new Uint8Array(GREYS * (2 * AMOUNTS + 1) * 3);
    let at = 0;
    for (let grey = 0; grey < GREYS; grey++) {
      for (let amount = -AMOUNTS; amount <= AMOUNTS; amount++) {
        table.set(rgb(grey / (GREYS - 1), amount / AMOUNTS), at);
        at += 3;
      }
    }
  }
  return table;
}

/** The index of a colour in the table. */
export function place(grey, change) {
  const amount = Math.round(AMOUNTS * Math.max(-1, Math.min(1, change)));
  return 3 * (grey * (2 * AMOUNTS + 1) + amount + AMOUNTS);
}

/** How bright a stored value is shown in a window, from 0 to 1 (PS3.3 C.11.2.1.2.1). */
export function luminance({ center, width }, inverted) {
  const gain = 1 / Math.max(1, width - 1);
  const offset = 0.5 - (center - 0.5) * gain;
  return (value) => {
    const shown = Math.max(0, Math.min(1, value * gain + offset));
    return inverted ? 1 - shown : shown;
  };
}

/** The change of luminance, in the film's own window, of its strongest colour. */
export function fullChange(source, other) {
  const shown = luminance(source.window, source.inverted);
  const counts = SCALES.map(() => 0);
  let changed = 0;
  for (let i = 0; i < source.values.length; i++) {
    if (source.values[i] !== other.values[i]) {
      const change = Math.abs(shown(other.values[i]) - shown(source.values[i]));
      if (change > 0) {
        counts[SCALES.findIndex((scale) => change <= scale)]++;
        changed++;
      }
    }
  }
  let within = 0;
  return SCALES.find((scale, i) => (within += counts[i]) >= (1 - BEYOND) * changed);
}

function rgb(grey, change) {
  const amount = Math.abs(change);
  const [a, b] = change < 0 ? DARKER : BRIGHTER;
  const film = 100 * lightness(grey);
  return screen(film + (COLOURFUL - film) * 0.75 * amount, a * amount, b * amount);
}

/** CIE lightness, from 0 to 1, of a grey that a screen shows for this value. */
function lightness(grey) {
  const linear = grey <= 0.04045 ? grey / 12.92 : ((grey + 0.055) / 1.055) ** 2.4;
  const root = linear > 216 / 24389 ? Math.cbrt(linear) : ((linear * 24389) / 27 + 16) / 116;
  return (116 * root - 16) / 100;
}

function screen(light, a, b) {
  const fy = (light + 16) / 116;
  const x = 0.95047 * inverse(fy + a / 500);
  const y = inverse(fy);
  const z = 1.08883 * inverse(fy - b / 200);
  return [
    channel(3.2406 * x - 1.5372 * y - 0.4986 * z),
    channel(-0.9689 * x + 1.8758 * y + 0.0415 * z),
    channel(0.0557 * x - 0.204 * y + 1.057 * z),
  ];
}

function inverse(root) {
  const cube = root ** 3;
  return cube > 216 / 24389 ? cube : ((116 * root - 16) * 27) / 24389;
}

function channel(linear) {
  const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.max(0, Math.min(1, value)));
}
