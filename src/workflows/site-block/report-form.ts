import type { FormContext } from '../../domain/decider.ts';
import type { Condition, Form, Item } from '../../domain/form.ts';
import { readSite, type Site, saidHost, saidMarks, saidSite } from '../../domain/site-address.ts';
import { contents, meetings } from './choices.ts';
import { REMARK } from './command-data.ts';

/** The form in which anybody reports a site that should be blocked (R130, R131). */
export function reportForm({ answers }: FormContext): Form {
  const site = siteIn(answers?.address);
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
          ...siteNotes(site),
          ...scopeQuestion(site),
          { kind: 'date', id: 'date', label: 'Day', required: true, initially: 'today', notInFuture: true },
          { kind: 'text', id: 'room', label: 'Class or room' },
          {
            kind: 'note',
            tone: 'warning',
            text: 'If a pupil was upset by it, or went there on purpose, report a concern as well.',
          },
          {
            kind: 'long-text',
            id: 'note',
            label: 'What should the co-ordinator know?',
            help: "No pupil's name; that belongs in a concern.",
            atMost: REMARK,
          },
        ],
      },
    ],
  };
}

/** The site that these words name, as far as it can be read yet. */
function siteIn(address: string | readonly string[] | undefined): Site | undefined {
  if (typeof address !== 'string') return undefined;
  const read = readSite(address, 'block');
  return read.kind === 'site' ? read.site : undefined;
}

/** Exactly what would be blocked, and what stands out about it. */
function siteNotes(site: Site | undefined): readonly Item[] {
  if (site === undefined) return [];
  return [
    { kind: 'note', tone: 'plain', text: `This asks IT to block: ${saidSite(site)}` },
    ...saidMarks(site).map((text) => ({ kind: 'note', tone: 'warning', text }) as const),
  ];
}

/** How much of it; only of a page is there a choice. */
function scopeQuestion(site: Site | undefined): readonly Item[] {
  const isPage = site !== undefined && site.path !== '';
  const never: Condition = { question: 'address', is: [] };
  return [
    {
      kind: 'choice',
      id: 'scope',
      label: 'How much of it?',
      required: true,
      choices: [
        { value: 'site', label: site === undefined ? 'The whole site' : shortened(`The whole site ${saidHost(site)}`) },
        { value: 'page', label: 'This page alone' },
      ],
      ...(isPage ? {} : { when: never }),
    },
  ];
}

/** As much of a label as every chat shows. */
function shortened(label: string): string {
  const characters = [...label];
  return characters.length <= 70 ? label : `${characters.slice(0, 69).join('')}…`;
}
