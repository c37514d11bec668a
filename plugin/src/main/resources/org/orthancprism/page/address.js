// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses, of the page's own views and of what is asked of Orthanc. Whoever makes a link that somebody follows
// chooses what stands in the page's address: nothing of it leads out of the path that it is put into.

import { t } from './texts.js';

const IDENTIFIER = /^[0-9a-f]{8}(-[0-9a-f]{8}){4}$/;
const SEGMENT = /^[A-Za-z0-9-]+$/;

/** Whether a text is an identifier of Orthanc's, of a study or what else it holds. */
export function isIdentifier(text) {
  return typeof text === 'string' && IDENTIFIER.test(text);
}

/**
 * The address that a template tells. What is put in is one segment of letters, digits and dashes; to encode
 * anything else would not do, as Orthanc decodes a slash before it looks at the path.
 */
export function at(strings, ...parts) {
  return strings.reduce((address, text, i) => address + segment(parts[i - 1]) + text);
}

function segment(part) {
  if (typeof part !== 'string' || !SEGMENT.test(part)) {
    throw new Error(t('address.part'));
  }
  return encodeURIComponent(part);
}

/**
 * The view that an address names, and what it is about.
 *
 * @param {string} hash the page's address from its # on
 * @returns {string[]} empty parts left out; null where it is no address of the page
 */
export function parts(hash) {
  try {
    return hash
      .replace(/^#\/?/, '')
      .split('/')
      .filter(Boolean)
      .map(decodeURIComponent);
  } catch {
    return null;
  }
}
