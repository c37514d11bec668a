// SPDX-License-Identifier: GPL-3.0-or-later
// An image of which the reader must not see whether it is a film or a counterfactual: both have the film's window
// and size, and both are covered where the counterfactual's label is.

import { at } from '../address.js';
import { get } from '../api.js';
import { h } from '../dom.js';
import { changeMask, Film, loadFilm } from '../film/film.js';
import { Pane } from '../film/pane.js';
import { Stage } from '../film/stage.js';
import { t } from '../texts.js';

/** A pane that tells nothing of what it shows. */
class BlindedPane extends Pane {
  letter() {
    this.title.textContent = t('readings.image');
    this.canvas.setAttribute('aria-label', t('readings.image'));
    this.mark.classList.add('gone');
    this.divider.hidden = true;
    this.element.dataset.shown = 'blinded';
  }
}

export class BlindedImage {
  constructor(film) {
    const stage = new Stage(film, film, film, changeMask(film, film));
    this.pane = new BlindedPane(stage, 'source', '', () => {});
    const act = (label, action) => h('button', { type: 'button', click: action }, label);
    this.element = h(
      'div',
      { class: 'viewer-inner' },
      h(
        'div',
        { class: 'toolbar', role: 'toolbar', 'aria-label': t('viewer.tools') },
        h(
          'div',
          { class: 'segments' },
          act('−', () => stage.zoom(0.8)),
          act(t('fit'), () => stage.fit(this.pane.canvas.width, this.pane.canvas.height)),
          act('+', () => stage.zoom(1.25)),
        ),
        act(t('window.reset'), () => stage.resetWindow()),
        h('p', { class: 'detail' }, t('readings.help')),
      ),
      h('div', { class: 'panes' }, this.pane.element),
    );
  }

  /** The image of a case. The film is read in either case, for its window. */
  static async load({ shown, film, cover }, signal) {
    const [own, image] = await Promise.all([film, shown].map((instance) => read(instance, signal)));
    return new BlindedImage(alike(image, own, cover));
  }

  close() {
    this.pane.close();
  }
}

async function read(instance, signal) {
  const tags = await get(at`instances/${instance}/simplified-tags`, { signal });
  return loadFilm(instance, tags, signal);
}

/** The image with the film's window, and a grey field over the label's place. */
function alike(image, film, cover) {
  const values = image.values.slice();
  if (cover) {
    const grey = Math.round(film.window.center);
    for (let row = cover.top; row < Math.min(cover.bottom, image.rows); row++) {
      values.fill(grey, row * image.columns + cover.left, row * image.columns + Math.min(cover.right, image.columns));
    }
  }
  const blinded = new Film(film.tags, image.columns, image.rows, values);
  blinded.window = film.window;
  return blinded;
}
