// SPDX-License-Identifier: GPL-3.0-or-later
// What several panes share: which part of the film is seen, through which window, and in which way.

import { fullChange } from './shade.js';

/** The state that panes show; tells them when it changes. */
export class Stage extends EventTarget {
  /**
   * @param {import('./film.js').Film} source
   * @param {import('./film.js').Film} counterfactual
   * @param {import('./film.js').Film} bare the counterfactual without its label
   * @param {object[]} mask where source and this differ
   */
  constructor(source, counterfactual, bare, mask) {
    super();
    this.source = source;
    this.counterfactual = counterfactual;
    this.bare = bare;
    this.mask = mask;
    this.window = { ...source.window };
    this.scale = { window: source.window, inverted: source.inverted, full: fullChange(source, bare) };
    this.mode = 'side-by-side';
    this.wipe = 0.5;
    this.flicker = false;
    this.opacity = 1;
    this.contours = false;
    this.view = null;
  }

  /** Shows the whole film on a screen of this size. */
  fit(width, height) {
    const { columns, rows } = this.source;
    this.view = {
      x: columns / 2,
      y: rows / 2,
      scale: Math.min(width / columns, height / rows),
    };
    this.changed('view');
  }

  /** Enlarges around a place on the screen, given from its centre on. */
  zoom(factor, dx = 0, dy = 0) {
    const scale = Math.min(16, Math.max(0.02, this.view.scale * factor));
    const moved = 1 / this.view.scale - 1 / scale;
    this.view = { x: this.view.x + dx * moved, y: this.view.y + dy * moved, scale };
    this.changed('view');
  }

  /** Moves the film by so many pixels of the screen. */
  pan(dx, dy) {
    const { columns, rows } = this.source;
    const within = (value, size) => Math.min(size, Math.max(0, value));
    this.view = {
      x: within(this.view.x - dx / this.view.scale, columns),
      y: within(this.view.y - dy / this.view.scale, rows),
      scale: this.view.scale,
    };
    this.changed('view');
  }

  /** Changes the window; shares of its present width. */
  adjustWindow(wider, higher) {
    const { center, width } = this.window;
    this.window = {
      center: center + higher * this.source.window.width,
      width: Math.max(2, width + wider * this.source.window.width),
    };
    this.changed('window');
  }

  set(changes) {
    Object.assign(this, changes);
    this.changed('setting');
  }

  resetWindow() {
    this.window = { ...this.source.window };
    this.changed('window');
  }

  changed(what) {
    this.dispatchEvent(new CustomEvent('change', { detail: what }));
  }
}
