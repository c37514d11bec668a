// SPDX-License-Identifier: GPL-3.0-or-later
// Asks for counterfactuals of a study, and shows how they come.

import { get, post, studies } from '../api.js';
import { announce, fault, fill, h } from '../dom.js';
import { dicomDate, personName } from '../format.js';
import { poll } from '../poll.js';
import { progressOf, stateChip, taskButtons } from '../tasks.js';
import { t } from '../texts.js';

const CHANGES = ['remove', 'add', 'toggle'];

export async function show(content, [id], signal) {
  const [{ packs }, named] = await Promise.all([get('prism/packs'), studies([id])]);
  const study = named.get(id);
  content.append(
    h('h1', {}, t('generate')),
    h(
      'p',
      {},
      h('a', { href: `#/study/${id}` }, h('bdi', {}, study ? personName(study.PatientName) : t('study.gone'))),
      ' ',
      h('span', { class: 'detail' }, dicomDate(study?.StudyDate)),
    ),
  );
  if (!packs.length) {
    content.append(h('p', { class: 'empty' }, t('pack.elsewhere')));
    return;
  }
  content.append(...new Request(id, packs[0], signal).elements());
}

/** The form, and below it the task that comes of it. */
class Request {
  constructor(study, pack, signal) {
    this.study = study;
    this.pack = pack;
    this.signal = signal;
    this.outcome = h('div', { class: 'outcome', 'aria-live': 'polite' });
  }

  elements() {
    this.form = h(
      'form',
      { class: 'request', submit: (event) => this.submit(event) },
      h('fieldset', {}, h('legend', {}, t('edits.choose')), this.table()),
      this.advanced(),
      h('p', { class: 'note' }, t('generate.note')),
      h(
        'div',
        { class: 'buttons' },
        h('button', { class: 'primary', value: 'go' }, t('generate.go')),
        h('button', { value: 'try' }, t('generate.try')),
      ),
    );
    return [this.form, this.outcome];
  }

  /** A row for each finding, a box for each change that the pack can make. */
  table() {
    const findings = new Map();
    for (const edit of this.pack.edits) {
      const [change, ...words] = edit.split('-');
      const finding = words.join(' ');
      findings.set(finding, { ...findings.get(finding), [change]: edit });
    }
    return h(
      'table',
      { class: 'edits' },
      h(
        'thead',
        {},
        h('tr', {}, h('th', { scope: 'col' }, t('finding')), CHANGES.map((change) => h('th', { scope: 'col' }, t(`change.${change}`)))),
      ),
      h(
        'tbody',
        {},
        [...findings].map(([finding, edits]) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, finding),
            CHANGES.map((change) =>
              h(
                'td',
                {},
                edits[change] &&
                  h('input', {
                    type: 'checkbox',
                    name: 'edit',
                    value: edits[change],
                    'aria-label': t(`edit.${change}`, finding),
                  }),
              ),
            ),
          ),
        ),
      ),
    );
  }

  advanced() {
    return h(
      'details',
      {},
      h('summary', {}, t('advanced')),
      h(
        'dl',
        { class: 'facts' },
        h('dt', {}, t('pack')),
        h('dd', {}, `${this.pack.name} ${this.pack.version}`),
        h('dt', {}, t('digest')),
        h('dd', { class: 'digest' }, this.pack.digest),
      ),
    );
  }

  async submit(event) {
    event.preventDefault();
    const dryRun = event.submitter?.value === 'try';
    const edits = new FormData(this.form).getAll('edit');
    if (!edits.length) {
      fill(this.outcome, h('p', { class: 'fault', role: 'alert' }, t('edits.none')));
      return;
    }
    try {
      const answer = await post(`prism/studies/${this.study}/counterfactuals`, { edits, dryRun });
      if (dryRun) {
        const films = answer.candidates.length;
        fill(this.outcome, h('p', {}, t(films === 1 ? 'try.film' : 'try.films', films, edits.length)));
      } else {
        this.watch(answer);
      }
    } catch (error) {
      fill(this.outcome, fault(error));
    }
  }

  /** Shows the task until it has ended. */
  watch(first) {
    this.watched?.abort();
    const watched = new AbortController();
    this.watched = watched;
    this.signal.addEventListener('abort', () => watched.abort(), { once: true });
    const refresh = async () => {
      let task = first;
      try {
        task = await get(`prism/tasks/${first.id}`);
      } catch (error) {
        fill(this.outcome, fault(error));
        return;
      }
      const shown = JSON.stringify(task);
      if (this.outcome.dataset.shown === shown) {
        return;
      }
      this.outcome.dataset.shown = shown;
      const ended = !['queued', 'running'].includes(task.state);
      fill(
        this.outcome,
        h('p', { class: 'task' }, stateChip(task), progressOf(task), taskButtons(task, refresh)),
        task.state === 'done' && h('a', { class: 'button primary', href: `#/study/${this.study}` }, t('look')),
      );
      if (ended) {
        announce(t(`state.${task.state}`));
      }
    };
    poll(refresh, 700, watched.signal);
  }
}
