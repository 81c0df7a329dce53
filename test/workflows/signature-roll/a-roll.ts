import type { Reply } from '../../../src/domain/decider.ts';
import { actorOf, theClock } from '../../../src/domain/people.ts';
import { signatureRoll } from '../../../src/workflows/signature-roll/index.ts';
import { aSchool, people } from '../../support/school.ts';
import { aStage } from '../../support/stage.ts';

export { people };
export const clock = theClock;
export const school = aSchool();
export const reference = 'G-7K3Q9F';
/** The one who was named to record. */
export const recorder = actorOf(people.assistant);
export const networkManager = actorOf(people.networkManager);
/** A Monday in term. */
const MONDAY = '2026-11-23T10:00:00.000Z';

/** How a roll is begun. */
export const aBeginning = {
  title: 'Acceptable-use agreement',
  phase: 'secondary',
  part: 'Year 7',
  year: '2026-27',
  dueOn: '2026-11-30',
  text: 'I will use the school’s computers with care.\nI will tell a teacher what worries me.',
  internet: 'yes',
  recorders: 'Bronwen Tallis',
};

/** A roll that the head has begun. */
export function aRoll(of: Partial<typeof aBeginning> = {}) {
  const stage = aStage(signatureRoll, { school, reference, at: MONDAY });
  const begun = stage.give('signature-roll/begin', actorOf(people.head), { ...aBeginning, ...of });
  if (begun.kind !== 'decision') throw new Error(`not begun: ${begun.kind} ${begun.sentence}`);
  return stage;
}

/** A roll on which these stand. */
export function aRollOf(table: string, of: Partial<typeof aBeginning> = {}) {
  const roll = aRoll(of);
  const recorded = roll.give('signature-roll/record', recorder, { table });
  if (recorded.kind !== 'decision') throw new Error(recorded.sentence);
  return roll;
}

/** The last day to sign passes. */
export function letComeDue(roll: ReturnType<typeof aRoll>) {
  const [deadline] = signatureRoll.deadlines(roll.state);
  if (deadline === undefined) throw new Error('this roll never comes due');
  const minutes = Math.ceil((Date.parse(deadline.at) - Date.parse(roll.at)) / 60_000);
  return roll.give(deadline.command, clock, deadline.data, minutes);
}

/** Everybody on the roll. */
export function rowsOf(roll: ReturnType<typeof aRoll>) {
  return roll.state.status === 'none' ? [] : roll.state.file.rows;
}

/** The value of a fact on the card in a slot. */
export function factOn(
  messages: readonly { readonly slot: string; readonly data: { readonly [key: string]: unknown } }[],
  slot: string,
  label: string,
): string | undefined {
  const facts = messages.find((message) => message.slot === slot)?.data['facts'] as
    | readonly { label: string; value: string }[]
    | undefined;
  return facts?.find((fact) => fact.label === label)?.value;
}

/** The commands of a card's buttons. */
export function buttonsOf(reply: Reply | undefined): readonly string[] {
  const buttons = (reply?.data['buttons'] ?? []) as readonly { press: { do: string } }[];
  return buttons.map(({ press }) => press.do);
}
