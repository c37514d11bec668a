// SPDX-License-Identifier: GPL-3.0-or-later
// What a measurement group (TID 1501) of the report says about one edit of one film. Concepts are distinguished
// by their codes: meanings are for people.

const SOURCE = '260753009';
const COUNTERFACTUAL = 'cf-image';
const FURTHER = 'further-image';
const FINDING = '121071';
const TRACKING_IDENTIFIER = '112039';
const COMMENT = '121106';
const EDIT = 'edit';
const CERTAINTY = '111012';
const BEFORE = '272113006';
const ENDING = 'ending';
const GATE = 'gate';
const UNINTENDED = 'unintended';
const SUCCEEDED = '111222';

/** How an edit ended, by the code of its status. */
const ENDS = { 111222: 'made', 111225: 'nothing-to-do', 82334004: 'undecided', 111224: 'withheld' };

/**
 * Reads a group.
 *
 * @returns {object} SOP Instance UIDs of `source`, `counterfactual`, `further` images and
 *     presentation `state`; `finding`; the `change` that was made by its code; `tracking`, the
 *     edit's key and its film; how it `ended` (`made`, `nothing-to-do`, `undecided`, `withheld`), and the `caution` of what was not made; `measures`; `certainty` of the finding `before` and `after`, in
 *     [0, 1]; `unintended` changes of other findings' probabilities; `gates` with what they ask for; `parameters`; `comments`
 */
export function readGroup(group) {
  const items = group.ContentSequence ?? [];
  const named = (code) => items.filter((item) => nameCode(item) === code);
  const source = named(SOURCE).find((item) => item.ReferencedSOPSequence);
  return {
    source: referenced(source),
    state: source?.ReferencedSOPSequence?.[0]?.ReferencedSOPSequence?.[0]?.ReferencedSOPInstanceUID,
    counterfactual: referenced(named(COUNTERFACTUAL)[0]),
    further: named(FURTHER).map(referenced),
    finding: meaning(named(FINDING)[0]?.ConceptCodeSequence),
    change: code(named(EDIT)[0]?.ConceptCodeSequence),
    tracking: named(TRACKING_IDENTIFIER)[0]?.TextValue ?? '',
    ended: ENDS[code(named(ENDING)[0]?.ConceptCodeSequence)] ?? 'made',
    caution: caution(named(COMMENT)[0]?.TextValue ?? ''),
    measures: items.filter((item) => item.ValueType === 'NUM' && ![CERTAINTY, UNINTENDED].includes(nameCode(item))).map(measure),
    unintended: named(UNINTENDED).map(measure),
    certainty: certainty(named(CERTAINTY)),
    gates: named(GATE).map(gate),
    parameters: items.filter(isParameter).map(parameter),
    comments: named(COMMENT).map((item) => item.TextValue),
  };
}

/** What a comment says against an edit: of one with an image, and of one without. */
function caution(comment) {
  const [, told] =
    /^Caution: (.*?)\. Synthetic image/.exec(comment) ??
    /^No image is stored of this edit: (.*?)\. That says nothing/.exec(comment) ??
    [];
  return told ?? '';
}

function referenced(item) {
  return item?.ReferencedSOPSequence?.[0]?.ReferencedSOPInstanceUID;
}

function isParameter(item) {
  return item.ValueType === 'TEXT' && (meaning(item.ConceptNameCodeSequence) ?? '').startsWith('Algorithm');
}

/** A text of TID 4019; those with a name of their own say `name = value`. */
function parameter(item) {
  const [first, ...rest] = item.TextValue.split(' = ');
  return rest.length ? [first, rest.join(' = ')] : [meaning(item.ConceptNameCodeSequence), first];
}

function measure(item) {
  const measured = item.MeasuredValueSequence?.[0] ?? {};
  const unit = code(measured.MeasurementUnitsCodeSequence);
  return {
    name: meaning(item.ConceptNameCodeSequence),
    modifiers: below(item, 'CODE').map((one) => meaning(one.ConceptCodeSequence)),
    value: Number(measured.NumericValue),
    unit: unit === '1' || unit === undefined ? '' : unit,
  };
}

function certainty(items) {
  const told = {};
  for (const item of items) {
    const before = below(item, 'CODE').some((one) => code(one.ConceptCodeSequence) === BEFORE);
    told[before ? 'before' : 'after'] = measure(item).value / 100;
  }
  return told;
}

function gate(item) {
  return {
    asked: below(item, 'TEXT')[0]?.TextValue ?? '',
    passed: code(item.ConceptCodeSequence) === SUCCEEDED,
  };
}

function below(item, type) {
  return (item.ContentSequence ?? []).filter((one) => one.ValueType === type);
}

function nameCode(item) {
  return code(item.ConceptNameCodeSequence);
}

function code(sequence) {
  return sequence?.[0]?.CodeValue;
}

function meaning(sequence) {
  return sequence?.[0]?.CodeMeaning;
}
