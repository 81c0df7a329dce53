import type { Button, Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { itOf, slots } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import { open } from './figures.ts';
import { isPast } from './pace.ts';
import type { Campaign } from './state.ts';
import { has, people, peopleHave, saidDue, saidUnreached, saidWhich, titleFact } from './words.ts';

// Who hears of those who have not: one card each, which changes as their number does. It says how many, never who.

/** Who hears, and of how many. */
interface Heard {
  readonly person: PersonId;
  readonly count: number;
  /** How many of them were never reached. */
  readonly unreached: number;
}

/** To a line manager, of those whom they manage. */
export function managerCard(campaign: Campaign, of: CardContext, { person, count, unreached }: Heard): Message {
  const days = of.school.policies.remind.manager;
  return card(campaign, of, person, {
    slot: slots.manager(person),
    count,
    unreached,
    whose: 'you manage',
    days,
    of: 'mine',
  });
}

/** To the co-ordinator, of those without a line manager who hears. */
export function unmanagedCard(campaign: Campaign, of: CardContext, { person, count, unreached }: Heard): Message {
  const days = of.school.policies.remind.manager;
  const whose = 'for whom no line manager hears';
  return card(campaign, of, person, { slot: slots.unmanaged(person), count, unreached, whose, days, of: 'all' });
}

/** To the head, of everybody. */
export function headCard(campaign: Campaign, of: CardContext, { person, count, unreached }: Heard): Message {
  const days = of.school.policies.remind.head;
  return card(campaign, of, person, { slot: slots.head(person), count, unreached, whose: '', days, of: 'all' });
}

/** How many have not signed an agreement past its date: IT decides on their access to the internet by it (R163). */
export function unsignedCards(
  campaign: Campaign,
  { count, unreached }: Omit<Heard, 'person'>,
  of: CardContext,
): readonly Message[] {
  const { wording, figures } = campaign.file;
  const due = saidDue(campaign, of.school, of.at);
  return itOf(of.school).map((person) => {
    const isOver = count === 0;
    const isLater = isOver && campaign.status !== 'complete' && figures !== null && open(figures) > 0;
    const said = isLater ? 'Nobody is late' : isOver ? 'Everybody has signed' : `${peopleHave(count)} not signed`;
    return toPerson(person, slots.it(person), {
      title: `${saidWhich(wording)} · ${isLater ? 'nobody late' : isOver ? 'everybody has signed' : 'not signed by all'}`,
      facts: [
        titleFact(wording),
        {
          label: 'Not signed',
          value: isLater
            ? `nobody who is late: to be signed by ${due}`
            : isOver
              ? 'nobody'
              : `${people(count)}${saidUnreached(count, unreached)}, to be signed by ${due}`,
        },
        { label: 'Why you', value: 'Access to the internet depends on signing (policy, section 3.3).' },
      ],
      buttons: isOver ? [] : [showButton(of, 'Show who', 'unsigned')],
      preview: said,
    });
  });
}

interface LateCard {
  readonly slot: string;
  readonly count: number;
  readonly unreached: number;
  readonly whose: string;
  readonly days: number;
  readonly of: 'mine' | 'all';
}

function card(campaign: Campaign, of: CardContext, person: PersonId, late: LateCard): Message {
  const { wording } = campaign.file;
  const { count, unreached, whose, days } = late;
  const who = whose === '' ? people(count) : `${people(count)} ${whose}`;
  const isOver = count === 0;
  const verb = count === 1 ? 'has' : 'have';
  const nobody = `Nobody${whose === '' ? '' : ` ${whose}`}`;
  const said = isOver ? `${nobody} is outstanding for that long any more` : `${who} ${verb} not yet ${has(wording)}`;
  const label = isPast(campaign.file.dueBy, of) ? 'Late' : 'Outstanding';
  return toPerson(person, late.slot, {
    title: `${saidWhich(wording)} · ${isOver ? 'nobody outstanding for long' : `not ${has(wording)}`}`,
    facts: [
      titleFact(wording),
      {
        label,
        value: isOver ? said : `${said}, ${days} days or more after they were asked${saidUnreached(count, unreached)}`,
      },
      { label: wording.isSigned ? 'Sign by' : 'Read by', value: saidDue(campaign, of.school, of.at) },
    ],
    buttons: isOver ? [] : [showButton(of, late.of === 'mine' ? 'Who' : 'Who has not', late.of)],
    preview: `${said}.`,
  });
}

function showButton({ reference }: CardContext, label: string, of: 'mine' | 'all' | 'unsigned'): Button {
  return button('campaign/who-has-not', reference, { label, primary: true, given: { of } });
}

interface Content {
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly buttons: readonly Button[];
  readonly preview: string;
}

function toPerson(person: PersonId, slot: string, { preview, title, facts, buttons }: Content): Message {
  const data = { title, attention: false, facts: facts.map((fact) => ({ ...fact })), buttons };
  return { slot, to: { kind: 'person', person }, card: 'case', data, preview };
}
