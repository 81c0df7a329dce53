import { actorOf, theClock } from '../../src/domain/people.ts';
import { TEXT, TITLE } from '../../src/workflows/bulletin/command-data.ts';
import { bulletin } from '../../src/workflows/bulletin/index.ts';
import { monday } from './concern.ts';
import type { Given } from './play.ts';
import type { SampleCard } from './sample-card.ts';
import { aSchool, people } from './school.ts';
import { workflowCards } from './workflow-cards.ts';

const staffChannels = ['staff', 'science'].map((id) => ({
  id,
  name: `Everybody in ${id}`,
  teams: { channelId: `19:${id}@thread.tacv2` },
}));

/** The cards and forms of safety messages, where people wrote `words` wherever they can. */
export function bulletinCards(words: string, everyKind = true): readonly SampleCard[] {
  const dsl = actorOf(people.dsl);
  const title = words.slice(0, TITLE).trim();
  const text = words.slice(0, TEXT).trim();
  const message = { title, text, link: 'https://www.oakfield.example/poster', channels: ['staff', 'science'] };
  const write: Given = ['bulletin/write', dsl, message];
  const post: Given = ['bulletin/post', dsl];
  const takeBack: Given = ['bulletin/take-back', dsl, { reason: words.slice(0, 300) }];
  const parked = { slot: 'in:staff', outcome: 'parked', code: 'gone' };
  const note: Given = ['bulletin/delivery-note', theClock, parked];
  const scenes: readonly (readonly Given[])[] = [
    [write, post, note],
    [write, post, takeBack],
    [write],
    [write, ['bulletin/discard', dsl]],
  ];
  return workflowCards(
    {
      workflow: bulletin,
      school: aSchool({ staffChannels }),
      reference: 'N-7K3Q9F',
      at: monday,
      everyKind,
      scenes: everyKind ? scenes : scenes.slice(0, 1),
      commands: [
        write,
        post,
        takeBack,
        note,
        ['bulletin/change', dsl, { ...message, channels: ['science'] }],
        ['bulletin/discard', dsl],
        ['bulletin/open', dsl],
        ['bulletin/put-away', dsl],
      ],
    },
    words,
  );
}
