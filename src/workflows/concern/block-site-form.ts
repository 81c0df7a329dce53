import type { FormContext } from '../../domain/decider.ts';
import type { Form, Item } from '../../domain/form.ts';
import type { Site } from '../../domain/site-address.ts';
import { siteToBlock, siteToBlockItems } from '../../domain/site-to-block.ts';
import { standingOf } from './access.ts';
import type { ConcernState } from './state.ts';

/**
 * The form in which a handler asks IT to block a site: what the report has, and then exactly what IT will read. Of what
 * a reporter wrote only the address is taken, and not what follows the question mark, where names often stand.
 */
export function blockSiteForm(state: ConcernState, { school, by, answers }: FormContext): Form {
  const isTheirs = state.status !== 'none' && standingOf(state, by, school) === 'handler';
  const reported = isTheirs ? reportedSite(state.file.answers.website) : undefined;
  const initially = reported === undefined ? '' : saidPlainly(reported.site);
  return {
    title: 'Ask IT to block a site',
    intro: 'IT learns the address and nothing else of this case. You are told when IT has answered.',
    send: 'Ask IT to block it',
    steps: [
      {
        id: 'address',
        items: [
          {
            kind: 'web-address',
            id: 'address',
            label: 'Web address. Do not open it again',
            said: 'Web address',
            help: "Without any pupil's name: IT reads it.",
            required: true,
            site: 'block',
            ...(initially === '' ? {} : { initially }),
            source: '000 sections 4.2 and 4.3',
          },
          ...leftOffNote(reported?.leftOff ?? ''),
        ],
      },
      {
        id: 'extent',
        items: [
          { kind: 'note', tone: 'plain', text: 'Look at it once more: what stands here is what IT reads.' },
          ...siteToBlockItems(siteToBlock(answers?.address ?? initially)),
        ],
      },
    ],
  };
}

interface Reported {
  readonly site: Site;
  /** What followed the question mark. */
  readonly leftOff: string;
}

/** The first address in what a reporter wrote that can be read. */
function reportedSite(website: string | readonly string[] | undefined): Reported | undefined {
  if (typeof website !== 'string') return undefined;
  const [read] = [website, ...website.split(/[\s,;]+/u)].flatMap((words) => siteToBlock(words) ?? []);
  if (read === undefined) return undefined;
  const [path = '', ...parameters] = read.path.split('?');
  const site = siteToBlock(saidPlainly({ ...read, path }));
  return site === undefined ? undefined : { site, leftOff: parameters.join('?') };
}

function leftOffNote(leftOff: string): readonly Item[] {
  const text = `The report has more behind this address: "?${leftOff}". Add it only if the page is not found without it, and if it names nobody.`;
  return leftOff === '' ? [] : [{ kind: 'note', tone: 'plain', text }];
}

/** As it is typed into a browser. */
function saidPlainly({ host, path }: Site): string {
  return `${host}${path}`;
}
