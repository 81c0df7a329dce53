import type { FormContext } from '../../domain/decider.ts';
import type { Form } from '../../domain/form.ts';
import { siteToBlock, siteToBlockItems } from '../../domain/site-to-block.ts';
import { contents, meetings } from './choices.ts';
import { REMARK } from './command-data.ts';

/** The form in which anybody reports a site that should be blocked (R130, R131). */
export function reportForm({ answers }: FormContext): Form {
  return {
    title: 'Report an unsuitable site',
    intro: 'Half a minute. IT learns the address and nothing else; the online-safety team reads the rest.',
    send: 'Send',
    steps: [
      {
        id: 'what',
        items: [
          { kind: 'note', tone: 'warning', text: 'Do not look at it again. Close it calmly; nobody is to blame.' },
          {
            kind: 'web-address',
            id: 'address',
            label: 'Web address. Do not open it again',
            said: 'Web address',
            required: true,
            site: 'block',
            source: '000 sections 4.2 and 4.3',
          },
          {
            kind: 'choice',
            id: 'met',
            label: 'How was it met?',
            required: true,
            choices: meetings,
            source: '000 sections 4.2 and 4.3',
          },
          { kind: 'choice', id: 'what', label: 'What is there?', required: true, choices: contents },
        ],
      },
      {
        id: 'details',
        items: [
          ...siteToBlockItems(siteToBlock(answers?.address)),
          { kind: 'date', id: 'date', label: 'Day', required: true, initially: 'today', notInFuture: true },
          {
            kind: 'text',
            id: 'room',
            label: 'Class or room',
            help: "The online-safety team reads it. No pupil's name.",
          },
          {
            kind: 'note',
            tone: 'warning',
            text: 'If a pupil was upset by it, or went there on purpose, report a concern as well.',
          },
          {
            kind: 'long-text',
            id: 'note',
            label: 'What should the co-ordinator know?',
            help: "The online-safety team reads it; IT and the log do not have it. No pupil's name: that belongs in a concern.",
            atMost: REMARK,
          },
        ],
      },
    ],
  };
}
