import { ladoQuestions } from '../../src/workflows/concern/rules/agencies.ts';
import { people } from './school.ts';
import { reportInSlack, type SlackBot } from './slack-bot.ts';
import type { SlackPerson } from './slack-person.ts';

type Scene = Pick<SlackBot, 'as' | 'channelId' | 'slack'>;

/** One step of a case, as somebody takes it in Slack. */
export interface SlackStep {
  /** What it is in the registry. */
  readonly command: string;
  /** Does it, from the message or the modal that offers it. */
  take(scene: Scene): Promise<unknown>;
  /** What the line in the thread says of it, if there is one. */
  readonly line?: RegExp;
  /** What was written in it, if anything was. */
  readonly wrote?: string;
}

/** Presses a button of the newest card in the safeguarding channel. */
export async function pressInChannel(scene: Scene, person: SlackPerson, label: string): Promise<void> {
  await person.pressesOn(person.newestWith(label, { channel: scene.channelId }), label);
}

/** Opens the case from the channel. */
export const opens = (scene: Scene, email: string = people.dsl) => pressInChannel(scene, scene.as(email), 'Open');

/** Presses a button of the case that is open, also one that stands behind More. */
async function pressesInCase(person: SlackPerson, label: string): Promise<void> {
  if (person.modal?.buttons.every((button) => button !== label)) await person.presses('More');
  await person.presses(label);
}

/** Opens the case, presses a button in it, fills in its form and sends it. */
export function withForm(label: string, given: Readonly<Record<string, string>>, email: string = people.dsl) {
  return async (scene: Scene) => {
    const person = scene.as(email);
    await opens(scene, email);
    await pressesInCase(person, label);
    await person.fills(given);
    await person.submits();
  };
}

/** Every step that a case can take in Slack, from the report to the end, in an order in which all of them can be taken. */
export const wholeCase: readonly SlackStep[] = [
  { command: 'concern/report', take: (scene) => reportInSlack(scene), wrote: 'MARKER-NARRATIVE' },
  {
    command: 'concern/acknowledge',
    take: (scene) => pressInChannel(scene, scene.as(people.dsl), 'Acknowledge'),
    line: /^Seen by the Designated Safeguarding Lead, 14:05\.$/,
  },
  { command: 'concern/open', take: (scene) => opens(scene) },
  {
    command: 'concern/more',
    take: async (scene) => {
      await opens(scene);
      await scene.as(people.dsl).presses('More');
    },
  },
  {
    command: 'concern/take',
    take: (scene) => pressInChannel(scene, scene.as(people.dsl), 'Take'),
    line: /has taken this/,
  },
  {
    command: 'concern/note',
    take: withForm('Note', { Note: 'MARKER-NOTE' }),
    line: /added a note/,
    wrote: 'MARKER-NOTE',
  },
  {
    command: 'concern/ask',
    take: withForm('Ask the reporter', { 'Your question': 'MARKER-QUESTION' }),
    line: /asked the reporter/,
    wrote: 'MARKER-QUESTION',
  },
  {
    command: 'concern/answer',
    take: async ({ as }) => {
      const teacher = as(people.teacher);
      await teacher.pressesOn(teacher.newestWith('Answer'), 'Answer');
      await teacher.fills({ 'Your answer': 'MARKER-ANSWER' });
      await teacher.submits();
    },
    line: /The reporter answered, 14:05/,
    wrote: 'MARKER-ANSWER',
  },
  {
    command: 'concern/refer',
    take: withForm('Refer', {
      Agency: 'Police, non-emergency · 01632 960202',
      'Person you spoke to': 'MARKER-CONTACT',
      How: 'Telephone',
      'Outcome so far': 'MARKER-REFERRAL',
      'Check again on': '2026-12-01',
    }),
    line: /recorded that the police were told/,
    wrote: 'MARKER-REFERRAL',
  },
  {
    command: 'concern/update-referral',
    take: withForm('Update a referral', {
      'Which referral?': 'Police, non-emergency · told Mon 23 Nov',
      'What came of it': 'MARKER-CAME-OF-IT',
      'Is more expected of them?': 'No: this referral is finished',
    }),
    line: /recorded what came of a referral/,
    wrote: 'MARKER-CAME-OF-IT',
  },
  {
    command: 'concern/advice',
    take: async (scene) => {
      const person = scene.as(people.dsl);
      await opens(scene);
      await pressesInCase(person, 'Record advice');
      // Which one it is, is asked once it is none of the school file.
      await person.fills({ Agency: 'Another agency', How: 'Telephone', 'What they advised': 'MARKER-ADVICE' });
      await person.submits();
      await person.fills({ 'Which agency?': 'MARKER-AGENCY' });
      await person.submits();
    },
    line: /recorded advice from outside the school/,
    wrote: 'MARKER-ADVICE',
  },
  {
    command: 'concern/record-action',
    take: withForm('Record an action', {
      'What was done?': 'MARKER-ACTION',
      'Why was it done?': 'MARKER-WHY',
    }),
    line: /recorded an action/,
    wrote: 'MARKER-ACTION',
  },
  {
    command: 'concern/inform-parents',
    take: withForm('Parents informed', { How: 'In person', 'What was said': 'MARKER-PARENTS' }),
    line: /recorded that parents were informed/,
    wrote: 'MARKER-PARENTS',
  },
  {
    command: 'concern/withhold-from-parents',
    take: withForm('Withhold from parents', {
      'Why are they not told now?': 'MARKER-WITHHELD',
      'Review the decision on': '2026-12-02',
    }),
    line: /recorded a decision about parents/,
    wrote: 'MARKER-WITHHELD',
  },
  {
    command: 'concern/add-person',
    take: withForm('Add a person', {
      Name: 'Robin Marker-Added',
      'Who is it?': 'Pupil',
      'What part did they have?': 'Witness: they saw or heard it',
      'Class, job or other detail': 'MARKER-DETAIL',
    }),
    line: /added a person/,
    wrote: 'Robin Marker-Added',
  },
  {
    command: 'concern/lado-test',
    take: async (scene) => {
      await withForm('Add a person', {
        Name: 'Callum Farrow',
        'Who is it?': 'Member of staff',
        'What part did they have?': 'Not known',
      })(scene);
      const person = scene.as(people.dsl);
      await opens(scene);
      await pressesInCase(person, 'LADO test');
      await person.fills(Object.fromEntries(ladoQuestions.map(({ words }) => [words, 'No'])));
      await person.submits();
      await person.fills({ 'The LADO’s advice': 'MARKER-LADO' });
      await person.submits();
    },
    line: /recorded the LADO test/,
    wrote: 'MARKER-LADO',
  },
  {
    command: 'concern/hand-over',
    take: withForm('Hand over', {
      'To whom?': 'Daniel Okonjo',
      'What they should know first': 'MARKER-HANDOVER',
    }),
    line: /handed this over to the deputy DSL/,
    wrote: 'MARKER-HANDOVER',
  },
  {
    command: 'concern/close',
    take: withForm('Close', { Outcome: 'Supported in school', 'Why is it closed?': 'MARKER-REASON' }, people.deputy),
    line: /closed this/,
    wrote: 'MARKER-REASON',
  },
  {
    command: 'concern/reopen',
    take: withForm('Reopen', { 'Why is it reopened?': 'MARKER-REOPENED' }),
    line: /reopened this/,
    wrote: 'MARKER-REOPENED',
  },
  {
    command: 'draft/throw-away',
    take: async (scene) => {
      await beginsAndCloses(scene);
      const teacher = scene.as(people.otherTeacher);
      await teacher.pressesOn(teacher.newestWith('Throw it away'), 'Throw it away');
    },
  },
  {
    command: 'draft/resume',
    take: async (scene) => {
      await beginsAndCloses(scene);
      const teacher = scene.as(people.otherTeacher);
      await teacher.pressesOn(teacher.newestWith('Go on with it'), 'Go on with it');
    },
    wrote: 'MARKER-DRAFT',
  },
];

/**
 * What Slack has no place for: no case ever stands in a chat there, so nothing has to be put away, and no form ever
 * stands in place of a question.
 */
export const notInSlack: readonly string[] = ['concern/put-away', 'concern/question'];

/** What somebody answers on the second step of a report. */
export const kindAndWhom = {
  'What kind of concern is it?': 'Something else',
  'Who is it about?': 'One or more pupils',
} as const;

/** Goes from the first step of a report that is open to the last, where it is told. */
export async function toLastStep(person: SlackPerson): Promise<void> {
  await person.presses('No');
  await person.fills(kindAndWhom);
  await person.submits();
}

/** Opens a report and goes to its last step. */
export async function beginsToTell(person: SlackPerson): Promise<void> {
  await person.types('/report-concern');
  await toLastStep(person);
}

/** Somebody begins to report and closes the form before it is sent. */
export async function beginsAndCloses(scene: Scene, email: string = people.otherTeacher): Promise<void> {
  const teacher = scene.as(email);
  await beginsToTell(teacher);
  await teacher.fills({ 'What happened?': 'MARKER-DRAFT' });
  await teacher.closes();
}

/** What stands in the inputs in front of somebody, by their labels. */
export function answersIn({ modal }: SlackPerson): Record<string, string | readonly string[]> {
  return Object.fromEntries((modal?.inputs ?? []).map(({ label, value }) => [label, value]));
}
