import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Actor, actorOf, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { type BulletinCommand, commandData } from '../../../src/workflows/bulletin/command-data.ts';
import { bulletin } from '../../../src/workflows/bulletin/index.ts';
import { refusalFor, refusalSentences } from '../../../src/workflows/bulletin/refusals.ts';
import { aSchool, by, people, stranger } from '../../support/school.ts';
import { aStage } from '../../support/stage.ts';

const reference = 'N-7K3Q9F';
const staffChannels = ['staff', 'science'].map((id) => ({
  id,
  name: `All of ${id}`,
  teams: { channelId: `19:${id}@thread.tacv2` },
}));
const school = aSchool({ staffChannels });
const aMessage = {
  title: 'Check before you click',
  text: 'A letter that asks for your password is going round.\nDelete it, and tell IT.',
  link: 'https://www.oakfield.example/poster',
  channels: ['staff', 'science'],
};

function aBulletin(of: School = school) {
  return aStage(bulletin, { school: of, reference, at: '2026-11-23T10:00:00.000Z' });
}

/** One that the DSL has written and posted. */
function aPosted() {
  const stage = aBulletin();
  stage.give('bulletin/write', by.dsl, aMessage);
  stage.give('bulletin/post', by.dsl);
  return stage;
}

describe('[R174] a safety message to staff', () => {
  it('is shown before it is posted, and goes nowhere by that', () => {
    const stage = aBulletin();
    const written = stage.give('bulletin/write', by.dsl, aMessage);
    expect(written.messages).toEqual([]);
    expect(written.said).toContain('Check before you click');
    expect(written.said).toContain('All of staff, All of science');
    expect(written.said).toContain('bulletin/post');
    expect(written.said).toContain('Check that it names no pupil and no colleague.');
    expect(aPosted().give('bulletin/open', by.dsl).said).not.toMatch(/names no pupil/);
    const taken = aPosted().give('bulletin/take-back', by.dsl, { reason: 'It was wrong.' });
    expect(taken.said).not.toMatch(/names no pupil|Everybody in the channel/);
  });

  it('is posted in the channels for staff that were chosen, and says from which role it is', () => {
    const stage = aBulletin();
    stage.give('bulletin/write', by.dsl, aMessage);
    const { messages } = stage.give('bulletin/post', by.dsl);
    expect(messages).toEqual(
      ['staff', 'science'].map((id) => ({
        slot: `in:${id}`,
        to: { kind: 'channel', channel: `staff:${id}` },
        card: 'policy',
        data: {
          title: 'Check before you click',
          about: 'For staff, from the Designated Safeguarding Lead',
          ask: '',
          note: '',
          blocks: [
            { heading: '', text: 'A letter that asks for your password is going round.\nDelete it, and tell IT.' },
          ],
          small: 'https://www.oakfield.example/poster',
          link: 'https://www.oakfield.example/poster',
          buttons: [],
        },
        preview: 'Safety message for staff',
      })),
    );
  });

  it('is edited where it stands, and taken back where it no longer belongs', () => {
    const changed = aPosted().give('bulletin/change', by.head, {
      ...aMessage,
      text: 'All is well.',
      channels: ['staff'],
    });
    expect(
      changed.messages.map(({ slot, onlyEdits, data }) => [slot, onlyEdits, data['lines'] ?? data['about']]),
    ).toEqual([
      ['in:science', true, ['A safety message stood here. It was taken back.']],
      ['in:staff', undefined, 'For staff, from the head teacher'],
    ]);
  });

  it('is taken back with a reason, once, and is not sent any more', () => {
    const stage = aPosted();
    const taken = stage.give('bulletin/take-back', by.dsl, { reason: 'It was wrong.' });
    expect(taken.messages.map(({ slot, onlyEdits }) => [slot, onlyEdits])).toEqual([
      ['in:staff', true],
      ['in:science', true],
    ]);
    expect(stage.give('bulletin/take-back', by.dsl, { reason: 'Again.' }).code).toBe('over');
    const owed = aBulletin();
    owed.give('bulletin/write', by.dsl, aMessage);
    const [post] = owed.give('bulletin/post', by.dsl).messages;
    if (post === undefined) throw new Error('it was not posted');
    expect(bulletin.mayStillSend(owed.state, post, school)).toBe(true);
    expect(bulletin.mayStillSend(stage.state, post, school)).toBe(false);
  });

  it('is written, posted and read by those who publish, and by nobody else', () => {
    for (const writer of [by.head, by.dsl, actorOf(people.coordinator)])
      expect(aBulletin().give('bulletin/write', writer, aMessage).kind).toBe('decision');
    for (const other of [by.teacher, by.chair, actorOf(people.networkManager), actorOf(stranger), theClock])
      expect(aBulletin().give('bulletin/write', other, aMessage).kind).toBe('refusal');
    const posted = aPosted();
    expect(posted.give('bulletin/open', by.teacher).code).toBe('not-yours');
    const offered = bulletin.commands['bulletin/write']?.isOffered;
    expect([offered?.(people.head, school), offered?.(people.teacher, school)]).toEqual([true, false]);
    expect(offered?.(people.head, aSchool())).toBe(false);
  });

  it('never goes to the safeguarding channel, nor to any that the school file does not name for staff', () => {
    for (const channels of [['safeguarding'], ['staff', 'governors']])
      expect(aBulletin().give('bulletin/write', by.dsl, { ...aMessage, channels }).code).toBe('no-channel');
    const stage = aBulletin();
    stage.give('bulletin/write', by.dsl, aMessage);
    stage.becomes(aSchool({ staffChannels: staffChannels.slice(0, 1) }));
    expect(stage.give('bulletin/post', by.dsl).code).toBe('no-channel');
  });

  it.each(['See C-7K3Q9F.', 'about c 7k3q9f', 'C7K3Q9F', 'C\u20117K3Q9F', 'Ｃ－７Ｋ３Ｑ９Ｆ', 'C-7K3Q9F-2'])(
    'says nothing of a case: "%s" is refused, wherever it stands',
    (words) => {
      const link = 'https://www.oakfield.example/C-7K3Q9F';
      for (const change of [{ text: words }, { title: words }, { link }])
        expect(aBulletin().give('bulletin/write', by.dsl, { ...aMessage, ...change }).code).toBe('of-a-case');
    },
  );

  it.each([
    'http://oakfield.example',
    'javascript:alert(1)',
    'https://a:b@oakfield.example',
    'oakfield.example',
    'https://x y.example',
  ])('has no link that does not lead to a page: "%s" is refused', (link) => {
    expect(aBulletin().give('bulletin/write', by.dsl, { ...aMessage, link }).code).toBe('no-link');
    expect(aBulletin().give('bulletin/write', by.dsl, { ...aMessage, link: '' }).kind).toBe('decision');
  });

  it.each([
    ['https://oakfield.example', 'https://oakfield.example/'],
    ['https://www.g\u043ev.uk/pay', 'https://www.xn--gv-fmc.uk/pay'],
    ['https:\\\\www.oakfield.example\\poster', 'https://www.oakfield.example/poster'],
  ])('has the link as a browser opens it: "%s"', (link, opened) => {
    const stage = aBulletin();
    expect(stage.give('bulletin/write', by.dsl, { ...aMessage, link }).said).toContain(`More: ${opened}`);
    const [post] = stage.give('bulletin/post', by.dsl).messages;
    expect(post?.data['link']).toBe(opened);
    const [edited] = stage.give('bulletin/change', by.dsl, { ...aMessage, link: `${link}?` }).messages;
    expect(edited?.data['link']).toBe(`${opened}?`);
  });

  it('has no link that is too long as a browser opens it', () => {
    const link = `https://oakfield.example/${'é'.repeat(400)}`;
    expect(aBulletin().give('bulletin/write', by.dsl, { ...aMessage, link }).code).toBe('no-link');
  });

  it('that was changed is from whoever changed it, also where whoever posted it has that part no more', () => {
    const stage = aPosted();
    const { roles } = school;
    stage.becomes({ ...school, roles: { ...roles, dsl: { ...roles.dsl, people: [people.deputy] } } });
    const { messages, said } = stage.give('bulletin/change', by.head, { ...aMessage, text: 'All is well.' });
    expect(messages.map(({ data }) => data['about'])).toEqual([
      'For staff, from the head teacher',
      'For staff, from the head teacher',
    ]);
    expect(said).toContain('From the head teacher.');
    expect(stage.give('bulletin/open', by.head).said).toContain('From the head teacher.');
  });

  it('that cannot be posted is told to those who publish now, where whoever posted it does no more', () => {
    const stage = aPosted();
    const { roles } = school;
    const now = {
      ...school,
      roles: { ...roles, dsl: { ...roles.dsl, people: [people.deputy], delegate: people.head } },
    };
    stage.becomes(now);
    const note = { slot: 'in:science', outcome: 'parked', code: 'gone' };
    const { messages } = stage.give('bulletin/delivery-note', theClock, note);
    expect(messages.map(({ to }) => to.kind === 'person' && to.person).toSorted()).toEqual(
      [people.head, people.deputy, people.coordinator].toSorted(),
    );
    expect(new Set(messages.map(({ slot }) => slot)).size).toBe(3);
    for (const message of messages) expect(bulletin.mayStillSend(stage.state, message, now)).toBe(true);
  });

  it('that cannot be posted in a channel is told another way: whoever posted it hears of it, once', () => {
    const stage = aPosted();
    const note = { slot: 'in:science', outcome: 'parked', code: 'gone' };
    const { messages } = stage.give('bulletin/delivery-note', theClock, note);
    expect(messages.map(({ to }) => to)).toEqual([{ kind: 'person', person: people.dsl }]);
    expect(stage.give('bulletin/delivery-note', theClock, note).events).toEqual([]);
    expect(stage.give('bulletin/open', by.head).said).toContain('could not be posted in All of science');
  });

  it('[R197] shows nothing of its words in a notification', () => {
    const stage = aBulletin();
    const replies = [
      stage.give('bulletin/write', by.dsl, aMessage),
      stage.give('bulletin/post', by.dsl),
      stage.give('bulletin/open', by.dsl),
    ];
    for (const { messages, reply } of replies)
      for (const { preview } of [...messages, ...(reply ? [reply, ...(reply.fades ? [reply.fades] : [])] : [])])
        expect(preview).not.toMatch(/click|password/);
  });

  it('has a sentence for every refusal', () => {
    for (const sentence of Object.values(refusalSentences)) expect(sentence({ reference })).toMatch(/^[A-Z].+\.$/s);
  });
});

describe('any sequence of commands by anybody', () => {
  const aMove = fc.record({
    command: fc.constantFrom(...(Object.keys(commandData) as BulletinCommand[])),
    by: fc.constantFrom<Actor>(by.dsl, by.dsl, by.head, by.teacher, theClock),
    channels: fc.constantFrom(['staff'], ['science'], ['staff', 'science'], ['safeguarding']),
  });

  it('folds, refuses what is not offered, and posts only what was looked at, in channels for staff', () => {
    fc.assert(
      fc.property(fc.array(aMove, { maxLength: 15 }), (moves) => {
        const stage = aBulletin();
        for (const { command, by: actor, channels } of moves) {
          const before = stage.state;
          const mayNot = refusalFor(before, command, actor.kind === 'person' ? actor.person : undefined, school);
          const note = { slot: 'in:staff', outcome: 'parked', code: 'x' };
          const came = stage.give(command, actor, { ...aMessage, channels, reason: 'Why.', ...note });
          if (mayNot !== undefined) expect(came.code).toBe(mayNot);
          for (const { to, onlyEdits } of came.messages) {
            if (to.kind !== 'channel') continue;
            expect(['staff:staff', 'staff:science']).toContain(to.channel);
            if (onlyEdits !== true) expect(stage.state.status).toBe('posted');
            expect(['preview', 'posted']).toContain(before.status);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
