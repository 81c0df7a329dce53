import { z } from 'zod';
import { decision, type Happened, type Registry, refusal, type Workflow } from '../../src/domain/decider.ts';
import type { Message } from '../../src/domain/message.ts';
import { preferredChat, type School } from '../../src/domain/school.ts';
import { aSchool } from './school.ts';

// Two kinds of work as large as a campaign and as small as can be: a round tells many people the same, each of whom has
// a record of what they heard of it.

const gatheringSchema = z.looseObject({ kind: z.string() });
const roundEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Begun'), words: z.string() }),
  z.object({ type: z.literal('Looked'), saw: z.json() }),
  z.object({ type: z.literal('Noted'), slot: z.string(), outcome: z.string(), code: z.string() }),
]);
type RoundEvent = z.infer<typeof roundEventSchema>;
const roundStateSchema = z.object({ status: z.enum(['none', 'open']), words: z.string(), saw: z.array(z.json()) });
export type Round = z.infer<typeof roundStateSchema>;

const beginSchema = z.object({ words: z.string(), people: z.array(z.string()) });
const lookSchema = z.looseObject({ gather: gatheringSchema.optional() });

/** Tells many the same. */
const round: Workflow<Round, RoundEvent> = {
  id: 'round',
  prefix: 'M',
  state: roundStateSchema,
  event: roundEventSchema,
  initial: { status: 'none', words: '', saw: [] },
  commands: {
    'round/begin': { label: 'Begin', data: beginSchema, begins: true },
    'round/ask-more': { label: 'Ask more', data: beginSchema, internal: true },
    'round/look': {
      label: 'Look',
      data: lookSchema,
      gathers: (_, { data }) => lookSchema.parse(data).gather as never,
    },
    'round/note': { label: 'Note', data: z.json(), internal: true },
  },
  lists: [],
  refuses: () => undefined,
  decide(_, { type, data }, { gathered, reference }): ReturnType<typeof round.decide> {
    if (type === 'round/look')
      return decision({
        events: [{ type: 'Looked', saw: JSON.parse(JSON.stringify(gathered ?? data)) }],
        messages: [],
      });
    if (type === 'round/note') {
      const { slot, outcome, code } = z.record(z.string(), z.string()).parse(data);
      return decision({
        events: [{ type: 'Noted', slot: slot ?? '', outcome: outcome ?? '', code: code ?? '' }],
        messages: [],
      });
    }
    const { words, people } = beginSchema.parse(data);
    const each = people.map((person) => ({ key: keyOf(reference, person), data: { person } }));
    const relays =
      each.length === 0 ? [] : [{ slot: 'page', type: 'hearer/ask', data: { round: reference }, each } as const];
    return decision({ events: [{ type: 'Begun', words }], messages: [], relays });
  },
  evolve(state, { event }) {
    if (event.type === 'Begun') return { ...state, status: 'open', words: event.words };
    return { ...state, saw: [...state.saw, event.type === 'Looked' ? event.saw : { ...event }] };
  },
  status: ({ status }) => status,
  findableBy: () => [],
  deadlines: () => [],
  deliveryNote: 'round/note',
  shares: ({ words }) => (words === 'nothing' ? undefined : { words }),
  onSchoolFile: { statuses: ['open'], command: 'round/look' },
  onArrival: { statuses: ['open'], command: 'round/look' },
  mayStillSend: () => true,
  notThere: (reference) => `There is no ${reference}.`,
  again: () => undefined,
};

const hearerEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Asked'), person: z.string(), round: z.string(), chat: z.enum(['teams', 'slack']) }),
  z.object({ type: z.literal('Sent') }),
  z.object({ type: z.literal('Noted'), outcome: z.string(), code: z.string() }),
  z.object({ type: z.literal('Again') }),
  z.object({ type: z.literal('Said'), words: z.string() }),
]);
type HearerEvent = z.infer<typeof hearerEventSchema>;
const hearerStateSchema = z.object({
  status: z.enum(['none', 'pending', 'delivered', 'unreachable', 'said']),
  person: z.string(),
  round: z.string(),
  chat: z.enum(['teams', 'slack']),
  waits: z.boolean(),
  history: z.array(z.string()),
});
export type Hearer = z.infer<typeof hearerStateSchema>;
const saySchema = z.object({ words: z.string().default('yes') });

/** What one person has heard of a round. */
const hearer: Workflow<Hearer, HearerEvent> = {
  id: 'hearer',
  prefix: 'R',
  state: hearerStateSchema,
  event: hearerEventSchema,
  initial: { status: 'none', person: '', round: '', chat: 'teams', waits: false, history: [] },
  commands: {
    'hearer/ask': {
      label: 'Ask',
      data: z.object({ person: z.string(), round: z.string() }),
      begins: true,
      internal: true,
    },
    'hearer/send': {
      label: 'Send',
      data: z.object({}),
      internal: true,
      gathers: ({ round: reference }) => ({ kind: 'record', workflow: 'round', reference }),
    },
    'hearer/note': { label: 'Note', data: z.json(), internal: true },
    'hearer/again': { label: 'Again', data: z.json(), internal: true },
    'hearer/say': { label: 'Say', data: saySchema, own: (person, reference) => keyOf(reference, person) },
    'hearer/write': {
      label: 'Write',
      data: saySchema,
      own: (person, reference) => keyOf(reference, person),
      form: ({ history }) => ({
        title: `Heard: ${history.join()}`,
        send: 'Send',
        steps: [
          {
            id: 'words',
            items: [{ kind: 'text', id: 'words', label: 'What do you say?', required: true, atMost: 50 }],
          },
        ],
      }),
    },
  },
  lists: [],
  refuses: ({ status }, type) =>
    type === 'hearer/ask' && status !== 'none' ? refusal({ code: 'asked', sentence: 'Asked already.' }) : undefined,
  decide(state, { type, data }, { gathered, school }): ReturnType<typeof hearer.decide> {
    switch (type) {
      case 'hearer/ask': {
        const { person, round: of } = z.record(z.string(), z.string()).parse(data);
        if (person === 'nobody') return refusal({ code: 'unknown-person', sentence: 'Nobody is called so.' });
        const chat = preferredChat(school, person ?? '');
        return decision({ events: [{ type: 'Asked', person: person ?? '', round: of ?? '', chat }], messages: [] });
      }
      case 'hearer/send': {
        const shared = gathered?.kind === 'record' ? gathered.record?.shared : undefined;
        const words = z.object({ words: z.string() }).safeParse(shared);
        if (!state.waits || !words.success) return decision({ events: [], messages: [] });
        return decision({ events: [{ type: 'Sent' }], messages: [cardOf(state, words.data.words)] });
      }
      case 'hearer/note': {
        const { outcome, code } = z.record(z.string(), z.string()).parse(data);
        return decision({ events: [{ type: 'Noted', outcome: outcome ?? '', code: code ?? '' }], messages: [] });
      }
      case 'hearer/again':
        return decision({ events: [{ type: 'Again' }], messages: [] });
      default:
        return decision({ events: [{ type: 'Said', words: saySchema.parse(data).words }], messages: [] });
    }
  },
  evolve(state, { event }: Happened<HearerEvent>): Hearer {
    const history = [...state.history, event.type === 'Noted' ? event.outcome : event.type.toLowerCase()];
    switch (event.type) {
      case 'Asked':
        return { ...event, status: 'pending', waits: true, history };
      case 'Sent':
        return { ...state, waits: false, history };
      case 'Again':
        return { ...state, status: 'pending', waits: true, history };
      case 'Said':
        return { ...state, status: 'said', history: [...history, event.words] };
      case 'Noted': {
        const status = { came: 'delivered', parked: 'unreachable' } as const;
        return { ...state, status: status[event.outcome as 'came'] ?? state.status, history };
      }
      default:
        return event satisfies never;
    }
  },
  status: ({ status }) => status,
  findableBy: ({ status, person, round: of, chat, waits }) =>
    status === 'none' ? [] : [`round ${of}`, `person ${person}`, ...(waits ? [`to send in ${chat}`] : [])],
  deadlines: () => [],
  deliveryNote: 'hearer/note',
  shares: ({ person, status }) => ({ person, status }),
  paced: { findBy: (chat) => `to send in ${chat}`, command: 'hearer/send' },
  onArrival: { statuses: ['unreachable'], findBy: (person) => `person ${person}`, command: 'hearer/again' },
  mayStillSend: () => true,
  notThere: (reference) => `There is no ${reference}.`,
  again: () => undefined,
};

/** The same for everybody, byte for byte. */
function cardOf({ person, round: of }: Hearer, words: string): Message {
  const buttons = [
    { label: 'Say yes', press: { do: 'hearer/say', ref: of }, primary: true, opens: false, chatOnly: false },
  ];
  return {
    slot: 'ask',
    to: { kind: 'person', person },
    card: 'notice',
    data: { title: '', lines: [words], buttons },
    preview: 'Something to hear',
    fresh: true,
    campaign: `${of} 1`,
  };
}

/** What somebody's record of a round is found by. */
export function keyOf(reference: string, person: string): string {
  return `hearer ${reference} ${person}`;
}

/** Rounds and who hears of them. */
export const rounds: Registry = new Map(
  [round as Workflow<unknown, unknown>, hearer as Workflow<unknown, unknown>].map((one) => [one.id, one]),
);

/** The addresses of so many people. */
export function crowdOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `p${String(at).padStart(5, '0')}@oakfield.example`);
}

/** The example school with so many more people. */
export function aCrowdedSchool(count: number, changes: Partial<School> = {}): School {
  const school = aSchool(changes);
  const more = crowdOf(count).map((email, at) => ({ ...school.people[0], email, name: `Person ${at}` }));
  return { ...school, people: [...school.people, ...(more as School['people'])] };
}
