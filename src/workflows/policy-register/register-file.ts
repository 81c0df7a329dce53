import type { CardContent, Reply } from '../../domain/decider.ts';
import type { Button } from '../../domain/message.ts';
import { paginate, type Said } from '../../domain/pages.ts';
import type { PersonId } from '../../domain/people.ts';
import { viewSlot } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import type { RegisterCommand } from './command-data.ts';
import { isDueFor, isInForce, yearNow } from './plan.ts';
import { refusalFor } from './refusals.ts';
import type { Listed, Register } from './state.ts';
import { counted, saidListed } from './words.ts';

/** What an open page of the register shows. */
export interface PageOf {
  readonly title: string;
  readonly caution: string;
  readonly blocks: readonly Said[];
  readonly page: number;
  /** The command that turns its pages. */
  readonly turnedBy: RegisterCommand & ('policy-register/open' | 'policy-register/roll-over');
  readonly buttons: readonly Button[];
}

/** Every policy of the school with its version, its owner and its next review, the soonest first (R170). */
export function registerFile(register: Register, person: PersonId, page: number, of: CardContext): Reply {
  const { policies } = register;
  const [school, at] = [of.school, of.at];
  const blocks = policies
    .toSorted(soonestFirst)
    .map((listed) => ({ heading: listed.title, text: saidListed(listed, school, at) }));
  const mayRoll = refusalFor(register, 'policy-register/roll-over', person, school) === undefined;
  const isDue = policies.some((listed) => isDueFor(yearNow(school, at), listed));
  const rollOver = button('policy-register/roll-over', of.reference, { primary: isDue, opens: true });
  return pageReply(person, of, {
    title: `Policies and agreements · ${policies.filter(({ status }) => isInForce(status)).length} in force`,
    caution: '',
    blocks: blocks.length === 0 ? [{ heading: '', text: 'No policy has been published here yet.' }] : blocks,
    page,
    turnedBy: 'policy-register/open',
    buttons: mayRoll ? [rollOver] : [],
  });
}

/** A page of what somebody opened; put away after a while, where it stands in a chat. */
export function pageReply(person: PersonId, of: CardContext, shown: PageOf): Reply {
  const { reference } = of;
  const pages = paginate(shown.blocks);
  const page = Math.min(shown.page, pages.length);
  const turn = (to: number, label: string) => button(shown.turnedBy, reference, { label, given: { page: String(to) } });
  return {
    slot: viewSlot(person),
    card: 'case-file',
    preview: 'Policies and agreements',
    data: {
      title: shown.title,
      attention: false,
      caution: shown.caution,
      blocks: (pages[page - 1] ?? []).map(({ heading, text }) => ({ heading, text })),
      page: pages.length > 1 ? `Page ${page} of ${pages.length}` : '',
      turns: [...(page > 1 ? [turn(page - 1, 'Back')] : []), ...(page < pages.length ? [turn(page + 1, 'More')] : [])],
      buttons: [...shown.buttons, button('policy-register/put-away', reference, { chatOnly: true })],
      more: [],
    },
    fades: putAway(of),
  };
}

/** What stands in the chat when the register is no longer shown there. */
export function putAway({ reference }: CardContext): CardContent {
  const text = 'The policy register was shown here and has been put away.';
  const buttons = [button('policy-register/open', reference, { label: 'Open again', opens: true })];
  return { card: 'notice', preview: text, data: { title: '', lines: [text], buttons } };
}

/** How many policies there are, and how many of them are in force, in words. */
export function saidCount({ policies }: Register): string {
  const inForce = policies.filter(({ status }) => isInForce(status)).length;
  return `${counted(policies.length, 'policy', 'policies')}, ${inForce} in force`;
}

/** Those in force first, by their next review; then the others. */
function soonestFirst(one: Listed, other: Listed): number {
  const key = ({ status, nextReview, title }: Listed) =>
    [isInForce(status) ? '0' : '1', nextReview ?? '9999', title].join(' ');
  return key(one) < key(other) ? -1 : 1;
}
