import type { Said } from '../../../domain/pages.ts';
import { saidTime } from '../../../domain/school-time.ts';
import type { CardContext } from '../card-context.ts';
import { owedBeforeClosing } from '../owed.ts';
import { packOf } from '../rules/packs.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import type { GuidanceEvent } from './events.ts';
import { BEHAVIOUR_RECORD } from './other-records.ts';
import { stepsOf, stepsToTake } from './steps-of.ts';
import { counted, saidStepToTake } from './steps-words.ts';

/** How each of its events stands in the history of a case. */
export const guidanceSayings: Sayings<GuidanceEvent> = {
  StepTicked: ({ step, how, note }, { concern, did }) => {
    const words = packOf(concern.file.rules).steps.find(({ id }) => id === step)?.words ?? step;
    if (how === 'done') return did('did a step', words, ...(note === '' ? [] : [note]));
    return did('said that a step is not needed', words, `Reason: ${note}`);
  },
  EnteredElsewhere: ({ system, entry, at }, { did, of }) =>
    did('entered it elsewhere', `${system}: ${entry}`, `Entered ${saidTime(of.school, at, of.at)}.`),
};

/** What the case goes by, and where it stands or may have to stand besides (R056, R116). */
export function saidRecords({ file }: Concern): readonly string[] {
  const { policy, guidance, answers } = file;
  const isBullying = ['bullying-pupil', 'bullying-staff'].includes(String(answers.kind));
  const isEntered = guidance.elsewhere.some(({ system }) => system === BEHAVIOUR_RECORD);
  return [
    ...(policy === '' ? [] : [`It goes by: ${policy}.`]),
    ...guidance.elsewhere.map(({ system, entry }) => `Entered elsewhere: ${system}, ${entry}.`),
    ...(isBullying && !isEntered ? ['Bullying may need recording in the behaviour record too.'] : []),
  ];
}

/** How many of the next steps stand on the open case itself. */
const FIRST = 3;

/** What an open case shows of it: what comes next, and what is owed. */
export function guidanceBlocks(concern: Concern, { school }: CardContext): readonly Said[] {
  if (concern.status === 'closed') return [];
  const toTake = stepsToTake(concern, school);
  const next = toTake.slice(0, FIRST).map((one, index) => `${index + 1}. ${saidStepToTake(concern, one, school)}`);
  const owed = owedBeforeClosing(concern, school).map(({ words }) => `- ${words}`);
  return [
    { heading: 'Next steps', text: [...next, counted(stepsOf(concern, school))].join('\n') },
    ...(owed.length === 0 ? [] : [{ heading: 'Still owed before it can be closed', text: owed.join('\n') }]),
  ];
}
