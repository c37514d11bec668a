// SPDX-License-Identifier: GPL-3.0-or-later
// Regions that a user draws on a film: polygons in the film's pixels, column first, 0, 0 at the
// upper left corner of the upper left pixel, as in DICOM's graphics (PS3.3 C.10.5.1.2).

/** What a request may hold of either mask. */
export const MOST_REGIONS = 8;
const MOST_CORNERS = 128;
const LEAST_CORNERS = 3;

/** Closed regions, and the corners of one that is being drawn. */
export class Outlines {
  constructor(columns, rows) {
    this.columns = columns;
    this.rows = rows;
    this.closed = [];
    this.open = [];
  }

  /** A place that lies within the film, in whole pixels. */
  within({ x, y }) {
    const held = (value, size) => Math.max(0, Math.min(size, Math.round(value)));
    return { x: held(x, this.columns), y: held(y, this.rows) };
  }

  get isFull() {
    return this.closed.length >= MOST_REGIONS;
  }

  get canClose() {
    return this.open.length >= LEAST_CORNERS;
  }

  /** Sets a corner; one near the first closes the region. */
  corner(place, near) {
    const { x, y } = this.within(place);
    const [first] = this.open;
    if (this.canClose && Math.hypot(x - first.x, y - first.y) <= near) {
      this.close();
    } else if (!this.isFull && this.open.length < MOST_CORNERS) {
      this.open.push({ x, y });
    }
  }

  close() {
    if (this.canClose) {
      this.closed.push(this.open);
      this.open = [];
    }
  }

  /** Takes a line that was drawn around a region; one that encloses nothing is none. */
  lasso(places) {
    const corners = simplified(places.map((place) => this.within(place)), MOST_CORNERS);
    if (!this.isFull && corners.length >= LEAST_CORNERS && area(corners) >= 1) {
      this.closed.push(corners);
    }
  }

  /** Takes the last corner back, or else the last region. */
  undo() {
    (this.open.length ? this.open : this.closed).pop();
  }

  clear() {
    this.closed = [];
    this.open = [];
  }

  /** As requests have them. */
  polygons() {
    return this.closed.map((corners) => corners.map(({ x, y }) => [x, y]));
  }
}

/** A line of so many corners at most, as near to the given one as that allows. */
export function simplified(places, most) {
  let tolerance = 0.5;
  let kept = douglasPeucker(places, tolerance);
  while (kept.length > most) {
    tolerance *= 1.5;
    kept = douglasPeucker(places, tolerance);
  }
  return kept;
}

/** Douglas and Peucker 1973, doi 10.3138/FM57-6770-U75U-7727. */
function douglasPeucker(places, tolerance) {
  if (places.length < 3) {
    return places;
  }
  const first = places[0];
  const last = places.at(-1);
  let farthest = 0;
  let distance = 0;
  for (let i = 1; i < places.length - 1; i++) {
    const found = distanceTo(places[i], first, last);
    if (found > distance) {
      farthest = i;
      distance = found;
    }
  }
  if (distance <= tolerance) {
    return [first, last];
  }
  const head = douglasPeucker(places.slice(0, farthest + 1), tolerance);
  return [...head.slice(0, -1), ...douglasPeucker(places.slice(farthest), tolerance)];
}

function distanceTo({ x, y }, from, to) {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.hypot(dx, dy);
  return length === 0
    ? Math.hypot(x - from.x, y - from.y)
    : Math.abs(dy * (x - from.x) - dx * (y - from.y)) / length;
}

function area(corners) {
  let twice = 0;
  corners.forEach(({ x, y }, i) => {
    const next = corners[(i + 1) % corners.length];
    twice += x * next.y - next.x * y;
  });
  return Math.abs(twice) / 2;
}
