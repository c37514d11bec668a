// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of one edit: measures, probabilities, gates, parameters, and the objects in Orthanc.

import { at } from '../address.js';
import { get, orthancAddress, query } from '../api.js';
import { facts, fill, h } from '../dom.js';
import { t } from '../texts.js';

/** Findings whose probability moves less are shown on demand. */
const LEAST = 0.02;

export class EditFacts {
  constructor(pair, signal) {
    this.pair = pair;
    this.group = pair.group;
    this.signal = signal;
  }

  elements() {
    const { measures, parameters, gates, comments, ended, caution } = this.group;
    return [
      ended !== 'made' && h('p', { class: 'warning caution' }, h('strong', {}, t(`end.${ended}`)), ` ${caution}`),
      this.probabilities(),
      gates.length > 0 && [h('h2', {}, t('gates')), h('ul', { class: 'gates' }, gates.map(gate))],
      h('h2', {}, t('change')),
      facts(measures.map((one) => [label(one), number(one)])),
      h('h2', {}, t('limits')),
      comments.map((comment) => h('p', { class: 'comment' }, comment)),
      h('details', {}, h('summary', {}, t('parameters')), facts(parameters)),
      this.objects(),
    ];
  }

  /** At once what the report tells of the edit's own finding; then all that the classifier saw. */
  probabilities() {
    const { finding, certainty, unintended } = this.group;
    const place = h('div', { class: 'probabilities' });
    const own = certainty.before !== undefined && certainty.after !== undefined;
    if (own || unintended.length) {
      fill(
        place,
        h('h2', {}, t('probabilities')),
        own && bars([{ finding, ...certainty }]),
        unintended.length > 0 && facts(unintended.map((one) => [t('probability.change', one.modifiers.join(', ')), number(one)])),
      );
    }
    this.seen().then(
      (findings) => {
        if (findings.length && !this.signal.aborted) {
          fill(place, h('h2', {}, t('probabilities')), all(findings));
        }
      },
      () => {
        // Nobody has seen anything, or the queue keeps it no longer: the report's own is all there is.
      },
    );
    return place;
  }

  /** What the pack's classifier saw, where the edit was made in the pack's own way. */
  async seen() {
    const { source, counterfactual } = this.pair;
    const [key] = this.group.tracking.split(' of instance ');
    const edit = key.replace(/^toggle-/, this.group.change === 'removed' ? 'remove-' : 'add-');
    const digest = /SHA-256 ([0-9a-f]{64})/.exec(counterfactual.tags.DerivationDescription ?? '')?.[1];
    if (!digest) {
      return [];
    }
    const { films } = await get(query('prism/effects/films', { instance: source.id, pack: digest }), { signal: this.signal });
    return films.find((one) => one.edit === edit)?.findings ?? [];
  }

  /** Links to Orthanc's own pages and files. */
  objects() {
    const { source, counterfactual, report, further } = this.pair;
    const named = [
      [t('object.source'), source],
      [t('object.counterfactual'), counterfactual],
      ...further.map((one) => [kindOf(one), one]),
      [t('object.report'), report],
    ];
    return [
      h('h2', {}, t('objects')),
      h(
        'ul',
        { class: 'objects' },
        named.map(([name, { id }]) =>
          h(
            'li',
            {},
            h('a', { href: orthancAddress(at`app/explorer.html#instance?uuid=${id}`) }, name),
            ' ',
            h('a', { href: orthancAddress(at`instances/${id}/file`), download: `${id}.dcm`, class: 'detail' }, t('object.file'), h('span', { class: 'unseen' }, ` ${name}`)),
          ),
        ),
      ),
    ];
  }
}

/** What another object of the edit is. */
function kindOf({ tags }) {
  const description = tags.SeriesDescription ?? '';
  if (tags.Modality === 'PR') {
    return t('object.state');
  }
  return t(description.startsWith('Flicker') ? 'object.flicker' : 'object.difference');
}

function gate({ asked, passed }) {
  return h(
    'li',
    {},
    h('span', { class: `chip ${passed ? 'done' : 'failed'}` }, t(passed ? 'gate.passed' : 'gate.failed')),
    ' ',
    asked.replace(/, at (least|most) (\S+) is asked for$/, ' (at $1 $2)'),
  );
}

function label({ name, modifiers }) {
  return [name, ...modifiers].filter(Boolean).join(', ');
}

function number({ value, unit }) {
  const digits = value.toLocaleString(undefined, { maximumSignificantDigits: value < 1000 ? 3 : 4 });
  return `${digits}\u00a0${unit.replace('mm2', 'mm²')}`.trim();
}

/** Those that moved, the furthest first; the others on demand. */
function all(findings) {
  const moved = (one) => Math.abs(one.after - one.before);
  const sorted = [...findings].sort((one, other) => moved(other) - moved(one));
  const shown = sorted.filter((one, i) => i === 0 || moved(one) >= LEAST);
  const still = sorted.slice(shown.length);
  return [
    bars(shown),
    still.length > 0 &&
      h('details', {}, h('summary', {}, t('probabilities.still', still.length)), bars(still)),
  ];
}

/** A pair of bars, before and after, for each finding. */
function bars(findings) {
  return h(
    'dl',
    { class: 'bars' },
    findings.map(({ finding, ...values }) => [
      h('dt', {}, finding),
      ['before', 'after'].map((when) =>
        h(
          'dd',
          { class: when },
          h('span', {}, t(`probability.${when}`)),
          h('meter', { min: 0, max: 1, value: values[when], 'aria-label': `${finding} ${t(`probability.${when}`)}` }),
          h('span', {}, values[when].toFixed(2)),
        ),
      ),
    ]),
  );
}
