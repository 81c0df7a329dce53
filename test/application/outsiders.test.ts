import { describe, expect, it } from 'vitest';
import type { Answers } from '../../src/domain/form.ts';
import type { Json } from '../../src/domain/message.ts';
import type { PersonId } from '../../src/domain/people.ts';
import { commandRules } from '../../src/workflows/concern/command-rules.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { aboutHead, aboutStaff, everyCommand, sampleData, someAnswers } from '../support/concern.ts';
import { aFakeChat } from '../support/fake-chat.ts';
import { aSchool, people } from '../support/school.ts';

const { open } = applications();

/** A reference that no record has. */
const nowhere = 'C-NWHERE';

/** What somebody is told who gives a command to a concern; its reference is taken out of the words. */
async function toldBy(t: TestApplication, command: string, reference: string, person: PersonId): Promise<string> {
  const data = JSON.parse(JSON.stringify(sampleData[command as keyof typeof sampleData])) as Json;
  const given = await t.give(command, { by: person, reference, data });
  return given.kind === 'refused' ? given.sentence.replaceAll(reference, '(reference)') : `done: ${command}`;
}

/** What somebody is told before a form is opened. */
async function askedFirst(t: TestApplication, command: string, reference: string, person: PersonId): Promise<string> {
  const [id, at] = [`${command} ${person} ${reference}`, t.school];
  const checked = await t.app.commands.check({
    id,
    school: at,
    type: command,
    by: { kind: 'person', person },
    data: {},
    reference,
  });
  return checked.kind === 'refused' ? checked.sentence.replaceAll(reference, '(reference)') : checked.kind;
}

const ofRecord = everyCommand.filter((command) => {
  const { who } = commandRules[command];
  return who !== 'anybody' && who !== 'trained';
});

interface Case {
  readonly what: string;
  readonly answers: Answers;
  readonly reporter: PersonId;
  readonly outsiders: readonly PersonId[];
}

const cases: readonly Case[] = [
  {
    what: 'an ordinary concern',
    answers: someAnswers(),
    reporter: people.teacher,
    outsiders: [people.otherTeacher, people.head, people.senco, people.networkManager],
  },
  {
    what: 'a concern about a member of staff',
    answers: aboutStaff('Callum Farrow'),
    reporter: people.teacher,
    outsiders: [people.otherTeacher, people.dsl, people.chair],
  },
  {
    what: 'a concern about the head',
    answers: aboutHead(),
    reporter: people.dsl,
    outsiders: [people.head, people.deputy, people.coordinator],
  },
];

describe.each(cases)('who has no part in $what', ({ answers, reporter, outsiders }) => {
  it.each(outsiders)('[R198] %s is told of every command what is told where there is nothing', async (person) => {
    const t = await open();
    const reference = await t.report(answers, reporter);
    const before = (await t.record(reference)).state;
    for (const command of ofRecord) {
      const [there, absent] = [await toldBy(t, command, reference, person), await toldBy(t, command, nowhere, person)];
      expect([command, there]).toEqual([command, absent]);
      expect(there).not.toMatch(/^done/);
      const [first, firstAbsent] = [
        await askedFirst(t, command, reference, person),
        await askedFirst(t, command, nowhere, person),
      ];
      expect([command, first]).toEqual([command, firstAbsent]);
    }
    const after = (await t.record(reference)).state;
    if (before.status === 'none' || after.status === 'none') throw new Error('it is there');
    // That it was tried is on the record, and nothing else is.
    expect(after.file.attempts.length).toBeGreaterThan(0);
    expect({ ...after, file: { ...after.file, attempts: [] } }).toEqual(before);
  });
});

describe('in both chats', () => {
  it('[R194] nothing of a concern comes to who has no part in it, whatever they press', async () => {
    const [teams, slack] = [aFakeChat('teams'), aFakeChat('slack')];
    const file = aSchool({
      slack: { workspaceId: 'T012345' },
      channels: {
        safeguarding: { teams: { channelId: '19:safeguarding@thread.tacv2' }, slack: { channelId: 'C012345' } },
      },
    });
    const school = {
      ...file,
      people: file.people.map((one, at) =>
        at % 2 === 0 ? { ...one, slack: { userId: `U0${String(at).padStart(5, '0')}` } } : one,
      ),
    };
    const t = await open({ schools: [school], chat: teams, slack });
    const reference = await t.report(aboutHead(), people.dsl);
    const outside = [people.head, people.deputy, people.otherTeacher, people.senco];
    for (const person of outside) for (const command of ofRecord) await toldBy(t, command, reference, person);
    await t.settle();
    const to = [...teams.all(), ...slack.all()].map(({ place }) => place);
    expect(to.length).toBeGreaterThan(0);
    for (const person of outside) expect(to.filter((place) => place.includes(person))).toEqual([]);
    expect(to.filter((place) => place.includes('channel'))).toEqual([]);
  });
});
