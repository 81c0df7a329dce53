import { describe, expect, it } from 'vitest';
import { agencyKinds, agencyWords } from '../../../../src/domain/agencies.ts';
import type { Choice, Form } from '../../../../src/domain/form.ts';
import type { Instant } from '../../../../src/domain/instant.ts';
import type { PersonId } from '../../../../src/domain/people.ts';
import type { School } from '../../../../src/domain/school.ts';
import { fittingAgencies } from '../../../../src/workflows/concern/agencies/fitting.ts';
import { saidAgency } from '../../../../src/workflows/concern/agencies/said-agency.ts';
import { kinds } from '../../../../src/workflows/concern/choices.ts';
import { concern } from '../../../../src/workflows/concern/index.ts';
import { checkRules, fittingRules, ladoQuestions } from '../../../../src/workflows/concern/rules/agencies.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import { aboutStaff, aConcern, given, monday, someAnswers, stateAfter } from '../../../support/concern.ts';
import { aSchool, by, people } from '../../../support/school.ts';

/** One agency of each kind, in an order that fits no case. */
const everyAgency = agencyKinds.toReversed().map((kind, index) => ({
  id: `number-${index}`,
  kind,
  name: `The ${kind} office`,
  telephone: `01632 9603${String(index).padStart(2, '0')}`,
  lastChecked: '2026-10-01',
}));
const everywhere = aSchool({ agencies: everyAgency });

interface FormOf {
  readonly answers?: ReturnType<typeof someAnswers>;
  readonly school?: School;
  readonly person?: PersonId;
  readonly now?: Instant;
  readonly command?: 'concern/refer' | 'concern/advice';
}

function formOf(of: FormOf = {}): Form {
  const { school = everywhere, person = people.dsl, now = monday, command = 'concern/refer' } = of;
  const state = stateAfter(aConcern('handled', { answers: of.answers ?? someAnswers(), school }));
  const form = concern.commands[command]?.form?.(state, { school, now, by: person, given: {} });
  if (form === undefined) throw new Error('the command has no form');
  return form;
}

function choicesIn(form: Form): readonly Choice[] {
  const items = form.steps.flatMap((step) => step.items);
  return items.flatMap((item) => (item.kind !== 'note' && item.id === 'agency' ? (item.choices ?? []) : []));
}

function notesIn(form: Form): string {
  return form.steps
    .flatMap(({ items }) => items.flatMap((item) => (item.kind === 'note' ? [item.text] : [])))
    .join('\n');
}

const first = (answers: ReturnType<typeof someAnswers>, command: FormOf['command'] = 'concern/refer') =>
  choicesIn(formOf({ answers, command }))
    .slice(0, 3)
    .map(({ value }) => everyAgency.find(({ id }) => id === value)?.kind);

describe('the agencies that a case may go to', () => {
  it('[R206] are those of the school file, every one of them, and any other one by its name', () => {
    const values = choicesIn(formOf()).map(({ value }) => value);
    expect(new Set(values)).toEqual(new Set([...everyAgency.map(({ id }) => id), 'kind:other']));
    expect(values.at(-1)).toBe('kind:other');
  });

  it('[R082] [R083] stand first where they fit: extremism goes to MASH and Prevent', () => {
    expect(first(someAnswers({ kind: 'extremism' }))).toEqual(['social-care', 'prevent', 'channel']);
  });

  it('[R097] for grooming and exploitation: the police, MASH, CEOP', () => {
    const groomed = ['police', 'social-care', 'ceop'];
    expect(first(someAnswers({ kind: 'contact-by-adult' }))).toEqual(groomed);
    expect(first(someAnswers({ outsideHarm: ['criminal'] }))).toEqual(groomed);
    expect(first(someAnswers({ kind: 'sexual-harassment', harassment: ['coercion'] }))).toEqual(groomed);
  });

  it('[R099] about a member of staff: the LADO, then HR', () => {
    const school = everywhere;
    const [lado, hr] = choicesIn(formOf({ answers: aboutStaff('Callum Farrow'), school, person: people.head }));
    expect([lado?.label, hr?.label]).toEqual([
      expect.stringContaining('The lado office'),
      expect.stringContaining('The hr office'),
    ]);
  });

  it('[R114] for bullying, of a pupil or of a member of staff: the anti-bullying adviser and the police', () => {
    for (const answers of [someAnswers({ kind: 'bullying-pupil' }), someAnswers({ kind: 'bullying-staff' })]) {
      const fitting = fittingAgencies(stateAfter(aConcern('handled', { answers })) as Concern);
      expect(fitting[0]).toBe('anti-bullying');
      expect(fitting).toContain('police');
    }
  });

  it('[R080] for a child at risk: MASH and the child-protection liaison officer', () => {
    const fitting = fittingAgencies(
      stateAfter(aConcern('handled', { answers: someAnswers({ kind: 'self-harm' }) })) as Concern,
    );
    expect(fitting).toEqual(expect.arrayContaining(['social-care', 'child-protection-liaison']));
  });

  it('[R026] for a breach of the network: the local authority’s online-safety officer', () => {
    expect(first(someAnswers({ kind: 'data-breach' }))[0]).toBe('online-safety-officer');
  });

  it('[R062] for advice, MASH stands first whatever the case, but for a colleague’s', () => {
    expect(first(someAnswers(), 'concern/advice')[0]).toBe('social-care');
    expect(first(someAnswers({ kind: 'bullying-pupil' }), 'concern/advice')[0]).toBe('social-care');
    const staff = formOf({ answers: aboutStaff('Callum Farrow'), person: people.head, command: 'concern/advice' });
    expect(choicesIn(staff)[0]?.label).toContain('The lado office');
  });

  it('[R206] are offered with person, number and the day when it was checked', () => {
    const school = aSchool({
      agencies: [
        {
          id: 'mash',
          name: 'MASH',
          contact: 'Duty desk',
          telephone: '01632 960201',
          lastChecked: '2026-09-01',
        },
        { id: 'police', name: 'Police', telephone: '01632 960202', lastChecked: '2025-09-20' },
      ],
    });
    const form = formOf({ school, answers: someAnswers({ kind: 'extremism' }) });
    expect(notesIn(form)).toContain('MASH: Duty desk, 01632 960201, last checked Tue 1 Sep');
    expect(notesIn(form)).toContain('Police: 01632 960202, not checked for 14 months');
    expect(choicesIn(form)).toContainEqual({ value: 'mash', label: 'MASH · 01632 960201' });
    expect(choicesIn(form)).toContainEqual({
      value: 'police',
      label: 'Police · 01632 960202 · not checked for 14 months',
    });
  });

  it('[R097] [R083] are offered where they fit also when the school file lacks them, and it says so', () => {
    const groomed = formOf({ school: aSchool(), answers: someAnswers({ kind: 'contact-by-adult' }) });
    expect(choicesIn(groomed)).toContainEqual({ value: 'kind:ceop', label: 'CEOP · not in the school file' });
    expect(notesIn(groomed)).toContain('CEOP: CEOP, through the form on its website');
  });

  it('tell nothing of the case to somebody who may not read it: the order is that of the school file', () => {
    for (const kind of ['extremism', 'contact-by-adult', 'data-breach']) {
      const form = formOf({ answers: someAnswers({ kind }), person: people.otherTeacher });
      expect(choicesIn(form).map(({ value }) => value)).toEqual([...everyAgency.map(({ id }) => id), 'kind:other']);
      expect(form).toEqual(formOf({ answers: someAnswers(), person: people.otherTeacher }));
    }
  });

  it('keep to what a chat can show, however many there are', () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      id: `agency-${index}`,
      kind: 'police' as const,
      name: `${index} ${'A very long name of an agency '.repeat(4)}`.slice(0, 120),
      contact: 'Somebody with a long name and a long job title '.repeat(3).slice(0, 120),
      telephone: '+44 1632 960 2021234',
      lastChecked: '2020-01-01',
    }));
    const form = formOf({ school: aSchool({ agencies: many }), answers: someAnswers({ kind: 'contact-by-adult' }) });
    for (const note of notesIn(form).split('\n\n')) expect(note.length).toBeLessThan(3_000);
    expect(choicesIn(form).length).toBeLessThan(100);
  });
});

describe('an agency that the school file does not name', () => {
  const told = { date: '2026-11-23', time: '14:00', method: 'telephone' };

  it('[R096] is recorded by its name', () => {
    const referred = given(aConcern('handled')).when('concern/refer', by.dsl, {
      ...told,
      agency: 'kind:other',
      agencyName: 'Young carers’ service',
    });
    expect(referred.events).toMatchObject([
      { type: 'ConcernReferred', agency: 'Young carers’ service', agencyKind: 'other' },
    ]);
  });

  it('has to be named', () => {
    const refused = given(aConcern('handled')).when('concern/refer', by.dsl, { ...told, agency: 'kind:other' });
    refused.thenRefused('name-the-agency');
    expect(refused.sentence).toBe('Not recorded: write which agency it is.');
    given(aConcern('handled'))
      .when('concern/advice', by.dsl, { ...told, agency: 'kind:other', agencyName: ' ', advice: 'Ring again.' })
      .thenRefused('name-the-agency');
  });

  it.each(agencyKinds.filter((kind) => kind !== 'other'))('is recorded as what it is: %s', (kind) => {
    const referred = given(aConcern('handled')).when('concern/refer', by.dsl, { ...told, agency: `kind:${kind}` });
    const event = referred.events.find(({ type }) => type === 'ConcernReferred');
    expect(event).toMatchObject({ agencyKind: kind, agency: agencyWords[kind] });
  });

  it('is not made up: neither a kind that there is not, nor the name of one', () => {
    for (const agency of ['kind:scouts', 'kind:', 'other', 'Police'])
      given(aConcern('handled'))
        .when('concern/refer', by.dsl, { ...told, agency })
        .thenRefused('no-such-agency');
  });
});

describe('the rules about agencies', () => {
  const rules = [...fittingRules, ...checkRules, ...ladoQuestions];

  it('have an id of their own, words, a source and a date', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { id, words, source, since } of rules) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(words).not.toBe('');
      expect(source).not.toBe('');
      expect(since).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });

  it('name at least one agency for every kind of concern that goes beyond the school', () => {
    const inSchool = ['accidental-access', 'phone-misuse', 'other'];
    for (const { value: kind } of kinds) {
      if (inSchool.includes(kind)) continue;
      const state = stateAfter(aConcern('handled', { answers: someAnswers({ kind }) })) as Concern;
      expect([kind, fittingAgencies(state).length > 0]).toEqual([kind, true]);
    }
  });
});

describe('whom to ring', () => {
  it('[R206] is as the school file says: name, person and number', () => {
    expect(saidAgency(aSchool(), 'social-care')).toBe("Children's social care (MASH), Duty desk, 01632 960201");
  });

  it('[R015] [R016] is said in words where the school file names none, without any number of ours', () => {
    const bare = aSchool({ agencies: [{ id: 'police', name: 'Police', lastChecked: '2026-09-01' }] });
    expect(saidAgency(bare, 'lado')).toBe('the designated officer of your local authority');
    for (const kind of agencyKinds) {
      if (kind === 'police') continue;
      expect(saidAgency(bare, kind)).not.toBe('');
      expect(saidAgency(bare, kind)).not.toMatch(/\d{4}/);
    }
  });
});
