import { describe, expect, it } from 'vitest';
import { HOUR, later } from '../../../src/domain/instant.ts';
import { itJobRules, itJobs } from '../../../src/domain/it-jobs.ts';
import { actorOf, theClock } from '../../../src/domain/people.ts';
import { itJob } from '../../../src/workflows/it-job/index.ts';
import { buttonsOf, monday, textsOf } from '../../support/concern.ts';
import { aJob, everyJobStatus, givenJob, it1, jobReference, remindedAt } from '../../support/it-job.ts';
import { aSchool, aSchoolFile, by, people } from '../../support/school.ts';

const ITS_JOB = `job:${people.networkManager}`;

/** Oakfield where the work of IT is supervised by this person. */
function supervisedBy(person: string) {
  const { roles } = aSchoolFile();
  return aSchool({ roles: { ...roles, 'network-manager': { ...roles['network-manager'], supervisor: person } } });
}

describe('a job for IT', () => {
  it.each(itJobs)('[R005] is a card that says which job it is and from whom, and nothing more: %s', (job) => {
    const about = 'Laptop 14, in room 7';
    const asked = givenJob().when('it-job/ask', theClock, { job, about });
    expect(asked.slots).toEqual([ITS_JOB]);
    const title = `Job ${jobReference} · ${itJobRules[job].called}`;
    expect(asked.message(ITS_JOB)).toMatchObject({
      card: 'case',
      preview: title,
      data: {
        title,
        attention: false,
        facts: [
          { label: 'From', value: 'the safeguarding team' },
          { label: 'Asked', value: 'Mon 23 Nov, 14:05' },
        ],
      },
    });
    expect(JSON.stringify(asked.messages)).not.toContain(about);
    expect(buttonsOf(asked.message(ITS_JOB)?.data)).toEqual(['it-job/open', 'it-job/done', 'it-job/cannot']);
  });

  it('[R005] shows what it is about where it is opened alone, and that it was opened is on the record', () => {
    const opened = givenJob(aJob('asked')).when('it-job/open', it1);
    expect(opened.events).toEqual([{ type: 'ItJobOpened', page: 1 }]);
    const texts = textsOf(opened.reply?.data).join('\n');
    expect(texts).toContain('Laptop 14, in room 7');
    expect(texts).not.toMatch(/C-2H4N8W|Rahimi|concern|pupil/iu);
    expect(JSON.stringify(opened.reply?.fades)).not.toContain('Laptop');
  });

  it('[R101] to secure a device is done by saying who holds it, where and since when; the case hears all of it', () => {
    const done = givenJob(aJob('asked')).when('it-job/done', it1);
    expect(done.state.status).toBe('done');
    expect(done.relays).toEqual([
      {
        slot: expect.stringContaining('relay:concern:'),
        type: 'concern/it-answered',
        reference: 'C-2H4N8W',
        data: {
          number: 1,
          record: jobReference,
          outcome: 'done',
          result: 'Held by: Ifeoma Brandt\nKept at: Server room\nSince: Mon 23 Nov\nBagged and sealed.',
          by: people.networkManager,
        },
      },
    ]);
    expect(done.message(ITS_JOB)?.preview).toBe(`Job ${jobReference} · secure a device · done`);
    expect(remindedAt(done.state)).toBeUndefined();
    for (const missing of ['holder', 'place', 'since'])
      givenJob(aJob('asked'))
        .when('it-job/done', it1, { [missing]: '' })
        .thenRefused('say-where');
  });

  it('[R102] to audit use is done by its result, as text of up to 5,000 characters', () => {
    const audit = aJob('asked', { ask: { job: 'audit-use', about: 'Laptop 14, last week' } });
    const result = 'a'.repeat(5_000);
    const done = givenJob(audit).when('it-job/done', it1, { holder: '', place: '', since: '', result });
    expect(done.relays[0]?.data).toMatchObject({ outcome: 'done', result });
    givenJob(audit).when('it-job/done', it1, { result: '' }).thenRefused('say-what');
    expect(givenJob(audit).when('it-job/done', it1, { result: `${result}a` }).outcome.kind).toBe('malformed');
  });

  it('that cannot be done says why to the case, and can be done later all the same', () => {
    const failed = givenJob(aJob('asked')).when('it-job/cannot', it1);
    expect(failed.relays[0]?.data).toMatchObject({ outcome: 'cannot', result: 'It is not in the building.' });
    expect(remindedAt(failed.state)).toBeUndefined();
    givenJob(failed.history).when('it-job/cannot', it1).thenRefused('already-said');
    const done = givenJob(failed.history).when('it-job/done', it1);
    expect(done.relays[0]?.data).toMatchObject({ outcome: 'done' });
    givenJob(done.history).when('it-job/done', it1).thenRefused('already-done');
  });

  it('has another answer for each job: what stands on its form is what it takes', () => {
    for (const job of itJobs) {
      const { state } = givenJob(aJob('asked', { ask: { job } }));
      const form = itJob.commands['it-job/done']?.form?.(state, {
        school: aSchool(),
        now: monday,
        by: people.networkManager,
        given: {},
      });
      const required = form?.steps[0]?.items.flatMap((item) =>
        item.kind !== 'note' && item.required ? [item.id] : [],
      );
      expect([job, required]).toEqual([
        job,
        itJobRules[job].answer === 'custody' ? ['holder', 'place', 'since'] : ['result'],
      ]);
      expect(JSON.stringify(form)).toContain('Laptop 14');
    }
  });
});

describe('a job that waits', () => {
  it('[R009] is asked for again; whoever stands in and whoever asked hear the second time, the supervisor the third', () => {
    const school = supervisedBy(people.governor);
    let course = givenJob(aJob('asked', { school }), school);
    const heard: (readonly string[])[] = [];
    for (let time = 0; time < 4; time++) {
      const due = remindedAt(course.state);
      const reminded = course.when('it-job/remind', theClock, {}, due);
      heard.push(reminded.slots.filter((slot) => slot.startsWith('chase:')).map((slot) => slot.slice(6)));
      course = givenJob(reminded.history, school);
    }
    const both = [people.networkManager, people.coordinator, people.dsl];
    expect(heard).toEqual([[people.networkManager], both, [...both, people.governor], [...both, people.governor]]);
    // The delegate may do it from then on.
    expect(course.when('it-job/done', actorOf(people.coordinator)).outcome.kind).toBe('decision');
  });

  it('is red and overdue, and its reminders say so no more once it is done', () => {
    const waiting = givenJob(aJob('asked'));
    const reminded = waiting.when('it-job/remind', theClock, {}, remindedAt(waiting.state));
    expect(reminded.message(ITS_JOB)).toMatchObject({
      preview: `Job ${jobReference} · secure a device · overdue`,
      data: { attention: true },
    });
    const done = givenJob(reminded.history).when('it-job/done', it1);
    expect(done.message(`chase:${people.networkManager}`)).toMatchObject({ onlyEdits: true });
    expect(done.message(ITS_JOB)).toMatchObject({ data: { attention: false } });
  });

  it('wakes nobody: what comes late waits until the school is open', () => {
    const waiting = givenJob(aJob('asked'));
    const night = '2026-11-23T23:00:00.000Z';
    const put = waiting.when('it-job/remind', theClock, {}, night);
    expect(put.messages).toEqual([]);
    expect(remindedAt(put.state)).toBe('2026-11-24T08:30:00.000Z');
    // A reminder that came twice, or too early, does nothing.
    expect(givenJob(put.history).when('it-job/remind', theClock, {}, later(night, HOUR)).events).toEqual([]);
  });
});

describe('[R009] whoever supervises IT', () => {
  const school = supervisedBy(people.governor);
  const list = itJob.lists.find(({ id }) => id === 'it-supervision');
  const rowOf = (status: (typeof everyJobStatus)[number], without: readonly string[] = []) =>
    list?.row(givenJob(aJob(status, { school, ask: { without } })).state, {
      reference: jobReference,
      person: people.governor,
      school,
      now: later(monday, HOUR),
    });

  it.each(everyJobStatus)('sees which job, who and when, and not what it was about: %s', (status) => {
    const row = rowOf(status);
    expect(row?.title).toBe(`${jobReference} · Secure a device`);
    expect(row?.detail).toContain(status === 'asked' ? 'Not done yet' : 'Ifeoma Brandt, today 14:06');
    expect(JSON.stringify(row)).not.toMatch(/Laptop|Server room|building|C-2H4N8W/u);
    expect(row?.press).toBeUndefined();
  });

  it('opens no job, and has no list where nobody named them', () => {
    givenJob(aJob('asked', { school }), school).when('it-job/open', by.governor).thenRefused('not-yours');
    expect(list?.isFor(people.governor, school)).toBe(true);
    expect(list?.isFor(people.governor, aSchool())).toBe(false);
    expect(list?.isFor(people.networkManager, school)).toBe(false);
  });

  it('[R198] sees nothing of what is to be kept from them', () => {
    expect(rowOf('done', [people.governor])).toBeUndefined();
  });
});

describe('[R198] a job that somebody may not know of', () => {
  const handsOf = (without: readonly string[], school = aSchool()) =>
    givenJob([], school)
      .when('it-job/ask', theClock, { without })
      .slots.filter((slot) => slot.startsWith('job:'))
      .map((slot) => slot.slice(4));

  it('goes to whoever stands in for IT, else to the head, else to nobody, which the case hears at once', () => {
    expect(handsOf([])).toEqual([people.networkManager]);
    expect(handsOf([people.networkManager])).toEqual([people.coordinator]);
    expect(handsOf([people.networkManager, people.coordinator])).toEqual([people.head]);
    const without = [people.networkManager, people.coordinator, people.head];
    expect(handsOf(without)).toEqual([]);
    const nobody = givenJob().when('it-job/ask', theClock, { without });
    expect(nobody.events.map(({ type }) => type)).toEqual(['ItJobAsked', 'ItJobFailed']);
    expect(nobody.messages).toEqual([]);
    expect(nobody.relays[0]?.data).toMatchObject({
      outcome: 'cannot',
      by: '',
      result: expect.stringContaining('Nobody'),
    });
    // And so where nobody is left after some were named.
    const left = givenJob(aJob('asked')).when('it-job/ask', theClock, { without });
    expect(left.events.map(({ type }) => type)).toEqual(['ItJobKeptFrom', 'ItJobFailed']);
    expect(left.relays).toHaveLength(1);
  });

  it.each(everyJobStatus)('ends for them as a job ends that was done, and others have it: %s', (status) => {
    const at = '2026-11-23T15:00:00.000Z';
    const without = [people.networkManager];
    const kept = givenJob(aJob(status)).when('it-job/ask', theClock, { without }, at);
    for (const { slot, to, onlyEdits } of kept.messages)
      if (to.kind === 'person' && to.person === people.networkManager) expect([slot, onlyEdits]).toEqual([slot, true]);
    if (status !== 'done') {
      const ordinary = givenJob(aJob('asked')).when('it-job/done', it1, {}, at).message(ITS_JOB);
      expect(kept.message(ITS_JOB)).toEqual({ ...ordinary, onlyEdits: true });
      expect(kept.slots).toContain(`job:${people.coordinator}`);
    }
    for (const message of kept.messages) expect(itJob.mayStillSend(kept.state, message, aSchool())).toBe(true);
    const refused = givenJob(kept.history).when('it-job/open', it1);
    refused.thenRefused('not-yours');
    // Asked again with the same, nothing happens.
    expect(givenJob(kept.history).when('it-job/ask', theClock, { without }).events).toEqual([]);
    givenJob(kept.history).when('it-job/ask', theClock, { number: 2 }).thenRefused('not-this-one');
  });
});

describe('a job that does not come to IT', () => {
  it('is told to whoever asked, by role; and so is an answer that does not come to the case', () => {
    const lost = givenJob(aJob('asked')).when('it-job/delivery-note', theClock);
    expect(lost.messages.map(({ to, preview }) => [to, preview])).toEqual([
      [
        { kind: 'person', person: people.dsl },
        `Job ${jobReference} has not reached the network manager. Tell them another way.`,
      ],
    ]);
    const slot = 'relay:concern:2026-11-23T14:06:00.000Z:1';
    const answer = givenJob(aJob('done')).when('it-job/delivery-note', theClock, { slot });
    expect(answer.messages[0]?.preview).toBe(
      `Job ${jobReference}: IT has answered, and the case does not say so. Ask IT.`,
    );
    const line = givenJob(aJob('asked')).when('it-job/delivery-note', theClock, { slot: `asked:x:${people.dsl}` });
    expect(line.messages).toEqual([]);
  });
});
