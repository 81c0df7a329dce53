import { describe, expect, it } from 'vitest';
import { registry } from '../../src/workflows/index.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { textsOf } from '../support/concern.ts';
import { aSchool, people } from '../support/school.ts';
import { aVisitor, itemsOf, labelsOf } from '../support/visitor.ts';

const { open } = applications();
const staffChannels = ['staff', 'science'].map((id) => ({
  id,
  name: `All of ${id}`,
  teams: { channelId: `19:${id}@thread.tacv2` },
}));
const school = aSchool({ staffChannels });

/** Every command that a person begins a record with, and who does. */
const beginnings = [...registry.values()].flatMap(({ commands }) =>
  Object.entries(commands).flatMap(([type, { begins, internal, form, isOffered }]) => {
    const person = Object.values(people).find((one) => isOffered?.(one, school) ?? true);
    return begins === true && internal !== true && form !== undefined && person !== undefined ? [{ type, person }] : [];
  }),
);

const words = (content: { readonly data: Parameters<typeof textsOf>[0] }) => textsOf(content.data).join('\n');
const inChannel = (t: TestApplication, id: string) => t.chat.at(`channel:staff:${id}`);

describe.each(['chat', 'dialog'] as const)('a form that begins a record, in a %s', (setting) => {
  it('is one of several, of which each has somebody who is offered it', () => {
    expect(beginnings.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['concern/report', 'policy/publish', 'bulletin/write', 'signature-roll/begin']),
    );
  });

  it.each(beginnings)('opens without a record: $type', async ({ type, person }) => {
    const t = await open({ schools: [school] });
    const form = await aVisitor(t, person, setting).type(type);
    expect(form.content.card).toBe('form');
    expect(itemsOf(form.content).filter(({ kind }) => kind !== 'note')).not.toEqual([]);
    expect(t.failures).toEqual([]);
  });
});

describe('[R174] a safety message to staff, through a chat', () => {
  const message = {
    title: 'Check before you click',
    text: 'A letter that asks for your password is going round.',
    link: 'https://www.oakfield.example/poster',
    channels: ['staff'],
  };

  it('is written in a form, looked at, posted to the channels that were chosen, and taken back there', async () => {
    const t = await open({ schools: [school] });
    const head = aVisitor(t, people.head, 'dialog');
    const file = await head.pressTo(await head.type('bulletin/write'), 'Look at it', message);
    expect(words(file.content)).toContain('not posted yet');
    await t.settle();
    expect(inChannel(t, 'staff')).toEqual([]);
    const posted = await head.pressTo(file, 'Post it');
    await t.settle();
    expect(inChannel(t, 'staff').map(({ content }) => words(content))).toEqual([
      expect.stringContaining('A letter that asks for your password is going round.'),
    ]);
    expect(inChannel(t, 'science')).toEqual([]);
    await head.pressTo(await head.pressTo(posted, 'Take it back'), 'Take it back', { reason: 'The wrong letter.' });
    await t.settle();
    const [stands = { content: posted.content }] = inChannel(t, 'staff');
    expect(words(stands.content)).toContain('It was taken back.');
    expect(words(stands.content)).not.toContain('password');
    expect(t.failures).toEqual([]);
  });

  it('is opened to be changed with the words that it has', async () => {
    const t = await open({ schools: [school] });
    const head = aVisitor(t, people.head, 'dialog');
    const file = await head.pressTo(await head.type('bulletin/write'), 'Look at it', message);
    const form = await head.pressTo(file, 'Change');
    expect(itemsOf(form.content)).toContainEqual(expect.objectContaining({ id: 'text', value: message.text }));
    expect(labelsOf(form.content)).toContain('Back to the message');
  });
});
