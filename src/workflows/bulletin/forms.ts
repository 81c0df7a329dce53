import type { FormContext } from '../../domain/decider.ts';
import type { Choice, Form, Question } from '../../domain/form.ts';
import { LINK, REASON, TEXT, TITLE } from './command-data.ts';
import type { BulletinState } from './state.ts';

/** What is asked for a message: as it is, where there is one already. */
export function bulletinForm(state: BulletinState, { school }: Pick<FormContext, 'school'>): Form {
  const before = state.status === 'none' ? undefined : state.bulletin;
  const choices: readonly Choice[] = school.staffChannels.map(({ id, name }) => ({ value: id, label: name }));
  const only = choices.length === 1 ? choices[0]?.value : undefined;
  return {
    title: 'Safety message',
    intro: 'One minute. You see it before it is posted.',
    send: 'Look at it',
    steps: [
      {
        id: 'all',
        items: [
          {
            kind: 'note',
            tone: 'warning',
            text: 'Everybody in the channel reads this. Name no pupil and no colleague, and say nothing of a case.',
          },
          { kind: 'text', id: 'title', label: 'Title', required: true, atMost: TITLE, ...initially(before?.title) },
          {
            kind: 'long-text',
            id: 'text',
            label: 'Message',
            help: `At most ${TEXT} characters.`,
            required: true,
            atMost: TEXT,
            ...initially(before?.text),
          },
          {
            kind: 'web-address',
            id: 'link',
            label: 'Link',
            help: 'Where there is more to read, such as a poster on the school website. Begins with https://.',
            atMost: LINK,
            ...initially(before?.link),
          },
          {
            kind: 'choices',
            id: 'channels',
            label: 'Where?',
            required: true,
            choices,
            source: '003 appendix 6',
            ...initially(before?.channels.join(',') ?? only),
          },
        ],
      },
    ],
  };
}

export const takeBackForm: Form = {
  title: 'Take the message back',
  intro: 'In its place it says that it was taken back. Who has read it, has read it.',
  send: 'Take it back',
  steps: [{ id: 'why', items: [{ kind: 'long-text', id: 'reason', label: 'Why?', required: true, atMost: REASON }] }],
};

function initially(value: string | undefined): Pick<Question, 'initially'> {
  return value === undefined || value === '' ? {} : { initially: value };
}
