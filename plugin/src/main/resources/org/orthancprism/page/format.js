// SPDX-License-Identifier: GPL-3.0-or-later
// How values of DICOM and of the plugin are written for people.

import { t } from './texts.js';

/** A Person Name (PS3.5 6.2.1) as it is spoken: its first component group, without carets. */
export function personName(value) {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = (value || '')
    .split('=')[0]
    .split('^');
  const first = [prefix, given, middle].filter(Boolean).join(' ');
  return [[family, first].filter(Boolean).join(', '), suffix].filter(Boolean).join(' ') || t('unnamed');
}

/** A DICOM date, such as 20260131, as 2026-01-31. */
export function dicomDate(value) {
  return (value || '').replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
}

/** A time in the reader's zone, in the order that everybody reads alike. */
export function time(text) {
  if (!text) {
    return '';
  }
  const at = new Date(text);
  const pad = (number) => String(number).padStart(2, '0');
  const date = [at.getFullYear(), pad(at.getMonth() + 1), pad(at.getDate())].join('-');
  return `${date} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(pad).join(':')}`;
}

/** How long something took. */
export function duration(from, to) {
  const seconds = (new Date(to) - new Date(from)) / 1000;
  return seconds < 90 ? t('seconds', seconds.toFixed(1)) : t('minutes', (seconds / 60).toFixed(1));
}

/** An edit's name, such as remove-support-devices, as words. */
export function editName(edit) {
  const [change, ...finding] = edit.split('-');
  return t(`edit.${change}`, finding.join(' '));
}

export function megabytes(count) {
  return t('megabytes', Math.round(count / 2 ** 20).toLocaleString());
}
