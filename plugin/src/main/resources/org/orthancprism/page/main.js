// SPDX-License-Identifier: GPL-3.0-or-later
// The page's frame: what is always in sight, and which view is shown.

import { at, isIdentifier, parts } from './address.js';
import { get } from './api.js';
import { fill, h } from './dom.js';
import { t } from './texts.js';
import { poll } from './poll.js';

const VIEWS = {
  worklist: () => import('./views/worklist.js'),
  study: () => import('./views/study.js'),
  generate: () => import('./views/generate.js'),
  effects: () => import('./views/effects.js'),
  readings: () => import('./views/readings.js'),
  administration: () => import('./views/administration.js'),
};
/** Views that are about one study each, by Orthanc's identifier. */
const OF_A_STUDY = ['study', 'generate'];
const NAVIGATION = ['worklist', 'effects', 'readings', 'administration'];
const THEMES = ['system', 'light', 'dark'];

const main = h('main', { id: 'main', tabindex: '-1' });
const links = NAVIGATION.map((view) => h('a', { href: at`#/${view}`, 'data-view': view }, t(view)));
const state = h('p', { class: 'queue-state' });

function header() {
  const themes = h(
    'select',
    { 'aria-label': t('theme'), change: (event) => choose(event.target.value) },
    THEMES.map((theme) =>
      h('option', { value: theme, selected: theme === chosen() }, t(`theme.${theme}`)),
    ),
  );
  return h(
    'header',
    {},
    h('a', { class: 'brand', href: '#/worklist' }, h('img', { src: 'icon.svg', alt: '' }), t('brand')),
    h('nav', { 'aria-label': t('navigation') }, links),
    state,
    themes,
  );
}

function chosen() {
  return localStorage.getItem('prism-theme') ?? 'system';
}

function choose(theme) {
  localStorage.setItem('prism-theme', theme);
  if (theme === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
}

/** What is running now; ended before the next view is shown. */
let shown = new AbortController();

async function show() {
  const [named = 'worklist', ...path] = parts(location.hash) ?? [];
  const view = Object.hasOwn(VIEWS, named) ? named : 'worklist';
  shown.abort();
  shown = new AbortController();
  const { signal } = shown;
  for (const link of links) {
    if (link.dataset.view === view) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
  const content = h('div', { class: `view ${view}` });
  document.title = t('title', t(view));
  fill(main, content);
  try {
    if (OF_A_STUDY.includes(view) && !isIdentifier(path[0])) {
      throw new Error(t('address.unknown'));
    }
    await (await VIEWS[view]()).show(content, path, signal);
    performance.mark('prism-first-view');
  } catch (error) {
    if (!signal.aborted) {
      fill(content, h('h1', {}, t('failed')), h('p', { class: 'fault', role: 'alert' }, error.message));
    }
  }
  if (!signal.aborted && document.activeElement === document.body) {
    main.focus({ preventScroll: true });
  }
}

async function tell() {
  try {
    const { queue, paused, workers, alarm } = await get('prism/status');
    const words = paused
      ? t('queue.paused')
      : workers.length
        ? t('queue.state', queue.running, queue.queued)
        : t('queue.unattended');
    fill(state, words);
    state.classList.toggle('warning', Boolean(paused) || !workers.length || alarm);
  } catch (error) {
    fill(state, error.message);
    state.classList.add('warning');
  }
}

choose(chosen());
document.getElementById('page').append(
  h('a', { class: 'skip', href: '#main', click: skip }, t('skip')),
  header(),
  h('p', { class: 'banner', role: 'note' }, t('synthetic')),
  main,
  h('div', { id: 'announcements', class: 'unseen', 'aria-live': 'polite' }),
);
window.addEventListener('hashchange', show);
show();
poll(tell, 5000, new AbortController().signal);

function skip(event) {
  event.preventDefault();
  main.focus();
}
