// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of one edit: measures, probabilities, gates, parameters, and the objects in Orthanc.

import { orthancAddress } from '../api.js';
import { facts, h } from '../dom.js';
import { t } from '../texts.js';

const PROBABILITY = /probability/i;
const BEFORE = /before|source/i;

export class EditFacts {
  constructor(pair) {
    this.pair = pair;
    this.group = pair.group;
  }

  elements() {
    if (!this.group) {
      return [h('p', { class: 'detail' }, t('report.missing')), this.objects()];
    }
    const { measures, parameters, codes, comments } = this.group;
    const probabilities = measures.filter((one) => PROBABILITY.test(one.name));
    const others = measures.filter((one) => !PROBABILITY.test(one.name));
    const gates = codes.filter(([name]) => /gate|quality/i.test(name ?? ''));
    return [
      h('h2', {}, t('change')),
      facts(others.map((one) => [label(one), number(one)])),
      probabilities.length > 0 && [h('h2', {}, t('probabilities')), bars(probabilities)],
      gates.length > 0 && [h('h2', {}, t('gates')), facts(gates)],
      h('h2', {}, t('limits')),
      comments.map((comment) => h('p', { class: 'comment' }, comment)),
      h('details', {}, h('summary', {}, t('parameters')), facts(parameters)),
      this.objects(),
    ];
  }

  /** Links to Orthanc's own pages and files. */
  objects() {
    const { source, counterfactual, report } = this.pair;
    const named = [
      ['object.source', source],
      ['object.counterfactual', counterfactual],
      ['object.report', report],
    ];
    return [
      h('h2', {}, t('objects')),
      h(
        'ul',
        { class: 'objects' },
        named
          .filter(([, instance]) => instance)
          .map(([name, { id }]) =>
            h(
              'li',
              {},
              h('a', { href: orthancAddress(`app/explorer.html#instance?uuid=${id}`) }, t(name)),
              ' ',
              h('a', { href: orthancAddress(`instances/${id}/file`), download: `${id}.dcm`, class: 'detail' }, t('object.file'), h('span', { class: 'unseen' }, ` ${t(name)}`)),
            ),
          ),
      ),
    ];
  }
}

function label({ name, modifiers }) {
  return [name, ...modifiers].filter(Boolean).join(', ');
}

function number({ value, unit }) {
  const digits = value.toLocaleString(undefined, { maximumSignificantDigits: 4 });
  return `${digits} ${unit.replace('mm2', 'mm²')}`.trim();
}

/** Pairs of bars, before and after, for each finding. */
function bars(probabilities) {
  const findings = new Map();
  for (const one of probabilities) {
    const words = [one.name, ...one.modifiers].filter(Boolean);
    const before = words.some((word) => BEFORE.test(word));
    const finding = words.filter((word) => !PROBABILITY.test(word) && !/before|after|source|counterfactual/i.test(word)).join(', ') || t('finding');
    const share = one.unit === '%' ? one.value / 100 : one.value;
    findings.set(finding, { ...findings.get(finding), [before ? 'before' : 'after']: share });
  }
  return h(
    'dl',
    { class: 'bars' },
    [...findings].map(([finding, values]) => [
      h('dt', {}, finding),
      ['before', 'after']
        .filter((when) => values[when] !== undefined)
        .map((when) =>
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
