import { people } from './school.ts';
import type { SlackBot } from './slack-bot.ts';
import { pressInChannel, type SlackStep, withForm } from './slack-case.ts';
import type { SlackPerson } from './slack-person.ts';

type Scene = Pick<SlackBot, 'as' | 'channelId' | 'slack'>;
type Given = Readonly<Record<string, string | readonly string[]>>;

/** What a teacher asks for: one page, for a lesson this afternoon. */
export const wanted: Given = {
  'Web address': 'https://www.library.example/topic-marker?utm_source=x#part',
  'What kind of site is it?': 'Learning or reference',
  'For how long is it needed?': 'A lesson',
};

/** The rest of it. */
export const why: Given = {
  From: '14:30',
  Until: '15:30',
  'What will pupils learn with it?': 'MARKER-PURPOSE: the sources of the period.',
  'Class or group': '9B',
  'Before a lesson every site is looked at': ['I have looked at the site myself'],
};

/** What somebody met that should be blocked. */
const met: Given = {
  'Web address. Do not open it again': 'https://bad.example/page-marker',
  'How was it met?': 'A pupil went there on purpose',
  'What is there?': 'Violent',
};

/** Somebody asks for a blocked site; gives the reference. */
export async function asksForSite(person: SlackPerson, first: Given = {}, second: Given = {}): Promise<string> {
  await person.types('/request-site');
  await person.fills({ ...wanted, ...first });
  await person.submits();
  await person.fills({ ...why, ...second });
  await person.submits();
  return referenceIn(person, 'S');
}

/** Somebody reports an unsuitable site; gives the reference. */
export async function reportsSite(person: SlackPerson): Promise<string> {
  await person.types('/block-site');
  await person.fills(met);
  await person.submits();
  await person.fills({
    'How much of it?': 'The whole site bad.example',
    'Class or room': 'Room 4',
    'What should the co-ordinator know?': 'MARKER-NOTE',
  });
  await person.submits();
  return referenceIn(person, 'B');
}

/** The reference in the receipt that stands in front of somebody. */
function referenceIn({ modal }: SlackPerson, letter: string): string {
  const [reference] = new RegExp(`${letter}-[0-9A-Z]{6}`).exec(modal?.words ?? '') ?? [];
  if (reference === undefined) throw new Error(`no receipt: ${modal?.words}`);
  return reference;
}

/** Presses a button in somebody's own chat. */
async function pressAlone(scene: Scene, email: string, label: string): Promise<SlackPerson> {
  const person = scene.as(email);
  await person.pressesOn(person.newestWith(label), label);
  return person;
}

/** Presses a button in somebody's own chat that opens a form, fills it in and sends it. */
async function sendAlone(scene: Scene, email: string, label: string, given: Given = {}): Promise<void> {
  const person = await pressAlone(scene, email, label);
  await person.fills(given);
  await person.submits();
}

/** The DSL opens the newest card of the channel, presses a button in it, and sends its form. */
async function sendOpened(scene: Scene, label: string, given: Given): Promise<void> {
  const dsl = scene.as(people.dsl);
  await pressInChannel(scene, dsl, 'Open');
  await dsl.presses(label);
  await dsl.fills(given);
  await dsl.submits();
  await dsl.closes();
}

async function approve(scene: Scene): Promise<void> {
  const dsl = scene.as(people.dsl);
  await pressInChannel(scene, dsl, 'Approve');
  await dsl.submits();
  if (dsl.modal !== undefined) await dsl.closes();
}

const teacher = people.teacher;
const network = people.networkManager;

/** Every step that requests for sites can take in Slack, in an order in which all of them can be taken. */
export const wholeRequest: readonly SlackStep[] = [
  { command: 'site-access/request', take: (scene) => asksForSite(scene.as(teacher)), wrote: 'MARKER-PURPOSE' },
  { command: 'site-access/open', take: (scene) => pressInChannel(scene, scene.as(people.dsl), 'Open') },
  { command: 'site-access/ask', take: (scene) => sendOpened(scene, 'Ask', { 'Your question': 'MARKER-QUESTION' }) },
  {
    command: 'site-access/answer',
    take: (scene) => sendAlone(scene, teacher, 'Answer', { 'Your answer': 'MARKER-ANSWER' }),
    wrote: 'MARKER-ANSWER',
  },
  { command: 'site-access/approve', take: approve },
  { command: 'site-access/opened', take: (scene) => pressAlone(scene, network, 'Done') },
  {
    command: 'site-access/extend',
    take: (scene) =>
      sendAlone(scene, teacher, 'Ask for longer', { At: '15:50', 'Why is more time needed?': 'MARKER-LONGER' }),
    wrote: 'MARKER-LONGER',
  },
  {
    command: 'site-access/decline-extension',
    take: (scene) => sendOpened(scene, 'Decline the longer time', { 'Why is it declined?': 'MARKER-NOT-LONGER' }),
  },
  {
    command: 'site-access/extend',
    take: (scene) =>
      sendAlone(scene, teacher, 'Ask for longer', { At: '15:50', 'Why is more time needed?': 'MARKER-LONGER' }),
  },
  {
    command: 'site-access/approve-extension',
    take: async (scene) => {
      const dsl = scene.as(people.dsl);
      await pressInChannel(scene, dsl, 'Approve the longer time');
      await dsl.submits();
      if (dsl.modal !== undefined) await dsl.closes();
    },
  },
  { command: 'site-access/end', take: (scene) => pressAlone(scene, teacher, 'I no longer need it') },
  {
    command: 'site-access/cannot-block',
    take: (scene) => sendAlone(scene, network, 'Cannot, because', { 'Why can it not be blocked?': 'MARKER-CANNOT' }),
  },
  { command: 'site-access/blocked-again', take: (scene) => pressAlone(scene, network, 'Blocked again') },
  {
    command: 'site-access/end-now',
    take: async (scene) => {
      await asksForSite(scene.as(teacher));
      await approve(scene);
      await sendOpened(scene, 'End it now', { 'Why does it end now?': 'MARKER-ENDED' });
      await pressAlone(scene, network, 'Blocked again');
    },
  },
  {
    command: 'site-access/decline',
    take: async (scene) => {
      await asksForSite(scene.as(teacher));
      await sendOpened(scene, 'Decline', { 'Why is it declined?': 'MARKER-DECLINED' });
    },
  },
  {
    command: 'site-access/withdraw',
    take: async (scene) => {
      const person = scene.as(teacher);
      await asksForSite(person);
      await person.closes();
      await person.types('/safeguarding');
      await person.presses('Open');
      await person.presses('Withdraw');
    },
  },
  {
    command: 'site-access/cannot-open',
    take: async (scene) => {
      await asksForSite(scene.as(teacher));
      await approve(scene);
      await sendAlone(scene, network, 'Cannot, because', { 'Why can it not be opened?': 'MARKER-CANNOT' });
    },
  },
];

/** Every step that a report of an unsuitable site can take in Slack, from the report to the end. */
export const wholeBlock: readonly SlackStep[] = [
  { command: 'site-block/report', take: (scene) => reportsSite(scene.as(teacher)), wrote: 'MARKER-NOTE' },
  { command: 'site-block/open', take: (scene) => pressInChannel(scene, scene.as(people.dsl), 'Open') },
  {
    command: 'site-block/cannot-block',
    take: (scene) => sendAlone(scene, network, 'Cannot, because', { 'Why can it not be blocked?': 'MARKER-CANNOT' }),
  },
  { command: 'site-block/blocked', take: (scene) => pressAlone(scene, network, 'Blocked') },
  {
    command: 'site-block/review',
    take: (scene) =>
      sendAlone(scene, people.coordinator, 'Review the filter', {
        'What comes of it?': 'The block is not needed: take it off',
        'What did you find, and what was changed?': 'MARKER-FINDING',
      }),
    wrote: 'MARKER-FINDING',
  },
  { command: 'site-block/lifted', take: (scene) => pressAlone(scene, network, 'Done') },
];

/** Who handles a concern asks IT to block a site: a record of its own. */
export const blockFromConcern: SlackStep = {
  command: 'concern/block-site',
  take: async (scene) => {
    await withForm('Ask IT to block a site', {
      'Web address. Do not open it again': 'https://bad.example/MARKER-PAGE',
    })(scene);
    const person = scene.as(people.dsl);
    await person.fills({ 'How much of it?': 'This page alone' });
    await person.submits();
  },
  line: /asked IT to block a site/,
  wrote: 'bad.example/MARKER-PAGE',
};

/** What Slack has no place for: what is opened stands in a window there, so that nothing has to be put away. */
export const sitesNotInSlack: readonly string[] = [
  'site-access/put-away',
  'site-access/question',
  'site-block/put-away',
];
