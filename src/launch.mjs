#!/usr/bin/env node
// What is started: the service, the try-out or a command. Written so that any Node.js of the last ten years reads it, and
// says which one is needed: everything else here is TypeScript, which only Node.js 24 runs without being told to.
const NEEDED = 24;

const major = Number(process.versions.node.split('.')[0]);
if (major < NEEDED) {
  process.stderr.write(
    `This needs Node.js ${NEEDED} or newer, and this is ${process.version}.\n` +
      `Install Node.js ${NEEDED} (https://nodejs.org) and run the same again. Nothing was done.\n`,
  );
  process.exitCode = 2;
} else if (process.argv[2] === 'serve' || process.argv[2] === 'try-out') await import('./main.ts');
else await import('./cli.ts');
