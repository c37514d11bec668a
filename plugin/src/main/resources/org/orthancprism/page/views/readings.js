// SPDX-License-Identifier: GPL-3.0-or-later
// Blinded readings: set up, read, and how readers did.

import { at } from '../address.js';
import { get, orthancAddress, post, query, studies } from '../api.js';
import { button, fault, fill, h } from '../dom.js';
import { dicomDate, personName } from '../format.js';
import { t } from '../texts.js';
import { share } from './acceptance.js';
import { BlindedImage } from './blinded-image.js';

const OFFERED = 100;
const SCORES = [1, 2, 3, 4];
const SHARES = ['correct', 'syntheticFound', 'realFound'];

export async function show(content, [id], signal) {
  if (id) {
    await new ReadingRoom(content, id, signal).next();
    return;
  }
  const { reader, readings } = await get('prism/readings', { signal });
  content.append(h('h1', {}, t('readings')), h('p', { class: 'note' }, t('readings.what')), list(readings, reader), await form(signal));
}

/** Whether the table, which says what is synthetic, is for the reader. */
function mayKnow({ answered, cases, madeBy }, reader) {
  return answered === cases || (answered === 0 && madeBy === reader);
}

function list(readings, reader) {
  if (!readings.length) {
    return h('p', { class: 'empty' }, t('readings.none'));
  }
  const columns = ['readings.name', 'readings.images', 'readings.answered', 'who', 'when', 'readings.seed', 'actions'];
  return h(
    'div',
    { class: 'table', tabindex: '0', role: 'region', 'aria-label': t('readings') },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, columns.map((name) => h('th', { scope: 'col' }, t(name))))),
      h(
        'tbody',
        {},
        readings.map((one) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, h('a', { href: at`#/readings/${one.id}` }, h('bdi', {}, one.name))),
            h('td', {}, one.cases),
            h('td', {}, one.answered),
            h('td', {}, h('bdi', {}, one.madeBy === 'unidentified' ? t('who.unidentified') : one.madeBy)),
            h('td', {}, new Date(one.at).toLocaleString()),
            h('td', { class: 'digest' }, one.seed),
            h(
              'td',
              { class: 'buttons' },
              h('a', { class: 'button primary', href: at`#/readings/${one.id}` }, t(one.answered === one.cases ? 'readings.results' : one.answered ? 'readings.resume' : 'readings.begin')),
              mayKnow(one, reader) && h('a', { class: 'button', href: orthancAddress(at`prism/readings/${one.id}/results.csv`), download: 'reading.csv' }, t('readings.csv')),
            ),
          ),
        ),
      ),
    ),
  );
}

/** Sets a reading up: of studies that are done, or of others by their identifiers. */
async function form(signal) {
  const { tasks } = await get(query('prism/tasks', { state: 'done', limit: OFFERED }), { signal });
  const named = await studies(tasks.map((task) => task.study));
  const name = h('input', { type: 'text', id: 'reading-name', maxlength: 100, placeholder: t('readings.name.hint'), autocomplete: 'off' });
  const ids = h('textarea', { id: 'reading-ids', rows: 2, placeholder: t('readings.ids.hint') });
  const seed = h('input', { type: 'number', id: 'reading-seed', min: 0, max: 2147483647, placeholder: t('readings.seed.own') });
  const boxes = [...named].map(([id, tags]) =>
    h(
      'label',
      {},
      h('input', { type: 'checkbox', name: 'reading-study', value: id }),
      h('span', {}, h('bdi', {}, personName(tags.PatientName)), h('span', { class: 'detail' }, [tags.PatientID, tags.StudyDescription, dicomDate(tags.StudyDate)].filter(Boolean).join(', '))),
    ),
  );
  const outcome = h('div', { 'aria-live': 'polite' });
  const make = button(
    t('readings.make'),
    async () => {
      const chosen = boxes.map((box) => box.firstChild).filter((box) => box.checked).map((box) => box.value);
      try {
        const made = await post('prism/readings', {
          name: name.value.trim(),
          studies: [...new Set([...chosen, ...ids.value.split(/[\s,;]+/).filter(Boolean)])],
          ...(seed.value && { seed: Number(seed.value) }),
        });
        location.hash = at`#/readings/${made.id}`;
      } catch (error) {
        fill(outcome, fault(error));
      }
    },
    { class: 'primary make' },
  );
  return h(
    'section',
    { class: 'card new-reading' },
    h('h2', {}, t('readings.new')),
    h('label', { for: 'reading-name' }, t('readings.name'), name),
    h('fieldset', { class: 'offered' }, h('legend', {}, t('readings.studies')), boxes),
    h('details', {}, h('summary', {}, t('advanced')), h('label', { for: 'reading-ids' }, t('readings.ids'), ids), h('label', { for: 'reading-seed' }, t('readings.seed'), seed)),
    h('p', { class: 'detail' }, t('readings.how')),
    h('div', { class: 'buttons' }, make),
    outcome,
  );
}

/** One image after the other, until the reader has answered all. */
class ReadingRoom {
  constructor(content, id, signal) {
    Object.assign(this, { content, id, signal });
    this.films = h('div', { class: 'blinded-film' });
    this.questions = h('aside', { class: 'questions', 'aria-label': t('readings.questions') });
    document.addEventListener('keydown', (event) => this.press(event), { signal });
  }

  async next() {
    const reading = await get(at`prism/readings/${this.id}`, { signal: this.signal });
    if (!reading.case) {
      this.end(reading);
      return;
    }
    fill(
      this.content,
      h('div', { class: 'study-head' }, h('h1', {}, h('bdi', {}, reading.name)), h('p', {}, t('readings.blinded'))),
      h('div', { class: 'reading-room' }, this.films, this.questions),
    );
    this.ask(reading);
    this.image?.close();
    fill(this.films, h('p', { class: 'loading', role: 'status' }, t('loading')));
    try {
      const image = await BlindedImage.load(reading.case, this.signal);
      if (!this.signal.aborted) {
        this.image = image;
        fill(this.films, image.element);
      }
    } catch (error) {
      if (!this.signal.aborted) {
        fill(this.films, fault(error));
      }
    }
  }

  ask(reading) {
    this.score = null;
    const choice = (name, value, label, key, change) =>
      h('label', {}, h('input', { type: 'radio', name, value, change, checked: name === 'finding' && value === '' }), h('span', {}, label, key && h('kbd', {}, key)));
    this.save = button(t('readings.next'), () => this.answer(reading), { class: 'primary next', disabled: true });
    this.outcome = h('div', { 'aria-live': 'polite' });
    fill(
      this.questions,
      h('p', { class: 'reading-progress' }, t('readings.progress', reading.answered + 1, reading.cases), h('progress', { max: reading.cases, value: reading.answered, 'aria-label': t('progress') })),
      h(
        'fieldset',
        {},
        h('legend', {}, t('readings.real')),
        SCORES.map((score) => choice('score', score, t(`readings.score.${score}`), score, () => this.scored(score))),
      ),
      h(
        'fieldset',
        {},
        h('legend', {}, t('readings.finding')),
        [['', t('readings.finding.none')], ...reading.findings.map((name) => [name, name]), ['other', t('readings.finding.other')]].map(([value, label]) => choice('finding', value, label)),
      ),
      this.save,
      h('p', { class: 'detail' }, t('readings.final')),
      this.outcome,
    );
  }

  scored(score) {
    this.score = score;
    this.save.disabled = false;
  }

  async answer(reading) {
    const finding = this.questions.querySelector('[name=finding]:checked').value;
    try {
      await post(at`prism/readings/${this.id}/answers`, {
        case: reading.case.number,
        score: this.score,
        ...(finding && { finding }),
      });
      await this.next();
    } catch (error) {
      fill(this.outcome, fault(error));
    }
  }

  /** 1 to 4 answer the first question, Enter goes on. */
  press(event) {
    const writes = event.target.closest?.('input:not([type=radio]), textarea, select, button, a');
    if (writes || event.ctrlKey || event.metaKey || event.altKey || !this.save?.isConnected) {
      return;
    }
    const input = this.questions.querySelector(`[name=score][value="${Number(event.key)}"]`);
    if (input) {
      input.checked = true;
      this.scored(Number(event.key));
    } else if (event.key === 'Enter' && !this.save.disabled) {
      this.save.click();
    }
  }

  async end(reading) {
    this.image?.close();
    const results = await get(at`prism/readings/${this.id}/results`, { signal: this.signal });
    fill(
      this.content,
      h('h1', {}, h('bdi', {}, reading.name)),
      h('p', {}, t('readings.finished', reading.cases)),
      h(
        'div',
        { class: 'table', tabindex: '0', role: 'region', 'aria-label': t('readings.results') },
        h(
          'table',
          { class: 'reading-results' },
          h('thead', {}, h('tr', {}, ['readings.reader', 'readings.answered', ...SHARES.map((name) => `readings.${name}`)].map((name) => h('th', { scope: 'col' }, t(name))))),
          h(
            'tbody',
            {},
            results.readers.map((one) =>
              h(
                'tr',
                {},
                h('th', { scope: 'row' }, h('bdi', {}, one.reader === 'unidentified' ? t('who.unidentified') : one.reader)),
                h('td', {}, t('share.few', one.answered, one.of)),
                SHARES.map((name) => h('td', {}, one[name] ? share(one[name]) : t('readings.open'))),
              ),
            ),
          ),
        ),
      ),
      h('p', { class: 'note' }, t('readings.note', Math.round(100 * results.level), results.least)),
      h(
        'div',
        { class: 'buttons' },
        h('a', { class: 'button', href: orthancAddress(at`prism/readings/${this.id}/results.csv`), download: 'reading.csv' }, t('readings.csv')),
        h('a', { class: 'button', href: '#/readings' }, t('readings.back')),
      ),
    );
  }
}
