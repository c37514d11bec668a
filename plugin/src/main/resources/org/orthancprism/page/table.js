// SPDX-License-Identifier: GPL-3.0-or-later
// A table that scrolls by itself where it is too wide.

import { h } from './dom.js';
import { t } from './texts.js';

/**
 * A table.
 *
 * @param {string[]} columns keys of the columns' names
 * @param {any[][]} rows texts and elements
 * @param {string} name what it is about
 */
export function table(columns, rows, name) {
  return h(
    'div',
    { class: 'table', tabindex: '0', role: 'region', 'aria-label': name },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, columns.map((column) => h('th', { scope: 'col' }, t(column))))),
      h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((cell) => h('td', {}, cell instanceof Node ? cell : h('bdi', {}, cell)))))),
    ),
  );
}
