import { renameSync, writeFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { FakeSlack } from '../support/fake-slack.ts';
import { aSchoolWhere, people } from '../support/school.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { referenceIn } from '../support/slack-bot.ts';
import { kindAndWhom, pressInChannel } from '../support/slack-case.ts';
import type { SlackPerson } from '../support/slack-person.ts';
import { aSlackSchool } from '../support/slack-school.ts';
import { startSlackSide } from '../support/slack-side.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePorts } from '../support/try-out.ts';

let folder = temporaryFolder();
let service: ServiceProcess | undefined;
afterEach(async () => {
  await service?.kill();
  folder.remove();
  folder = temporaryFolder();
});

const notTheirs = /There is nothing with the reference C-\w{6} that you can open\./;
const NEW_DSL = people.otherTeacher;

/** The school file with another DSL. */
const withNewDsl = () => stringify(aSlackSchool({ roles: aSchoolWhere({ dsl: [NEW_DSL] }).roles }));

/** The service as a school starts it, on a fake Slack. */
async function started() {
  const school = aSlackSchool();
  const side = await startSlackSide({ school, now: Date.now });
  const { slack } = side;
  const file = folder.path('school.yaml');
  writeFileSync(file, stringify(school));
  const variables = {
    SCHOOL_FILE: file,
    STORE: `sqlite:${folder.path('records.db')}`,
    VAULT: `file:${folder.path('keys.json')}`,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
  };
  const running = await startServiceProcess(variables, await freePorts(1));
  service = running;
  slack.sendsTo(`${running.address}/slack/events`, () => Promise.resolve());
  return { ...side, file, running };
}

/** Somebody reports a concern; gives its reference. */
async function reportsIn(slack: FakeSlack, person: SlackPerson): Promise<string> {
  await person.types('/report-concern');
  await slack.until(() => person.modal, 'the form opens');
  await person.presses('No');
  await slack.until(() => person.modal?.inputs.length !== 0, 'the next step comes');
  await person.fills(kindAndWhom);
  await person.submits();
  await person.fills({ 'Which pupils? One name on each line': 'Robin Marker', 'What happened?': 'MARKER' });
  await person.submits();
  return referenceIn(person);
}

it('[R194] the DSL is another one in the school file while the service runs: the old one is refused, the new one taken', async () => {
  const { slack, as, channelId, file, running } = await started();
  const [old, fresh] = [as(people.dsl), as(NEW_DSL)];
  const reference = await reportsIn(slack, as(people.teacher));
  await slack.until(() => slack.messagesIn(channelId).length > 0, 'the card comes');
  writeFileSync(`${file}.new`, withNewDsl());
  renameSync(`${file}.new`, file);
  await running.says('the school files were taken over');
  await pressInChannel({ as, slack, channelId }, old, 'Acknowledge');
  await slack.until(() => notTheirs.test(old.modal?.words ?? ''), 'the old DSL is refused');
  expect(slack.messagesIn(channelId)[0]?.words).toContain(`${reference} · new`);
  await pressInChannel({ as, slack, channelId }, fresh, 'Acknowledge');
  await slack.until(
    () => slack.messagesIn(channelId)[0]?.words.includes('acknowledged') === true,
    'the card is brought up to date',
  );
  expect(await running.stop()).toBe(0);
  expect(running.log.join('')).not.toMatch(/MARKER|Rahimi|Farrow/i);
  expect(slack.refusals()).toEqual([]);
  await slack.stop();
});

it('a school file that is spoilt while the service runs changes nothing but the log, until it is put right', async () => {
  const { slack, as, channelId, file, running } = await started();
  const [old, fresh] = [as(people.dsl), as(NEW_DSL)];
  await reportsIn(slack, as(people.teacher));
  await slack.until(() => slack.messagesIn(channelId).length > 0, 'the card comes');
  writeFileSync(file, withNewDsl().replace('Europe/London', 'Europe/Oakfield'));
  await running.says('the school files are wrong now');
  expect((await fetch(`${running.address}/readyz`)).status).toBe(200);
  await pressInChannel({ as, slack, channelId }, fresh, 'Open');
  await slack.until(() => notTheirs.test(fresh.modal?.words ?? ''), 'who is no DSL yet is refused');
  await fresh.closes();
  await pressInChannel({ as, slack, channelId }, old, 'Acknowledge');
  await slack.until(() => slack.messagesIn(channelId)[0]?.words.includes('acknowledged') === true, 'the DSL works on');
  writeFileSync(file, withNewDsl());
  await running.says('the school files were taken over');
  await pressInChannel({ as, slack, channelId }, fresh, 'Take');
  await slack.until(
    () => slack.messagesIn(channelId)[0]?.words.includes('being handled') === true,
    'the new DSL takes the case',
  );
  expect(running.log.filter((line) => line.includes('the school files are wrong now'))).toHaveLength(1);
  expect(running.log.join('')).not.toContain('Europe');
  expect(await running.stop()).toBe(0);
  await slack.stop();
});
