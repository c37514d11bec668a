// SPDX-License-Identifier: GPL-3.0-or-later
// The comparison of two films: ways to look at them, and the controls.

import { announce, fill, h } from '../dom.js';
import { Pane } from '../film/pane.js';
import { colours, place } from '../film/shade.js';
import { t } from '../texts.js';

/** The ways to look, each with its key, and the panes that it takes. */
const MODES = [
  { name: 'side-by-side', key: '1', panes: ['source', 'counterfactual'] },
  { name: 'wipe', key: '2', panes: ['wipe'] },
  { name: 'flicker', key: '3', panes: ['flicker'] },
  { name: 'difference', key: '4', panes: ['difference'] },
];
const STEP = 40;

export class Viewer {
  constructor(stage, edit, signal) {
    this.stage = stage;
    this.edit = edit;
    this.panes = [];
    this.place = h('div', {
      class: 'panes',
      tabindex: '0',
      role: 'group',
      'aria-label': t('films'),
      'aria-describedby': 'viewer-help',
      keydown: (event) => this.press(event),
    });
    this.readout = h('p', { class: 'readout' });
    this.modes = MODES.map((mode) =>
      this.toggle(t(`mode.${mode.name}`), mode.key, () => this.look(mode), { 'data-mode': mode.name }),
    );
    this.contours = this.toggle(t('contours'), 'C', () => stage.set({ contours: !stage.contours }), {
      'data-tool': 'contours',
    });
    this.pan = this.toggle(t('pan'), 'M', () => stage.set({ drags: stage.drags === 'pan' ? 'window' : 'pan' }), {
      'data-tool': 'pan',
    });
    this.wipe = this.slider('wipe', (value) => stage.set({ wipe: value }));
    this.opacity = this.slider('opacity', (value) => stage.set({ opacity: value }));
    this.scale = changeScale(stage.scale.full);
    this.border = h('span', {}, h('span', { class: 'swatch contour' }), t('contour'));
    this.element = h('div', { class: 'viewer-inner' }, this.toolbar(), this.place, this.foot());
    stage.addEventListener('change', () => this.update());
    const flick = (event) => this.flick(event);
    document.addEventListener('keydown', flick, { signal });
  }

  toolbar() {
    const act = (label, key, action, tool) =>
      h('button', { type: 'button', title: t('key', label, key), click: action, 'data-tool': tool }, label);
    return h(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': t('viewer.tools') },
      h('div', { class: 'segments' }, this.modes),
      h('div', { class: 'segments' }, this.contours, this.pan),
      h(
        'div',
        { class: 'segments' },
        act('−', '-', () => this.stage.zoom(0.8), 'smaller'),
        act(t('fit'), '0', () => this.fit(), 'fit'),
        act('+', '+', () => this.stage.zoom(1.25), 'larger'),
      ),
      act(t('window.reset'), 'W', () => this.stage.resetWindow(), 'window'),
    );
  }

  foot() {
    return h(
      'div',
      { class: 'viewer-foot' },
      this.readout,
      h(
        'div',
        { class: 'legend' },
        this.wipe.element,
        this.opacity.element,
        this.scale,
        this.border,
      ),
      h('details', {}, h('summary', {}, t('viewer.keys')), h('p', { id: 'viewer-help', class: 'detail' }, t('viewer.help'))),
    );
  }

  toggle(label, key, action, properties) {
    return h(
      'button',
      { type: 'button', 'aria-pressed': 'false', title: t('key', label, key), click: action, ...properties },
      label,
    );
  }

  slider(name, set) {
    const input = h('input', {
      type: 'range',
      min: 0,
      max: 100,
      id: `slider-${name}`,
      input: (event) => set(Number(event.target.value) / 100),
    });
    const element = h('label', { class: 'slider', for: input.id }, t(name), input);
    return { input, element };
  }

  begin() {
    this.look(MODES[0]);
  }

  look(mode) {
    this.panes.forEach((pane) => pane.close());
    this.stage.mode = mode.name;
    this.stage.view = null;
    this.panes = mode.panes.map(
      (picture) => new Pane(this.stage, picture, this.edit, (place) => this.read(place)),
    );
    this.place.dataset.mode = mode.name;
    fill(this.place, this.panes.map((pane) => pane.element));
    this.update();
  }

  update() {
    const { stage } = this;
    for (const element of this.modes) {
      element.setAttribute('aria-pressed', String(element.dataset.mode === stage.mode));
    }
    this.contours.setAttribute('aria-pressed', String(stage.contours));
    this.pan.setAttribute('aria-pressed', String(stage.drags === 'pan'));
    this.wipe.element.hidden = stage.mode !== 'wipe';
    this.opacity.element.hidden = stage.mode !== 'difference';
    this.scale.hidden = stage.mode !== 'difference';
    this.border.hidden = !stage.contours;
    this.wipe.input.value = Math.round(100 * stage.wipe);
    this.opacity.input.value = Math.round(100 * stage.opacity);
    this.read(this.pointed);
  }

  /** Tells window, zoom, and the values under the pointer. */
  read(place) {
    this.pointed = place;
    const { source, counterfactual, window: shown, view } = this.stage;
    const words = [
      t('readout.window', Math.round(shown.center), Math.round(shown.width)),
      view && t('readout.zoom', Math.round((100 * view.scale) / devicePixelRatio)),
    ];
    const before = place && source.at(place.x, place.y);
    if (before !== undefined && before !== null) {
      const after = counterfactual.at(place.x, place.y);
      words.push(t('readout.values', Math.floor(place.x), Math.floor(place.y), before, after));
    }
    fill(this.readout, words.filter(Boolean).join('   '));
  }

  fit() {
    const [{ canvas }] = this.panes;
    this.stage.fit(canvas.width, canvas.height);
  }

  /** One key flickers, wherever the focus is, except in text fields. */
  flick(event) {
    const writes = event.target.closest?.('input:not([type=radio],[type=range],[type=checkbox]), textarea, select, dialog');
    if (event.key.toLowerCase() !== 'f' || writes || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    event.preventDefault();
    const { stage } = this;
    if (stage.mode !== 'flicker') {
      this.look(MODES[2]);
    }
    stage.set({ flicker: !stage.flicker });
    announce(t(stage.flicker ? 'picture.counterfactual' : 'picture.source', this.edit));
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const { stage } = this;
    const moves = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const move = moves[event.key];
    const actions = {
      '+': () => stage.zoom(1.25),
      '=': () => stage.zoom(1.25),
      '-': () => stage.zoom(0.8),
      0: () => this.fit(),
      w: () => stage.resetWindow(),
      c: () => stage.set({ contours: !stage.contours }),
      m: () => stage.set({ drags: stage.drags === 'pan' ? 'window' : 'pan' }),
    };
    const mode = MODES.find((one) => one.key === event.key);
    if (move && event.shiftKey) {
      stage.adjustWindow(move[0] * -0.05, move[1] * 0.05);
    } else if (move) {
      stage.pan(move[0] * STEP, move[1] * STEP);
    } else if (mode) {
      this.look(mode);
    } else if (actions[event.key.toLowerCase()]) {
      actions[event.key.toLowerCase()]();
    } else {
      return;
    }
    event.preventDefault();
  }

  close() {
    this.panes.forEach((pane) => pane.close());
  }
}

/** What the colours of the difference mean: from the strongest fall to the strongest rise. */
function changeScale(full) {
  const percent = Math.round(100 * full);
  const bar = h('canvas', { width: 128, height: 12, 'aria-hidden': 'true' });
  const image = new ImageData(bar.width, bar.height);
  const table = colours();
  for (let at = 0; at < bar.width * bar.height; at++) {
    const grey = Math.round(127.5 * Math.floor((3 * Math.floor(at / bar.width)) / bar.height));
    const colour = place(grey, (2 * ((at % bar.width) + 0.5)) / bar.width - 1);
    image.data.set([...table.subarray(colour, colour + 3), 255], 4 * at);
  }
  bar.getContext('2d').putImageData(image, 0, 0);
  return h(
    'span',
    { class: 'change-scale', title: t('scale.what', percent) },
    t('darker', percent),
    bar,
    t('brighter', percent),
  );
}
