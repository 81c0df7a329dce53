// The page of who may do what with a concern, from the rules themselves: npm run matrix
import { writeFileSync } from 'node:fs';
import { mayPage } from './may-page.ts';

/** Where the page is kept. */
export const pagePath = new URL('../docs/who-may-do-what.md', import.meta.url);

if (import.meta.main) writeFileSync(pagePath, mayPage());
