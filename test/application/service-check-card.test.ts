import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Finding } from '../../src/application/doctor/finding.ts';
import { checkSchoolFile } from '../../src/application/doctor/school-file.ts';
import { createServiceCheckCard, drawServiceCheck } from '../../src/application/service-check-card.ts';
import { createRenderer } from '../../src/channels/render.ts';
import { drawMessage, drawModal } from '../../src/channels/slack/draw.ts';
import { drawActivity, drawCard } from '../../src/channels/teams/draw.ts';
import type { CardContent } from '../../src/domain/decider.ts';
import { HOUR } from '../../src/domain/instant.ts';
import type { PersonId } from '../../src/domain/people.ts';
import { readSchools } from '../../src/school-files.ts';
import { registry } from '../../src/workflows/index.ts';
import { problemsOf } from '../support/adaptive-cards.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { blockKitProblems } from '../support/block-kit.ts';
import { aClock } from '../support/clock.ts';
import { monday, someAnswers, textsOf } from '../support/concern.ts';
import { aSchool, people } from '../support/school.ts';
import { findingsSaying } from '../support/service-check-cards.ts';
import { aVisitor, labelsOf } from '../support/visitor.ts';

const { open, folder } = applications();
const school = aSchool();

interface Section {
  readonly title: string;
  readonly rows: readonly { readonly title: string; readonly detail: string }[];
}
const sectionsOf = (content: CardContent) => content.data['sections'] as unknown as readonly Section[];
const saysOf = (content: CardContent) => textsOf(content.data).join('\n');

const finding = (level: Finding['level'], what: string): Finding =>
  level === 'well' ? { check: 'store', level, what } : { check: 'store', level, what, whatToDo: `Mend ${what}` };

describe('how the service stands', () => {
  const mixed = [
    finding('well', 'A.'),
    finding('unknown', 'B.'),
    finding('look', 'C.'),
    finding('wrong', 'D.'),
    finding('well', 'E.'),
    finding('wrong', 'F.'),
  ];

  it('shows what is wrong first, each with what to do, then what to look at and what nobody could say', () => {
    const card = drawServiceCheck(mixed, 1, 'today 14:05');
    expect(card.data['title']).toBe('The service · 2 to put right · 1 to look at · 1 unknown');
    expect(sectionsOf(card)).toMatchObject([
      {
        title: 'To put right',
        rows: [
          { title: 'D.', detail: 'Mend D.' },
          { title: 'F.', detail: 'Mend F.' },
        ],
      },
      { title: 'To look at', rows: [{ title: 'C.', detail: 'Mend C.' }] },
      { title: 'Nobody could say', rows: [{ title: 'B.', detail: 'Mend B.' }] },
    ]);
  });

  it('shows that an urgent concern waits before all else of its part', () => {
    const waits: Finding = { ...finding('look', 'One waits.'), check: 'urgent' };
    const card = drawServiceCheck([...mixed, waits], 1, 'today 14:05');
    expect(sectionsOf(card)[1]?.rows.map(({ title }) => title)).toEqual(['One waits.', 'C.']);
  });

  it('counts what is well last, and says when it was looked at', () => {
    expect(drawServiceCheck(mixed, 1, 'today 14:05').data['help']).toBe('2 things are well. Looked at today 14:05.');
    const one = drawServiceCheck([finding('well', 'A.')], 1, 'today 14:05');
    expect(one.data).toMatchObject({
      title: 'The service · all is well',
      sections: [],
      help: '1 thing is well. Looked at today 14:05.',
    });
  });

  it('does not say that all is well where nothing was looked at', () => {
    expect(drawServiceCheck([], 1, 'today 14:05').data).toMatchObject({
      title: 'The service · unknown',
      sections: [],
      help: 'Nothing was looked at, today 14:05.',
    });
  });

  it('shows ten at once and the way to the others, and to a look anew', () => {
    const many = findingsSaying('is not as it should be.', 60);
    const pages = [1, 2, 3, 4, 5, 6].map((page) => drawServiceCheck(many, page, 'today 14:05'));
    expect(pages.map((page) => sectionsOf(page).flatMap(({ rows }) => rows).length)).toEqual([10, 10, 10, 10, 5, 5]);
    expect(pages.map(labelsOf)).toEqual([
      ['Check again', '35 more'],
      ['Check again', '25 more'],
      ['Check again', '15 more'],
      ['Check again', '5 more'],
      ['Check again'],
      ['Check again'],
    ]);
    const shown = new Set(
      pages.flatMap((page) => sectionsOf(page).flatMap(({ rows }) => rows.map((row) => row.title))),
    );
    expect(shown.size).toBe(45);
  });

  it('says nothing of what is in it in a notification', () => {
    expect(drawServiceCheck(mixed, 1, 'today 14:05').preview).toBe('The service');
  });

  it('is not waited for longer than a chat waits, and then says so with a way to look again', async () => {
    const draw = createServiceCheckCard({ checkService: () => new Promise(() => undefined), clock: aClock(monday) });
    const card = await draw(school, 1);
    expect(saysOf(card)).toContain('That took too long, so nothing is known. Check again in a minute');
    expect(labelsOf(card)).toEqual(['Check again']);
  });
});

describe.each([
  ['long names', 'Wolfeschlegelsteinhausenbergerdorff '.repeat(30)],
  ['one long word', 'x'.repeat(5_000)],
  [
    'Markdown, links and mentions',
    'HOSTILE **b** [a](https://evil.example) <!channel> <at>All</at> <@U012AB3CD> ${x} {{DATE(x)}}',
  ],
  ['emoji', '👩‍👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿'.repeat(500)],
])('sixty findings with %s', (_, words) => {
  const pages = Array.from({ length: 40 }, (__, at) =>
    drawServiceCheck(findingsSaying(words, 60), at + 1, 'today 14:05'),
  );

  it('are taken by both chats, page by page', () => {
    const [teams, slack] = [createRenderer('teams'), createRenderer('slack')];
    for (const page of pages) {
      for (const setting of ['chat', 'chat-with-dialogs', 'dialog'] as const)
        expect(problemsOf(drawCard(teams, page, { setting }))).toEqual([]);
      const posted = drawActivity(teams, page, { setting: 'chat' });
      expect(Buffer.byteLength(JSON.stringify(posted), 'utf16le')).toBeLessThan(48 * 1_024);
      expect(Buffer.byteLength(JSON.stringify(posted))).toBeLessThan(24 * 1_024);
      expect(blockKitProblems('message', drawMessage(slack, page))).toEqual([]);
      expect(blockKitProblems('modal', drawModal(slack, page))).toEqual([]);
    }
  });
});

/** A press of the button by this person. */
const asks = (t: TestApplication, person: PersonId, given?: Readonly<Record<string, string>>) =>
  aVisitor(t, person, 'dialog').forge({ do: 'service/check', ...(given === undefined ? {} : { with: given }) });

async function cardFor(t: TestApplication, person: PersonId, page = '1'): Promise<CardContent> {
  const screen = await asks(t, person, { page });
  if (screen.kind !== 'card') throw new Error(screen.text);
  return screen.content;
}

describe('who sees how the service stands', () => {
  it('is whom the school file names as administrators, and else the network manager', async () => {
    const t = await open();
    expect((await cardFor(t, people.networkManager)).preview).toBe('The service');
    const other = await open({ schools: [aSchool({ administrators: [people.senco] })] });
    expect((await cardFor(other, people.senco)).preview).toBe('The service');
    expect(await asks(other, people.networkManager)).toMatchObject({ kind: 'refused' });
  });

  it.each([people.dsl, people.head, people.teacher])(
    'is not %s, who is told what everybody is told of what is not there',
    async (person) => {
      const t = await open();
      const refused = await asks(t, person);
      expect(refused).toEqual(await aVisitor(t, person, 'dialog').forge({ do: 'service/mend' }));
      expect(refused).toMatchObject({ kind: 'refused', isFault: false });
      expect(t.store.calls).toEqual([]);
    },
  );

  it('is offered it where they see all else, and nobody else is', async () => {
    const t = await open();
    for (const person of Object.values(people)) {
      const isAdministrator = person === people.networkManager;
      for (const content of [await t.app.overview.all(person, t.school), await t.app.overview.own(person, t.school)]) {
        expect(labelsOf(content).includes('Check the service'), person).toBe(isAdministrator);
        expect(String(content.data['help']).includes('"check the service"'), person).toBe(isAdministrator);
      }
    }
  });

  it('gets the first page for a page that is none', async () => {
    const t = await open();
    for (const page of ['0', '-3', 'x', '', '1.5', '9999999'])
      expect((await cardFor(t, people.networkManager, page)).preview).toBe('The service');
  });
});

describe('what is shown of the service', () => {
  it('holds nothing of any case: no reference, no pupil, no words, no site, no kind', async () => {
    const t = await open({ clock: aClock(monday) });
    const answers = { names: 'Jamie MARKER-NAME', narrative: 'MARKER-NARRATIVE' };
    t.chat.always({ kind: 'hopeless' });
    const references = [
      await t.report(someAnswers({ ...answers, danger: 'yes' })),
      await t.report(someAnswers({ ...answers, kind: 'self-harm' })),
      await t.report(someAnswers(answers)),
    ];
    await t.pass(3 * HOUR);
    t.chat.calm();
    const pages = [await cardFor(t, people.networkManager), await cardFor(t, people.networkManager, '2')];
    const said = JSON.stringify(pages);
    for (const reference of references) expect(said).not.toContain(reference);
    expect(said).not.toMatch(/MARKER|\b[A-Z]-[0-9A-Z]{6}\b|self-harm|bullying|Jamie/i);
    // It did look at the cases: urgent ones wait.
    expect(said).toMatch(/urgent/);
  });

  it('says that a school file was refused, and where it is wrong', async () => {
    const t = await open();
    const problems = [
      { place: 'oakfield.yaml:12 roles.head', words: 'names somebody who is not in the list of people' },
    ];
    t.app.schoolFiles.set({ takenAt: monday, refused: { since: monday, problems } });
    const said = saysOf(await cardFor(t, people.networkManager));
    expect(said).toContain('oakfield.yaml:12 roles.head');
    expect(said).toContain('names somebody who is not in the list of people');
  });

  it('quotes nothing of a school file, whatever stands in it', () => {
    const whole = parse(readFileSync(new URL('../../config/oakfield.yaml', import.meta.url), 'utf8')) as object;
    const path = folder.path('school.yaml');
    let found = 0;
    for (const value of ['MARKER-VALUE', 'marker@marker.example'])
      for (const changed of withOneChanged(whole, value)) {
        writeFileSync(path, stringify(changed));
        const { problems } = readSchools(path, { served: ['teams', 'slack'], registry });
        const findings = checkSchoolFile({ takenAt: monday, refused: { since: monday, problems } }, school, monday);
        expect(JSON.stringify(drawServiceCheck(findings, 1, 'today 14:05'))).not.toMatch(/marker/i);
        found += problems.length;
      }
    expect(found).toBeGreaterThan(200);
  });
});

/** The same data, each time with this value in another place. */
function* withOneChanged(data: unknown, value: string): Generator<unknown> {
  if (typeof data !== 'object' || data === null) return yield value;
  for (const [key, part] of Object.entries(data))
    for (const changed of withOneChanged(part, value))
      yield Array.isArray(data) ? data.with(Number(key), changed) : { ...data, [key]: changed };
}
