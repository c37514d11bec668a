// SPDX-License-Identifier: GPL-3.0-or-later
// Recalls of results: which are meant, how many there are, and what became of former recalls.

import { get, post } from '../api.js';
import { confirmed, fault, fill, h } from '../dom.js';
import { editName, time } from '../format.js';
import { table } from '../table.js';
import { t } from '../texts.js';

const SHORT_DIGEST = 12;

/** The card of the administration view; nothing is deleted before its dry run was confirmed. */
export class Recalls {
  constructor() {
    this.fields = {
      pack: h('input', { id: 'recall-pack', pattern: '[0-9a-f]{64}', placeholder: t('recall.pack.hint') }),
      edit: h('input', { id: 'recall-edit', maxlength: 100, placeholder: t('recall.edit.hint') }),
      from: h('input', { id: 'recall-from', type: 'date' }),
      to: h('input', { id: 'recall-to', type: 'date' }),
      study: h('input', { id: 'recall-study', pattern: '[0-9a-f]{8}(-[0-9a-f]{8}){4}', placeholder: t('study.id') }),
    };
    this.counted = null;
    this.outcome = h('div', { 'aria-live': 'polite' });
    this.history = h('div');
    this.element = h(
      'section',
      { class: 'card wide', 'aria-labelledby': 'recall' },
      h('h2', { id: 'recall' }, t('recall')),
      h('p', { class: 'detail' }, t('recall.help')),
      h(
        'form',
        { class: 'row', submit: (event) => this.send(event) },
        Object.entries(this.fields).map(([name, field]) => [h('label', { for: field.id }, t(`recall.${name}`)), field]),
        h('button', { 'data-action': 'recall-count' }, t('recall.count')),
      ),
      this.outcome,
      this.history,
    );
  }

  async send(event) {
    event.preventDefault();
    const meant = Object.entries(this.fields).map(([name, field]) => [name, field.value.trim()]);
    await this.ask(Object.fromEntries(meant.filter(([, value]) => value)), true);
  }

  async ask(criterion, dryRun) {
    try {
      const recall = await post('prism/recall', { ...criterion, dryRun });
      this.counted = dryRun ? { number: recall.recall, criterion } : null;
      await this.refresh();
    } catch (error) {
      fill(this.outcome, fault(error));
    }
  }

  /** Shows how far recalls have come. */
  async refresh() {
    const { recalls } = await get('prism/recall');
    const shown = JSON.stringify([recalls, this.counted]);
    if (this.element.dataset.shown === shown) {
      return;
    }
    this.element.dataset.shown = shown;
    fill(this.outcome, this.confirmation(recalls));
    fill(
      this.history,
      recalls.length > 0 &&
        table(
          ['when', 'who', 'recall.meant', 'recall.state', 'recall.studies', 'recall.series', 'recall.instances', 'recall.tasks'],
          recalls.map((one) => [
            time(one.askedAt),
            one.actor === 'unidentified' ? t('who.unidentified') : one.actor,
            meaning(one.criterion),
            stateOf(one),
            ...[one.studies, one.series, one.instances, one.tasks].map((count) => count.toLocaleString()),
          ]),
          t('recall.history'),
        ),
    );
  }

  /** What the last dry run counted, and the button that deletes it. */
  confirmation(recalls) {
    const recall = recalls.find((one) => one.recall === this.counted?.number);
    if (!recall) {
      return null;
    }
    if (recall.runs) {
      return h('p', {}, stateOf(recall));
    }
    if (!recall.instances) {
      return h('p', {}, t('recall.none'));
    }
    const { criterion } = this.counted;
    const words = t('recall.counted', recall.instances, recall.studies);
    const remove = async () => {
      if (await confirmed(`${words} ${t('recall.question')}`, t('recall.yes'), t('recall.no'))) {
        await this.ask(criterion, false);
      }
    };
    return [h('p', {}, words), h('button', { type: 'button', 'data-action': 'recall-delete', click: remove }, t('recall.delete'))];
  }
}

function meaning({ pack, edit, from, before, study }) {
  const parts = [
    pack && t('recall.of.pack', pack.slice(0, SHORT_DIGEST)),
    edit && editName(edit),
    from && t('recall.of.from', time(from)),
    before && t('recall.of.before', time(before)),
    study && t('recall.of.study', study),
  ].filter(Boolean);
  return parts.join(', ') || t('recall.of.all');
}

function stateOf({ runs, dryRun, looked, candidates, failed }) {
  const state = runs ? t('recall.runs', looked, candidates) : t(dryRun ? 'recall.ended.dry' : 'recall.ended');
  return failed ? `${state} ${t('recall.failed', failed)}` : state;
}
