// SPDX-License-Identifier: GPL-3.0-or-later
// What readers say of a counterfactual: two clicks, changeable, with who and when.

import { get, post, query } from '../api.js';
import { announce, button, fault, fill, h } from '../dom.js';
import { t } from '../texts.js';

export const OPINIONS = ['plausible', 'implausible', 'took-along'];
const REGIONS = ['right-lung', 'left-lung', 'heart', 'mediastinum', 'diaphragm', 'bones', 'chest-wall', 'neck'];
const LONGEST = 1000;

/** What was said of the results of a study. */
export class Verdicts extends EventTarget {
  constructor({ reader, implausible, verdicts }) {
    super();
    Object.assign(this, { reader, implausible, verdicts });
  }

  /** Those of studies, of which one may hold the results of another. */
  static async of(studies, signal) {
    const answers = await Promise.all(studies.map((study) => get(query('prism/verdicts', { study }), { signal })));
    return new Verdicts({ ...answers[0], verdicts: answers.flatMap(({ verdicts }) => verdicts) });
  }

  /** All of a counterfactual, the newest first. */
  on({ counterfactual }) {
    return this.verdicts.filter(({ result }) => result === counterfactual.tags.SOPInstanceUID);
  }

  /** What the reader at the screen says now. */
  own(pair) {
    return this.on(pair).find(({ reader, current }) => current && reader === this.reader);
  }

  /** Whether the page shows it on demand alone. */
  hides(pair) {
    return (
      this.implausible === 'hide' && this.on(pair).some(({ current, opinion }) => current && opinion === 'implausible')
    );
  }

  async say(pair, opinion, region, words) {
    const said = await post('prism/verdicts', {
      instance: pair.counterfactual.id,
      opinion,
      ...(region && { region }),
      ...(words && { words }),
    });
    const others = this.verdicts.filter(({ document }) => document !== said.document);
    const replaced = others.map((one) =>
      one.result === said.result && one.reader === said.reader ? { ...one, current: false } : one,
    );
    this.verdicts = [said, ...replaced];
    this.dispatchEvent(new Event('change'));
    return said;
  }
}

/** The buttons below the films. */
export class VerdictBar {
  constructor(pair, verdicts) {
    this.pair = pair;
    this.verdicts = verdicts;
    this.opinion = null;
    this.more = h('div', { class: 'verdict-more' });
    this.told = h('div', { class: 'verdict-told' });
    this.buttons = OPINIONS.map((opinion) =>
      h(
        'button',
        { type: 'button', 'data-opinion': opinion, 'aria-pressed': 'false', click: () => this.choose(opinion) },
        t(`opinion.${opinion}`),
      ),
    );
    this.element = h(
      'section',
      { class: 'verdict', 'aria-label': t('opinion.title') },
      h('div', { class: 'verdict-row' }, h('h2', {}, t('opinion.title')), h('div', { class: 'segments' }, this.buttons), this.told),
      this.more,
    );
    this.update();
  }

  /** The first click: the second saves it. */
  choose(opinion) {
    this.opinion = opinion;
    const own = this.verdicts.own(this.pair);
    const kept = own?.opinion === opinion ? own : undefined;
    const region = h(
      'select',
      { id: 'verdict-region' },
      h('option', { value: '' }, t('region.any')),
      REGIONS.map((name) => h('option', { value: name, selected: kept?.region === name }, t(`site.${name}`))),
    );
    const words = h('input', {
      type: 'text',
      id: 'verdict-words',
      maxlength: LONGEST,
      value: kept?.words ?? '',
      placeholder: t(`opinion.hint.${opinion}`),
      autocomplete: 'off',
      keydown: (event) => event.key === 'Enter' && save.click(),
    });
    const save = button(t('opinion.save'), () => this.save(region.value, words.value.trim()), { class: 'primary save' });
    fill(
      this.more,
      h('label', { for: 'verdict-region' }, t('opinion.region'), region),
      h('label', { for: 'verdict-words', class: 'grows' }, t('opinion.words'), words),
      save,
      h('button', { type: 'button', click: () => this.leave() }, t('opinion.leave')),
    );
    this.update();
    save.focus();
  }

  leave() {
    this.opinion = null;
    fill(this.more);
    this.update();
  }

  async save(region, words) {
    try {
      await this.verdicts.say(this.pair, this.opinion, region, words);
      const said = this.buttons.find((element) => element.dataset.opinion === this.opinion);
      this.leave();
      said.focus();
      announce(t('opinion.saved'));
    } catch (error) {
      this.more.append(fault(error));
    }
  }

  update() {
    const own = this.verdicts.own(this.pair);
    const pressed = this.opinion ?? own?.opinion;
    for (const element of this.buttons) {
      element.setAttribute('aria-pressed', String(element.dataset.opinion === pressed));
    }
    const all = this.verdicts.on(this.pair);
    const now = all.filter(({ current }) => current);
    const listed = now.length > 1 ? all : all.filter(({ current }) => !current);
    fill(
      this.told,
      now.length === 0 && h('span', { class: 'detail' }, t('opinion.none')),
      now.length === 1 && line(now[0]),
      listed.length > 0 &&
        h(
          'details',
          {},
          h('summary', {}, now.length > 1 ? t('opinion.count', now.length) : t('opinion.history', listed.length)),
          h('ul', { tabindex: '0', 'aria-label': t('opinion.title') }, listed.map((one) => h('li', { class: one.current ? '' : 'replaced' }, line(one)))),
        ),
    );
  }
}

/** One verdict in a line: what, where, in which words, who and when. */
function line({ opinion, region, words, reader, at, current }) {
  return h(
    'span',
    {},
    h('strong', {}, t(`opinion.${opinion}`)),
    region && `, ${t(`site.${region}`)}`,
    words && [': ', h('q', {}, h('bdi', {}, words))],
    h('span', { class: 'detail' }, t(current ? 'opinion.by' : 'opinion.replaced', nameOf(reader), new Date(at).toLocaleString())),
  );
}

function nameOf(reader) {
  return reader === 'unidentified' ? t('who.unidentified') : reader;
}
