// SPDX-License-Identifier: GPL-3.0-or-later
// The tasks, the newest first, a page at a time.

import { at } from '../address.js';
import { get, post, query, studies } from '../api.js';
import { announce, button, fault, fill, h } from '../dom.js';
import { dicomDate, editName, personName } from '../format.js';
import { poll } from '../poll.js';
import { progressOf, stateChip, taskButtons } from '../tasks.js';
import { t } from '../texts.js';

const STATES = ['', 'queued', 'running', 'done', 'failed', 'cancelled'];
const PAGE = 25;
const PAUSE = 2000;
const MOST_STUDIES = 20;
const COLUMNS = ['patient', 'study', 'edits', 'state', 'progress', 'actions'];

export async function show(content, [state = ''], signal) {
  const worklist = new Worklist(STATES.includes(state) ? state : '');
  content.append(...worklist.elements());
  await worklist.refresh();
  poll(() => worklist.refresh(), PAUSE, signal);
}

class Worklist {
  constructor(state) {
    this.state = state;
    this.found = null;
    this.before = [];
    this.rows = new Map();
    this.filters = h('div', { class: 'filters', role: 'group', 'aria-label': t('filter') });
    this.body = h('tbody');
    this.message = h('p', { class: 'empty', hidden: true });
    this.problem = h('div');
    this.previous = button(t('page.previous'), () => this.turn(-1));
    this.next = button(t('page.next'), () => this.turn(1));
    this.number = h('span', { 'aria-live': 'polite' });
    this.retryAll = button(t('retry.all'), () => this.retryFailed());
  }

  elements() {
    const search = h('input', {
      type: 'search',
      id: 'search',
      placeholder: t('search.hint'),
      autocomplete: 'off',
    });
    return [
      h('h1', {}, t('worklist')),
      h(
        'div',
        { class: 'toolbar' },
        this.filters,
        this.retryAll,
        h(
          'form',
          { role: 'search', submit: (event) => this.search(event, search.value.trim()) },
          h('label', { for: 'search', class: 'unseen' }, t('search')),
          search,
          h('button', {}, t('search.go')),
        ),
      ),
      this.problem,
      h(
        'div',
        { class: 'table', tabindex: '0', role: 'region', 'aria-label': t('worklist') },
        h(
          'table',
          {},
          h('thead', {}, h('tr', {}, COLUMNS.map((name) => h('th', { scope: 'col' }, t(name))))),
          this.body,
        ),
      ),
      this.message,
      h('div', { class: 'pages' }, this.previous, this.number, this.next),
    ];
  }

  async refresh() {
    try {
      const [{ queue }, page] = await Promise.all([get('prism/status'), this.page()]);
      const named = await studies(page.tasks.map((task) => task.study));
      this.following = page.next;
      this.filter(queue);
      this.list(page.tasks, named);
      fill(this.problem);
    } catch (error) {
      fill(this.problem, fault(error));
    }
  }

  async page() {
    if (!this.found) {
      return get(
        query('prism/tasks', { state: this.state, limit: PAGE, after: this.before.at(-1) }),
      );
    }
    const pages = await Promise.all(
      this.found.map((study) => get(query('prism/tasks', { state: this.state, study }))),
    );
    return { tasks: pages.flatMap((page) => page.tasks) };
  }

  filter(queue) {
    const all = Object.values(queue).reduce((sum, count) => sum + count, 0);
    const links = STATES.map((state) =>
      h(
        'a',
        { href: state ? at`#/worklist/${state}` : '#/worklist', 'aria-current': state === this.state && 'true' },
        t(`filter.${state || 'all'}`),
        h('span', { class: 'count' }, (state ? queue[state] : all).toLocaleString()),
      ),
    );
    const focused = [...this.filters.children].indexOf(document.activeElement);
    fill(this.filters, links);
    links[focused]?.focus();
    this.retryAll.hidden = !(this.state === 'failed' && queue.failed);
  }

  list(tasks, named) {
    const focused = document.activeElement?.dataset?.action;
    const within = document.activeElement?.closest('tr')?.dataset.task;
    const rows = new Map();
    for (const task of tasks) {
      const shown = JSON.stringify(task);
      const row = this.rows.get(task.id);
      rows.set(
        task.id,
        row?.shown === shown ? row : { shown, element: this.row(task, named.get(task.study)) },
      );
    }
    this.rows = rows;
    const elements = [...rows.values()].map((row) => row.element);
    if (elements.length !== this.body.children.length || elements.some((one, i) => this.body.children[i] !== one)) {
      fill(this.body, elements);
      if (within && focused && !this.body.contains(document.activeElement)) {
        rows.get(within)?.element.querySelector(`[data-action="${focused}"]`)?.focus();
      }
    }
    this.message.hidden = tasks.length > 0;
    this.message.textContent = t(this.found ? 'nothing.found' : this.state ? 'nothing.state' : 'nothing');
    this.previous.hidden = !this.before.length;
    this.next.hidden = !this.following;
    fill(this.number, this.before.length || this.following ? t('page', this.before.length + 1) : '');
  }

  row(task, study) {
    const name = study ? personName(study.PatientName) : t('study.gone');
    return h(
      'tr',
      { 'data-task': task.id },
      h(
        'th',
        { scope: 'row' },
        study
          ? h('a', { href: at`#/study/${task.study}`, 'data-action': 'open' }, h('bdi', {}, name))
          : name,
        h('span', { class: 'detail' }, h('bdi', {}, study?.PatientID)),
      ),
      h(
        'td',
        {},
        h('span', {}, h('bdi', {}, study?.StudyDescription || t('study.unnamed'))),
        h('span', { class: 'detail' }, dicomDate(study?.StudyDate)),
      ),
      h(
        'td',
        {},
        h('span', {}, task.edits.map(editName).join(', ') || t('edits.undecided')),
        h('span', { class: 'detail' }, t(`origin.${task.origin}`), ruleOf(task)),
      ),
      h('td', {}, stateChip(task)),
      h('td', { class: 'progress-cell' }, progressOf(task)),
      h(
        'td',
        { class: 'buttons' },
        study && h('a', { class: 'button', href: at`#/study/${task.study}`, 'data-action': 'view' }, t('open'), h('span', { class: 'unseen' }, ` ${name}`)),
        taskButtons(task, () => this.refresh()),
      ),
    );
  }

  async turn(direction) {
    if (direction > 0) {
      this.before.push(this.following);
    } else {
      this.before.pop();
    }
    await this.refresh();
    this.body.closest('.table').scrollTop = 0;
  }

  /** Finds studies by patient or accession number, and shows their tasks. */
  async search(event, text) {
    event.preventDefault();
    this.before = [];
    this.found = null;
    if (text) {
      const wanted = `*${text.replaceAll(' ', '*')}*`;
      const searches = ['PatientName', 'PatientID', 'AccessionNumber'].map((keyword) =>
        post('tools/find', {
          Level: 'Study',
          Query: { [keyword]: wanted },
          Limit: MOST_STUDIES,
          CaseSensitive: false,
        }),
      );
      try {
        this.found = [...new Set((await Promise.all(searches)).flat())].slice(0, MOST_STUDIES);
      } catch (error) {
        fill(this.problem, fault(error));
        return;
      }
    }
    await this.refresh();
    announce(t('found', this.rows.size));
  }

  async retryFailed() {
    const { tasks } = await post('prism/tasks/retry');
    announce(t('retried.all', tasks));
    await this.refresh();
  }
}

function ruleOf(task) {
  const rules = task.rules ?? (task.rule ? [task.rule] : []);
  return rules.length ? t('rule.fired', rules.join(', ')) : '';
}
