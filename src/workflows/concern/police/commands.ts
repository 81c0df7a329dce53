import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { policeData } from './data.ts';
import { policeForms } from './forms.ts';

/** The commands of this part of a case. */
export const policeCommands = {
  'concern/assess': {
    label: 'Assess',
    data: policeData['concern/assess'],
    form: policeForms.assess,
    cancel: 'concern/open',
  },
  'concern/tell-police': {
    label: 'Police told',
    data: policeData['concern/tell-police'],
    form: policeForms.tellPolice,
    cancel: 'concern/open',
  },
  'concern/propose-no-police': {
    label: 'Do not tell the police',
    data: policeData['concern/propose-no-police'],
    form: policeForms.proposeNoPolice,
    cancel: 'concern/open',
  },
  'concern/propose-correction': {
    label: 'Correct a fact',
    data: policeData['concern/propose-correction'],
    form: policeForms.proposeCorrection,
    cancel: 'concern/open',
  },
  'concern/agree': {
    label: 'Agree',
    data: policeData['concern/agree'],
    form: policeForms.agree,
    cancel: 'concern/open',
  },
  'concern/disagree': {
    label: 'Do not agree',
    data: policeData['concern/disagree'],
    form: policeForms.disagree,
    cancel: 'concern/open',
  },
} as const satisfies Record<keyof typeof policeData, CommandDefinition<ConcernState>>;
