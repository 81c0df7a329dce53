/** A host of 253 characters, in a domain that nobody has. */
const longestHost = `${['one', 'two', 'three'].map((word) => `${word}-`.repeat(30).slice(0, 62)).join('1.')}1.${'last-'.repeat(20).slice(0, 52)}1.example`;

/** An address as long as one is taken: a page below the longest host. */
export const longestAddress = `https://${longestHost}/${'page-'.repeat(200).slice(0, 1_000 - longestHost.length - 1)}`;

/** A name in letters that are not Latin, which is shown in both of its forms, with one that only looks like another. */
export const foreignAddress = 'http://xn--80ak6aa92e.example:8080/тема';
