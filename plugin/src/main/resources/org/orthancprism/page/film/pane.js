// SPDX-License-Identifier: GPL-3.0-or-later
// One picture on the screen: draws its part of the stage, and takes mouse, fingers and wheel.

import { h } from '../dom.js';
import { t } from '../texts.js';
import { paintContours, paintDifference, paintGrey, sample, sampleMask } from './render.js';

/** The pictures that there are, by what they show. */
export const PICTURES = ['source', 'counterfactual', 'wipe', 'flicker', 'difference'];

export class Pane {
  /**
   * @param {import('./stage.js').Stage} stage
   * @param {string} picture one of PICTURES
   * @param {string} edit what was done, in words
   * @param {(place: ?{x: number, y: number}) => void} pointed hears which place of the film is
   *     pointed at
   */
  constructor(stage, picture, edit, pointed) {
    this.stage = stage;
    this.picture = picture;
    this.edit = edit;
    this.pointed = pointed;
    this.samples = null;
    this.canvas = h('canvas', { role: 'img' });
    this.title = h('span', { class: 'pane-title' });
    this.mark = h('span', { class: 'pane-mark' }, t('synthetic.short'));
    this.divider = h('span', { class: 'pane-divider' });
    this.frame = h('div', { class: 'pane-film' }, this.canvas, this.divider);
    this.element = h(
      'div',
      { class: 'pane', 'data-picture': picture },
      h('div', { class: 'pane-head' }, this.title, this.mark),
      this.frame,
    );
    this.hear();
  }

  hear() {
    this.onChange = (event) => {
      if (event.detail === 'view') {
        this.samples = null;
      }
      this.draw();
    };
    this.stage.addEventListener('change', this.onChange);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.frame);
    const { canvas } = this;
    const touches = new Map();
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      touches.set(event.pointerId, event);
      event.preventDefault();
    });
    canvas.addEventListener('pointermove', (event) => {
      this.point(event);
      if (touches.has(event.pointerId)) {
        this.drag(touches, event);
        touches.set(event.pointerId, event);
      }
    });
    for (const end of ['pointerup', 'pointercancel']) {
      canvas.addEventListener(end, (event) => touches.delete(event.pointerId));
    }
    canvas.addEventListener('pointerleave', () => this.pointed(null));
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
    canvas.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const { dx, dy } = this.fromCentre(event);
        this.stage.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, dx, dy);
      },
      { passive: false },
    );
  }

  /** One pointer wipes, pans or windows; two pinch. */
  drag(touches, event) {
    const before = touches.get(event.pointerId);
    const ratio = window.devicePixelRatio;
    const dx = (event.clientX - before.clientX) * ratio;
    const dy = (event.clientY - before.clientY) * ratio;
    if (touches.size === 2) {
      const [other] = [...touches.values()].filter((touch) => touch.pointerId !== event.pointerId);
      const distance = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      this.stage.pan(dx / 2, dy / 2);
      this.stage.zoom(distance(event) / Math.max(1, distance(before)));
    } else if (this.picture === 'wipe' && this.isAtDivider(before)) {
      const box = this.canvas.getBoundingClientRect();
      this.stage.set({ wipe: Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) });
    } else if (this.stage.drags === 'pan' || event.shiftKey || event.buttons & 4) {
      this.stage.pan(dx, dy);
    } else if (event.buttons & 2) {
      this.stage.zoom(1 - dy / 200);
    } else {
      this.stage.adjustWindow(dx / 400, -dy / 400);
    }
  }

  isAtDivider(event) {
    const box = this.canvas.getBoundingClientRect();
    return Math.abs(event.clientX - box.left - this.stage.wipe * box.width) < 24;
  }

  fromCentre(event) {
    const box = this.canvas.getBoundingClientRect();
    const ratio = window.devicePixelRatio;
    return {
      dx: (event.clientX - box.left - box.width / 2) * ratio,
      dy: (event.clientY - box.top - box.height / 2) * ratio,
    };
  }

  point(event) {
    const { dx, dy } = this.fromCentre(event);
    const { x, y, scale } = this.stage.view;
    this.pointed({ x: x + dx / scale, y: y + dy / scale });
  }

  resize() {
    const ratio = window.devicePixelRatio;
    const width = Math.round(this.frame.clientWidth * ratio);
    const height = Math.round(this.frame.clientHeight * ratio);
    if (width && height && (width !== this.canvas.width || height !== this.canvas.height)) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.samples = null;
      this.stage.fit(width, height);
    }
  }

  /** Draws once before the next frame, however often it is asked. */
  draw() {
    this.due ??= requestAnimationFrame(() => {
      this.due = null;
      if (this.stage.view && this.canvas.width) {
        this.paint();
      }
    });
  }

  paint() {
    const { stage, canvas } = this;
    const { width, height } = canvas;
    this.samples ??= this.sampled(width, height);
    const { before, after } = this.samples;
    const image = new ImageData(width, height);
    const { inverted } = stage.source;
    const divide = Math.round(stage.wipe * width);
    switch (this.shown()) {
      case 'source':
        paintGrey(image, before, stage.window, inverted);
        break;
      case 'counterfactual':
        paintGrey(image, after, stage.window, inverted);
        break;
      case 'wipe':
        paintGrey(image, before, stage.window, inverted, 0, divide);
        paintGrey(image, after, stage.window, inverted, divide, width);
        break;
      default:
        paintGrey(image, before, stage.window, inverted);
        paintDifference(image, before, after, stage.scale, stage.opacity);
    }
    if (stage.contours) {
      this.samples.mask ??= sampleMask(stage.mask, stage.view, width, height);
      paintContours(image, this.samples.mask, Math.max(1, Math.round(window.devicePixelRatio)));
    }
    canvas.getContext('2d', { willReadFrequently: true }).putImageData(image, 0, 0);
    this.letter();
  }

  sampled(width, height) {
    const { source, counterfactual, bare, view } = this.stage;
    const after = this.picture === 'difference' ? bare : counterfactual;
    return {
      before: this.picture === 'counterfactual' ? null : sample(source.levels, view, width, height),
      after: this.picture === 'source' ? null : sample(after.levels, view, width, height),
    };
  }

  /** Which of the pictures a flickering pane shows now. */
  shown() {
    if (this.picture === 'flicker') {
      return this.stage.flicker ? 'counterfactual' : 'source';
    }
    return this.picture;
  }

  letter() {
    const shown = this.shown();
    const title = t(`picture.${shown}`, this.edit);
    this.title.textContent = shown === 'counterfactual' ? this.edit : title;
    this.title.title = title;
    this.canvas.setAttribute('aria-label', title);
    this.mark.classList.toggle('gone', shown === 'source');
    this.divider.hidden = shown !== 'wipe';
    this.divider.style.setProperty('left', `${this.stage.wipe * 100}%`);
    this.element.dataset.shown = shown;
  }

  close() {
    this.stage.removeEventListener('change', this.onChange);
    this.observer.disconnect();
    cancelAnimationFrame(this.due);
  }
}
