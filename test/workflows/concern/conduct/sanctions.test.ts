import { describe, expect, it } from 'vitest';
import { type Actor, actorOf } from '../../../../src/domain/people.ts';
import type { School } from '../../../../src/domain/school.ts';
import { handlersOf, leadersOf, partsOf } from '../../../../src/workflows/concern/access.ts';
import type { ConcernCommand } from '../../../../src/workflows/concern/command-data.ts';
import { breachCategories } from '../../../../src/workflows/concern/conduct/breaches.ts';
import { concern } from '../../../../src/workflows/concern/index.ts';
import { offered } from '../../../../src/workflows/concern/offers.ts';
import { breachesOf, conductRules, sanctionsOf } from '../../../../src/workflows/concern/rules/conduct.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import { aboutHead, aboutStaff, aConcern, given, sampleData, someAnswers, textsOf } from '../../../support/concern.ts';
import { aSchool, by, people } from '../../../support/school.ts';

const forPupil = { whom: 'Robin Ash, 9B', breach: 'banned-site', sanction: 'talk', reason: 'Twice this term.' };
const forStaff = { whom: 'Callum Farrow', breach: 'sharing-passwords', sanction: 'warning', reason: 'Twice.' };
const gross = { ...forStaff, breach: 'offensive-material', sanction: 'suspension' };

const ofPupil = aConcern('acknowledged', { answers: someAnswers({ kind: 'deliberate-access' }) });
const ofStaff = aConcern('acknowledged', { answers: aboutStaff('Callum Farrow'), handler: people.head });
const ofHead = aConcern('acknowledged', { answers: aboutHead(), handler: people.chair });

const concernOf = (state: unknown) => state as Concern;

function recommended(history = ofPupil, data: object = forPupil, handler: Actor = by.dsl) {
  const made = given(history).when('concern/recommend-sanction', handler, data);
  expect(made.outcome).toMatchObject({ kind: 'decision' });
  return made;
}

describe('[R108] only the head sets a sanction, and the DSL recommends one', () => {
  it('a recommendation brings the head the case in their own chat, to decide', () => {
    const made = recommended();
    expect(made.events).toEqual([
      {
        type: 'SanctionRecommended',
        number: 1,
        ...forPupil,
        breachWords: 'Going to a banned site on purpose',
        sanctionWords: 'A talk, and a reminder of the rules',
      },
    ]);
    expect(made.message(`case:${people.head}`)?.card).toBe('case');
    const line = made.messages.find(
      ({ to, card }) => to.kind === 'person' && to.person === people.head && card === 'line',
    );
    expect(line?.preview).toBe('C-7K3Q9F: a sanction is recommended. Open it to decide.');
    expect(JSON.stringify(made.messages)).not.toMatch(/Robin|banned|reminder of the rules|Twice/u);
    const school = aSchool();
    expect(partsOf(concernOf(made.state), people.head, school)).toContain('leader');
    expect(offered(made.state, people.head, school)).toEqual(
      expect.arrayContaining(['concern/set-sanction', 'concern/decline-sanction']),
    );
    const opened = given(made.history).when('concern/open', by.head);
    expect(textsOf(opened.reply?.data).join('\n')).toContain(
      'waits for a decision: A talk, and a reminder of the rules',
    );
  });

  it('is made out beforehand to whoever did it, and to nobody whom it happened to', () => {
    const filled = (overrides: Parameters<typeof someAnswers>[0]) => {
      const { state } = given(aConcern('handled', { answers: someAnswers(overrides) }));
      const of = { school: aSchool(), now: '2026-11-23T15:00:00.000Z', by: people.dsl, given: {} };
      const [item] = concern.commands['concern/recommend-sanction']?.form?.(state, of).steps[0]?.items ?? [];
      return (item as { initially?: string } | undefined)?.initially;
    };
    expect(filled({ kind: 'bullying-pupil', capacity: 'victim' })).toBeUndefined();
    expect(filled({ kind: 'self-harm' })).toBeUndefined();
    expect(filled({ kind: 'deliberate-access', capacity: 'instigator' })).toBe('Robin Ash, 9B');
  });

  it('has no category of staff for a pupil, and makes their case no gross misconduct', () => {
    const made = recommended(ofPupil, { ...forPupil, breach: 'getting-round', sanction: 'device-kept' });
    const opened = given(made.history).when('concern/open', by.dsl);
    expect(textsOf(opened.reply?.data).join('\n')).not.toMatch(/gross|online-safety officer/iu);
  });

  it('a handler who tries to set one is told who may, and what they can do', () => {
    for (const command of ['concern/set-sanction', 'concern/decline-sanction'] as const) {
      const tried = given(recommended().history).when(command, by.dsl, { ...forPupil, number: 1 });
      tried.thenRefused('only-the-leader');
      expect(tried.sentence).toBe('Only the head can set a sanction. You can recommend one.');
    }
    expect(offered(recommended().state, people.dsl, aSchool())).not.toContain('concern/set-sanction');
    for (const who of [by.teacher, by.otherTeacher, by.governor, by.chair])
      given(recommended().history).when('concern/set-sanction', who, forPupil).thenRefused('not-yours');
  });

  it('[R003] the head sets what was recommended, or less; who recommended it hears so by role, without what', () => {
    const { history } = recommended();
    const set = given(history).when('concern/set-sanction', by.head, { ...forPupil, number: '1' });
    expect(set.events).toMatchObject([{ type: 'SanctionSet', number: 1, sanction: 'talk', whom: 'Robin Ash, 9B' }]);
    expect(set.lines).toEqual([
      'The head teacher has decided on the sanction that was recommended, 14:08. Open the case to read it.',
    ]);
    expect(set.messages.find(({ to }) => to.kind === 'thread')?.mentions).toEqual([people.dsl]);
    expect(concernOf(set.state).file.conduct.recommended).toMatchObject([{ answer: 'set' }]);
    given(set.history)
      .when('concern/set-sanction', by.head, { ...forPupil, number: 1 })
      .thenRefused('nothing-recommended');
    const read = given(set.history).when('concern/open', by.dsl);
    expect(textsOf(read.reply?.data).join('\n')).toContain(
      'Set by Margaret Elstow, today 14:08: A talk, and a reminder of the rules · Robin Ash, 9B',
    );
  });

  it('the head may set none, with the reason; and one of their own, which those who handle the case hear of', () => {
    const { history } = recommended();
    const declined = given(history).when('concern/decline-sanction', by.head, {
      number: 1,
      reason: 'A talk is enough.',
    });
    declined.thenHappens({ type: 'SanctionDeclined', number: 1, reason: 'A talk is enough.' });
    expect(declined.lines[0]).toContain('The head teacher has decided');
    given(declined.history)
      .when('concern/decline-sanction', by.head, { number: 1, reason: 'Again.' })
      .thenRefused('nothing-recommended');
    const own = given(declined.history).when('concern/set-sanction', by.head, { ...forPupil, number: 'none' });
    expect(own.events).toMatchObject([{ type: 'SanctionSet', number: null }]);
    expect(own.lines).toEqual(['The head teacher has set a sanction, 14:09. Open the case to read it.']);
  });

  it('a decision of the head acknowledges nothing for those who handle the case, and takes it from nobody', () => {
    const { history, state } = recommended();
    const set = given(history).when('concern/set-sanction', by.head, { ...forPupil, number: 1 });
    expect(set.events).toHaveLength(1);
    expect(set.state.status).toBe(state.status);
  });

  it('[R103] a head who handles the case sets one at once, and is not asked to recommend it to themselves', () => {
    const set = given(ofStaff).when('concern/set-sanction', by.head, forStaff);
    expect(set.events).toMatchObject([{ type: 'SanctionSet', number: null, category: 'A' }]);
    given(ofStaff).when('concern/recommend-sanction', by.head, forStaff).thenRefused('yours-to-set');
    expect(offered(given(ofStaff).state, people.head, aSchool())).not.toContain('concern/recommend-sanction');
  });

  it('nobody recommends one where it is about all who could decide: the LADO is asked', () => {
    const names = ['Margaret Elstow', 'Gurpreet Dhanda', 'Patrick Donnellan'];
    const history = names.reduce(
      (before, name) =>
        given(before).when('concern/add-person', by.dsl, { name, kind: 'adult', capacity: 'victim' }).history,
      ofPupil,
    );
    const recommends = given(history).when('concern/recommend-sanction', by.dsl, forPupil);
    recommends.thenRefused('nobody-to-decide');
    expect(recommends.sentence).toContain('LADO');
    expect(offered(given(history).state, people.dsl, aSchool())).not.toContain('concern/recommend-sanction');
  });

  it('[R108] nobody recommends or sets one for who decides on it', () => {
    const ofLeader = { ...forStaff, whom: 'Margaret Elstow, head teacher' };
    given(ofPupil).when('concern/recommend-sanction', by.deputy, ofLeader).thenRefused('decides-on-themselves');
    given(ofStaff).when('concern/set-sanction', by.head, ofLeader).thenRefused('decides-on-themselves');
  });

  it('[R003] the chair sets it where it is about the head, who has no part in it', () => {
    const set = given(ofHead).when('concern/set-sanction', by.chair, { ...forStaff, whom: 'Margaret Elstow' });
    expect(set.events).toMatchObject([{ type: 'SanctionSet' }]);
    for (const command of ['concern/set-sanction', 'concern/decline-sanction', 'concern/recommend-sanction'] as const)
      given(ofHead).when(command, by.head, sampleData[command]).thenRefused('not-yours');
  });

  it('the chair who is asked to agree to something of the head’s reads the case, and sets no sanction in it', () => {
    const proposal = { type: 'AgreementAsked', number: 1, what: 'no-police', reason: 'Nobody is at risk.' } as const;
    const history = aConcern('acknowledged', {
      answers: aboutStaff('Callum Farrow'),
      handler: people.head,
      followedBy: [[proposal, by.head]],
    });
    expect(partsOf(concernOf(given(history).state), people.chair, aSchool())).toContain('leader');
    for (const command of ['concern/set-sanction', 'concern/decline-sanction'] as const)
      given(history)
        .when(command, by.chair, { ...forStaff, number: 1 })
        .thenRefused('only-the-leader');
    expect(given(history).when('concern/set-sanction', by.head, forStaff).outcome.kind).toBe('decision');
  });

  it('nobody sets one in a case about themselves, whatever roles they hold', () => {
    const person = { name: 'Margaret Elstow', kind: 'staff', capacity: 'instigator', detail: '' };
    const added = given(recommended().history).when('concern/add-person', by.dsl, person);
    const concern = concernOf(added.state);
    expect(leadersOf(concern, aSchool())).toEqual([people.chair]);
    given(added.history).when('concern/set-sanction', by.head, forPupil).thenRefused('not-yours');
    const set = given(added.history).when('concern/set-sanction', by.chair, { ...forPupil, number: 1 });
    expect(set.outcome).toMatchObject({ kind: 'decision' });
    given(added.history).when('concern/set-sanction', by.dsl, forPupil).thenRefused('not-yours');
  });
});

describe('[R105] [R106] breaches have a category', () => {
  const school = aSchool();
  const ids = (category: 'A' | 'B') =>
    breachesOf(school, 'staff')
      .filter((one) => one.category === category)
      .map(({ id }) => id);

  it('every one that the policies name, in words of the product, with its source', () => {
    expect(ids('A')).toEqual([
      'personal-use',
      'unchecked-storage',
      'sharing-passwords',
      'unlicensed-software',
      'harmful-post',
    ]);
    expect(ids('B')).toEqual([
      'serious-damage',
      'security-breach',
      'offensive-material',
      'copyright-data',
      'disrepute',
    ]);
    for (const rule of [...conductRules.breaches, ...conductRules.sanctions])
      expect([rule.id, rule.source]).toEqual([rule.id, expect.stringMatching(/^(000|003) section/u)]);
  });

  it('a minor one ends at a warning; what a gross one may lead to goes further [R107]', () => {
    const labels = (id: string) => {
      const breach = breachesOf(school).find((one) => one.id === id);
      return breach === undefined ? [] : sanctionsOf(school, breach).map((one) => one.id);
    };
    expect(labels('sharing-passwords')).toEqual(['warning']);
    expect(labels('offensive-material')).toEqual(['warning', 'equipment-removed', 'suspension', 'disciplinary']);
    given(ofStaff)
      .when('concern/set-sanction', by.head, { ...forStaff, sanction: 'suspension' })
      .thenRefused('no-such-sanction');
    const set = given(ofStaff).when('concern/set-sanction', by.head, gross);
    expect(breachCategories(concernOf(set.state))).toEqual(['B']);
    const read = textsOf(given(set.history).when('concern/open', by.head).reply?.data).join('\n');
    for (const words of ['local online-safety officer', 'LADO or the police', 'suspension', 'disciplinary'])
      expect(read).toContain(words);
  });

  it('pupils have breaches and sanctions of their own, by the behaviour policy', () => {
    const form = (history: typeof ofPupil, school: School = aSchool()) => {
      const { state } = given(history, school);
      const [breach] = [state].flatMap((one) => breachIds(one, school));
      return breach;
    };
    expect(form(ofPupil)).toContain('banned-site');
    expect(form(ofPupil)).not.toContain('sharing-passwords');
    expect(form(ofStaff)).toContain('sharing-passwords');
    expect(form(ofStaff)).not.toContain('banned-site');
  });
});

function breachIds(state: unknown, school: School): readonly (readonly string[])[] {
  const definition = concern.commands['concern/set-sanction']?.form;
  const person = handlersOf(concernOf(state), school)[0] ?? people.dsl;
  const form = definition?.(state as never, { school, now: '2026-11-23T14:30:00.000Z', by: person, given: {} });
  const items = form?.steps.flatMap((step) => step.items) ?? [];
  const question = items.find((item) => item.kind !== 'note' && item.id === 'breach');
  return question?.kind === 'choice' ? [(question.choices ?? []).map(({ value }) => value)] : [];
}

describe('[R109] a school has its own list', () => {
  const decided = { author: people.head, reason: 'Decided with the governors.', date: '2026-09-07' };
  const school = aSchool({
    concerns: {
      breaches: [
        { id: 'lost-pass', words: 'A visitor pass lent to somebody', category: 'A', ...decided },
        { id: 'personal-use', words: 'Shopping in lessons', category: 'B', ...decided },
      ],
      sanctions: [{ id: 'training', words: 'Training to be taken again', ...decided }],
    },
  });

  it('on top of that of the policies, and in place of an entry of it', () => {
    const own = breachesOf(school, 'staff');
    expect(own.filter(({ id }) => id === 'personal-use')).toMatchObject([
      { words: 'Shopping in lessons', category: 'B' },
    ]);
    expect(own.map(({ id }) => id)).toContain('lost-pass');
    expect(breachesOf(school, 'pupils').map(({ id }) => id)).toContain('lost-pass');
    expect(breachesOf(school, 'pupils').map(({ id }) => id)).not.toContain('personal-use');
    const set = given(ofStaff, school).when('concern/set-sanction', by.head, {
      ...forStaff,
      breach: 'lost-pass',
      sanction: 'training',
    });
    expect(set.events).toMatchObject([
      { breachWords: 'A visitor pass lent to somebody', sanctionWords: 'Training to be taken again' },
    ]);
  });

  it('and a case keeps what breach and sanction were called on that day', () => {
    const set = given(ofStaff, school).when('concern/set-sanction', by.head, {
      ...forStaff,
      breach: 'lost-pass',
      sanction: 'training',
    });
    const read = given(set.history).when('concern/open', by.head);
    expect(textsOf(read.reply?.data).join('\n')).toContain('A visitor pass lent to somebody');
    given(ofStaff)
      .when('concern/set-sanction', by.head, { ...forStaff, breach: 'lost-pass', sanction: 'training' })
      .thenRefused('no-such-breach');
  });

  it('is refused without who decided it, why and when', () => {
    const { author: _, ...nobody } = decided;
    expect(() =>
      aSchool({ concerns: { breaches: [{ id: 'lost-pass', words: 'Lent', category: 'A', ...nobody } as never] } }),
    ).toThrow();
  });
});

describe('[R110] a case of a member of staff to whom something was done', () => {
  const answers = someAnswers({ kind: 'bullying-staff', about: 'adult', names: undefined, adultNames: 'A parent' });

  it('is recorded and handled by the same commands as that of a pupil, by fewer people', () => {
    const everyday: readonly ConcernCommand[] = [
      'concern/acknowledge',
      'concern/note',
      'concern/record-action',
      'concern/refer',
      'concern/add-person',
      'concern/add-evidence',
      'concern/steps',
      'concern/ask-it',
    ];
    const school = aSchool();
    const staffCase = given(aConcern('new', { answers }));
    const pupilCase = given(aConcern('new', { answers: someAnswers({ kind: 'bullying-pupil' }) }));
    const handlerOf = (state: unknown) =>
      Object.values(people).filter((person) => partsOf(concernOf(state), person, school).includes('handler'));
    const handlers = handlerOf(staffCase.state);
    expect(handlers.length).toBeGreaterThan(0);
    expect(handlers.length).toBeLessThan(handlerOf(pupilCase.state).length);
    const [first = people.head] = handlers;
    // The same record, with its history, its steps and its closing.
    for (const command of everyday) {
      expect(offered(pupilCase.state, people.dsl, school)).toContain(command);
      expect(offered(staffCase.state, first, school)).toContain(command);
    }
    const channel = given(aConcern('new', { answers })).when('concern/note', actorOf(first), { text: 'Seen.' });
    expect(channel.messages.filter(({ to }) => to.kind !== 'person')).toEqual([]);
  });
});
