import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src/domain/instant.ts';
import type { Message } from '../../../src/domain/message.ts';
import type { Actor } from '../../../src/domain/people.ts';
import type { SiteCommand } from '../../../src/workflows/site-access/command-data.ts';
import { people } from '../../support/school.ts';
import { forTwo, givenSite, requestAnswers, who } from '../../support/site-access.ts';

const until = { untilDate: '2026-11-23', untilTime: '11:00', why: 'Letters from the trenches.' };

type Step = readonly [command: SiteCommand, by: Actor, data: object, at?: Instant];
const asks = (answers: object = {}): Step => ['site-access/request', who.teacher, requestAnswers({ ...answers })];
const approves = (by: Actor): Step => ['site-access/approve', by, until];
/** From when it was agreed to until it is blocked again, in the ordinary course. */
const course: readonly Step[] = [
  ['site-access/opened', who.it, {}],
  ['site-access/remind-of-end', who.clock, {}, '2026-11-23T10:45:00.000Z'],
  ['site-access/reach-end', who.clock, {}, '2026-11-23T11:00:00.000Z'],
  ['site-access/blocked-again', who.it, {}],
];

/** What comes to each place anew, by slot, in order: all else only changes what stands there. */
function comesAnew(steps: readonly Step[]) {
  const came: { readonly place: string; readonly what: string }[] = [];
  const stands = new Set<string>();
  let now = givenSite();
  for (const [command, by, data, at] of steps) {
    const given = now.when(command, by, data, at);
    expect(given.outcome, command).toMatchObject({ kind: 'decision' });
    for (const message of given.messages) {
      const isNew = message.fresh === true || !stands.has(message.slot);
      stands.add(message.slot);
      if (isNew && message.onlyEdits !== true) came.push({ place: placeOf(message), what: saidSlot(message) });
    }
    if (given.reply !== undefined) stands.add(given.reply.slot);
    now = given.afterwards;
  }
  return Object.fromEntries(
    [...new Set(came.map(({ place }) => place))].map((place) => [
      place,
      came.filter((one) => one.place === place).map(({ what }) => what),
    ]),
  );
}

function placeOf({ to }: Message): string {
  return to.kind === 'person' ? to.person : to.kind;
}

function saidSlot({ slot, preview }: Message): string {
  return slot.startsWith('line:') ? preview : slot.replace(/:[^:]*@.*$/, '');
}

describe('what one request brings to everybody, from the asking to when it is blocked again', () => {
  it('is one card each, and a message at each turn for who has to act or to know', () => {
    expect(comesAnew([asks(), approves(who.dsl), ...course])).toEqual({
      // The receipt stands where they asked, and changes there.
      [people.teacher]: ['access', 'access', 'access'],
      channel: ['case'],
      thread: [
        'Approved by the Designated Safeguarding Lead, 09:06. Until Mon 23 Nov, 11:00. It is with the network manager to open.',
        'Blocked again by the network manager, 11:01.',
      ],
      [people.coordinator]: ['case'],
      [people.networkManager]: ['job', 'job'],
    });
  });

  it('is one message more where somebody else supervises, and where a second has to agree', () => {
    const steps = [
      asks({ ...forTwo, supervisor: people.otherTeacher }),
      approves(who.coordinator),
      approves(who.head),
      ...course,
    ];
    const { [people.otherTeacher]: supervisor, [people.head]: head, [people.teacher]: teacher } = comesAnew(steps);
    expect(supervisor).toEqual(['supervisor']);
    expect(head).toEqual(['case']);
    expect(teacher).toEqual(['access', 'access', 'access']);
  });

  it('is one message with the reason where it is declined', () => {
    const declined = comesAnew([asks(), ['site-access/decline', who.dsl, { reason: 'There is a better one.' }]]);
    expect(declined[people.teacher]).toEqual(['told:declined']);
    expect(declined[people.networkManager]).toBeUndefined();
  });
});
