import { describe, expect, it } from 'vitest';
import { questionsOf } from '../../../src/domain/form.ts';
import { actorOf } from '../../../src/domain/people.ts';
import { wordingHash } from '../../../src/domain/wording.ts';
import { policy } from '../../../src/workflows/policy/index.ts';
import { buttonsOf } from '../../support/concern.ts';
import { people, stranger } from '../../support/school.ts';
import {
  aDraft,
  anAgreement,
  aRevision,
  chair,
  coordinator,
  dsl,
  given,
  head,
  letPass,
  monday,
  played,
  published,
  reference,
  school,
  teacher,
  textOf,
} from './a-policy.ts';

describe('publishing a policy', () => {
  it('shows it first, as people will see it, and sends nothing', () => {
    const { reply, messages, relays, state } = given().when('policy/publish', head, aDraft);
    expect(state.status).toBe('preview');
    expect([messages, relays]).toEqual([[], []]);
    const said = textOf(reply);
    for (const words of [
      'Online safety policy, version 4',
      'Please read and acknowledge by Fri 4 Dec',
      'Phones are handed in at registration.',
      'Everybody keeps to this policy.',
      'I have read and understood this',
      '11 people by the school file: all staff and governors',
    ])
      expect(said).toContain(words);
    expect(buttonsOf(reply?.data)).toEqual(['policy/confirm', 'policy/change', 'policy/discard', 'policy/put-away']);
  });

  it('asks the audience once it is published, and tells the register, in the same write [R167]', () => {
    const { relays, state, events } = given(played([['policy/publish', head, aDraft]])).when('policy/confirm', head, {
      draft: '1',
    });
    expect(state.status).toBe('published');
    expect(events.map(({ type }) => type)).toEqual(['VersionPublished']);
    const audience = { kinds: ['governor', 'staff'], roles: [], groups: [], channels: [], people: [] };
    expect(relays).toEqual([
      {
        slot: 'campaign:1',
        type: 'campaign/begin',
        key: `campaign ${reference} 1`,
        data: {
          wording: {
            policy: reference,
            version: 4,
            kind: 'policy',
            title: 'Online safety policy',
            changes: ['Phones are handed in at registration.', 'New rules for AI tools.'],
            text: 'Everybody keeps to this policy.\nPhones are handed in.',
            statement: 'I have read and understood this',
            isSigned: false,
          },
          audience,
          owner: people.head,
          publisher: people.head,
          round: 1,
          dueBy: '2026-12-04',
          isYearly: false,
        },
      },
      {
        slot: 'register',
        type: 'policy-register/enter',
        key: 'policies',
        data: {
          policy: reference,
          title: 'Online safety policy',
          kind: 'policy',
          version: 4,
          status: 'published',
          isYearly: false,
          audience,
          owner: people.head,
          nextReview: '2028-11-20',
          round: 1,
        },
      },
    ]);
  });

  it.each([
    ['all staff', ['staff'], 9],
    ['governors, with their own version [R161]', ['governor'], 2],
    ['volunteers and visitors, of whom there are none yet [R164]', ['volunteer', 'visitor'], 0],
  ])('says how many people %s are', (_, kinds, count) => {
    const { reply, code } = given().when('policy/publish', head, { ...anAgreement, kinds });
    if (count === 0) expect(code).toBe('nobody-there');
    else expect(textOf(reply)).toContain(`${count} people by the school file`);
  });

  it('names the channels whose members the chat counts, beside the people of the school file', () => {
    const draft = { ...aDraft, kinds: [], groups: ['humanities'], channels: ['staff-room'], people: 'Bronwen Tallis' };
    const { reply } = given().when('policy/publish', head, draft);
    expect(textOf(reply)).toContain('3 people by the school file');
    expect(textOf(reply)).toContain('Besides, who is in Staff room');
  });

  it('has the words that are signed, and asks for a signature, for an agreement [R159]', () => {
    const { relays } = given(played([['policy/publish', head, anAgreement]])).when('policy/confirm', head, {
      draft: 1,
    });
    expect(relays[0]?.data).toMatchObject({ isYearly: true, wording: { isSigned: true } });
    expect(JSON.stringify(relays[0]?.data)).toContain('I will keep to it');
  });

  it('is for the head, the DSL and the co-ordinator, and for nobody else', () => {
    for (const who of [head, dsl, coordinator])
      expect(given().when('policy/publish', who, aDraft).state.status).toBe('preview');
    for (const who of [
      teacher,
      chair,
      ...[people.deputy, people.networkManager, people.governor, stranger].map(actorOf),
    ]) {
      const { code, state } = given().when('policy/publish', who, aDraft);
      expect([code, state.status]).toEqual(['not-publisher', 'none']);
      if (who.kind === 'person') expect(policy.commands['policy/publish']?.isOffered?.(who.person, school)).toBe(false);
    }
  });

  it('publishes only the draft that was shown', () => {
    const changed = played([
      ['policy/publish', head, aDraft],
      ['policy/change', dsl, { ...aDraft, title: 'Another title' }],
    ]);
    const old = given(changed).when('policy/confirm', head, { draft: 1 });
    expect([old.code, old.state.status]).toEqual(['draft-changed', 'preview']);
    expect(given(changed).when('policy/confirm', head, { draft: 2 }).state.status).toBe('published');
  });

  it('keeps nothing to be asked of a draft that was discarded', () => {
    const history = played([
      ['policy/publish', head, aDraft],
      ['policy/discard', head],
    ]);
    const { state } = given(history);
    expect([state.status, policy.deadlines(state)]).toEqual(['discarded', []]);
    expect(given(history).when('policy/confirm', head, { draft: 1 }).code).toBe('discarded');
  });

  it('asks nobody by a day that is past when it is published', () => {
    const late = given(played([['policy/publish', head, aDraft]])).when(
      'policy/confirm',
      head,
      { draft: 1 },
      '2026-12-07T10:00:00.000Z',
    );
    expect(late.code).toBe('due-past');
  });

  it('shows its file to governors, and a draft to those alone who publish', () => {
    const draft = played([['policy/publish', head, aDraft]]);
    expect(given(draft).when('policy/open', chair).code).toBe('not-yours');
    expect(given(draft).when('policy/preview', teacher).code).toBe('not-yours');
    expect(given(published()).when('policy/open', chair).events).toEqual([{ type: 'PolicyOpened', what: 'file' }]);
    expect(given(published()).when('policy/open', teacher).code).toBe('not-yours');
    const revising = given(published()).when('policy/revise', head, aRevision(5)).history;
    expect(given(revising).when('policy/preview', chair).code).toBe('not-publisher');
  });
});

describe('a new version', () => {
  it('that is material closes the round before and begins the next, in one write [R167]', () => {
    const drafted = given(published()).when('policy/revise', head, aRevision(5));
    expect([drafted.state.status, drafted.relays]).toEqual(['preview', []]);
    const { relays } = given(drafted.history).when('policy/confirm', head, { draft: 2 });
    expect(relays.map(({ type, key }) => [type, key])).toEqual([
      ['campaign/close', `campaign ${reference} 1`],
      ['campaign/begin', `campaign ${reference} 2`],
      ['policy-register/enter', 'policies'],
    ]);
    expect(relays[0]?.data).toEqual({ reason: 'replaced' });
    expect(relays[1]?.data).toMatchObject({ round: 2, wording: { version: 5 } });
  });

  it('that is not material asks nobody again, and shows the others the new words [R167]', () => {
    const drafted = given(published()).when('policy/revise', head, aRevision(5, { isMaterial: 'no' }));
    const { relays } = given(drafted.history).when('policy/confirm', head, { draft: 2 });
    expect(relays.map(({ type }) => type)).toEqual(['campaign/revise', 'policy-register/enter']);
    expect(relays[0]).toMatchObject({
      key: `campaign ${reference} 1`,
      data: { dueBy: '2026-12-04', wording: { version: 5 } },
    });
    expect(Object.keys(relays[0]?.data ?? {}).sort()).toEqual(['dueBy', 'wording']);
  });

  it('that asks other people, or is of another kind, has to be material', () => {
    const small = (overrides: object) =>
      given(published()).when('policy/revise', dsl, aRevision(5, { isMaterial: 'no', ...overrides })).code;
    expect(small({ kinds: ['staff'] })).toBe('audience-needs-asking');
    expect(small({ kind: 'agreement' })).toBe('kind-needs-asking');
    expect(small({ kinds: ['governor', 'staff'] })).toBeUndefined();
  });

  it('that is small is taken also where somebody, a group or a channel of its audience has gone [R160]', () => {
    const draft = { ...aDraft, kinds: [], people: `${people.teacher}\n${people.senco}` };
    const asked = published({ ...draft, groups: ['humanities'], channels: ['staff-room'] });
    const small = { isMaterial: 'no', kinds: [], people: people.teacher };
    const gone = { ...school, people: school.people.filter(({ email }) => email !== people.senco) };
    const form = policy.commands['policy/revise']?.form?.(given(asked).state, {
      ...{ school: gone, now: monday, by: people.head, given: {} },
    });
    const named = form?.steps.flatMap((step) => questionsOf(step)).find(({ id }) => id === 'people');
    expect(named?.initially).toBe('Amara Osei');
    const put = (of: typeof school, more: object) =>
      given(asked, of).when('policy/revise', head, aRevision(5, { ...small, ...more })).code;
    expect(put(gone, { groups: ['humanities'], channels: ['staff-room'] })).toBeUndefined();
    expect(put({ ...gone, groups: [], staffChannels: [] }, {})).toBeUndefined();
    expect(put({ ...gone, groups: [], staffChannels: [] }, { people: people.assistant })).toBe('audience-needs-asking');
    expect(put(gone, {})).toBe('audience-needs-asking');
  });

  it('keeps the words and the fingerprint of those before', () => {
    const drafted = given(published()).when('policy/revise', dsl, aRevision(5, { text: 'Quite other words.' }));
    const { history, state } = given(drafted.history).when('policy/confirm', dsl, { draft: 2 });
    if (state.status !== 'published') throw new Error('it is published');
    expect(state.file.versions.map(({ wording, hash }) => hash === wordingHash(wording))).toEqual([true, true]);
    expect(textOf(given(history).when('policy/read', chair, { version: '4' }).reply)).toContain('Everybody keeps to');
    expect(textOf(given(history).when('policy/read', chair).reply)).toContain('Quite other words');
  });

  it('is not begun while another is in the making, and leaves what holds as it is when it is discarded', () => {
    const drafted = given(published()).when('policy/revise', dsl, aRevision(5));
    expect(given(drafted.history).when('policy/revise', head, aRevision(6)).code).toBe('in-the-making');
    const { state, relays } = given(drafted.history).when('policy/discard', head);
    expect([state.status, relays]).toEqual(['published', []]);
  });

  it('is refused in a sentence, long before the record is full', () => {
    const text = 'ü'.repeat(8_000);
    let history = published({ ...aDraft, text });
    let last = given(history).when('policy/revise', dsl, aRevision(5, { text }));
    for (let number = 1; number < 80 && last.code === undefined; number++) {
      history = last.history;
      last = given(history).when('policy/change', dsl, aRevision(5, { text }));
    }
    expect(last.code).toBe('no-room');
    expect(last.sentence).toContain('Publish it as a new policy');
    expect(JSON.stringify(history).length).toBeLessThan(600_000);
    expect(given(history).when('policy/confirm', dsl, { draft: history.length - 1 }).state.status).toBe('published');
  });
});

describe('a policy that is withdrawn', () => {
  it('is asked of nobody any more, and asks for nothing again', () => {
    const { relays, state, history } = given(published()).when('policy/withdraw', head, {
      reason: 'It is part of another.',
    });
    expect(relays.map(({ type, data }) => [type, data.reason ?? data.status])).toEqual([
      ['campaign/close', 'withdrawn'],
      ['policy-register/enter', 'withdrawn'],
    ]);
    expect(relays[1]?.data.nextReview).toBeNull();
    expect([state.status, policy.deadlines(state)]).toEqual(['withdrawn', []]);
    expect(given(history).when('policy/revise', head, aRevision(5)).code).toBe('withdrawn');
    expect(letPass(history, '2029-01-01T00:00:00.000Z').steps).toEqual([]);
    expect(textOf(given(history).when('policy/open', chair).reply)).toContain('It is part of another.');
  });
});
