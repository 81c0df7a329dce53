import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { people } from '../support/school.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { referenceIn } from '../support/slack-bot.ts';
import { kindAndWhom } from '../support/slack-case.ts';
import { aSlackSchool } from '../support/slack-school.ts';
import { startSlackSide } from '../support/slack-side.ts';
import { readTrace, type SystemCall, traced } from '../support/system-calls.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts } from '../support/try-out.ts';

const COMMITS_WITHOUT_THE_DISK = new URL('../support/synchronous-normal.mjs', import.meta.url).href;

describe('a report that is acknowledged [N2]', () => {
  let folder: TemporaryFolder;
  let service: ServiceProcess | undefined;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    await service?.kill();
    folder.remove();
  });

  it('was on the disk before a byte of the acknowledgement left', async () => {
    const { written, synced, sent, isInOrder } = await reportUnderTrace();
    expect(written, 'the report was written to the log of the database').toBeDefined();
    expect(synced, 'the disk was waited for after that').toBeDefined();
    expect(sent, 'the receipt was sent').toBeDefined();
    expect(isInOrder).toBe(true);
  });

  it('would not be, were the database told to commit without the disk: the same look says so', async () => {
    const { written, sent, isInOrder } = await reportUnderTrace(COMMITS_WITHOUT_THE_DISK);
    expect(written).toBeDefined();
    expect(sent).toBeDefined();
    expect(isInOrder).toBe(false);
  });

  /** Somebody reports a concern in Slack, by signed requests to the service as a school starts it. */
  async function reportUnderTrace(preload?: string) {
    const school = aSlackSchool();
    const { slack, as } = await startSlackSide({ school, now: Date.now });
    const place = (name: string) => folder.path(name);
    writeFileSync(place('school.yaml'), stringify(school));
    const variables = {
      SCHOOL_FILE: place('school.yaml'),
      STORE: `sqlite:${place('records.db')}`,
      VAULT: `file:${place('keys.json')}`,
      SLACK_BOT_TOKEN: slack.token,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
    };
    const around = { under: traced(place('calls.txt')), ...(preload === undefined ? {} : { preload }) };
    service = await startServiceProcess(variables, await freePorts(1), around);
    slack.sendsTo(`${service.address}/slack/events`, () => Promise.resolve());
    const teacher = as(people.teacher);
    await teacher.types('/report-concern');
    await slack.until(() => teacher.modal, 'the form opens');
    await teacher.presses('No');
    await slack.until(() => teacher.modal?.inputs.length !== 0, 'the next step comes');
    await teacher.fills(kindAndWhom);
    await teacher.submits();
    await teacher.fills({ 'Which pupils? One name on each line': 'Robin Marker', 'What happened?': 'MARKER' });
    await teacher.submits();
    const reference = referenceIn(teacher);
    expect(await service.stop()).toBe(0);
    await slack.stop();
    return seenOf(reference, await readTrace(place('calls.txt')));
  }
});

/**
 * The first write of a report to the database's log, the first wait for the disk that began when that had ended, and
 * the first write to any connection in which its reference stands. It is in order when the wait has ended before.
 */
function seenOf(reference: string, calls: readonly SystemCall[]) {
  const isLog = ({ on }: SystemCall) => on.endsWith('records.db-wal');
  const isWait = ({ name, succeeded }: SystemCall) => succeeded && (name === 'fsync' || name === 'fdatasync');
  const named = calls.filter(({ given }) => given.includes(reference));
  const written = named.find(isLog);
  const sent = named.find(({ on }) => on.startsWith('TCP'));
  const synced = written && calls.find((call) => isLog(call) && isWait(call) && call.begins > written.ends);
  const isInOrder = synced !== undefined && sent !== undefined && synced.ends < sent.begins;
  return { written, synced, sent, isInOrder };
}
