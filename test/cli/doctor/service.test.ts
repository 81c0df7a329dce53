import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/application/doctor/finding.ts';
import { askPort, checkRunning } from '../../../src/cli/doctor/service.ts';
import type { Standing } from '../../../src/standing-file.ts';
import { monday } from '../../support/concern.ts';

const said = (found: readonly Finding[]) => found.map(({ level, what }) => `${level}: ${what}`);

describe('the port of the service', () => {
  const about = { port: 3978, standing: undefined, nowMs: Date.parse(monday) };

  it.each([
    [{ alive: true }, { ready: true }, { kind: 'service', missing: [], schoolFileMistakes: 0 }],
    [
      { alive: true },
      { ready: false, missing: ['slack'] },
      { kind: 'service', missing: ['slack'], schoolFileMistakes: 0 },
    ],
    [{ alive: true }, { ready: true, schoolFileMistakes: 2 }, { kind: 'service', missing: [], schoolFileMistakes: 2 }],
    [{ hello: 'world' }, {}, { kind: 'something else' }],
  ])('answers with %j', async (healthz, readyz, answer) => {
    const server = createServer((request, response) => {
      response.end(JSON.stringify(request.url === '/healthz' ? healthz : readyz));
    }).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    try {
      const { port } = server.address() as AddressInfo;
      expect(await askPort({ host: '0.0.0.0', port })).toEqual(answer);
    } finally {
      await new Promise((done) => server.close(done));
    }
  });

  it('says what a service that is not ready waits for', () => {
    expect(said(checkRunning({ kind: 'service', missing: ['slack', 'clock'], schoolFileMistakes: 0 }, about))).toEqual([
      'wrong: The service runs, and cannot do its work for want of: slack and clock.',
    ]);
  });

  it('is silent where the service hangs', () => {
    expect(said(checkRunning({ kind: 'silence' }, about))).toEqual([
      'wrong: Whatever listens on port 3978 does not answer: the service may hang.',
    ]);
  });

  it('is answered by a service that has not said for long how it stands', () => {
    const standing = aStanding({ at: '2026-11-23T14:00:00.000Z' });
    expect(said(checkRunning({ kind: 'service', missing: [], schoolFileMistakes: 0 }, { ...about, standing }))).toEqual(
      [
        'well: The service runs and is ready.',
        'wrong: The service answers, but has not said how it stands for 300 seconds.',
      ],
    );
  });
});

function aStanding(changed: Partial<Standing> = {}): Standing {
  return { at: monday, version: '0.3.0', missing: [], schoolFileMistakes: 0, schools: [], ...changed };
}
