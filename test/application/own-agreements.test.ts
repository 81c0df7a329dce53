import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../src/domain/instant.ts';
import type { PersonKind } from '../../src/domain/people.ts';
import { type Wording, wordingHash } from '../../src/domain/wording.ts';
import type { AcknowledgementState } from '../../src/workflows/acknowledgement/state.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { textsOf } from '../support/concern.ts';
import { aPerson, aSchool, aSchoolFile, people } from '../support/school.ts';
import { aVisitor } from '../support/visitor.ts';

const { open } = applications();

const volunteer = 'v.lindqvist@oakfield.example';
const visitor = 'j.abara@elsewhere.example';
const school = aSchool({
  people: [
    ...aSchoolFile().people,
    { ...aPerson(volunteer, 'Vera Lindqvist', 'Reading volunteer', 21), kind: 'volunteer' },
    { ...aPerson(visitor, 'Jonah Abara', 'Visiting music teacher', 22), kind: 'visitor' },
  ],
});

/** The agreement of each sort of people, in words of their own. */
const agreements = {
  staff: { title: 'Staff agreement', text: 'STAFF: I keep my password to myself.' },
  governor: { title: 'Agreement for governors', text: 'GOVERNORS: I keep the papers of the board to myself.' },
  volunteer: { title: 'Agreement for volunteers and visitors', text: 'VISITORS: I hand my telephone in at the desk.' },
} as const;

/** The head publishes an agreement for these, through its preview, and its cards come. */
async function publishes(t: TestApplication, of: keyof typeof agreements, kinds: readonly PersonKind[]): Promise<void> {
  const draft = { ...agreements[of], kind: 'agreement', change1: 'It is new.', kinds, dueBy: '2026-12-04' };
  const data = { ...draft, owner: people.coordinator, nextReview: '2028-06-01' };
  const made = await t.give('policy/publish', { by: people.head, data });
  if (made.kind === 'refused') throw new Error(made.sentence);
  const confirmed = await t.give('policy/confirm', { by: people.head, reference: made.reference, data: { draft: 1 } });
  if (confirmed.kind === 'refused') throw new Error(confirmed.sentence);
  await t.settle();
}

const cardsOf = (t: TestApplication, person: string) =>
  t.chat.at(`person:${person}`).filter(({ content }) => content.card === 'policy');

async function signedBy(t: TestApplication, person: string): Promise<readonly AcknowledgementState[]> {
  const { records } = await t.store.all({ limit: 200 });
  const mine = records.filter(({ kind }) => kind === 'acknowledgement');
  const states = await Promise.all(
    mine.map(async ({ id }) => (await t.record(id)).state as unknown as AcknowledgementState),
  );
  return states.filter((state) => state.status === 'acknowledged' && state.file.person === person);
}

describe('an agreement for people who are not staff', () => {
  it.each([
    { row: '[R161] a governor', person: people.governor, of: 'governor', other: people.teacher },
    { row: '[R164] a volunteer', person: volunteer, of: 'volunteer', other: people.chair },
    { row: '[R164] a visitor', person: visitor, of: 'volunteer', other: people.governor },
  ] as const)('is signed by $row in words of their own, and nobody else is asked', async ({ person, of, other }) => {
    const t = await open({ schools: [school] });
    await publishes(t, 'staff', ['staff']);
    await publishes(t, 'governor', ['governor']);
    await publishes(t, 'volunteer', ['volunteer', 'visitor']);
    await t.pass(3 * MINUTE);
    const { title, text } = agreements[of];
    const [card, ...more] = cardsOf(t, person);
    expect(more).toEqual([]);
    if (card === undefined) throw new Error('they have no card');
    const said = textsOf(card.content.data).join('\n');
    expect(said).toContain(text);
    for (const { text: foreign } of Object.values(agreements).filter((one) => one.text !== text))
      expect(said).not.toContain(foreign);
    expect(textsOf(cardsOf(t, other)[0]?.content.data ?? {}).join('\n')).not.toContain(text);

    const signer = aVisitor(t, person);
    const form = await signer.pressTo(card, 'Sign');
    expect(textsOf(form.content.data).join('\n')).toContain(text);
    await signer.pressTo(form, 'Sign');
    await t.settle();
    const [done, ...others] = await signedBy(t, person);
    expect(others).toEqual([]);
    if (done?.status !== 'acknowledged') throw new Error('it was not signed');
    const { wording, hash, signature } = done.signed;
    expect(wording).toMatchObject({ title, text, version: 1, isSigned: true } satisfies Partial<Wording>);
    expect(hash).toBe(wordingHash(wording));
    expect(signature?.name).toBe(school.people.find(({ email }) => email === person)?.name);
    expect(await signedBy(t, other)).toEqual([]);
  });
});
