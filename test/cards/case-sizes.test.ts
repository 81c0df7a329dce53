import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../src/channels/render.ts';
import { drawMessage, drawModal } from '../../src/channels/slack/draw.ts';
import { drawActivity, drawCard } from '../../src/channels/teams/draw.ts';
import type { CardContent } from '../../src/domain/decider.ts';
import { actorOf } from '../../src/domain/people.ts';
import { button } from '../../src/workflows/concern/buttons.ts';
import type { ConcernCommand } from '../../src/workflows/concern/command-data.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { subjects } from '../../src/workflows/concern/menu-subjects.ts';
import type { Concern } from '../../src/workflows/concern/state.ts';
import { problemsOf } from '../support/adaptive-cards.ts';
import { blockKitProblems } from '../support/block-kit.ts';
import { aConcern, buttonsOf, monday, reference, someAnswers, stateAfter } from '../support/concern.ts';
import { aSchool, by, people } from '../support/school.ts';
import { partsOf } from '../support/teams-person.ts';
import { casts } from '../workflows/concern/matrix-casts.ts';

const school = aSchool();
const [teams, slack] = [createRenderer('teams'), createRenderer('slack')];
/** The longest that a slot may be. */
const slot = `view:${'x'.repeat(100)}@oakfield.example`;
const statuses = ['new', 'acknowledged', 'handled', 'closed'] as const;

/** Every page of a case, and what is behind its More, as each who reads it sees them. */
function shownOf(state: Concern, name: string): readonly (readonly [name: string, content: CardContent])[] {
  return Object.values(people).flatMap((person) => {
    const context = { at: monday, by: actorOf(person), school, reference };
    const reply = (type: string, page = 1) => {
      const outcome = concern.decide(state, { type, data: { page } }, context);
      return outcome.kind === 'decision' ? outcome.reply : undefined;
    };
    const first = reply('concern/open');
    const pages = Number(/ of (\d+)$/.exec(String(first?.data['page']))?.[1] ?? 1);
    const all = [
      first,
      reply('concern/more'),
      ...Array.from({ length: pages }, (_, at) => reply('concern/open', at + 1)),
    ];
    return all.flatMap((one, at) => (one === undefined ? [] : [[`${name}, ${person}, ${at}`, one] as const]));
  });
}

/** A case to which so much was added that it has several pages, each of them as full as it gets. */
const long = (text: string, notes: number) =>
  stateAfter(
    aConcern('handled', {
      answers: someAnswers({ kind: 'sexual-harassment', danger: 'yes', narrative: text }),
      followedBy: Array.from({ length: notes }, () => [{ type: 'NoteAdded', text }, by.dsl]),
    }),
  ) as Concern;

const shown = [
  ...casts.flatMap((cast) => statuses.flatMap((status) => shownOf(cast.at(status), `${cast.what}, ${status}`))),
  ...shownOf(long('WORDS and more of them. '.repeat(400), 3), 'long notes'),
  ...shownOf(long('Rang home.', 80), 'many notes'),
  ...shownOf(long('She said "no", and "no" again. '.repeat(30), 12), 'notes of some length'),
];

/** Of each of these, one at the most is offered: the first is left out of the fullest menu. */
const apart: readonly (readonly [ConcernCommand, ConcernCommand])[] = [
  ['concern/close', 'concern/reopen'],
  ['concern/acknowledge', 'concern/reopen'],
  ['concern/recommend-sanction', 'concern/set-sanction'],
  ['concern/propose-no-police', 'concern/agree'],
];

/** What Teams would be sent, in KB as it counts them. */
function weightInTeams(content: CardContent): number {
  return Buffer.byteLength(JSON.stringify(drawActivity(teams, content, { setting: 'chat', slot })), 'utf16le') / 1_024;
}

/** Where the case leads to two others as well, and on and back. */
function withEveryTurn(content: CardContent): CardContent {
  const turn = (label: string) => button('concern/open', reference, { label, given: { page: '99' } });
  const turns = ['Earlier', 'Later', 'Open C-7K3Q9F', 'Open C-4M8T2X'].map(turn);
  return { ...content, data: { ...content.data, turns, page: 'Page 99 of 100' } };
}

describe('a case and what is behind its More', () => {
  it('are looked at in many kinds of case, on many pages', () => {
    expect(shown.length).toBeGreaterThan(300);
    expect(shown.some(([, { data }]) => /^Page \d of [4-9]/.test(String(data['page'])))).toBe(true);
  });

  it('stay below 24 KB in Teams, with everything that may stand below a page', () => {
    const sizes = shown.map(([name, content]) => {
      const whole = content.card === 'case-file' ? withEveryTurn(content) : content;
      return { name, size: weightInTeams(whole) };
    });
    expect(sizes.filter(({ size }) => size > 24)).toEqual([]);
  });

  it('are taken by both chats, with at most three buttons in a row in Teams, and one of an open case primary', () => {
    for (const [name, content] of shown) {
      const card = drawCard(teams, content, { setting: 'chat', slot });
      expect(problemsOf(card), name).toEqual([]);
      const rows = partsOf(card).flatMap(({ actions }) => (Array.isArray(actions) ? [actions] : []));
      expect(Math.max(...rows.map(({ length }) => length)), name).toBeLessThanOrEqual(3);
      const primary = rows.flat().filter(({ style }: { style?: string }) => style === 'positive');
      // To reopen what is closed is nobody's likely next step.
      const isClosed = buttonsOf(content.data).includes('concern/reopen');
      expect(primary, name).toHaveLength(content.card === 'list' || isClosed ? 0 : 1);
      expect(blockKitProblems('modal', drawModal(slack, content, { slot })), name).toEqual([]);
      expect(blockKitProblems('message', drawMessage(slack, content, { slot })), name).toEqual([]);
    }
  });

  it('never offer together what rules each other out', () => {
    for (const [name, { data }] of shown)
      for (const [one, other] of apart) {
        const offered = buttonsOf(data);
        expect([name, offered.includes(one) && offered.includes(other)]).toEqual([name, false]);
      }
  });

  it('would stay below 24 KB even with every other command at a time', () => {
    const without = new Set<string>(apart.map(([one]) => one));
    const sections = subjects.map(({ title, commands }) => ({
      title,
      empty: '',
      rows: [],
      buttons: commands.filter((one) => !without.has(one)).map((one) => button(one, reference)),
    }));
    const [, menu] = shown.find(([, { card }]) => card === 'list') ?? [];
    if (menu === undefined) throw new Error('no case has anything behind its More');
    const fullest = { ...menu, data: { ...menu.data, sections } };
    expect(sections.flatMap(({ buttons }) => buttons).length).toBeGreaterThan(30);
    expect(weightInTeams(fullest)).toBeLessThan(24);
    expect(blockKitProblems('modal', drawModal(slack, fullest, { slot }))).toEqual([]);
    expect(blockKitProblems('message', drawMessage(slack, fullest, { slot }))).toEqual([]);
  });
});
