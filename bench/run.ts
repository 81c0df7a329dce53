// npm run bench            says which there are
// npm run bench -- cost    runs one

import { campaign } from './campaign.ts';
import { cost } from './cost.ts';

type Bench = (words: readonly string[]) => Promise<void>;

const benches: Readonly<Record<string, { readonly says: string; readonly run: Bench }>> = {
  campaign: { says: 'telling 10,000 and 90,000 people, in the time of the chats (P4, P5)', run: campaign },
  cost: { says: 'request units by operation, and the monthly price on Azure (P6)', run: cost },
};

const [name = '', ...words] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  for (const [each, { says }] of Object.entries(benches)) console.log(`npm run bench -- ${each}  ${says}`);
  if (name !== '') process.exitCode = 2;
} else {
  await bench.run(words);
}
