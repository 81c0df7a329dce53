import type { CardContent, DecisionContext } from '../../domain/decider.ts';
import type { Button, Message } from '../../domain/message.ts';
import { roleTelephone, type School } from '../../domain/school.ts';
import { saidTime } from '../../domain/school-time.ts';
import type { Ending } from './events.ts';
import type { KeptDraft } from './state.ts';

/** The words on the buttons of a draft. */
export const labels = { resume: 'Go on with it', throwAway: 'Throw it away' } as const;

/** Where the offer stands, and later what became of it. */
export const OFFER_SLOT = 'offer';

/** Offers a form that was closed to whoever closed it. Nothing of what they typed. */
export function offer(draft: KeptDraft, { school, reference, at }: DecisionContext): Message {
  const { person, title, press, keptUntil } = draft;
  const form = press.ref === undefined ? `"${title}"` : `a form about ${press.ref}`;
  const place = press.ref === undefined ? 'under "My reports and requests"' : `in ${press.ref}`;
  // Where the service died just when it was sent, only the record itself knows that it was.
  const said = 'A form that you began may not have been sent';
  return {
    slot: OFFER_SLOT,
    to: { kind: 'person', person },
    card: 'notice',
    preview: `${said}.`,
    data: {
      title: said,
      lines: [
        `What you typed in ${form} is kept until ${saidTime(school, keptUntil, at)}, for you alone, and then deleted.`,
        `Unless you find it ${place}, nobody has been told of it. If a child is at risk now, ring the safeguarding team on ${roleTelephone(school, 'dsl')}.`,
      ],
      buttons: [
        button(labels.resume, 'draft/resume', reference, { primary: true, opens: true }),
        button(labels.throwAway, 'draft/throw-away', reference),
      ],
    },
  };
}

function button(label: string, command: string, reference: string, more: Partial<Button> = {}): Button {
  return { label, press: { do: command, ref: reference }, primary: false, opens: false, chatOnly: false, ...more };
}

const endingWords: Record<Ending, string> = {
  sent: 'The form that you had begun has been sent.',
  'thrown-away': 'The form that you had begun was thrown away. What you typed is deleted within minutes.',
  expired: 'A form that you had begun was kept for a day. What you typed is deleted.',
};

/** What stands in place of the offer when there is nothing to go on with any more. */
export function ended(how: Ending): CardContent {
  const text = endingWords[how];
  return { card: 'line', data: { text }, preview: text };
}

/** Every reason for which a command on a draft is refused. */
export type RefusalCode = 'not-there' | Ending | 'too-long';

/** The sentence for each refusal; a code without one does not compile. */
export const refusalSentences: Record<RefusalCode, (reference: string, school: School) => string> = {
  'not-there': (reference, school) => noDraft(reference, school),
  sent: () => 'This form was sent, so there is nothing left to go on with.',
  'thrown-away': () => 'This form was thrown away, so there is nothing left to go on with.',
  expired: () => 'This form was begun a day ago, so what was typed is not kept any more.',
  'too-long': (_, school) =>
    `What you typed was not kept: there is too much of it. Begin a new form, and send it in parts. If a child is at risk now, ring the safeguarding team on ${roleTelephone(school, 'dsl')}.`,
};

/** The same words for what is not there and for what is somebody else's. */
export function noDraft(reference: string, school: School): string {
  return `There is no form ${reference} that you can go on with. What you type is kept for a day, for you alone. If you are worried about a child, ring ${school.telephone}.`;
}
