import type { FormContext } from '../../domain/decider.ts';
import type { Condition, Form } from '../../domain/form.ts';
import { readSite, type Site, saidMarks } from '../../domain/site-address.ts';
import { standingOf } from './access.ts';
import type { ConcernState } from './state.ts';

/** The form in which a handler asks IT to block a site: filled in already where the report has an address. */
export function blockSiteForm(state: ConcernState, { school, by, answers }: FormContext): Form {
  const isTheirs = state.status !== 'none' && standingOf(state, by, school) === 'handler';
  const reported = isTheirs ? addressIn(state.file.answers.website) : '';
  const typed = answers?.address;
  const site = siteIn(typeof typed === 'string' ? typed : reported);
  const never: Condition = { question: 'address', is: [] };
  return {
    title: 'Ask IT to block a site',
    intro: 'IT learns the address and nothing else of this case. You are told here when it is blocked.',
    send: 'Ask IT to block it',
    steps: [
      {
        id: 'all',
        items: [
          ...(site === undefined
            ? []
            : saidMarks(site).map((text) => ({ kind: 'note', tone: 'warning', text }) as const)),
          {
            kind: 'web-address',
            id: 'address',
            label: 'Web address. Do not open it again',
            said: 'Web address',
            required: true,
            site: 'block',
            ...(reported === '' ? {} : { initially: reported }),
            source: '000 sections 4.2 and 4.3',
          },
          {
            kind: 'choice',
            id: 'scope',
            label: 'How much of it?',
            choices: [
              { value: 'page', label: 'This page alone' },
              { value: 'site', label: 'The whole site' },
            ],
            initially: 'page',
            ...(site === undefined || site.path === '' ? { when: never } : {}),
          },
        ],
      },
    ],
  };
}

/** The first address in what a reporter wrote that can be read; all of it where none can. */
function addressIn(website: string | readonly string[] | undefined): string {
  if (typeof website !== 'string') return '';
  if (siteIn(website) !== undefined) return website;
  const first = website
    .split(/[\s,;]+/u)
    .map((word) => siteIn(word))
    .find((site) => site !== undefined);
  return first === undefined ? website : saidPlainly(first);
}

function siteIn(address: string): Site | undefined {
  const read = readSite(address, 'block');
  return read.kind === 'site' ? read.site : undefined;
}

/** As it is typed into a browser. */
function saidPlainly({ host, path }: Site): string {
  return `${host}${path}`;
}
