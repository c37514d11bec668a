// SPDX-License-Identifier: GPL-3.0-or-later
// How often readers call results plausible: by edit, pack and week.

import { get, orthancAddress } from '../api.js';
import { fault, fill, h } from '../dom.js';
import { editName } from '../format.js';
import { t } from '../texts.js';

const GROUPS = ['edit', 'pack', 'week'];
const SHARES = ['plausible', 'implausible', 'tookAlong'];

/** The section, which fills itself. */
export function acceptance(signal) {
  const place = h('div', { class: 'acceptance' });
  const section = h('section', {}, h('h2', {}, t('acceptance')), place);
  get('prism/verdicts/acceptance', { signal }).then(
    (counted) => fill(place, counted.verdicts ? tables(counted) : h('p', { class: 'note' }, t('acceptance.none'))),
    (error) => signal.aborted || fill(place, fault(error)),
  );
  return section;
}

function tables(counted) {
  return [
    h(
      'div',
      { class: 'toolbar' },
      h('p', {}, t('acceptance.note', Math.round(100 * counted.level), counted.least)),
      h('a', { class: 'button', href: orthancAddress('prism/verdicts/acceptance.csv'), download: 'acceptance.csv' }, t('acceptance.csv')),
      h('a', { class: 'button', href: orthancAddress('prism/verdicts.csv'), download: 'verdicts.csv' }, t('acceptance.all')),
    ),
    GROUPS.map((group) => table(group, counted[group])),
  ];
}

function table(group, rows) {
  return h(
    'div',
    { class: 'table', tabindex: '0', role: 'region', 'aria-label': t(`acceptance.${group}`) },
    h(
      'table',
      { 'data-by': group },
      h('thead', {}, h('tr', {}, [t(`acceptance.${group}`), t('acceptance.verdicts'), ...SHARES.map((name) => t(`acceptance.${name}`))].map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, rows.map((row) => h('tr', {}, h('th', { scope: 'row' }, nameOf(group, row.name)), h('td', {}, row.plausible.of.toLocaleString()), SHARES.map((name) => h('td', {}, share(row[name])))))),
    ),
  );
}

function nameOf(group, name) {
  if (group === 'edit') {
    return editName(name);
  }
  return group === 'pack' ? h('span', { class: 'digest' }, name.slice(0, 16)) : name;
}

/** A share with its interval, or that there are too few. */
export function share({ hits, of, share: value, low, high }) {
  const percent = (one) => `${Math.round(100 * one)} %`;
  return [
    h('span', {}, low === undefined ? t('share.few', hits, of) : percent(value)),
    h('span', { class: 'detail' }, low === undefined ? t('share.toofew') : t('share.interval', hits, of, percent(low), percent(high))),
  ];
}
