import type { Reply } from '../../../domain/decider.ts';
import type { Button, CardData } from '../../../domain/message.ts';
import type { PersonId } from '../../../domain/people.ts';
import { button } from '../buttons.ts';
import type { CardContext } from '../card-context.ts';
import { putAway, viewSlot } from '../case-file.ts';
import { refusalFor } from '../offers.ts';
import { guidanceLink } from '../rules/guidance-links.ts';
import type { Concern } from '../state.ts';
import { caseTitle } from '../words.ts';
import { mayBeUnneeded, mayTick, type StepStanding, stepsOf, stepsToTake } from './steps-of.ts';
import { counted, saidTaken, saidWhoAndWhen } from './steps-words.ts';

/** So many steps stand on one page. */
const ON_A_PAGE = 8;

/** The whole checklist of a case, a page at a time: what is to do with a button beside it, then what is done. */
export function stepsView(concern: Concern, person: PersonId, page: number, of: CardContext): Reply {
  const { school, reference } = of;
  const toTake = stepsToTake(concern, school);
  const all = [...toTake, ...stepsOf(concern, school).filter(({ state }) => state !== 'to-do')];
  const pages = Math.max(1, Math.ceil(all.length / ON_A_PAGE));
  const shown = Math.min(page, pages);
  const here = all.slice((shown - 1) * ON_A_PAGE, shown * ON_A_PAGE);
  const turn = (to: number, label: string) =>
    button('concern/steps', reference, { label, given: { page: String(to) } });
  const may = (command: 'concern/not-needed') => refusalFor(concern, command, person, school) === undefined;
  const section = (title: string, steps: readonly StepStanding[]): readonly CardData[] =>
    steps.length === 0
      ? []
      : [{ title, empty: '', rows: steps.map((one) => rowOf(one, { concern, person, page: shown, of })), buttons: [] }];
  const sections = [
    ...section(
      'To do',
      here.filter(({ state }) => state === 'to-do'),
    ),
    ...section(
      'Done with',
      here.filter(({ state }) => state !== 'to-do'),
    ),
  ];
  return {
    slot: viewSlot(person),
    card: 'list',
    preview: `Concern ${reference}`,
    data: {
      title: `${caseTitle(concern, reference)} · next steps`,
      sections,
      help: pages > 1 ? `Page ${shown} of ${pages}. ${counted(all)}` : counted(all),
      buttons: [
        button('concern/open', reference, { label: 'Back to the case' }),
        ...(toTake.some(mayBeUnneeded) && may('concern/not-needed')
          ? [button('concern/not-needed', reference, { given: { page: String(shown) } })]
          : []),
        ...(shown > 1 ? [turn(shown - 1, 'Earlier')] : []),
        ...(shown < pages ? [turn(shown + 1, 'Later')] : []),
      ],
    },
    fades: putAway(of),
  };
}

interface RowOf {
  readonly concern: Concern;
  readonly person: PersonId;
  readonly page: number;
  readonly of: CardContext;
}

function rowOf(standing: StepStanding, { concern, person, page, of }: RowOf): CardData {
  const { rule, state } = standing;
  const isOwed = state === 'to-do' && rule.isOwed ? 'owed before it can be closed' : '';
  const link = rule.guidance === undefined ? undefined : guidanceLink(rule.guidance);
  const who = saidWhoAndWhen(concern, rule, of.school);
  const first = [state === 'to-do' ? who : saidTaken(standing, of), isOwed, rule.source].filter((part) => part !== '');
  const lines = [first.join(' · '), ...(link === undefined ? [] : [`${link.title}: ${link.address}`])];
  return { title: rule.words, detail: lines.join('\n'), buttons: buttonsOf(standing, { concern, person, page, of }) };
}

/** What does a step: its own command, where it has one, or a press. */
function buttonsOf(standing: StepStanding, { concern, person, page, of }: RowOf): readonly Button[] {
  const { rule, state } = standing;
  if (state !== 'to-do') return [];
  const { school, reference } = of;
  if (!mayTick(standing)) {
    const { command } = rule;
    const isOffered = command !== undefined && refusalFor(concern, command, person, school) === undefined;
    return isOffered ? [button(command, reference)] : [];
  }
  const tick = rule.choices === undefined ? 'concern/tick' : 'concern/tick-choices';
  if (refusalFor(concern, tick, person, school) !== undefined) return [];
  return [button(tick, reference, { given: { step: rule.id, page: String(page) } })];
}
