// SPDX-License-Identifier: GPL-3.0-or-later
// Where a film may change: everywhere, or by regions that are drawn on it with a mouse, a finger or
// the keyboard.

import { at } from '../address.js';
import { get } from '../api.js';
import { announce, button, fault, fill, h } from '../dom.js';
import { loadFilm } from '../film/film.js';
import { MOST_REGIONS, Outlines } from '../film/outlines.js';
import { paintGrey, sample } from '../film/render.js';
import { t } from '../texts.js';

/** Which mask the regions are, by the choice that is made. */
const MASKS = { inside: 'editMask', outside: 'keepMask' };
/** Pixels of the page that the film is wide at most, and the share of the window's height. */
const WIDEST = 560;
const HIGHEST = 0.65;
/** Pixels of the page by which a pointer that is not dragged may move. */
const STILL = 4;
/** Pixels of the page that are near a corner. */
const NEAR = 10;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class RegionChoice {
  /**
   * @param {() => Promise<string[]>} films Orthanc's identifiers of the films that may be edited
   * @param {() => void} changed told when the regions are others
   */
  constructor(films, changed, signal) {
    this.films = films;
    this.changed = changed;
    this.signal = signal;
    this.where = 'everywhere';
    this.drawing = null;
    this.place = h('div', { class: 'drawing', hidden: true });
  }

  element() {
    return h(
      'fieldset',
      { class: 'where' },
      h('legend', {}, t('where')),
      h('div', { class: 'ways' }, ['everywhere', 'inside', 'outside'].map((name) => this.way(name))),
      this.place,
    );
  }

  way(name) {
    const choose = () => this.choose(name);
    return h(
      'label',
      {},
      h('input', { type: 'radio', name: 'where', value: name, checked: name === this.where, change: choose }),
      t(`where.${name}`),
    );
  }

  async choose(name) {
    this.where = name;
    this.place.hidden = name === 'everywhere';
    if (!this.place.hidden && !this.offered) {
      this.offered = true;
      await this.offer();
    }
  }

  /** Whether regions are wanted and none is drawn. */
  get isMissing() {
    return this.where !== 'everywhere' && !this.drawing?.outlines.closed.length;
  }

  /** What a request tells of it; nothing where the film may change everywhere. */
  request() {
    if (this.where === 'everywhere' || this.isMissing) {
      return {};
    }
    const { instance, outlines } = this.drawing;
    return { region: { instance, [MASKS[this.where]]: outlines.polygons() } };
  }

  async offer() {
    try {
      const films = await this.films();
      if (!films.length) {
        fill(this.place, h('p', { class: 'note' }, t('region.nofilm')));
        return;
      }
      const sheet = h('div', {});
      const choice = h(
        'select',
        { change: (event) => this.show(sheet, event.target.value) },
        films.map((film, i) => h('option', { value: film }, t('region.film.of', i + 1, films.length))),
      );
      fill(
        this.place,
        films.length > 1 && h('label', {}, t('region.film'), choice),
        sheet,
        films.length > 1 && h('p', { class: 'note' }, t('region.alone')),
      );
      await this.show(sheet, films[0]);
    } catch (error) {
      this.offered = false;
      fill(this.place, fault(error));
    }
  }

  async show(sheet, instance) {
    const tags = await get(at`instances/${instance}/simplified-tags`, { signal: this.signal });
    const film = await loadFilm(instance, tags, this.signal);
    this.drawing = new Drawing(instance, film, this.changed);
    fill(sheet, this.drawing.element());
    this.drawing.resize();
    this.changed();
  }
}

/** A film on which regions are drawn. */
class Drawing {
  constructor(instance, film, changed) {
    this.instance = instance;
    this.film = film;
    this.changed = changed;
    this.outlines = new Outlines(film.columns, film.rows);
    this.line = null;
    this.cross = null;
  }

  element() {
    this.canvas = h('canvas', {
      tabindex: 0,
      role: 'application',
      'aria-label': t('region.canvas'),
      'aria-describedby': 'region-hint',
      pointerdown: (event) => this.press(event),
      pointermove: (event) => this.move(event),
      pointerup: (event) => this.release(event),
      pointercancel: () => this.draw({ line: null }),
      keydown: (event) => this.key(event),
      blur: () => this.draw({ cross: null }),
    });
    this.count = h('span', { class: 'region-count', 'aria-live': 'polite' });
    this.undo = button(t('region.undo'), () => this.change(() => this.outlines.undo()), { 'data-action': 'undo' });
    this.close = button(t('region.close'), () => this.change(() => this.outlines.close()), { 'data-action': 'close' });
    this.clear = button(t('region.clear'), () => this.change(() => this.outlines.clear()), { 'data-action': 'clear' });
    this.frame = h('div', {}, this.canvas);
    new ResizeObserver(() => this.resize()).observe(this.frame);
    return [
      h('p', { class: 'note', id: 'region-hint' }, t('region.hint')),
      this.frame,
      h('div', { class: 'row' }, this.undo, this.close, this.clear, this.count),
    ];
  }

  /** As large as there is room for. */
  resize() {
    const { columns, rows } = this.film;
    const room = Math.min(WIDEST, this.frame.clientWidth, (HIGHEST * window.innerHeight * columns) / rows);
    /** Pixels of the page for one of the film. */
    this.scale = Math.max(1, room) / columns;
    const width = Math.round(this.scale * columns * window.devicePixelRatio);
    if (width !== this.canvas.width || !this.grey) {
      const height = Math.max(1, Math.round((width * rows) / columns));
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.setProperty('width', `${this.scale * columns}px`);
      this.canvas.style.setProperty('height', `${this.scale * rows}px`);
      this.grey = new ImageData(width, height);
      const view = { x: columns / 2, y: rows / 2, scale: width / columns };
      const samples = sample(this.film.levels, view, width, height);
      paintGrey(this.grey, samples, this.film.window, this.film.inverted);
    }
    this.draw({});
  }

  placeOf(event) {
    const box = this.canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) / this.scale, y: (event.clientY - box.top) / this.scale };
  }

  press(event) {
    if (event.button === 0) {
      this.canvas.setPointerCapture(event.pointerId);
      this.draw({ line: [this.placeOf(event)], cross: null });
    }
  }

  move(event) {
    if (this.line) {
      this.line.push(this.placeOf(event));
      this.draw({});
    }
  }

  release(event) {
    const { line } = this;
    if (!line) {
      return;
    }
    const place = this.placeOf(event);
    const far = Math.max(...line.map(({ x, y }) => Math.hypot(x - line[0].x, y - line[0].y)));
    this.line = null;
    this.change(() =>
      far * this.scale > STILL && !this.outlines.open.length
        ? this.outlines.lasso(line)
        : this.outlines.corner(place, NEAR / this.scale),
    );
  }

  key(event) {
    const step = STEPS[event.key];
    const { columns, rows } = this.film;
    if (step) {
      const length = Math.min(columns, rows) / (event.shiftKey ? 250 : 50);
      const from = this.cross ?? { x: columns / 2, y: rows / 2 };
      this.draw({ cross: this.outlines.within({ x: from.x + step[0] * length, y: from.y + step[1] * length }) });
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.cross ??= { x: columns / 2, y: rows / 2 };
      this.change(() => this.outlines.corner(this.cross, NEAR / this.scale));
    } else if (event.key === 'Backspace') {
      this.change(() => this.outlines.undo());
    } else if (event.key === 'Escape') {
      this.change(() => (this.outlines.open = []));
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Changes the regions; tells those who listen when there are more of them or fewer. */
  change(how) {
    const before = this.outlines.closed.length;
    how();
    this.draw({});
    if (this.outlines.closed.length !== before) {
      this.changed();
      announce(this.counted());
    }
  }

  counted() {
    const { closed, isFull } = this.outlines;
    return isFull ? t('region.most', MOST_REGIONS) : t('region.count', closed.length);
  }

  draw(state) {
    Object.assign(this, state);
    const { closed, open, canClose } = this.outlines;
    const context = this.canvas.getContext('2d', { willReadFrequently: true });
    const scale = this.canvas.width / this.film.columns;
    const path = (places) => {
      context.beginPath();
      places.forEach(({ x, y }) => context.lineTo(x * scale, y * scale));
    };
    context.putImageData(this.grey, 0, 0);
    context.strokeStyle = '#ffd60a';
    context.fillStyle = 'rgb(255 214 10 / 22%)';
    context.lineWidth = 2 * window.devicePixelRatio;
    for (const corners of closed) {
      path(corners);
      context.closePath();
      context.fill();
      context.stroke();
    }
    path(this.line?.length > 1 && !open.length ? this.line : open);
    context.stroke();
    for (const { x, y } of open) {
      const size = 3 * context.lineWidth;
      context.strokeRect(x * scale - size / 2, y * scale - size / 2, size, size);
    }
    if (this.cross) {
      const { x, y } = this.cross;
      const arm = 6 * context.lineWidth;
      context.beginPath();
      context.moveTo(x * scale - arm, y * scale);
      context.lineTo(x * scale + arm, y * scale);
      context.moveTo(x * scale, y * scale - arm);
      context.lineTo(x * scale, y * scale + arm);
      context.stroke();
    }
    this.count.textContent = this.counted();
    this.undo.disabled = this.clear.disabled = !closed.length && !open.length;
    this.close.disabled = !canClose;
  }
}
