import type { CardContent, Decision } from '../../src/domain/decider.ts';
import type { Json } from '../../src/domain/message.ts';
import { theClock } from '../../src/domain/people.ts';
import type { DraftEvent } from '../../src/workflows/draft/events.ts';
import { draft } from '../../src/workflows/draft/index.ts';
import type { DraftState } from '../../src/workflows/draft/state.ts';
import { monday, reference } from './concern.ts';
import { aSchool, by, people } from './school.ts';

const school = aSchool();

/** The offer of a form that was closed, of a report and of a case, and what stands there once it is gone. */
export function draftCards(): readonly CardContent[] {
  return [{ do: 'concern/report' }, { do: 'concern/note', ref: reference }].flatMap((press) => {
    const form = { id: 'the-form', step: 0, seen: [0] };
    const answers = { narrative: 'Words that somebody wrote.' };
    const kept = { person: people.teacher, title: 'Report a concern', press, form, answers, offer: true };
    const offered = given(draft.initial, 'draft/keep', kept);
    const endings = [
      given(offered.after, 'draft/throw-away', {}),
      given(offered.after, 'draft/drop', { person: people.teacher, formId: form.id, how: 'sent' }),
      given(offered.after, 'draft/expire', {}),
    ];
    return [offered, ...endings].flatMap(({ made }) => [
      ...made.messages,
      ...(made.reply === undefined ? [] : [made.reply]),
    ]);
  });
}

function given(state: DraftState, type: string, data: object): { made: Decision<DraftEvent>; after: DraftState } {
  const actor = type === 'draft/expire' ? theClock : by.teacher;
  const made = draft.decide(
    state,
    { type, data: data as Json },
    { at: monday, by: actor, school, reference: 'D-7K3Q9F' },
  );
  if (made.kind === 'refusal') throw new Error(`${type} is refused: ${made.code}`);
  const after = made.events.reduce((was, event) => draft.evolve(was, { event, at: monday, by: actor }), state);
  return { made, after };
}
