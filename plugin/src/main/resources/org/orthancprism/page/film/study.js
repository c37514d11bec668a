// SPDX-License-Identifier: GPL-3.0-or-later
// A study's films, what was made of them, and what its report tells.

import { at } from '../address.js';
import { get } from '../api.js';
import { readGroup } from './report.js';

const COMPREHENSIVE_3D_SR = '1.2.840.10008.5.1.4.1.1.88.34';
/** Derivation Description and Text Value, which Orthanc leaves out where they are long. */
const LONG_TEXTS = '0008-2111,0040-a160';

/**
 * Reads a study.
 *
 * @returns {Promise<{tags: object, pairs: object[], unstored: object[]}>} attributes of the study,
 *     what reports tell of edits without an image, and each
 *     counterfactual with its source: `{source, counterfactual, report, further, group}`, where an
 *     instance is `{id, tags}`, further are the other objects that show the edit, and group is what
 *     the report tells of it
 */
export async function readStudy(id, signal) {
  const found = await get(at`studies/${id}/instances-tags` + `?simplify&ignore-length=${LONG_TEXTS}`, {
    signal,
  });
  const instances = Object.entries(found).map(([instance, tags]) => ({ id: instance, tags }));
  const byUid = new Map(instances.map((instance) => [instance.tags.SOPInstanceUID, instance]));
  const groups = instances
    .filter(isOwnReport)
    .flatMap((report) => groupsOf(report.tags).map((item) => ({ report, group: readGroup(item) })));
  const pairs = groups
    .map((told) => pair(told, byUid))
    .filter(Boolean)
    .sort((one, other) => order(one).localeCompare(order(other)));
  const made = new Set(pairs.map(({ group }) => group.tracking));
  const unstored = groups
    .map(({ group }) => group)
    .filter((group) => !group.counterfactual && byUid.has(group.source) && !made.has(group.tracking));
  return { tags: instances[0]?.tags ?? {}, pairs: onceEach(pairs), unstored };
}

function isOwnReport({ tags }) {
  return tags.SOPClassUID === COMPREHENSIVE_3D_SR && /SYNTHETIC/i.test(tags.SeriesDescription ?? '');
}

function order({ source, counterfactual }) {
  return `${source.tags.SOPInstanceUID} ${counterfactual.tags.SeriesNumber?.padStart(8, '0')}`;
}

/** The objects that a report tells of; none where the study lacks the films. */
function pair({ report, group }, byUid) {
  const source = byUid.get(group.source);
  const counterfactual = byUid.get(group.counterfactual);
  const further = [...group.further, group.state].map((uid) => byUid.get(uid)).filter(Boolean);
  return source && counterfactual ? { source, counterfactual, report, further, group } : null;
}

/** A film that is processed again after its deletion may appear in two reports. */
function onceEach(pairs) {
  const known = new Set();
  return pairs.filter(({ counterfactual: { id } }) => !known.has(id) && known.add(id));
}

/** All measurement groups (TID 1501) below a content item. */
function groupsOf(item) {
  const below = item.ContentSequence ?? [];
  const isGroup = item.ConceptNameCodeSequence?.[0]?.CodeValue === '125007';
  return isGroup ? [item] : below.flatMap(groupsOf);
}
