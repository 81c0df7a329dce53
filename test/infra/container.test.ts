import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { copied, dockerfile, installCommand } from '../support/production-files.ts';

// The image of the service, by its text: nobody can build it where the tests run. That its files are enough stands in
// test/e2e/production-files.test.ts.

const packageSchema = z.object({
  bin: z.object({ safeguarding: z.string() }),
  devDependencies: z.object({ node: z.string() }),
  engines: z.object({ node: z.string() }),
});

const lines = dockerfile();
const all = (word: string) =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));

describe('the image of the service', () => {
  it('stands on exactly the Node.js that the tests run on', () => {
    const { devDependencies } = packageSchema.parse(JSON.parse(readFileSync('package.json', 'utf8')));
    expect(all('ARG')).toEqual([`NODE_IMAGE=node:${devDependencies.node}-trixie-slim`]);
    expect(all('FROM')).toEqual(['${NODE_IMAGE} AS installed', '${NODE_IMAGE}']);
    expect(devDependencies.node).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('has the packages of the lock file that the service needs, and runs nothing that they bring', () => {
    expect(installCommand().slice(0, 4)).toEqual(['npm', 'ci', '--omit=dev', '--ignore-scripts']);
    expect(lines.indexOf(`RUN ${installCommand().join(' ')}`)).toBeLessThan(lines.lastIndexOf('FROM ${NODE_IMAGE}'));
  });

  it('runs as an account without rights, by its number', () => {
    expect(all('USER')).toEqual(['10001:10001']);
    const afterwards = lines.slice(lines.findIndex((line) => line.startsWith('USER ')));
    expect(afterwards.filter((line) => /^(RUN|COPY|ADD) /.test(line))).toEqual([]);
  });

  it('starts the service itself, so that it hears when it has to stop, and asks whether it is alive', () => {
    expect(all('ENTRYPOINT')).toEqual(['["node", "src/main.ts", "serve"]']);
    expect(all('CMD')).toEqual([]);
    expect(all('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(all('HEALTHCHECK')[0]).toMatch(/CMD \["node", .*\/healthz/);
    expect(all('ENV')).toEqual(['NODE_ENV=production PORT=3978']);
    expect(all('EXPOSE')).toEqual(['3978']);
  });

  it('has the commands for whoever looks after the service under their name', () => {
    const { bin } = packageSchema.parse(JSON.parse(readFileSync('package.json', 'utf8')));
    const linked = all('RUN').find((line) => line.includes('ln -s'));
    expect(linked).toBe(`chmod 755 ${bin.safeguarding} && ln -s /app/${bin.safeguarding} /usr/local/bin/safeguarding`);
  });

  it('has no tool to install anything with', () => {
    const removed = all('RUN').find((line) => line.startsWith('rm -rf'));
    for (const tool of ['npm', 'npx', 'corepack', 'yarn']) expect(removed).toContain(`/usr/local/bin/${tool}`);
  });

  it('is given nothing but what it copies, so that no record, key or setting of a school can slip into it', () => {
    const [first, ...allowed] = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(first).toBe('*');
    const sources = copied().map(({ from }) => from);
    const named = allowed.map((line) => line.replace(/^!/, '').replace(/\/\*\*$/, ''));
    expect(named.toSorted()).toEqual([...new Set(sources)].toSorted());
    expect(all('ADD')).toEqual([]);
  });
});
