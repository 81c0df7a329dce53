import type { Part } from './access.ts';
import type { ConcernCommand } from './command-data.ts';
import type { RefusalCode } from './refusals.ts';
import type { ConcernState } from './state.ts';

/**
 * Who may give a command, and where the concern must stand. The same rows offer a button, refuse a press, make the tests
 * of who may do what, and fill docs/who-may-do-what.md.
 */
export interface CommandRule {
  /** `trained`: who is trained to take a concern from somebody else (R135). */
  readonly who: readonly Part[] | 'clock' | 'anybody' | 'trained';
  readonly when: readonly ConcernState['status'][];
  /** What else may stand against it, in the words of docs/who-may-do-what.md: nothing but these. */
  readonly unless?: { readonly [Code in RefusalCode]?: string };
}

const open = ['new', 'acknowledged', 'handled'] as const;
const begun = [...open, 'closed'] as const;
const handler = ['handler'] as const;
/** Who reads a case: who handles it, and who leads once they were asked for something. */
const reads = ['handler', 'leader'] as const;

/** The rule of each command. */
export const commandRules: Record<ConcernCommand, CommandRule> = {
  'concern/report': { who: 'anybody', when: ['none'] },
  'concern/open': { who: reads, when: begun },
  'concern/more': { who: reads, when: begun },
  'concern/put-away': { who: reads, when: begun },
  'concern/acknowledge': { who: handler, when: ['new'] },
  'concern/take': {
    who: handler,
    when: open,
    unless: { 'already-yours': 'they have it already' },
  },
  'concern/note': { who: handler, when: open },
  'concern/ask': {
    who: handler,
    when: open,
    unless: { 'about-the-reporter': 'it turned out to be about whoever reported it' },
  },
  'concern/refer': { who: handler, when: open },
  'concern/record-action': { who: handler, when: open },
  'concern/inform-parents': { who: handler, when: open },
  'concern/withhold-from-parents': { who: handler, when: open },
  'concern/add-person': { who: handler, when: open },
  'concern/block-site': { who: handler, when: open },
  'concern/hand-over': {
    who: handler,
    when: open,
    unless: { 'nobody-else': 'nobody else handles it' },
  },
  'concern/close': {
    who: handler,
    when: ['acknowledged', 'handled'],
    unless: { 'police-first': 'the police are still to be told', 'still-owed': 'something else is owed first' },
  },
  'concern/reopen': { who: handler, when: ['closed'] },
  'concern/answer': { who: ['reporter'], when: begun },
  'concern/question': { who: ['reporter'], when: begun },
  'concern/show-again': { who: 'clock', when: open },
  'concern/site-blocked': { who: 'clock', when: begun },
  'concern/remind': { who: 'clock', when: ['new', 'acknowledged'] },
  'concern/referral-check': { who: 'clock', when: begun },
  'concern/parents-review': { who: 'clock', when: begun },
  'concern/delivery-note': { who: 'clock', when: begun },
  'concern/log': { who: 'trained', when: ['none'] },
  'concern/report-breach': { who: 'anybody', when: ['none'] },
  'concern/call-team': { who: 'anybody', when: ['none'] },
  'concern/look-again': { who: 'clock', when: begun },
  'concern/hand-to-safeguarding': {
    who: handler,
    when: open,
    unless: { 'coordinator-hands-over': 'it did not come to the co-ordinator, or they are not the co-ordinator' },
  },
  'concern/nominate-contact': {
    who: reads,
    when: open,
    unless: { 'no-contact-here': 'it did not happen to a member of staff, or nobody is left to name' },
  },
  'concern/assess': { who: handler, when: open },
  'concern/tell-police': { who: reads, when: open },
  'concern/propose-no-police': {
    who: handler,
    when: open,
    unless: {
      'no-police-question': 'the police do not come into it',
      'police-must-be-told': 'a rule says that the police must be told',
      'police-are-told': 'the police were told',
      'no-police-agreed': 'that was agreed already',
      'agreement-waits': 'the question waits for an answer',
      'dsl-proposes': 'it is with the safeguarding team and they are neither DSL nor deputy',
      'facts-not-known': 'a fact on which it depends is not answered',
      'nobody-to-agree': 'nobody is left who could agree',
    },
  },
  'concern/propose-correction': {
    who: handler,
    when: open,
    unless: {
      'nothing-to-correct': 'no fact stands that calls for the police',
      'dsl-proposes': 'it is with the safeguarding team and they are neither DSL nor deputy',
      'nobody-to-agree': 'nobody is left who could agree',
    },
  },
  'concern/agree': {
    who: ['leader'],
    when: open,
    unless: { 'nothing-to-agree': 'nothing waits for their answer', 'own-proposal': 'they proposed it themselves' },
  },
  'concern/disagree': {
    who: ['leader'],
    when: open,
    unless: { 'nothing-to-agree': 'nothing waits for their answer', 'own-proposal': 'they proposed it themselves' },
  },
  'concern/steps': { who: reads, when: begun },
  'concern/tick': { who: reads, when: begun },
  'concern/tick-choices': { who: reads, when: begun },
  'concern/not-needed': { who: reads, when: begun },
  'concern/enter-elsewhere': { who: handler, when: begun },
  'concern/advice': { who: reads, when: open },
  'concern/update-referral': {
    who: reads,
    when: begun,
    unless: { 'no-referral': 'nobody was referred to' },
  },
  'concern/lado-test': {
    who: reads,
    when: open,
    unless: { 'no-staff-case': 'no member of staff is involved' },
  },
  'concern/recommend-sanction': {
    who: handler,
    when: open,
    unless: { 'yours-to-set': 'they can set it themselves', 'nobody-to-decide': 'nobody is left who could set it' },
  },
  'concern/set-sanction': {
    who: ['leader'],
    when: begun,
    unless: { 'only-the-leader': 'they do not lead in it' },
  },
  'concern/decline-sanction': {
    who: ['leader'],
    when: begun,
    unless: { 'only-the-leader': 'they do not lead in it', 'nothing-recommended': 'nothing is recommended' },
  },
  'concern/ask-it': { who: reads, when: open },
  'concern/it-answered': { who: 'clock', when: begun },
  'concern/search-device': { who: handler, when: open },
  'concern/take-device': { who: handler, when: open },
  'concern/return-device': {
    who: handler,
    when: begun,
    unless: { 'nothing-held': 'no device is held', 'device-for-police': 'the device waits for the police' },
  },
  'concern/search-complaint': {
    who: handler,
    when: begun,
    unless: { 'no-search': 'no device was searched' },
  },
  'concern/add-evidence': { who: handler, when: open },
  'concern/move-evidence': {
    who: handler,
    when: begun,
    unless: { 'no-evidence': 'no evidence is on the register' },
  },
  'concern/consult': {
    who: handler,
    when: open,
    unless: { 'nobody-to-consult': 'nobody is left whom they could ask' },
  },
  'concern/consultation': { who: ['consulted'], when: begun },
  'concern/answer-consultation': { who: ['consulted'], when: begun },
  'concern/compare-person': {
    who: handler,
    when: begun,
    unless: { 'nobody-named': 'nobody is named in it' },
  },
};
