import { describe, expect, it } from 'vitest';
import { questionsOf } from '../../../src/domain/form.ts';
import { actorOf, type PersonId } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { policy } from '../../../src/workflows/policy/index.ts';
import { people } from '../../support/school.ts';
import { aSchoolOfYears } from '../../support/school-years.ts';
import {
  aDraft,
  awaiting,
  chair,
  coordinator,
  dsl,
  given,
  type History,
  head,
  monday,
  played,
  published,
  school,
  stateAfter,
  textOf,
  withGroups,
} from './a-policy.ts';

const deputy = actorOf(people.deputy);
const shown = (history: History, who: PersonId, of?: School) =>
  textOf(given(history, of).when('policy/open', actorOf(who)).reply);

/** What stands in the question for concerns when somebody changes the draft. */
function prefilled(history: History, by: PersonId): string | undefined {
  const form = policy.commands['policy/change']?.form?.(stateAfter(history), { school, now: monday, by, given: {} });
  return form?.steps.flatMap((step) => questionsOf(step)).find(({ id }) => id === 'concerns')?.initially;
}

describe('the concerns that led to a version', () => {
  const linked = given().when('policy/publish', dsl, { ...aDraft, concerns: 'C-7K3Q9F\nc8m4r2t' }).history;
  const made = given(linked).when('policy/confirm', head, { draft: 1 }).history;

  it('are shown to whoever linked them, and to nobody else by which or how many [R172]', () => {
    expect(shown(made, people.dsl)).toContain('Led to by C-7K3Q9F, C-8M4R2T.');
    for (const who of [people.deputy, people.head, people.chair, people.governor, people.coordinator]) {
      expect(shown(made, who)).toContain('Led to by what was reported.');
      expect(shown(made, who)).not.toMatch(/C-|2 concerns/);
    }
    const preview = (who: typeof head) => textOf(given(linked).when('policy/preview', who).reply);
    expect(preview(dsl)).toContain('C-7K3Q9F');
    expect(preview(head)).toContain('Led to by what was reported.');
  });

  it('are shown to them only while they have that part [R172]', () => {
    const of = withGroups(aSchoolOfYears({ dsl: [people.deputy], 'online-safety-coordinator': [people.dsl] }));
    expect(shown(made, people.dsl, of)).toContain('Led to by what was reported.');
    expect(shown(made, people.dsl, of)).not.toContain('C-');
  });

  it('stand in the form of nobody but whoever linked them, and stay linked when others change the draft [R172]', () => {
    const both = withGroups(aSchoolOfYears({ 'online-safety-coordinator': [people.deputy] }));
    expect([prefilled(linked, people.dsl), prefilled(linked, people.deputy)]).toEqual([
      'C-7K3Q9F\nC-8M4R2T',
      undefined,
    ]);
    const added = given(linked, both).when('policy/change', deputy, { ...aDraft, concerns: 'C-999999' }).history;
    expect([prefilled(added, people.dsl), prefilled(added, people.deputy)]).toEqual(['C-7K3Q9F\nC-8M4R2T', 'C-999999']);
    const cleared = given(added, both).when('policy/change', deputy, aDraft).history;
    expect(prefilled(cleared, people.dsl)).toBe('C-7K3Q9F\nC-8M4R2T');
    const preview = textOf(given(added, both).when('policy/preview', deputy).reply);
    expect(preview).toContain('Led to by C-999999, and by what else was reported.');
  });
});

describe('the reference of a concern in what others read', () => {
  it.each([
    ['title', 'Phones after C-7K3Q9F'],
    ['change1', 'After c 7k3q9f: phones.'],
    ['change3', 'After C‑7K3Q9F.'],
    ['text', 'It came of C7K3Q9F.'],
    ['address', 'https://oakfield.example/C-7K3Q9F.pdf'],
    ['committee', 'Pupil welfare, C–7K3Q9F'],
    ['coordinators', 'Ｃ-7K3Q9F'],
  ])('is refused in the %s, with what to do [R172]', (field, words) => {
    const draft = { ...aDraft, sha256: 'a'.repeat(64), address: 'https://oakfield.example/', [field]: words };
    const step = given().when('policy/publish', dsl, draft);
    expect([step.code, step.history]).toEqual(['names-concern', []]);
    expect(step.sentence).toContain('last questions');
  });

  it('is refused in the words of a step [R172]', () => {
    const words = 'As in C-7K3Q9F.';
    const step = { reviewMonths: '12', nextReview: '2027-11-20' };
    expect(given(published()).when('policy/reviewed', head, { ...step, note: words }).code).toBe('note-names-concern');
    expect(given(published()).when('policy/withdraw', head, { reason: words }).code).toBe('note-names-concern');
    const back = given(awaiting()).when('policy/send-back', chair, { draft: 1, reason: words });
    expect(back.code).toBe('note-names-concern');
  });

  it('is taken where it belongs, and so are words that are none', () => {
    const draft = { ...aDraft, concerns: 'C-7K3Q9F', change1: 'See section C and P-7K3Q9F.' };
    expect(given().when('policy/publish', dsl, draft).code).toBeUndefined();
  });
});

describe('the reason for which a draft was sent back', () => {
  const reason = 'It reads as if nobody had thought.';
  const back = given(awaiting()).when('policy/send-back', chair, { draft: 1, reason }).history;
  const changed = given(back).when('policy/change', dsl, aDraft).history;
  const made = given(changed).when('policy/confirm', dsl, { draft: 2 }).history;

  it('stands in the history for those who publish, and for whoever wrote it', () => {
    for (const who of [people.dsl, people.head, people.coordinator, people.chair])
      expect(shown(made, who), who).toContain(reason);
  });

  it('stands there for nobody else', () => {
    for (const who of [people.deputy, people.governor]) {
      expect(shown(made, who)).toContain('sent it back');
      expect(shown(made, who)).not.toContain(reason);
    }
  });
});

describe('what became of a draft', () => {
  const sent = played([
    ['policy/publish', coordinator, { ...aDraft, approval: 'head' }, monday],
    ['policy/confirm', coordinator, { draft: 1 }],
  ]);
  const others = withGroups(aSchoolOfYears({ 'online-safety-coordinator': [people.senco] }));
  const left = { ...others, people: others.people.filter(({ email }) => email !== people.coordinator) };
  const signature = { draft: 1, name: 'Margaret Elstow', jobTitle: 'Head Teacher' };
  const outcomes = (of: School) => ({
    back: given(sent, of).when('policy/send-back', head, { draft: 1, reason: 'No.' }),
    signed: given(sent, of).when('policy/sign', head, signature),
  });
  const toldIn = ({ messages }: ReturnType<typeof outcomes>['back']) =>
    messages.map(({ slot }) => slot).filter((slot) => slot.startsWith('draft:'));

  it('is told to whoever sent it', () => {
    const { back, signed } = outcomes(school);
    expect([toldIn(back), toldIn(signed)]).toEqual([[`draft:${people.coordinator}`], [`draft:${people.coordinator}`]]);
  });

  it.each([
    ['has lost the role', others],
    ['has left the school', left],
  ])('is told to those who publish now where whoever sent it %s', (_, of) => {
    const { back, signed } = outcomes(of);
    // The head has just done it, and knows.
    const now = [`draft:${people.dsl}`, `draft:${people.senco}`];
    expect([toldIn(back), toldIn(signed)]).toEqual([now, now]);
  });

  it('goes to nobody who loses the role while it is still to be sent', () => {
    const { back, signed } = outcomes(school);
    for (const { messages, state } of [back, signed]) {
      const card = messages.find(({ slot }) => slot === `draft:${people.coordinator}`);
      if (card === undefined) throw new Error('it is told');
      expect([school, others, left].map((of) => policy.mayStillSend(state, card, of))).toEqual([true, false, false]);
    }
  });
});

describe('the link to the file of a policy', () => {
  const sha256 = 'a'.repeat(64);
  const put = (address: string) => given().when('policy/publish', head, { ...aDraft, address, sha256 });
  const taken = (address: string) => {
    const { state } = put(address);
    return state.status === 'preview' ? state.making.draft.wording.link?.address : undefined;
  };

  it('has nobody’s name or password in it', () => {
    for (const address of [
      'https://:www.gov.uk@evil.example/policy',
      'https://u@evil.example/',
      'https://u:p@evil.example/',
    ])
      expect([address, put(address).code]).toEqual([address, 'bad-link']);
  });

  it('is kept and shown as a browser opens it', () => {
    expect(taken('https://gоv.example/x')).toBe('https://xn--gv-fmc.example/x');
    expect(taken('https://evil.example\\@gov.uk/')).toBe('https://evil.example/@gov.uk/');
    expect(taken('https://oakfield.example')).toBe('https://oakfield.example/');
    expect(textOf(put('https://www.gov.uk%2eevil.example/').reply)).toContain('https://www.gov.uk.evil.example/');
  });

  it('is refused where it is too long written out in full, with what to do', () => {
    const step = put(`https://oakfield.example/${'ü'.repeat(400)}`);
    expect(step.code).toBe('link-too-long');
    expect(step.sentence).toContain('500');
  });
});
