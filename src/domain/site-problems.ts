/** What is wrong with an address, with what to do instead. */
export const siteProblems = {
  'not-an-address':
    'This is not a web address. Put the whole of it, such as example.org/topic: copy it from the top of the browser.',
  several: 'There is more than one address here. Put one, and ask for the others in requests of their own.',
  'cut-off':
    'This address is cut off, at its end or at a space in it. Open the page, and copy the whole address from the top of the browser.',
  'not-a-website':
    'This is not the address of a website. Put one that begins with http:// or https:// and opens in any browser.',
  'inside-school':
    'This address leads to something inside a network, which the filter does not stand before. Ask IT about it.',
  numbers: 'This address is a number, and what stands behind a number can change. Put the name of the site.',
  'top-level-domain':
    'This is an ending that many sites share. Put the full name of one site, with www. where the browser shows it.',
  'short-link': 'This link leads on to another address. Open it, and put the address that the browser then shows.',
  'search-page': 'This is a search engine. Open what you found, and put the address of that page.',
  'through-another':
    'This site shows pages of other sites, so opening it would open them all. Put the address of the page itself.',
  'too-long':
    'This address is too long to be kept. Put a shorter one, such as the page without what follows the question mark.',
  misleading:
    'This address is written so that it reads like that of another site. Copy it from the top of the browser; if it is refused again, ask IT about it.',
} as const;

/** Why an address cannot be taken. */
export type SiteProblem = keyof typeof siteProblems;
