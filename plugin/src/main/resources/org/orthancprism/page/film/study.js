// SPDX-License-Identifier: GPL-3.0-or-later
// A study's films, what was made of them, and what its report tells.

import { at } from '../address.js';
import { get, post } from '../api.js';
import { readGroup } from './report.js';

const COMPREHENSIVE_3D_SR = '1.2.840.10008.5.1.4.1.1.88.34';
/** Derivation Description and Text Value, which Orthanc leaves out where they are long. */
const LONG_TEXTS = '0008-2111,0040-a160';
/** The metadata of a study of films that names the study of its own in which its results are. */
const RESULTS_STUDY = '5122';

/**
 * Reads a study of films with its results, also where these are in a study of their own, whichever of the two is
 * asked for.
 *
 * @returns {Promise<{id: string, studies: string[], tags: object, pairs: object[], unstored: object[]}>} Orthanc's identifier of
 *     the study of films, those of all studies that were read, its attributes,
 *     what reports tell of edits without an image, and each
 *     counterfactual with its source: `{source, counterfactual, report, further, group}`, where an
 *     instance is `{id, tags}`, further are the other objects that show the edit, and group is what
 *     the report tells of it
 */
export async function readStudy(id, signal) {
  const asked = await instancesOf(id, signal);
  const source = await sourceOf(asked);
  const further = source ?? (await resultsOf(id, signal));
  const other = further && further !== id ? await instancesOf(further, signal).catch(() => []) : [];
  const isResults = source !== undefined && other.length > 0;
  const [films, results] = isResults ? [other, asked] : [asked, other];
  const instances = [...films, ...results];
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
  const studies = other.length ? [id, further] : [id];
  return { id: isResults ? source : id, studies, tags: instances[0]?.tags ?? {}, pairs: onceEach(pairs), unstored };
}

async function instancesOf(id, signal) {
  const found = await get(at`studies/${id}/instances-tags` + `?simplify&ignore-length=${LONG_TEXTS}`, {
    signal,
  });
  return Object.entries(found).map(([instance, tags]) => ({ id: instance, tags }));
}

/** The study in which the results of a study are; undefined where none is named. */
async function resultsOf(id, signal) {
  const metadata = await get(at`studies/${id}/metadata` + '?expand', { signal }).catch(() => ({}));
  return metadata[RESULTS_STUDY];
}

/** The study of the films of which a study holds the results alone, by what its reports refer to. */
async function sourceOf(instances) {
  const report = instances.find(isOwnReport)?.tags;
  const own = report?.StudyInstanceUID;
  const uid = report?.CurrentRequestedProcedureEvidenceSequence?.map((study) => study.StudyInstanceUID).find((one) => one !== own);
  if (!uid || !instances.every(({ tags }) => tags.SeriesDescription?.includes('SYNTHETIC'))) {
    return undefined;
  }
  const patient = report.PatientID ? { PatientID: report.PatientID } : {};
  const [found] = await post('tools/find', { Level: 'Study', Query: { StudyInstanceUID: uid, ...patient }, Limit: 1 });
  return found;
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
