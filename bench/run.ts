// npm run bench            says which there are
// npm run bench -- cost    runs one

import { cost } from './cost.ts';

const benches: Readonly<Record<string, { readonly says: string; readonly run: () => Promise<void> }>> = {
  cost: { says: 'request units by operation, and the monthly price on Azure (P6)', run: cost },
};

const [name = ''] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  for (const [each, { says }] of Object.entries(benches)) console.log(`npm run bench -- ${each}  ${says}`);
  if (name !== '') process.exitCode = 2;
} else {
  await bench.run();
}
