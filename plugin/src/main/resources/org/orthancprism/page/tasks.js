// SPDX-License-Identifier: GPL-3.0-or-later
// How a task's state, progress and fate are shown, wherever a task is.

import { at } from './address.js';
import { post } from './api.js';
import { announce, button, confirmed, h } from './dom.js';
import { duration, editName, time } from './format.js';
import { t } from './texts.js';

/** The state as a word with a sign, so that colour alone tells nothing. */
export function stateChip(task) {
  return h('span', { class: `chip ${task.state}` }, stateWords(task));
}

/** The state in words; a task that is done but for damaged films says so. */
export function stateWords({ state, damaged }) {
  return state === 'done' && damaged ? t('state.done.damaged', damaged) : t(`state.${state}`);
}

/** Where a running task is, or when another ended, and why. */
export function progressOf(task) {
  const percent = Math.round(100 * task.progress);
  if (task.state === 'running') {
    const stage = t(`stage.${task.stage ?? 'read'}`);
    return h(
      'span',
      { class: 'progress' },
      h('progress', { max: 100, value: percent, 'aria-label': stage }),
      h('span', {}, t('stage', stage, percent)),
    );
  }
  const films = task.films.filter((film) => film.eligible).length;
  const words = {
    queued: () => (task.attempts ? t('queued.again', task.attempts) : t('queued.since', time(task.queuedAt))),
    done: () => doneIn(task, films),
    failed: () => t('ended', time(task.finishedAt)),
    cancelled: () => t('ended', time(task.finishedAt)),
  };
  return h(
    'span',
    { class: 'progress' },
    words[task.state](),
    reasonOf(task) && h('span', { class: 'reason' }, reasonOf(task)),
  );
}

/** A task that was triggered once more, and found nothing new, has ended before it began. */
function doneIn({ startedAt, finishedAt }, films) {
  return startedAt && startedAt <= finishedAt
    ? t('done.in', films, duration(startedAt, finishedAt))
    : t('done.at', films, time(finishedAt));
}

function reasonOf(task) {
  if (task.state === 'done' && task.damaged) {
    const damaged = task.films.filter((film) => film.damaged).map((film) => film.reason);
    return [...damaged, ...notPassed(task)].join('; ');
  }
  const passedOver = task.films.filter((film) => !film.eligible);
  if (task.reason) {
    return task.reason.replace(/ \(unidentified\)$/, '');
  }
  if (task.state === 'done' && task.films.length && passedOver.length === task.films.length) {
    return [...new Set(passedOver.map((film) => film.reason))].join('; ');
  }
  return notPassed(task).join('; ');
}

/** Edits whose result failed the quality gates, each with what it failed. */
function notPassed(task) {
  const edits = task.films.flatMap((film) => film.edits ?? []);
  return [
    ...new Set(edits.filter((made) => !made.passed).map((made) => missed(made.edit, made.reason))),
  ];
}

function missed(edit, reason) {
  const name = edit === 'prompted-change' ? t('edit.prompted') : editName(edit);
  const [, below] = /^failed: (.*)/.exec(reason) ?? [];
  return below ? t('edit.missed', name, below) : `${name}: ${reason}`;
}

/** The buttons for what can be done with a task. */
export function taskButtons(task, refresh) {
  const act = (action, said) => async () => {
    try {
      await post(at`prism/tasks/${task.id}/${action}`);
      announce(said);
    } catch (error) {
      announce(error.message);
    }
    await refresh();
  };
  return [
    ['failed', 'cancelled'].includes(task.state) &&
      button(t('retry'), act('retry', t('retried')), { 'data-action': 'retry' }),
    ['queued', 'running'].includes(task.state) &&
      button(
        t('cancel'),
        async () => {
          if (await confirmed(t('cancel.question'), t('cancel.yes'), t('cancel.no'))) {
            await act('cancel', t('cancelled'))();
          }
        },
        { 'data-action': 'cancel' },
      ),
  ];
}
