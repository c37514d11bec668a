// SPDX-License-Identifier: GPL-3.0-or-later
// All words of the page, of which texts/ has a file for each view. {0}, {1}, ... are placeholders;
// where the words depend on the number {0}, they are listed by the language's plural categories
// (Unicode CLDR).

import administration from './texts/administration.js';
import common from './texts/common.js';
import effects from './texts/effects.js';
import generate from './texts/generate.js';
import readings from './texts/readings.js';
import study from './texts/study.js';
import worklist from './texts/worklist.js';

const LANGUAGE = 'en';

const ENGLISH = { ...administration, ...common, ...effects, ...generate, ...readings, ...study, ...worklist };

const PLURALS = new Intl.PluralRules(LANGUAGE);

/** A text; its key where it is missing, so that the page goes on. */
export function t(key, ...values) {
  const entry = ENGLISH[key] ?? key;
  const text = typeof entry === 'string' ? entry : (entry[PLURALS.select(Number(values[0]))] ?? entry.other);
  return text.replace(/\{(\d)\}/g, (hole, number) => values[Number(number)] ?? '');
}
