// SPDX-License-Identifier: GPL-3.0-or-later
// Asks for counterfactuals of a study, previews the model's captions, and shows how they
// come.

import { at } from '../address.js';
import { get, post, studies } from '../api.js';
import { announce, fault, fill, h } from '../dom.js';
import { dicomDate, editName, personName } from '../format.js';
import { poll } from '../poll.js';
import { progressOf, stateChip, stateWords, taskButtons } from '../tasks.js';
import { t } from '../texts.js';
import { RegionChoice } from './region.js';

const CHANGES = ['remove', 'add', 'toggle'];
const LONGEST_CAPTION = 1000;
const LARGEST_SEED = 2147483647;
/** Milliseconds without typing before the preview follows. */
const TYPING = 350;

export async function show(content, [id], signal) {
  const [{ packs }, named] = await Promise.all([get('prism/packs'), studies([id])]);
  const study = named.get(id);
  content.append(
    h('h1', {}, t('generate')),
    h(
      'p',
      {},
      h('a', { href: at`#/study/${id}` }, h('bdi', {}, study ? personName(study.PatientName) : t('study.gone'))),
      ' ',
      h('span', { class: 'detail' }, [study?.StudyDescription, dicomDate(study?.StudyDate)].filter(Boolean).map((part, i) => [i ? ' · ' : '', h('bdi', {}, part)])),
    ),
  );
  if (!packs.length) {
    content.append(h('p', { class: 'empty' }, t('pack.elsewhere')));
    return;
  }
  content.append(new Request(id, packs[0], signal).element());
}

/** An addition with its size and side, as add-small-left-pleural-effusion. */
function placed(edit, size, side) {
  const [change, ...finding] = edit.split('-');
  return [change, size, side, ...finding].filter(Boolean).join('-');
}

/** The form, beside it what would be done, and below that the task that comes of it. */
class Request {
  constructor(study, pack, signal) {
    this.study = study;
    this.pack = pack;
    this.signal = signal;
    this.describes = pack.kind === 'inversion';
    this.preview = h('section', { class: 'preview', 'aria-live': 'polite', 'aria-labelledby': 'preview' });
    this.outcome = h('div', { class: 'outcome', 'aria-live': 'polite' });
    this.region = new RegionChoice(() => this.films(), () => this.changed(), signal);
  }

  /** The films of the study that any edit would be made of. */
  async films() {
    const edits = this.pack.edits.slice(0, 1);
    const { candidates } = await post(at`prism/studies/${this.study}/counterfactuals`, { edits, dryRun: true });
    return candidates;
  }

  element() {
    this.words = h('div', { class: 'words', hidden: true }, this.captions());
    const toggles = this.pack.edits.some((edit) => edit.startsWith('toggle-'));
    this.findings = h('div', {}, this.table(), toggles && h('p', { class: 'detail' }, t('toggle.note')));
    this.form = h(
      'form',
      { class: 'request', submit: (event) => this.submit(event), input: () => this.changed() },
      h(
        'fieldset',
        {},
        h('legend', {}, t('edits.choose')),
        h('div', { class: 'ways' }, this.way('findings', true), this.way('words', false)),
        this.findings,
        this.words,
      ),
      this.region.element(),
      this.advanced(),
      h('p', { class: 'note' }, t('generate.note')),
      h('div', { class: 'buttons' }, h('button', { class: 'primary', value: 'go' }, t('generate.go'))),
    );
    this.tell([]);
    return h('div', { class: 'generation' }, this.form, h('div', { class: 'beside' }, this.preview, this.outcome));
  }

  way(name, checked) {
    return h('label', {}, h('input', { type: 'radio', name: 'way', value: name, checked }), t(`way.${name}`));
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
          h('tr', {}, h('th', { scope: 'row' }, finding), CHANGES.map((change) => h('td', {}, this.box(finding, change, edits[change])))),
        ),
      ),
    );
  }

  box(finding, change, edit) {
    return edit
      ? [h('input', { type: 'checkbox', name: 'edit', value: edit, 'aria-label': t(`edit.${change}`, finding) }), this.placement(finding, edit)]
      : h('span', { class: 'detail', title: t('edit.unable') }, '–', h('span', { class: 'unseen' }, t('edit.unable')));
  }

  /** Size and side of what is added, where the pack lets them be chosen. */
  placement(finding, edit) {
    const { sizes = [], sides = [] } = this.pack.placements[edit] ?? {};
    return [this.choice(finding, `size-${edit}`, 'size', sizes), this.choice(finding, `side-${edit}`, 'side', sides)];
  }

  choice(finding, name, kind, values) {
    return (
      values.length > 0 &&
      h(
        'select',
        { name, 'aria-label': t(`${kind}.of`, finding) },
        h('option', { value: '' }, t(`${kind}.own`)),
        values.map((value) => h('option', { value }, t(`${kind}.${value}`))),
      )
    );
  }

  captions() {
    return [
      this.describes && this.caption('source', t('caption.source'), t('caption.source.hint')),
      this.caption(
        'target',
        t(this.describes ? 'caption.target' : 'caption.instruction'),
        t(this.describes ? 'caption.target.hint' : 'caption.instruction.hint'),
      ),
    ];
  }

  caption(name, label, hint) {
    return h(
      'label',
      {},
      label,
      h('textarea', { name, rows: 2, maxlength: LONGEST_CAPTION, placeholder: hint }),
    );
  }

  advanced() {
    const { name, version, digest, methods } = this.pack;
    return h(
      'details',
      { class: 'advanced' },
      h('summary', {}, t('advanced')),
      h(
        'div',
        { class: 'row' },
        methods.length > 0 &&
          h(
            'label',
            {},
            t('method'),
            h('select', { name: 'method' }, h('option', { value: '' }, t('method.own', methods[0])), methods.map((method) => h('option', { value: method }, method))),
          ),
        h(
          'label',
          {},
          t('seed'),
          h('input', { name: 'seed', type: 'number', min: 0, max: LARGEST_SEED, step: 1, placeholder: t('seed.own') }),
        ),
      ),
      h(
        'dl',
        { class: 'facts' },
        h('dt', {}, t('pack')),
        h('dd', {}, `${name} ${version}`),
        h('dt', {}, t('digest')),
        h('dd', { class: 'digest' }, digest),
      ),
    );
  }

  /** What is asked for; null where nothing is yet. */
  request() {
    const data = new FormData(this.form);
    const request = this.region.request();
    if (data.get('way') === 'words') {
      const target = (data.get('target') ?? '').trim();
      if (!target) {
        return null;
      }
      request.target = target;
      if (data.get('source')?.trim()) {
        request.source = data.get('source').trim();
      }
    } else {
      request.edits = data.getAll('edit').map((edit) => placed(edit, data.get(`size-${edit}`), data.get(`side-${edit}`)));
      if (!request.edits.length) {
        return null;
      }
    }
    if (data.get('method')) {
      request.method = data.get('method');
    }
    if (data.get('seed')) {
      request.seed = Number(data.get('seed'));
    }
    return request;
  }

  changed() {
    const way = new FormData(this.form).get('way');
    this.findings.hidden = way !== 'findings';
    this.words.hidden = way !== 'words';
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.look(), TYPING);
  }

  /** Tells what would be done, without doing it. */
  async look() {
    const request = this.request();
    const asked = (this.asked = {});
    if (!request) {
      this.tell([]);
      return;
    }
    try {
      const answer = await post(at`prism/studies/${this.study}/counterfactuals`, { ...request, dryRun: true });
      if (asked === this.asked && !this.signal.aborted) {
        this.tell(answer.captions, answer);
      }
    } catch (error) {
      if (asked === this.asked && !this.signal.aborted) {
        this.tell([], null, error);
      }
    }
  }

  tell(captions, answer, error) {
    const films = answer?.candidates.length;
    fill(
      this.preview,
      h('h2', { id: 'preview' }, t('preview')),
      error && fault(error),
      !answer && !error && h('p', { class: 'note' }, t('preview.nothing')),
      answer && h('p', {}, t('try.films', films)),
      captions.length > 0 && h('ul', {}, captions.map((one) => this.line(one))),
      captions.length > 0 && this.describes && this.pack.classifies.length > 0 && h('p', { class: 'note' }, t('preview.seen')),
    );
  }

  line({ edit, source, target }) {
    return h(
      'li',
      {},
      h('strong', {}, edit === 'prompted-change' ? t('way.words') : editName(edit)),
      this.describes && h('p', {}, h('span', { class: 'detail' }, t('caption.from')), h('q', {}, h('bdi', {}, source || t('caption.none')))),
      h('p', {}, h('span', { class: 'detail' }, t(this.describes ? 'caption.to' : 'caption.told')), h('q', {}, h('bdi', {}, target))),
    );
  }

  async submit(event) {
    event.preventDefault();
    const request = this.request();
    if (!request) {
      const words = new FormData(this.form).get('way') === 'words';
      this.refuse(words ? 'words.none' : 'edits.none');
      return;
    }
    if (this.region.isMissing) {
      this.refuse('region.none');
      return;
    }
    try {
      this.watch(await post(at`prism/studies/${this.study}/counterfactuals`, request));
      this.outcome.scrollIntoView({ block: 'nearest' });
    } catch (error) {
      fill(this.outcome, fault(error));
    }
  }

  refuse(why) {
    fill(this.outcome, h('p', { class: 'fault', role: 'alert' }, t(why)));
    this.outcome.scrollIntoView({ block: 'nearest' });
  }

  /** Shows the task until it has ended. */
  watch(first) {
    this.watched?.abort();
    const watched = new AbortController();
    this.watched = watched;
    this.signal.addEventListener('abort', () => watched.abort(), { once: true });
    delete this.outcome.dataset.shown;
    const refresh = async () => {
      let task = first;
      try {
        task = await get(at`prism/tasks/${first.id}`);
      } catch (error) {
        fill(this.outcome, fault(error));
        return;
      }
      const shown = JSON.stringify(task);
      if (this.outcome.dataset.shown === shown) {
        return;
      }
      this.outcome.dataset.shown = shown;
      fill(
        this.outcome,
        h('h2', {}, t('outcome')),
        h('div', { class: 'task' }, stateChip(task), progressOf(task), taskButtons(task, refresh)),
        task.state === 'done' && h('a', { class: 'button primary', href: at`#/study/${this.study}` }, t('look')),
      );
      if (!['queued', 'running'].includes(task.state)) {
        announce(stateWords(task));
        watched.abort();
      }
    };
    poll(refresh, 700, watched.signal);
  }
}
