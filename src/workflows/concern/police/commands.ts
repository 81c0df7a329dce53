import type { CommandDefinition } from '../../../domain/decider.ts';
import type { ConcernState } from '../state.ts';
import { policeData } from './data.ts';

/** The commands of this part of a case. */
export const policeCommands = {
  'concern/assess': { label: 'Assess', data: policeData['concern/assess'], cancel: 'concern/open' },
  'concern/tell-police': { label: 'Police told', data: policeData['concern/tell-police'], cancel: 'concern/open' },
  'concern/propose-no-police': {
    label: 'Do not tell the police',
    data: policeData['concern/propose-no-police'],
    cancel: 'concern/open',
  },
  'concern/propose-correction': {
    label: 'Correct a fact',
    data: policeData['concern/propose-correction'],
    cancel: 'concern/open',
  },
  'concern/agree': { label: 'Agree', data: policeData['concern/agree'], cancel: 'concern/open' },
  'concern/disagree': { label: 'Do not agree', data: policeData['concern/disagree'], cancel: 'concern/open' },
} as const satisfies Record<keyof typeof policeData, CommandDefinition<ConcernState>>;
