/**
 * What somebody is to a request. `decides`: may decide on it, also as the second of two; `has-agreed`: was the first of
 * them; `reads`: reads the filtering change log. The clock is a part of its own.
 */
export type Part = 'requester' | 'decides' | 'has-agreed' | 'reads' | 'it' | 'clock';

/** Where a request stands, as finely as it matters to who may do what. */
export const standings = [
  'none',
  'asked',
  'agreed-once',
  'refused',
  'declined',
  'withdrawn',
  'lapsed',
  'approved',
  'open',
  'longer-asked',
  'ended',
  'blocked',
  'not-opened',
] as const;
export type Standing = (typeof standings)[number];

interface Rule {
  readonly who: readonly Part[];
  readonly when: readonly Standing[];
}

const begun = standings.filter((one) => one !== 'none');
const asked = ['asked', 'agreed-once'] as const;
const open = ['open', 'longer-asked'] as const;
/** The job is theirs from when it was agreed. */
const withIt = ['approved', ...open, 'ended', 'blocked', 'not-opened'] as const;

/** Who may do what and when: what the school wants, written down beside the product. All else is refused. */
export const whoMay: Readonly<Record<string, readonly Rule[]>> = {
  request: [],
  open: [
    { who: ['requester', 'decides', 'has-agreed', 'reads'], when: begun },
    { who: ['it'], when: withIt },
  ],
  'put-away': [
    { who: ['requester', 'decides', 'has-agreed', 'reads'], when: begun },
    { who: ['it'], when: withIt },
  ],
  approve: [{ who: ['decides'], when: asked }],
  ask: [{ who: ['decides', 'has-agreed'], when: [...asked, ...open] }],
  answer: [{ who: ['requester'], when: begun }],
  question: [{ who: ['requester'], when: begun }],
  decline: [{ who: ['decides', 'has-agreed'], when: asked }],
  withdraw: [{ who: ['requester'], when: asked }],
  end: [{ who: ['requester'], when: ['approved', ...open] }],
  'end-now': [{ who: ['decides'], when: ['approved', ...open] }],
  extend: [{ who: ['requester'], when: ['open'] }],
  'approve-extension': [{ who: ['decides'], when: ['longer-asked'] }],
  'decline-extension': [{ who: ['decides'], when: ['longer-asked'] }],
  opened: [{ who: ['it'], when: ['approved'] }],
  'cannot-open': [{ who: ['it'], when: ['approved'] }],
  'blocked-again': [{ who: ['it'], when: ['ended'] }],
  'cannot-block': [{ who: ['it'], when: ['ended'] }],
  'remind-approvers': [{ who: ['clock'], when: [...asked, ...open] }],
  lapse: [{ who: ['clock'], when: asked }],
  begin: [{ who: ['clock'], when: [...asked, 'approved'] }],
  'remind-to-open': [{ who: ['clock'], when: ['approved'] }],
  'remind-of-end': [{ who: ['clock'], when: open }],
  'reach-end': [{ who: ['clock'], when: ['approved', ...open] }],
  'remind-to-block': [{ who: ['clock'], when: ['ended'] }],
  morning: [{ who: ['clock'], when: ['ended'] }],
  'look-again': [{ who: ['clock'], when: begun }],
  'show-again': [{ who: ['clock'], when: begun }],
  'delivery-note': [{ who: ['clock'], when: begun }],
};
