import { expectedMessages, statusOnCard, type Where } from './expected-messages.ts';
import { isChained, type RawRecord, type ReadEvent, type ReadPosts, type Unsealer } from './unsealing.ts';

/** A message as it stands, or stood, in a fake chat. */
export interface ChatMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | undefined;
  readonly author: string;
  readonly versions: readonly { readonly text: string }[];
  readonly isDeleted: boolean;
}

/** Something that a person wrote, and whether they were told that it is saved. */
export interface Written {
  readonly what: 'report' | 'note';
  readonly words: string;
  isAcknowledged: boolean;
}

/** What is given to the check; it imports nothing of the product. */
export interface Evidence {
  readonly records: readonly RawRecord[];
  readonly unsealer: Unsealer;
  readonly messages: readonly ChatMessage[];
  readonly botUserId: string;
  /** The channel in which cases stand. */
  readonly channel: string;
  readonly written: readonly Written[];
}

export interface Findings {
  readonly acknowledged: number;
  readonly records: number;
  readonly messages: number;
  /** Acknowledged and not there, or a message that should stand and does not. A sentence each. */
  readonly lost: readonly string[];
  /** Written once and recorded more than once. */
  readonly recordedTwice: readonly string[];
  /** Messages that stand more than once, and those of them of which the record does not say so. */
  readonly doubled: number;
  /** Where the copies of each of them stand, the first one first. */
  readonly doubles: readonly (readonly string[])[];
  readonly unknownDoubles: readonly string[];
  /** Messages still owed. */
  readonly owed: number;
  readonly parked: number;
  /** What does not fit otherwise: a broken chain, a card that shows another state. */
  readonly wrong: readonly string[];
}

/** One concern with what is known of it. */
interface Case {
  readonly record: RawRecord;
  readonly history: readonly ReadEvent[];
  readonly posts: ReadPosts;
}

/** Compares what people were told, what the store holds and what stands in the chat. */
export function check(evidence: Evidence): Findings {
  const { records, unsealer, written } = evidence;
  const cases = records
    .filter(({ kind }) => kind === 'concern')
    .map((record): Case => ({ record, history: unsealer.history(record), posts: unsealer.posts(record) }));
  const lost: string[] = [];
  const recordedTwice: string[] = [];
  for (const one of written) {
    const found = timesRecorded(one, cases);
    if (one.isAcknowledged && found === 0)
      lost.push(`the ${one.what} "${one.words}" was acknowledged and is not there`);
    if (found > 1) recordedTwice.push(`the ${one.what} "${one.words}" is there ${found} times`);
  }
  const wrong = records.filter((record) => !isChained(record)).map(({ id }) => `the chain of ${id} is broken`);
  const unknownDoubles: string[] = [];
  const doubles: (readonly string[])[] = [];
  let doubled = 0;
  let messages = 0;
  for (const one of cases) {
    const of = checkMessages(one, evidence);
    lost.push(...of.missing);
    unknownDoubles.push(...of.unknown);
    wrong.push(...of.wrong);
    doubled += of.doubled;
    doubles.push(...of.doubles);
    messages += of.count;
  }
  return {
    acknowledged: written.filter(({ isAcknowledged }) => isAcknowledged).length,
    records: cases.length,
    messages,
    lost,
    recordedTwice,
    doubled,
    doubles,
    unknownDoubles,
    owed: cases.reduce((sum, { record }) => sum + record.outbox.length, 0),
    parked: cases.flatMap(({ history }) => history).filter(({ event }) => event.type === 'MessageParked').length,
    wrong,
  };
}

function timesRecorded({ what, words }: Written, cases: readonly Case[]): number {
  const type = what === 'report' ? 'ConcernReported' : 'NoteAdded';
  const events = cases.flatMap(({ history }) => history).filter(({ event }) => event.type === type);
  return events.filter(({ event }) => JSON.stringify(event).includes(words)).length;
}

function checkMessages({ record, history, posts }: Case, evidence: Evidence) {
  const { id } = record;
  const standing = messagesOf(id, evidence);
  const noted = new Set(
    history.filter(({ event }) => event.type === 'MessageMayBeRepeated').map(({ event }) => String(event['slot'])),
  );
  const slotAt = new Map(Object.entries(posts).map(([slot, { at }]) => [at['ts'], slot.replace(/ in \w+$/, '')]));
  const missing: string[] = [];
  const unknown: string[] = [];
  const wrong: string[] = [];
  const doubles: (readonly string[])[] = [];
  let doubled = 0;
  for (const { what, where, says, times } of expectedMessages(id, history)) {
    const found = standing[where].filter((message) => says.test(said(message)));
    const surplus = found.length - times;
    if (surplus < 0) missing.push(`${what} of ${id} stands ${found.length} times instead of ${times}`);
    if (surplus <= 0) continue;
    doubled += surplus;
    doubles.push(...copiesIn(found, times));
    const slots = found.flatMap(({ ts }) => slotAt.get(ts) ?? []);
    if (!slots.some((slot) => noted.has(slot))) unknown.push(`${what} of ${id} stands ${found.length} times`);
  }
  const card = evidence.messages.find(({ ts }) => ts === posts['case']?.at['ts']);
  if (missing.length === 0 && !(card && said(card).includes(` · ${statusOnCard[record.status]}`)))
    wrong.push(`the card of ${id} does not say "${statusOnCard[record.status]}"`);
  const count = standing.channel.length + standing.thread.length + standing.person.length;
  return { missing, unknown, wrong, doubled, doubles, count };
}

/** Which of these are the same message, where each must stand once; of lines with one text, those with that text. */
function copiesIn(found: readonly ChatMessage[], times: number): readonly (readonly string[])[] {
  if (times === 1) return [found.map(({ ts }) => ts)];
  const byText = Map.groupBy(found, said);
  return [...byText.values()].filter(({ length }) => length > 1).map((same) => same.map(({ ts }) => ts));
}

/** Everything that the bot has said of a case, and that was not taken away. */
function messagesOf(id: string, { messages, botUserId, channel }: Evidence): Readonly<Record<Where, ChatMessage[]>> {
  const bots = messages.filter(({ author, isDeleted }) => author === botUserId && !isDeleted);
  const isCard = (message: ChatMessage) =>
    message.channel === channel && message.thread === undefined && said(message).includes(id);
  const roots = bots.filter(isCard).map(({ ts }) => ts);
  return {
    channel: bots.filter(isCard),
    thread: bots.filter(({ thread }) => thread !== undefined && roots.includes(thread)),
    person: bots.filter((message) => message.channel !== channel && said(message).includes(id)),
  };
}

function said({ versions }: ChatMessage): string {
  return versions.at(-1)?.text ?? '';
}
