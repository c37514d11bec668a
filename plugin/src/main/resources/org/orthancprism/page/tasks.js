// SPDX-License-Identifier: GPL-3.0-or-later
// How a task's state, progress and fate are shown, wherever a task is.

import { at } from './address.js';
import { post } from './api.js';
import { announce, button, confirmed, h } from './dom.js';
import { duration, editName, time } from './format.js';
import { t } from './texts.js';

export const ENDS = ['made', 'nothing-to-do', 'undecided', 'withheld'];

/** The state as a word with a sign, so that colour alone tells nothing. */
export function stateChip(task) {
  return h('span', { class: `chip ${task.state}` }, stateWords(task));
}

/** The state in words; a task that is done but for damaged films, or without a result, says so. */
export function stateWords({ state, damaged, films }) {
  if (state === 'done' && damaged) {
    return t('state.done.damaged', damaged);
  }
  const removal = removalOf(films ?? []);
  if (state === 'done' && removal) {
    return t(`state.done.${removal}`);
  }
  return state === 'done' && isNothingStored(films ?? []) ? t('state.done.nothing') : t(`state.${state}`);
}

/** Why results were deleted of which none is left; undefined where there are any, or never were. */
function removalOf(films) {
  const edits = films.flatMap((film) => film.edits ?? []);
  return edits.every((edit) => !edit.stored) ? edits.find((edit) => edit.removal)?.removal : undefined;
}

/** Whether edits ended, and none of them has an image. */
function isNothingStored(films) {
  const edits = films.flatMap((film) => film.edits ?? []);
  return edits.length > 0 && edits.every((edit) => !edit.stored);
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
    task.state === 'done' && endsOf(task) && h('span', { class: 'ends' }, endsOf(task)),
    reasonOf(task) && h('span', { class: 'reason' }, reasonOf(task)),
    (task.deliveries ?? []).map((delivery) => h('span', { class: 'delivery' }, deliveryWords(delivery))),
  );
}

/** What became of results at a destination. */
function deliveryWords({ destination, state, reason }) {
  const waits = reason ? 'delivery.waits' : 'delivery.due';
  return t(state === 'waiting' ? waits : `delivery.${state}`, destination, reason);
}

/** A task that was triggered once more, and found nothing new, has ended before it began. */
function doneIn({ startedAt, finishedAt }, films) {
  return startedAt && startedAt <= finishedAt
    ? t('done.in', films, duration(startedAt, finishedAt))
    : t('done.at', films, time(finishedAt));
}

/** How the task's edits ended, for example `2 made, 1 withheld`; without those whose image is deleted. */
function endsOf(task) {
  const edits = task.films.flatMap((film) => film.edits ?? []).filter((edit) => !edit.removal);
  return ENDS.map((end) => [end, edits.filter((edit) => edit.end === end).length])
    .filter(([, count]) => count)
    .map(([end, count]) => t(`end.count.${end}`, count))
    .join(', ');
}

function reasonOf(task) {
  const removal = task.state === 'done' && removalOf(task.films);
  if (removal) {
    return t(`removal.${removal}`);
  }
  if (task.state === 'done' && task.damaged) {
    const damaged = task.films.filter((film) => film.damaged).map((film) => film.reason);
    return [...damaged, ...notMade(task)].join('; ');
  }
  const passedOver = task.films.filter((film) => !film.eligible);
  if (task.reason && !isNothingStored(task.films)) {
    return task.reason.replace(/ \(unidentified\)$/, '');
  }
  if (task.state === 'done' && task.films.length && passedOver.length === task.films.length) {
    return [...new Set(passedOver.map((film) => film.reason))].join('; ');
  }
  return notMade(task).join('; ');
}

/** Edits that were not made, each with its end and its reason. */
function notMade(task) {
  const edits = task.films.flatMap((film) => film.edits ?? []);
  return [...new Set(edits.filter((edit) => edit.end !== 'made').map(ending))];
}

function ending({ edit, end, stored, reason }) {
  const name = edit === 'prompted-change' ? t('edit.prompted') : editName(edit);
  return t(stored ? 'edit.cautioned' : 'edit.ended', name, t(`end.${end}`), reason);
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
    (['failed', 'cancelled'].includes(task.state) || (task.deliveries ?? []).some(({ state }) => state === 'failed')) &&
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
