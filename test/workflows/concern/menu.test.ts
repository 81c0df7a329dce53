import { describe, expect, it } from 'vitest';
import type { Gathered } from '../../../src/domain/gathering.ts';
import type { Button } from '../../../src/domain/message.ts';
import { actorOf, type PersonId } from '../../../src/domain/people.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import { subjects } from '../../../src/workflows/concern/menu-subjects.ts';
import { offered } from '../../../src/workflows/concern/offers.ts';
import type { ConcernState } from '../../../src/workflows/concern/state.ts';
import {
  aConcern,
  buttonsOf,
  everyStatus,
  give,
  given,
  monday,
  reference,
  someAnswers,
  stateAfter,
  textsOf,
} from '../../support/concern.ts';
import { aSchool, by, people, stranger } from '../../support/school.ts';
import { casts } from './matrix-casts.ts';

const school = aSchool();
const everybody: readonly PersonId[] = [...Object.values(people), stranger];

interface Section {
  readonly title: string;
  readonly rows: readonly unknown[];
  readonly buttons: readonly Button[];
}

/** What somebody sees behind More, or on the case itself; nothing where they may not look. */
function shownTo(person: PersonId, state: ConcernState, command: 'concern/more' | 'concern/open') {
  const outcome = give(state, command, {}, { at: monday, by: actorOf(person), school, reference });
  return outcome.kind === 'decision' ? outcome.reply : undefined;
}

function sectionsOf(reply: ReturnType<typeof shownTo>): readonly Section[] {
  return (reply?.data['sections'] ?? []) as unknown as readonly Section[];
}

const commandsIn = (sections: readonly Section[]) => sections.flatMap(({ buttons }) => buttonsOf([...buttons]));

describe('what is behind More', () => {
  it.each(casts)('is all that somebody is offered, each thing once and nothing else: $what', (cast) => {
    for (const status of everyStatus)
      for (const person of everybody) {
        const state = cast.at(status);
        const sections = sectionsOf(shownTo(person, state, 'concern/more'));
        // Who stands in other concerns too is known where it is opened in the application, and not here.
        const offers = offered(state, person, school).filter((command) => command !== 'concern/compare-person');
        expect(commandsIn(sections).toSorted(), `${status}, ${person}`).toEqual(offers.toSorted());
        const onTheCase = buttonsOf(shownTo(person, state, 'concern/open')?.data['buttons']);
        const others = ['concern/more', 'concern/put-away'];
        expect(offers).toEqual(expect.arrayContaining(onTheCase.filter((command) => !others.includes(command))));
      }
  });

  it.each(casts)('stands by subject, with nothing said of a subject that has nothing: $what', (cast) => {
    for (const status of everyStatus)
      for (const person of everybody) {
        const sections = sectionsOf(shownTo(person, cast.at(status), 'concern/more'));
        const titles = sections.map(({ title }) => title);
        expect(titles).toEqual(subjects.map(({ title }) => title).filter((title) => titles.includes(title)));
        for (const { title, rows, buttons } of sections) {
          const ofSubject = subjects.find((one) => one.title === title)?.commands ?? [];
          expect([rows, buttons.length > 0]).toEqual([[], true]);
          expect(ofSubject).toEqual(expect.arrayContaining([...buttonsOf([...buttons])]));
        }
      }
  });

  it('is for those who read the case, and for nobody else', () => {
    const state = stateAfter(aConcern('handled'));
    const may = everybody.filter((person) => shownTo(person, state, 'concern/more') !== undefined);
    expect(may.toSorted()).toEqual([people.dsl, people.deputy].toSorted());
    given(aConcern('handled')).when('concern/more', by.teacher).thenRefused('not-yours');
  });

  it('[R198] shows nothing of what was written or who is named, so that it is no reading', () => {
    const answers = someAnswers({ names: 'Robin Marker, 9B', narrative: 'MARKER', website: 'marker.example' });
    const shown = given(aConcern('handled', { answers })).when('concern/more', by.dsl);
    shown.thenHappens();
    expect(shown.messages).toEqual([]);
    expect(textsOf(shown.reply?.data).join('\n')).not.toMatch(/marker|Robin|9B|Osei/i);
    expect(shown.reply).toMatchObject({
      slot: `view:${people.dsl}`,
      card: 'list',
      preview: `Concern ${reference}`,
      data: { title: `Concern ${reference} · being handled · what else`, help: '' },
      fades: { card: 'notice', preview: `Concern ${reference} was shown here and has been put away.` },
    });
  });

  it('leads back to the case, and is shown in its place', () => {
    const opened = given(aConcern('handled')).when('concern/open', by.dsl);
    const { reply } = given(opened.history).when('concern/more', by.dsl);
    expect(reply?.slot).toBe(opened.reply?.slot);
    expect(reply?.data['buttons']).toMatchObject([
      { label: 'Back to the case', press: { do: 'concern/open', ref: reference } },
    ]);
  });

  it('compares people only where somebody stands in another case too', () => {
    const answers = someAnswers({ names: 'Robin Ash, 9B' });
    const state = stateAfter(aConcern('handled', { answers }));
    const find = concern.commands['concern/more']?.gathers?.(state, {
      school,
      at: monday,
      by: by.dsl,
      reference,
      data: {},
    });
    const foundBy = find?.kind === 'matches' ? find.findBy : [];
    const other = { reference: 'C-4M8T2X', status: 'closed', shared: { reportedAt: monday }, foundBy };
    const gathered = { kind: 'matches', isWhole: true, records: [other] } as unknown as Gathered;
    const menu = (of?: Gathered) =>
      commandsIn(
        sectionsOf(given(aConcern('handled', { answers })).when('concern/more', by.dsl, {}, monday, of).reply),
      );
    expect(menu()).not.toContain('concern/compare-person');
    expect(menu(gathered)).toContain('concern/compare-person');
  });

  it('is shown again to who asks for it again', () => {
    const { state, reply } = given(aConcern('handled')).when('concern/more', by.dsl, {}, monday);
    const context = { at: monday, by: by.dsl, school, reference };
    expect(concern.again(state, { type: 'concern/more', data: {} }, context)).toEqual(reply);
    const other = { ...context, by: by.teacher };
    expect(concern.again(state, { type: 'concern/more', data: {} }, other)).toBeUndefined();
  });
});
