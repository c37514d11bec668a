// SPDX-License-Identifier: GPL-3.0-or-later
// Words of the effects of edits, and of what readers say of them.

export default {
  edit: 'Edit',
  'effects.note':
    'Mean change of each finding\'s probability, as the pack\'s classifier sees it, with its {0} % interval over patients. No more than {1} % of the marked changes are expected to be chance. Films of fewer than {2} patients are too few to tell. Select a cell to see its films.',
  'effects.of': 'Count',
  'effects.of.all': 'All edits',
  'effects.of.made': 'Made edits only',
  'effects.of.none': 'No edit was made yet by this pack.',
  'effects.ends': 'How edits ended',
  'effects.csv': 'Download as CSV',
  'effects.pack': 'Pack',
  'effects.films': { one: '{0} film', other: '{0} films' },
  'effects.patients': { one: 'of {0} patient', other: 'of {0} patients' },
  'effects.chance': '{0} (p {1}, q {2})',
  'effects.meant': 'the finding that the edit is about',
  'effects.behind': 'Films behind: {0}, {1}',
  'effects.first': 'The first {0} of {1}.',
  'effects.listed': { one: '{0} film listed', other: '{0} films listed' },
  'effects.what':
    'This view compares how probable each finding is before and after each edit, over all films that were processed: it shows what an edit changes that nobody asked for.',
  'effects.blind':
    'There is nothing to show: the pack {0} has no classifier of findings, so nobody can tell what its edits did to them. A pack with a classifier fills this view by itself.',
  'effects.none': 'No film has been edited yet by the pack {0}, which has a classifier. The first one fills this view.',
  'effects.unknown': 'No film has been edited yet by a pack with a classifier.',
  'verdict.achieved': 'changed as it was meant to',
  'verdict.failed': 'did not change as it was meant to',
  'verdict.unintended': 'changed unintentionally',
  'verdict.unaffected': 'no significant change',
  'verdict.too few films': 'too few films',
  'column.before': 'Before',
  'column.after': 'After',
  'column.change': 'Change',

  acceptance: 'What readers say',
  'acceptance.none': 'No reader has judged a result yet. Verdicts are given in the study view, below the films.',
  'acceptance.note':
    'The latest verdict of each reader on each result counts once. Intervals are exact (Clopper-Pearson, {0} %), from {1} verdicts on.',
  'acceptance.csv': 'Download counts as CSV',
  'acceptance.all': 'Download verdicts as CSV',
  'acceptance.edit': 'Edit',
  'acceptance.pack': 'Pack',
  'acceptance.week': 'Week from',
  'acceptance.verdicts': 'Verdicts',
  'acceptance.plausible': 'Plausible',
  'acceptance.implausible': 'Implausible',
  'acceptance.tookAlong': 'Took something along',
  'share.few': '{0} of {1}',
  'share.toofew': 'too few to tell',
  'share.interval': '{0} of {1}, {2} to {3}',
};
