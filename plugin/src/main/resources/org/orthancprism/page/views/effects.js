// SPDX-License-Identifier: GPL-3.0-or-later
// What edits did to every finding of the films that were processed: a heat map, and the films
// behind each of its cells.

import { at } from '../address.js';
import { get, orthancAddress, post, query } from '../api.js';
import { announce, fault, fill, h } from '../dom.js';
import { dicomDate, editName, personName } from '../format.js';
import { ENDS } from '../tasks.js';
import { t } from '../texts.js';
import { acceptance } from './acceptance.js';

/** A change of this much is shown in full colour. */
const FULL = 0.5;
const STEPS = 5;
/** What is said of a change where the films are of too few patients. */
const TOO_FEW = 'too few films';
const MARKS = { achieved: '✓', failed: '✕', unintended: '!', unaffected: '', [TOO_FEW]: '' };

export async function show(content, path, signal) {
  content.append(h('h1', {}, t('effects')));
  let effects;
  try {
    effects = await get('prism/effects', { signal });
  } catch (error) {
    content.append(fault(error));
    return;
  }
  if (!effects.edits.length) {
    content.append(await nothing(), acceptance(signal), ends(effects));
    return;
  }
  const place = h('div');
  const of = async (counted) => {
    try {
      const found = counted === 'all' ? effects : await get(query('prism/effects', { ends: counted }), { signal });
      fill(place, found.edits.length ? new Effects(found, counted, signal).elements() : h('p', { class: 'empty' }, t('effects.of.none')));
    } catch (error) {
      fill(place, fault(error));
    }
  };
  content.append(choice(of), place, acceptance(signal), ends(effects));
  await of('all');
}

/** Whose effects are counted. */
function choice(of) {
  return h(
    'fieldset',
    { class: 'row effects-of' },
    h('legend', { class: 'unseen' }, t('effects.of')),
    ['all', 'made'].map((counted) =>
      h(
        'label',
        {},
        h('input', { type: 'radio', name: 'effects-of', value: counted, checked: counted === 'all', change: () => of(counted) }),
        ' ',
        t(`effects.of.${counted}`),
      ),
    ),
  );
}

/** How many films' edits ended in each way. */
function ends({ ends: rows }) {
  if (!rows.length) {
    return '';
  }
  return h(
    'section',
    {},
    h('h2', {}, t('effects.ends')),
    h(
      'div',
      { class: 'table', tabindex: '0', role: 'region', 'aria-label': t('effects.ends') },
      h(
        'table',
        { class: 'ends' },
        h('thead', {}, h('tr', {}, ['edit', ...ENDS.map((end) => `end.${end}`)].map((column) => h('th', { scope: 'col' }, t(column))))),
        h(
          'tbody',
          {},
          rows.map((row) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, editName(row.edit)),
              [row.made, row.nothingToDo, row.undecided, row.withheld].map((count) => h('td', {}, count.toLocaleString())),
            ),
          ),
        ),
      ),
    ),
  );
}

/** Why there is nothing to see, in plain words. */
async function nothing() {
  let pack;
  try {
    [pack] = (await get('prism/packs')).packs;
  } catch {
    // Administration tells what is wrong with the pack.
  }
  const why = !pack ? 'effects.unknown' : pack.classifies.length ? 'effects.none' : 'effects.blind';
  return h('div', { class: 'empty' }, h('p', {}, t(why, pack?.name)), h('p', {}, t('effects.what')));
}

class Effects {
  constructor({ pack, level, falseDiscoveryRate, leastPatients, findings, edits }, counted, signal) {
    Object.assign(this, { pack, level, falseDiscoveryRate, leastPatients, findings, edits, counted, signal });
    this.films = h('section', { class: 'effect-films', 'aria-live': 'polite' });
  }

  elements() {
    return [
      h(
        'div',
        { class: 'toolbar' },
        h('p', {}, t('effects.note', percent(this.level), percent(this.falseDiscoveryRate), this.leastPatients)),
        h('a', { class: 'button', href: orthancAddress(query('prism/effects.csv', { ends: this.counted })), download: 'effects.csv' }, t('effects.csv')),
      ),
      this.map(),
      legend(),
      h('p', { class: 'detail' }, t('effects.pack'), ' ', h('span', { class: 'digest' }, this.pack)),
      this.films,
    ];
  }

  map() {
    return h(
      'div',
      { class: 'table', tabindex: '0', role: 'region', 'aria-label': t('effects') },
      h(
        'table',
        { class: 'heat' },
        h('caption', { class: 'unseen' }, t('effects.what')),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, t('edit')),
            this.findings.map((finding) => h('th', { scope: 'col' }, finding)),
          ),
        ),
        h('tbody', {}, this.edits.map((row) => this.row(row))),
      ),
    );
  }

  row(row) {
    return h(
      'tr',
      {},
      h(
        'th',
        { scope: 'row' },
        editName(row.edit),
        h('span', { class: 'detail' }, `${t('effects.films', row.films)} ${t('effects.patients', row.patients)}`),
      ),
      row.effects.map((effect) =>
        h(
          'td',
          { class: row.meant === effect.finding ? 'meant' : '' },
          h(
            'button',
            {
              type: 'button',
              class: `heat-cell ${colour(effect.meanChange)}`,
              'data-edit': row.edit,
              'data-finding': effect.finding,
              title: certainty(effect),
              click: () => this.drill(row, effect),
            },
            h('span', { class: 'unseen' }, `${editName(row.edit)}, ${effect.finding}: `),
            h('span', {}, `${signed(effect.meanChange)} ${MARKS[effect.verdict]}`.trim()),
            h('span', { class: 'interval' }, interval(effect)),
            effect.verdict !== TOO_FEW && h('span', { class: 'unseen' }, certainty(effect)),
          ),
        ),
      ),
    );
  }

  /** Shows the films of a cell, those first in which most happened. */
  async drill(row, { finding }) {
    try {
      const { films, of } = await get(
        query('prism/effects/films', { edit: row.edit, finding, pack: this.pack, ends: this.counted }),
        { signal: this.signal },
      );
      const studies = await studiesOf(films.map((film) => film.instance));
      fill(
        this.films,
        h('h2', {}, t('effects.behind', editName(row.edit), finding)),
        of > films.length && h('p', { class: 'detail' }, t('effects.first', films.length, of)),
        filmTable(films, finding, studies),
      );
      this.films.scrollIntoView({ block: 'nearest' });
      announce(t('effects.listed', films.length));
    } catch (error) {
      if (!this.signal.aborted) {
        fill(this.films, fault(error));
      }
    }
  }
}

function filmTable(films, finding, studies) {
  return h(
    'div',
    { class: 'table', tabindex: '0', role: 'region', 'aria-label': t('films') },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h('tr', {}, ['patient', 'study', 'column.before', 'column.after', 'column.change'].map((name) => h('th', { scope: 'col' }, t(name)))),
      ),
      h(
        'tbody',
        {},
        films.map((film) => {
          const study = studies.get(film.instance);
          const { before, after } = film.findings.find((one) => one.finding === finding);
          return h(
            'tr',
            {},
            h('th', { scope: 'row' }, study ? h('a', { href: at`#/study/${study.ID}` }, h('bdi', {}, personName(study.PatientMainDicomTags.PatientName))) : t('study.gone')),
            h('td', {}, h('bdi', {}, study?.MainDicomTags.StudyDescription ?? ''), h('span', { class: 'detail' }, dicomDate(study?.MainDicomTags.StudyDate))),
            h('td', {}, before.toFixed(2)),
            h('td', {}, after.toFixed(2)),
            h('td', {}, signed(after - before)),
          );
        }),
      ),
    ),
  );
}

/** The studies of films, by Orthanc's identifiers of the films; those deleted are missing. */
async function studiesOf(films) {
  const instances = await held(films, 'Instance');
  const studies = await held([...new Set(instances.map((instance) => instance.ParentSeries))], 'Study');
  const bySeries = new Map(studies.flatMap((study) => study.Series.map((one) => [one, study])));
  return new Map(instances.map((instance) => [instance.ID, bySeries.get(instance.ParentSeries)]));
}

/** What Orthanc says of resources, or of those above them; it passes over what it does not hold. */
async function held(resources, level) {
  return resources.length ? post('tools/bulk-content', { Resources: resources, Level: level }) : [];
}

function legend() {
  return h(
    'ul',
    { class: 'heat-legend' },
    h('li', {}, h('span', { class: 'heat-cell less5' }, '−0.5'), h('span', { class: 'heat-cell none' }, '0'), h('span', { class: 'heat-cell more5' }, '+0.5')),
    h('li', {}, h('span', { class: 'meant swatch' }), t('effects.meant')),
    ['achieved', 'failed', 'unintended'].map((verdict) => h('li', {}, `${MARKS[verdict]} ${t(`verdict.${verdict}`)}`)),
  );
}

/** The class of a change's colour: red where a probability rose, blue where it fell. */
function colour(change) {
  const step = Math.min(STEPS, Math.round((STEPS * Math.abs(change)) / FULL));
  return step === 0 ? 'none' : `${change > 0 ? 'more' : 'less'}${step}`;
}

function signed(change) {
  const digits = Math.abs(change).toFixed(2);
  return digits === '0.00' ? '0.00' : `${change < 0 ? '−' : '+'}${digits}`;
}

function interval({ verdict, low, high }) {
  return verdict === TOO_FEW ? t(`verdict.${verdict}`) : `${signed(low)} … ${signed(high)}`;
}

/** What is said of a change, and how sure that is. */
function certainty({ verdict, p, q }) {
  return verdict === TOO_FEW ? t(`verdict.${verdict}`) : t('effects.chance', t(`verdict.${verdict}`), chance(p), chance(q));
}

function chance(probability) {
  return probability < 0.001 ? '< 0.001' : probability.toFixed(3);
}

function percent(share) {
  return Math.round(100 * share);
}
