#!/usr/bin/env node
// What is started: the service, the try-out or a command. Written so that any Node.js since 12 reads it, and says which
// one is needed: everything else here is TypeScript, which only Node.js 24 runs without being told to.
const NEEDED = 24;

const major = Number(process.versions.node.split('.')[0]);
if (major < NEEDED) {
  process.stderr.write(
    `This needs Node.js ${NEEDED} or newer, and this is ${process.version}.\n` +
      `Install Node.js ${NEEDED} (https://nodejs.org) and run the same again. Nothing was done.\n`,
  );
  process.exitCode = 2;
} else if (['serve', 'try-out'].includes(firstWord(process.argv.slice(2)))) void import('./main.ts');
else void import('./cli.ts');

/** What is to be done; `--env FILE` may stand before it. */
function firstWord(words) {
  if (words[0] === '--env') return firstWord(words.slice(2));
  return words.length > 0 && words[0].startsWith('--env=') ? firstWord(words.slice(1)) : words[0];
}
