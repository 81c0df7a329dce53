import { kindOfHost } from './host-name.ts';

/** What whoever decides should notice about a site. */
export const siteMarks = ['posing', 'lookalike', 'international', 'not-secure', 'port'] as const;
export type SiteMark = (typeof siteMarks)[number];

interface Named {
  readonly host: string;
  readonly domain: string;
}

/** The sentence for each mark. */
export const markSentences: Readonly<Record<SiteMark, (site: Named) => string>> = {
  posing: ({ host, domain }) => `The site is ${domain}, not ${posedAs({ host, domain }) ?? 'what stands before it'}.`,
  lookalike: () => 'The name has letters that look like others: it may be made to pass for another site.',
  international: () => 'The name has letters beyond a to z; a filter may want the form that begins with xn--.',
  'not-secure': () => 'The address begins with http: what is read and typed there can be read on the way.',
  port: () => 'The address names a port, which ordinary sites do not have.',
};

/** The name of another site that stands before the registered name: `bbc.co.uk` of `bbc.co.uk.history.example`. */
export function posedAs({ host, domain }: Named): string | undefined {
  const name = host.replace(/:\d+$/u, '');
  if (!name.endsWith(`.${domain}`)) return undefined;
  const labels = name.slice(0, -domain.length - 1).split('.');
  const beginnings = labels.slice(1).map((_, shorter) => labels.slice(0, labels.length - shorter).join('.'));
  return beginnings.find((beginning) => realKinds.includes(kindOfHost(beginning)));
}

const realKinds: readonly string[] = ['name', 'ending', 'shared-ending'];
