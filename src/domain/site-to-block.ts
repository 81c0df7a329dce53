import type { Condition, Item } from './form.ts';
import { mayBeWhole, readSite, type Site, saidHost, saidMarks, saidSite } from './site-address.ts';

// What every form has in common that asks IT to block a site.

/** The site that these words name, as far as one can be read yet. */
export function siteToBlock(address: string | readonly string[] | undefined): Site | undefined {
  if (typeof address !== 'string') return undefined;
  const read = readSite(address, 'block');
  return read.kind === 'site' ? read.site : undefined;
}

/**
 * Exactly what would be blocked, what stands out about it, and how much of it is meant. Nothing of that is chosen
 * beforehand: a page may be too little, and a whole site too much.
 */
export function siteToBlockItems(site: Site | undefined): readonly Item[] {
  return [...(site === undefined ? [] : siteNotes(site)), scopeQuestion(site)];
}

function siteNotes(site: Site): readonly Item[] {
  const instead = mayBeWhole(site, 'block') ? 'take the whole site, or leave that part off' : 'leave that part off';
  const named = `If the address names a pupil, IT reads that name: ${instead}.`;
  const warnings = [...saidMarks(site), ...(site.path === '' ? [] : [named])];
  return [
    { kind: 'note', tone: 'plain', text: `This asks IT to block: ${saidSite(site)}` },
    ...warnings.map((text) => ({ kind: 'note', tone: 'warning', text }) as const),
  ];
}

/** Always there; asked only of a page, and not where the whole site would be too much. */
function scopeQuestion(site: Site | undefined): Item {
  const isAsked = site !== undefined && site.path !== '' && mayBeWhole(site, 'block');
  const never: Condition = { question: 'address', is: [] };
  return {
    kind: 'choice',
    id: 'scope',
    label: 'How much of it?',
    required: true,
    choices: [
      { value: 'site', label: site === undefined ? 'The whole site' : shortened(`The whole site ${saidHost(site)}`) },
      { value: 'page', label: 'This page alone' },
    ],
    ...(isAsked ? {} : { when: never }),
  };
}

/** As much of a label as every chat shows. */
function shortened(label: string): string {
  const characters = [...label];
  return characters.length <= 70 ? label : `${characters.slice(0, 69).join('')}…`;
}
