// SPDX-License-Identifier: GPL-3.0-or-later
// A study: each film beside what was made of it, and what is known of the edit.

import { at } from '../address.js';
import { get, query } from '../api.js';
import { button, fill, h } from '../dom.js';
import { changeMask, knownOf, loadFilm, withoutLabel } from '../film/film.js';
import { labelOf } from '../film/label.js';
import { Stage } from '../film/stage.js';
import { readStudy } from '../film/study.js';
import { dicomDate, editName, personName } from '../format.js';
import { poll } from '../poll.js';
import { progressOf, stateChip, taskButtons } from '../tasks.js';
import { t } from '../texts.js';
import { EditFacts } from './edit-facts.js';
import { VerdictBar, Verdicts } from './verdict.js';
import { Viewer } from './viewer.js';

const UNENDED = ['queued', 'running'];
/** Tasks that the reader should know of beside the results. */
const TOLD = [...UNENDED, 'failed'];
const MOST_TASKS = 3;
/** Where the queue does not answer the films are shown all the same; to save a verdict tells the fault. */
const NOBODY = { reader: '', implausible: 'keep', verdicts: [] };

export async function show(content, [id], signal) {
  const study = await readStudy(id, signal);
  const name = personName(study.tags.PatientName);
  const tasks = h('ul', { class: 'tasks' });
  content.append(
    h(
      'div',
      { class: 'study-head' },
      h('h1', {}, h('bdi', {}, name)),
      h('p', {}, patientLine(study.tags)),
      h('a', { class: 'button primary', href: at`#/generate/${study.id}` }, t('generate')),
    ),
    tasks,
  );
  const comparison = h('div', { class: 'comparison' });
  fill(comparison, h('p', { class: 'loading', role: 'status' }, t('loading')));
  content.append(comparison);
  watch(study.id, tasks, study.pairs.length, signal);
  const [known, verdicts] = await Promise.all([knownOfAll(study.pairs, signal), Verdicts.of(study.studies, signal).catch(() => new Verdicts(NOBODY))]);
  const { current, outdated } = sorted(study.pairs, known);
  if (current.length) {
    new Comparison(comparison, current, study.unstored, known, verdicts, signal).begin();
  } else {
    fill(comparison, h('p', { class: 'empty' }, t('study.empty')));
  }
  if (outdated.length) {
    content.append(outdatedResults(outdated));
  }
}

/** What the plugin says of each instance; undefined where it gives no answer. */
async function knownOfAll(pairs, signal) {
  const ids = [...new Set(pairs.flatMap(({ source, counterfactual }) => [source.id, counterfactual.id]))];
  const answers = await Promise.all(ids.map((id) => knownOf(id, signal).catch(() => undefined)));
  return new Map(ids.map((id, i) => [id, answers[i]]));
}

/** What was made of films as they are now, and what of an earlier content of them. */
function sorted(pairs, known) {
  const isOutdated = ({ source, counterfactual }) => {
    const [now, then] = [known.get(source.id), known.get(counterfactual.id)];
    const content = then?.shows ? 'shows' : 'showsWithoutOrder';
    return Boolean(now?.[content] && then?.[content] && now[content] !== then[content]);
  };
  return { current: pairs.filter((pair) => !isOutdated(pair)), outdated: pairs.filter(isOutdated) };
}

/** Shown beside no film: the one that it was made of is gone. */
function outdatedResults(pairs) {
  return h(
    'section',
    { class: 'outdated' },
    h('h2', {}, t('outdated')),
    h('p', {}, t('outdated.why')),
    h('ul', {}, pairs.map((pair) => h('li', {}, title(pair), ' ', h('span', { class: 'detail' }, placeOf(pair, pairs))))),
  );
}

function patientLine(tags) {
  const parts = [
    tags.PatientID,
    tags.PatientBirthDate && t('born', dicomDate(tags.PatientBirthDate)),
    tags.PatientSex,
    tags.StudyDescription,
    dicomDate(tags.StudyDate),
  ];
  return parts.filter(Boolean).flatMap((part, i) => [i ? ' · ' : '', h('bdi', {}, part)]);
}

const isUndelivered = (task) => (task.deliveries ?? []).some(({ state }) => state !== 'sent');

/** Shows the study's tasks while they run, and offers what has come meanwhile. */
function watch(id, list, known, signal) {
  const refresh = async () => {
    const { tasks } = await get(query('prism/tasks', { study: id }));
    const shown = JSON.stringify(tasks);
    if (list.dataset.shown === shown) {
      return;
    }
    const running = tasks.some((task) => UNENDED.includes(task.state));
    const finished = list.dataset.running && !running;
    list.dataset.running = running || '';
    list.dataset.shown = shown;
    fill(
      list,
      tasks
        .filter((task) => TOLD.includes(task.state) || (task.state === 'done' && (!known || task.damaged || isUndelivered(task))))
        .slice(0, MOST_TASKS)
        .map((task) => h('li', {}, stateChip(task), progressOf(task), taskButtons(task, refresh))),
      finished &&
        h('li', {}, t('study.new'), ' ', button(t('reload'), () => dispatchEvent(new Event('hashchange')))),
    );
  };
  poll(() => refresh().catch(() => {}), 2000, signal);
}

/** The choice of a counterfactual, and the viewer that shows it. */
class Comparison {
  constructor(element, pairs, unstored, known, verdicts, signal) {
    this.element = element;
    this.pairs = pairs;
    this.verdicts = verdicts;
    this.withoutImage = unstored;
    this.known = known;
    this.signal = signal;
    this.films = new Map();
    this.place = h('div', { class: 'viewer' });
    this.facts = h('aside', { class: 'edit-facts', 'aria-label': t('facts') });
  }

  begin() {
    const { pairs, verdicts } = this;
    const hidden = pairs.filter((pair) => verdicts.hides(pair));
    const shown = pairs.filter((pair) => !hidden.includes(pair));
    const [first] = shown.length ? shown : pairs;
    const choices = h('div', { class: 'choice-list' });
    const list = () => {
      fill(
        choices,
        (shown.length ? shown : pairs).map((pair) => this.choice(pair)),
        shown.length > 0 &&
          hidden.length > 0 &&
          h(
            'details',
            { class: 'implausible', open: hidden.includes(this.chosen) },
            h('summary', {}, t('opinion.hidden', hidden.length)),
            hidden.map((pair) => this.choice(pair)),
          ),
      );
    };
    fill(
      this.element,
      h('fieldset', { class: 'choices' }, h('legend', {}, t('counterfactuals')), choices, this.unstored()),
      this.place,
      this.facts,
    );
    this.choose(first);
    list();
    verdicts.addEventListener('change', list);
  }

  choice(pair) {
    const { pairs } = this;
    const own = this.verdicts.own(pair);
    return h(
      'label',
      {},
      h('input', {
        type: 'radio',
        name: 'counterfactual',
        value: pairs.indexOf(pair),
        checked: pair === this.chosen,
        change: () => this.choose(pair),
      }),
      h(
        'span',
        {},
        title(pair),
        h('span', { class: 'detail' }, placeOf(pair, pairs)),
        pair.group.ended !== 'made' && h('span', { class: 'chip failed' }, t(`end.${pair.group.ended}`)),
        own && h('span', { class: 'detail said', 'data-said': own.opinion }, t('opinion.yours', t(`opinion.${own.opinion}`))),
      ),
    );
  }

  /** The edits that the reports list without an image, each with its reason. */
  unstored() {
    const unstored = this.withoutImage;
    return (
      unstored.length > 0 &&
      h(
        'details',
        { class: 'unstored' },
        h('summary', {}, `${t('study.unstored')} (${unstored.length})`),
        h(
          'ul',
          { class: 'plain' },
          unstored.map(({ tracking, ended, caution }) =>
            h('li', {}, t('edit.ended', editName(tracking.split(' of instance ')[0]), t(`end.${ended}`), caution)),
          ),
        ),
      )
    );
  }

  async choose(pair) {
    this.chosen = pair;
    this.viewer?.close();
    fill(this.place, h('p', { class: 'loading', role: 'status' }, t('loading')));
    fill(this.facts, new EditFacts(pair, this.signal).elements());
    try {
      const [source, counterfactual] = await Promise.all([
        this.film(pair.source),
        this.film(pair.counterfactual),
      ]);
      if (this.chosen !== pair || this.signal.aborted) {
        return;
      }
      const bare = withoutLabel(counterfactual, source, labelOf(pair.counterfactual.tags));
      const stage = new Stage(source, counterfactual, bare, changeMask(source, bare));
      this.viewer = new Viewer(stage, title(pair), this.signal);
      fill(this.place, this.viewer.element, new VerdictBar(pair, this.verdicts).element);
      this.viewer.begin();
    } catch (error) {
      if (!this.signal.aborted) {
        fill(this.place, h('p', { class: 'fault', role: 'alert' }, error.message));
      }
    }
  }

  /** Films are kept: the same one is looked at beside each of its counterfactuals. */
  film({ id, tags }) {
    if (!this.films.has(id)) {
      this.films.set(id, loadFilm(id, tags, this.signal, this.known.get(id)));
    }
    return this.films.get(id);
  }
}

/** What was done, as the series says. */
function title({ counterfactual }) {
  return (counterfactual.tags.SeriesDescription ?? '').replace(/ - SYNTHETIC.*/, '') || t('edit.unnamed');
}

function placeOf({ source, counterfactual }, pairs) {
  const films = [...new Set(pairs.map((pair) => pair.source.id))];
  return [
    source.tags.ViewPosition,
    films.length > 1 && t('film.number', films.indexOf(source.id) + 1, films.length),
    counterfactual.tags.SeriesNumber && t('film.series', counterfactual.tags.SeriesNumber),
    /mask that was given/.test(counterfactual.tags.DerivationDescription) && t('film.region'),
  ]
    .filter(Boolean)
    .join(', ');
}
