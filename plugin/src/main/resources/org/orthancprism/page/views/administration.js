// SPDX-License-Identifier: GPL-3.0-or-later
// How the plugin is, and what an administrator can do about it.

import { at } from '../address.js';
import { get, post } from '../api.js';
import { announce, button, fault, fill, h } from '../dom.js';
import { editName, megabytes, time } from '../format.js';
import { poll } from '../poll.js';
import { table } from '../table.js';
import { ENDS } from '../tasks.js';
import { t } from '../texts.js';
import { Recalls } from './recall.js';

const PAUSE = 3000;

export async function show(content, path, signal) {
  const status = h('section', { class: 'card', 'aria-labelledby': 'status' });
  const workers = h('section', { class: 'card wide', 'aria-labelledby': 'workers' });
  const packs = h('section', { class: 'card', 'aria-labelledby': 'packs' });
  const ends = h('section', { class: 'card wide', 'aria-labelledby': 'ends' });
  const record = h('section', { class: 'card wide', 'aria-labelledby': 'record' });
  const lines = h('section', { class: 'card wide', 'aria-labelledby': 'log' });
  const progress = h('p', { class: 'detail' });
  const recalls = new Recalls();
  const problem = h('div');
  content.append(
    h('h1', {}, t('administration')),
    problem,
    h('div', { class: 'cards' }, status, packs, rules(), backfill(progress), recalls.element, workers, ends, record, lines),
  );
  const refresh = async () => {
    try {
      const [now, { entries }, log, past, { weeks }] = await Promise.all([
        get('prism/status'),
        get('prism/audit?limit=20'),
        get('prism/log?limit=50'),
        get('prism/backfill'),
        get('prism/ends'),
        recalls.refresh(),
      ]);
      once(status, now.queue, now.paused, [now.alarm, now.destinations], () => queue(now, refresh));
      once(workers, now.workers, now.worker, null, () => machines(now));
      once(ends, weeks, null, null, () => endings(weeks));
      once(record, entries, null, null, () => requests(entries));
      once(lines, log.lines, null, null, () => recent(log.lines));
      once(progress, past, null, null, () => past.askedAt && t(past.runs ? 'backfill.runs' : 'backfill.ended', past.queued, past.studies));
      fill(problem);
    } catch (error) {
      fill(problem, fault(error));
    }
  };
  await Promise.all([refresh(), get('prism/packs').then((found) => fill(packs, shelf(found.packs)), (error) => fill(packs, heading('packs'), fault(error)))]);
  poll(refresh, PAUSE, signal);
}

/** Fills a section only where there is something new, so that the focus stays. */
function once(section, first, second, third, make) {
  const shown = JSON.stringify([first, second, third]);
  if (section.dataset.shown !== shown) {
    section.dataset.shown = shown;
    fill(section, make());
  }
}

function heading(name) {
  return h('h2', { id: name }, t(name));
}

function queue({ queue: counts, paused, alarm, destinations = [] }, refresh) {
  const reason = h('input', { id: 'pause-reason', maxlength: 200, placeholder: t('pause.hint') });
  const act = async (action, body) => {
    try {
      await post(at`prism/queue/${action}`, body);
      announce(t(`${action}.done`));
    } catch (error) {
      announce(error.message);
    }
    await refresh();
  };
  return [
    h('h2', { id: 'status' }, t('queue')),
    h(
      'ul',
      { class: 'counts' },
      Object.entries(counts).map(([state, count]) =>
        h(
          'li',
          {},
          h('a', { href: at`#/worklist/${state}` }, h('strong', {}, count.toLocaleString()), ' ', t(`state.${state}`)),
        ),
      ),
    ),
    alarm && h('p', { class: 'fault' }, t('alarm')),
    destinations.filter((one) => one.problem).map(({ name, problem }) => h('p', { class: 'fault' }, t('destination.unknown', name, problem))),
    paused
      ? [
          h('p', { class: 'warning' }, t(paused.reason ? 'paused.for' : 'paused.by', who(paused.by), time(paused.since), paused.reason)),
          button(t('resume'), () => act('resume', {}), { class: 'primary', 'data-action': 'resume' }),
        ]
      : h(
          'form',
          {
            class: 'row',
            submit: (event) => {
              event.preventDefault();
              act('pause', reason.value ? { reason: reason.value } : {});
            },
          },
          h('label', { for: reason.id }, t('pause.reason')),
          reason,
          h('button', { 'data-action': 'pause' }, t('pause')),
        ),
  ];
}

function machines({ workers, worker, version }) {
  return [
    heading('workers'),
    worker &&
      h('p', {}, [t('worker.own', t(`worker.${worker.state}`), time(worker.since)), worker.restarts > 0 && t('worker.restarted', worker.restarts), worker.lastEnd && t('worker.end', worker.lastEnd)].filter(Boolean).join(' ')),
    workers.length
      ? table(
          ['worker', 'device', 'worker.tasks', 'memory', 'version', 'seen'],
          workers.map((one) => [one.name, one.device, one.tasks, megabytes(one.memoryBytes), one.version, time(one.seenAt)]),
          t('workers'),
        )
      : h('p', { class: 'fault' }, t('workers.none')),
    h('p', { class: 'detail' }, t('version.plugin', version)),
  ];
}

/** How edits ended, the newest week first: a bad threshold shows as a gate that withholds much. */
function endings(weeks) {
  return [
    heading('ends'),
    weeks.length
      ? [
          h('p', { class: 'detail' }, t('ends.help')),
          table(
            ['week', ...ENDS.map((end) => `end.${end}`), 'stored', 'ends.gates'],
            weeks.map((week) => [
              week.monday,
              ...[week.made, week.nothingToDo, week.undecided, week.withheld, week.stored].map((count) => count.toLocaleString()),
              week.gates.map(({ gate, edits }) => t('ends.gate', edits, gate)).join(', '),
            ]),
            t('ends'),
          ),
        ]
      : h('p', {}, t('ends.none')),
  ];
}

function shelf(packs) {
  return [
    heading('packs'),
    packs.length
      ? packs.map((pack) =>
          h(
            'article',
            {},
            h('h3', {}, `${pack.name} ${pack.version}`),
            h('p', { class: 'digest detail' }, pack.digest),
            h('ul', { class: 'plain' }, [...changesByFinding(pack.edits)].map(([finding, changes]) => h('li', {}, `${finding}: ${changes.map((change) => t(`change.${change}`).toLowerCase()).join(', ')}`))),
          ),
        )
      : h('p', {}, t('pack.elsewhere')),
  ];
}

/** What can be done with each finding, from names such as remove-support-devices. */
function changesByFinding(edits) {
  const findings = new Map();
  for (const edit of edits) {
    const [change, ...words] = edit.split('-');
    const finding = words.join(' ');
    findings.set(finding, [...(findings.get(finding) ?? []), change]);
  }
  return findings;
}

/** Tries the rules on a study, which does nothing to it. */
function rules() {
  const study = h('input', { id: 'rules-study', required: true, placeholder: t('study.id'), pattern: '[0-9a-f]{8}(-[0-9a-f]{8}){4}' });
  const outcome = h('div', { 'aria-live': 'polite' });
  const names = h('p', {}, '');
  get('prism/status').then(
    ({ rules: named, edits }) =>
      fill(
        names,
        named.length > 0 && `${t('rules.names', named.length, named.join(', '))} `,
        edits.length ? t('rules.edits', edits.map(editName).join(', ')) : t('rules.none'),
      ),
    () => {},
  );
  const test = async (event) => {
    event.preventDefault();
    try {
      const answer = await post('prism/rules/test', { study: study.value.trim() });
      fill(
        outcome,
        h('p', {}, answer.edits.length ? t('rules.outcome', answer.edits.map(editName).join(', ')) : t('rules.nothing')),
        h('ul', { class: 'verdicts' }, answer.rules.map(verdict)),
      );
    } catch (error) {
      fill(outcome, fault(error));
    }
  };
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'rules' },
    heading('rules'),
    names,
    h('form', { class: 'row', submit: test }, h('label', { for: study.id }, t('rules.study')), study, h('button', {}, t('rules.test'))),
    outcome,
  );
}

function verdict({ rule, fires, decides, reasons }) {
  return h(
    'li',
    {},
    h('span', { class: `chip ${fires ? 'done' : 'cancelled'}` }, t(fires ? 'rule.fires' : 'rule.silent')),
    ' ',
    h('strong', {}, rule),
    decides && ` ${t('rule.decides')}`,
    h('ul', {}, reasons.map((reason) => h('li', { class: 'detail' }, reason))),
  );
}

/** Studies that were there before, by their dates. */
function backfill(progress) {
  const from = h('input', { type: 'date', id: 'backfill-from', required: true });
  const to = h('input', { type: 'date', id: 'backfill-to', required: true });
  const replace = h('input', { type: 'checkbox', id: 'backfill-replace' });
  const outcome = h('div', { 'aria-live': 'polite' });
  const send = async (event) => {
    event.preventDefault();
    const dryRun = event.submitter?.value !== 'go';
    try {
      const { studies } = await post('prism/backfill', { from: from.value, to: to.value, dryRun, replace: replace.checked });
      fill(outcome, h('p', {}, t(dryRun ? 'backfill.found' : 'backfill.begun', studies)));
    } catch (error) {
      fill(outcome, fault(error));
    }
  };
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'backfill' },
    heading('backfill'),
    h('p', { class: 'detail' }, t('backfill.help')),
    h(
      'form',
      { class: 'row', submit: send },
      h('label', { for: from.id }, t('from')),
      from,
      h('label', { for: to.id }, t('to')),
      to,
      h('label', { for: replace.id }, replace, ' ', t('backfill.replace')),
      h('button', { value: 'try' }, t('backfill.try')),
      h('button', { value: 'go' }, t('backfill.go')),
    ),
    progress,
    outcome,
  );
}

/** The newest lines of the log of plugin and worker. */
function recent(lines) {
  return [
    heading('log'),
    lines.length
      ? table(
          ['when', 'severity', 'line'],
          lines.map((one) => [time(one.at), h('span', { class: `severity ${one.severity}` }, t(`severity.${one.severity}`)), one.line]),
          t('log'),
        )
      : h('p', {}, t('log.empty')),
  ];
}

/** Who it was, as Orthanc's own login tells; another guard of the door keeps it to itself. */
function who(actor) {
  return actor === 'unidentified' ? t('who.unidentified') : actor;
}

function requests(entries) {
  return [
    heading('record'),
    entries.length
      ? table(
          ['when', 'who', 'what', 'details'],
          entries.map((entry) => [
            time(entry.at),
              who(entry.actor),
            entry.study ? h('a', { href: at`#/study/${entry.study}` }, entry.action) : entry.action,
            entry.detail,
          ]),
          t('record'),
        )
      : h('p', {}, t('record.empty')),
  ];
}
