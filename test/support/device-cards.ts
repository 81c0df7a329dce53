import { actorOf } from '../../src/domain/people.ts';
import { everyStatus, given, sampleData } from './concern.ts';
import { caseWithDevices } from './device-forms.ts';
import { asSample, posted, type SampleCard } from './sample-card.ts';
import { by, people } from './school.ts';

/** What a case shows of devices and evidence, and every card of a question to somebody who is consulted. */
export function deviceCards(words: string): readonly SampleCard[] {
  const history = caseWithDevices(words);
  const senco = actorOf(people.senco);
  const pages = everyStatus.map((_status, index) => given(history).when('concern/open', by.dsl, { page: index + 1 }));
  const asked = given(history).when('concern/consult', by.dsl, { role: 'senco', text: words.slice(0, 2_000) });
  const opened = given(asked.history).when('concern/consultation', senco, { number: 1 });
  const away = given(asked.history).when('concern/consultation', senco, { number: 1, away: 'yes' });
  const answered = given(asked.history).when(
    'concern/answer-consultation',
    senco,
    sampleData['concern/answer-consultation'],
  );
  return [...pages, asked, opened, away, answered].flatMap(({ messages, reply }) => [
    ...messages.map((message) => asSample('devices and consulting', message)),
    ...(reply === undefined ? [] : [reply, ...(reply.fades === undefined ? [] : [reply.fades])]).map((content) =>
      posted('devices and consulting', content),
    ),
  ]);
}
