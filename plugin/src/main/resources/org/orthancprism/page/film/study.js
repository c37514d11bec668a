// SPDX-License-Identifier: GPL-3.0-or-later
// A study's films, what was made of them, and what its report tells.

import { get } from '../api.js';

const COMPREHENSIVE_3D_SR = '1.2.840.10008.5.1.4.1.1.88.34';
/** Derivation Description and Text Value, which Orthanc leaves out where they are long. */
const LONG_TEXTS = '0008-2111,0040-a160';

/**
 * Reads a study.
 *
 * @returns {Promise<{tags: object, pairs: object[]}>} attributes of the study, and each
 *     counterfactual with its source: `{source, counterfactual, report, group}`, where an
 *     instance is `{id, tags}` and group what the report tells of it
 */
export async function readStudy(id, signal) {
  const found = await get(`studies/${id}/instances-tags?simplify&ignore-length=${LONG_TEXTS}`, {
    signal,
  });
  const instances = Object.entries(found).map(([instance, tags]) => ({ id: instance, tags }));
  const byUid = new Map(instances.map((instance) => [instance.tags.SOPInstanceUID, instance]));
  const groups = instances.filter(isOwnReport).flatMap((report) =>
    groupsOf(report.tags).map((group) => ({ report, group })),
  );
  const pairs = instances
    .filter(isSynthetic)
    .map((image) => pair(image, byUid, groups))
    .filter(Boolean)
    .sort((one, other) => order(one).localeCompare(order(other)));
  return { tags: instances[0]?.tags ?? {}, pairs };
}

function isSynthetic({ tags }) {
  return tags.SyntheticData === 'YES' || /SYNTHETIC/.test(tags.SeriesDescription ?? '');
}

function isOwnReport(instance) {
  return instance.tags.SOPClassUID === COMPREHENSIVE_3D_SR && isSynthetic(instance);
}

function order({ source, counterfactual }) {
  return `${source.tags.SOPInstanceUID} ${counterfactual.tags.SeriesNumber?.padStart(8, '0')}`;
}

/** A synthetic image with its source, where a report tells that it is a counterfactual. */
function pair(image, byUid, groups) {
  const { SOPInstanceUID: uid, SourceImageSequence: sources } = image.tags;
  const told = groups.find(({ group }) => counterfactualOf(group) === uid);
  const source = byUid.get(sources?.[0]?.ReferencedSOPInstanceUID);
  return told && source
    ? { source, counterfactual: image, report: told.report, group: readGroup(told.group) }
    : null;
}

function counterfactualOf(group) {
  const item = group.ContentSequence.find(
    (one) => one.ConceptNameCodeSequence?.[0]?.CodeValue === 'cf-image',
  );
  return item?.ReferencedSOPSequence?.[0]?.ReferencedSOPInstanceUID;
}

/** All measurement groups (TID 1501) below a content item. */
function groupsOf(item) {
  const below = item.ContentSequence ?? [];
  return name(item) === 'Measurement Group' ? [item] : below.flatMap(groupsOf);
}

function readGroup(group) {
  const items = group.ContentSequence;
  return {
    finding: meaning(items.find((item) => name(item) === 'Finding')?.ConceptCodeSequence),
    parameters: items.filter(isParameter).map(parameter),
    measures: items.filter((item) => item.ValueType === 'NUM').map(measure),
    codes: items
      .filter((item) => item.ValueType === 'CODE')
      .map((item) => [name(item), meaning(item.ConceptCodeSequence)]),
    comments: items.filter((item) => name(item) === 'Comment').map((item) => item.TextValue),
  };
}

function isParameter(item) {
  return item.ValueType === 'TEXT' && (name(item) ?? '').startsWith('Algorithm');
}

/** A text of TID 4019; those with a name of their own say `name = value`. */
function parameter(item) {
  const [first, ...rest] = item.TextValue.split(' = ');
  return rest.length ? [first, rest.join(' = ')] : [name(item), first];
}

function measure(item) {
  const measured = item.MeasuredValueSequence?.[0] ?? {};
  const unit = measured.MeasurementUnitsCodeSequence?.[0]?.CodeValue;
  return {
    name: name(item),
    modifiers: (item.ContentSequence ?? [])
      .filter((one) => one.ValueType === 'CODE')
      .map((one) => meaning(one.ConceptCodeSequence)),
    value: Number(measured.NumericValue),
    unit: unit === '1' || unit === undefined ? '' : unit,
  };
}

function name(item) {
  return meaning(item.ConceptNameCodeSequence);
}

function meaning(sequence) {
  return sequence?.[0]?.CodeMeaning;
}
