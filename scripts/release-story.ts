import { randomUUID } from 'node:crypto';
import { HOUR, MINUTE, SECOND } from '../src/domain/instant.ts';
import type { Json } from '../src/domain/message.ts';
import { type ReleaseModules, type ReleasePlaces, type RunningRelease, startRelease } from './release-modules.ts';

// What is done with a version so that its database holds every kind of record in many states.

/** A Monday in term, at 14:05 in the school. */
const MONDAY = '2026-11-23T14:05:00.000Z';

const teacher = 'a.osei@oakfield.example';
const otherTeacher = 'c.farrow@oakfield.example';
const dsl = 'n.rahimi@oakfield.example';
const deputy = 'd.okonjo@oakfield.example';
const network = 'i.brandt@oakfield.example';
const head = 'r.elstow@oakfield.example';
const senco = 'y.kestrel@oakfield.example';

/** Invented from end to end. */
const aboutPupil = {
  danger: 'no',
  kind: 'accidental-access',
  about: 'pupil',
  source: 'saw',
  names: 'Robin Ash, 9B',
  narrative: 'A page with a fight came up in the library.',
};
const aboutHead = { danger: 'no', kind: 'staff-misuse', about: 'head', source: 'saw', narrative: 'He was not there.' };

type Step = readonly [command: string, by: string, data?: Json];

const seen: readonly Step[] = [['acknowledge', deputy]];
const taken: readonly Step[] = [...seen, ['take', dsl], ['open', dsl]];
const worked: readonly Step[] = [
  ...taken,
  ['note', dsl, { text: 'Spoke to the form tutor.' }],
  ['ask', dsl, { text: 'Was anybody else there?' }],
  ['answer', teacher, { number: '1', text: 'Nobody else.' }],
  ['ask', dsl, { text: 'On which day was that?' }],
  ['add-person', dsl, { name: 'Kit Marsh', kind: 'pupil', capacity: 'witness', detail: '9B' }],
  ['record-action', dsl, { action: 'Rang the parents.', reason: 'They had asked to know.' }],
  ['refer', dsl, { agency: 'police', date: '2026-11-23', time: '14:00', method: 'telephone', nextCheck: '2026-12-01' }],
  ['withhold-from-parents', dsl, { reason: 'The child fears the father.', reviewOn: '2026-11-30' }],
];
const closed: readonly Step[] = [
  ...taken,
  ['inform-parents', dsl, { date: '2026-11-23', time: '14:00', method: 'in-person', said: 'All of it.' }],
  ['hand-over', dsl, { to: deputy, reason: 'I am away tomorrow.' }],
  ['close', deputy, { outcome: 'supported', reason: 'The child is supported.' }],
];
const reopened: readonly Step[] = [...closed, ['reopen', dsl, { reason: 'It happened again.' }]];

/**
 * Fills a database with every kind of record in many states, through the application of this version. Gives every
 * record as it opens, and what time it was then. Rejects when a kind was left out.
 */
export async function fillRecords(modules: ReleaseModules, places: ReleasePlaces) {
  const service = await startRelease(modules, places, MONDAY);
  const { app, school, chat } = service;
  await app.addresses.remember(school, 'teams', `person:${teacher}`, { conversation: 'a:1' });
  await app.addresses.remember(school, 'teams', `person:${teacher}`, { conversation: 'a:2' });
  await app.addresses.remember(school, 'teams', 'channel:safeguarding', { conversation: '19:1' });
  await app.addresses.forget(school, 'teams', 'channel:safeguarding');

  await reportWith(service, []);
  chat.mood = 'silent';
  await reportWith(service, []);
  chat.mood = 'well';
  await service.pass(MINUTE, SECOND);
  chat.mood = 'hopeless';
  await reportWith(service, seen);
  chat.mood = 'well';
  await service.pass(3 * HOUR, 10 * MINUTE);
  await reportWith(service, taken);
  await reportWith(service, worked);
  await reportWith(service, closed);
  await reportWith(service, reopened);
  await service.give('concern/report', teacher, aboutHead);

  await keepDraft(service, { offer: true });
  await keepDraft(service, { offer: false });
  await app.drafts.drop(school, otherTeacher, randomUUID());
  await app.arrivals.isNew(school, randomUUID());
  // Version 0.1.0 takes no checkpoints.
  if (modules.workflows.registry.has('checkpoint')) await takeCheckpoint(service);
  if (modules.workflows.registry.has('site-access')) await workOnSites(service);
  if (modules.workflows.registry.has('policy')) await publishAgreement(service);
  if (modules.workflows.registry.has('it-job')) {
    await askIt(service);
    await handleByPolicy(service);
    await decideOfTwo(service);
    await beginOtherwise(service);
  }
  if (modules.workflows.registry.has('absence')) await goAway(service);
  await app.settle();

  chat.mood = 'down';
  await reportWith(service, seen);
  if (modules.workflows.registry.has('site-block')) await blockForConcern(service);
  await service.pass(2 * MINUTE, SECOND);
  chat.mood = 'hanging';
  await service.give('concern/report', teacher, aboutPupil);
  const records = await service.opened();
  const at = service.now();
  await service.stop();
  const left = [...modules.workflows.registry.keys()].filter((kind) => !records.some((one) => one.kind === kind));
  if (left.length > 0) throw new Error(`there is no record of the kind ${left.join(', ')}: make one here`);
  return { at, records };
}

async function reportWith(service: RunningRelease, steps: readonly Step[]): Promise<void> {
  const reference = await service.give('concern/report', teacher, aboutPupil);
  for (const [command, by, data = {}] of steps) await service.give(`concern/${command}`, by, data, reference);
}

/** A site that was asked for, opened and given back, one that waits, one to be blocked, and the checks of a year. */
async function workOnSites({ app, give }: RunningRelease): Promise<void> {
  const wanted = {
    address: 'https://example.org/topic',
    category: 'education',
    scope: 'page',
    use: 'look',
    purpose: 'To compare two accounts of the same event.',
    group: '9B',
    supervisor: teacher,
    checked: 'yes',
    period: 'day',
    date: '2026-11-24',
  };
  const until = { untilDate: '2026-11-24', untilTime: '15:00' };
  await give('site-access/request', teacher, wanted);
  const site = await give('site-access/request', teacher, wanted);
  await give('site-access/approve', dsl, { ...until, why: 'To compare two accounts.' }, site);
  await give('site-access/opened', network, {}, site);
  await give('site-access/end', teacher, {}, site);
  const met = { address: 'bad.example', met: 'accident', what: 'violent', date: '2026-11-23' };
  await give('site-block/report', teacher, met);
  await app.keep();
}

/** An agreement that was published, and signed by one; a roll of pupils, and a message to staff. */
async function publishAgreement({ give, opened, pass }: RunningRelease): Promise<void> {
  const agreement = {
    kind: 'agreement',
    title: 'Acceptable use',
    text: 'I keep my password to myself.',
    kinds: ['governor'],
    dueBy: '2026-12-04',
    isYearly: 'yes',
    nextReview: '2028-11-01',
  };
  const policy = await give('policy/publish', head, agreement);
  await give('policy/confirm', head, { draft: 1, asks: 'now' }, policy);
  await pass(MINUTE, SECOND);
  const asked = (await opened()).findLast(({ kind }) => kind === 'acknowledgement');
  if (asked === undefined) throw new Error('nobody was asked to sign');
  const { file } = asked.state as { readonly file: Record<'person' | 'name' | 'jobTitle', string> };
  const { person, name, jobTitle } = file;
  await give('acknowledgement/sign', person, { version: 1, name, jobTitle }, asked.id);
  await give('signature-roll/begin', head, {
    title: 'Acceptable use, pupils',
    phase: 'primary',
    part: 'Year 3',
    year: '2026-27',
    dueOn: '2026-11-30',
    text: 'I tell a teacher what worries me.',
    internet: 'yes',
    recorders: '',
  });
  const message = { title: 'Check before you click', text: 'Delete the letter.', link: '', channels: ['staff-room'] };
  const bulletin = await give('bulletin/write', dsl, message);
  await give('bulletin/post', dsl, {}, bulletin);
}

/** A concern that has asked IT to block two sites: of one it has been answered, and of the other not. */
async function blockForConcern({ opened, give }: RunningRelease): Promise<void> {
  const reference = await give('concern/report', teacher, aboutPupil);
  await give('concern/block-site', dsl, { address: 'https://bad.example/fights', scope: 'page' }, reference);
  const asked = (await opened()).findLast(({ kind }) => kind === 'site-block');
  await give('site-block/blocked', network, {}, asked?.id);
  await give('concern/block-site', dsl, { address: 'worse.example' }, reference);
}

/** A concern that has asked IT for two jobs, one of them done, and in which a sanction was recommended and set. */
async function askIt({ opened, give }: RunningRelease): Promise<void> {
  const reference = await give('concern/report', teacher, aboutPupil);
  await give('concern/ask-it', dsl, { job: 'secure-device', about: 'Laptop 14 from room 7' }, reference);
  const asked = (await opened()).findLast(({ kind }) => kind === 'it-job');
  const custody = { holder: 'Network manager', place: 'Server room', since: '2026-11-23', result: '' };
  await give('it-job/done', network, custody, asked?.id);
  await give('concern/ask-it', dsl, { job: 'audit-use', about: 'Laptop 14, last week' }, reference);
  const sanction = { whom: 'Robin Ash, 9B', breach: 'banned-site', sanction: 'talk', reason: 'For the second time.' };
  await give('concern/recommend-sanction', dsl, sanction, reference);
  await give('concern/set-sanction', head, { ...sanction, number: '1' }, reference);
}

/** A concern of which the police were told, with steps done, a device taken, evidence, advice and a question answered. */
async function handleByPolicy({ give }: RunningRelease): Promise<void> {
  const reference = await give('concern/report', teacher, { ...aboutPupil, kind: 'device-content' });
  const when = { date: '2026-11-23', time: '14:00' };
  const device = { device: 'Telephone', owner: 'Robin Ash, 9B' };
  const kept = { holder: 'Office', place: 'Safe', reason: 'It rang.', refused: 'no', told: 'The mother' };
  const takenAway = { ...kept, ...when };
  const steps: readonly Step[] = [
    ...taken,
    ['assess', dsl, { 'sexual-image': 'yes', 'under-13': 'no', note: 'The tutor says so.' }],
    ['tick', dsl, { step: 'step/talk-to-reporter' }],
    ['not-needed', dsl, { step: 'step/is-it-spreading', reason: 'It was on one telephone.' }],
    ['enter-elsewhere', dsl, { system: 'Behaviour record', entry: '17', ...when }],
    ['take-device', dsl, { ...device, ...takenAway }],
    ['take-device', dsl, { device: 'Watch', owner: 'Kit Marsh, 9B', ...takenAway }],
    [
      'search-device',
      dsl,
      {
        ...device,
        date: when.date,
        time: '13:30',
        ground: 'rules',
        why: 'It was used in an examination.',
        agreedWith: deputy,
        image: 'yes',
        decision: 'keep-and-police',
        decisionWhy: 'They look at it.',
      },
    ],
    ['tell-police', dsl, { ...when, method: 'telephone', agencyReference: '44/1' }],
    ['search-complaint', dsl, { by: 'The father', passedTo: 'Complaints procedure', ...when }],
    ['return-device', dsl, { number: 2, to: 'The mother', ...when }],
    ['add-evidence', dsl, { description: 'A letter', holder: 'Naila Rahimi', place: 'Safe', since: when.date }],
    ['move-evidence', dsl, { number: 2, holder: 'Police', place: 'Station', since: when.date, why: 'They asked.' }],
    ['advice', dsl, { agency: 'police', ...when, method: 'telephone', advice: 'Keep a note.' }],
    ['refer', dsl, { agency: 'social-care', ...when, method: 'telephone', nextCheck: '2026-12-01' }],
    ['update-referral', dsl, { number: 1, agencyReference: 'R1', outcome: 'They look at it.', isFinished: 'no' }],
    ['consult', dsl, { role: 'senco', text: 'Are the ordinary safeguards enough?' }],
    ['answer-consultation', senco, { number: 1, safeguards: 'enough', text: 'Yes.' }],
    ['consult', dsl, { role: 'senco', text: 'Also at home?' }],
  ];
  for (const [command, by, data = {}] of steps) await give(`concern/${command}`, by, data, reference);
}

/** Concerns in which two decided: one of them agreed, another did not, and one was not answered. */
async function decideOfTwo({ give }: RunningRelease): Promise<void> {
  for (const answer of ['agree', 'disagree', 'none']) {
    const reference = await give('concern/report', teacher, { ...aboutPupil, kind: 'sexual-harassment' });
    const steps: readonly Step[] = [
      ['assess', dsl, { 'under-13': 'yes', note: '' }],
      ['propose-correction', dsl, { fact: 'under-13', reason: 'The child is fifteen.' }],
      ...(answer === 'none' ? [] : [[answer, head, { number: 1, reason: 'Ask the parents.', note: '' }] as const]),
    ];
    for (const [command, by, data = {}] of steps) await give(`concern/${command}`, by, data, reference);
  }
}

/** Concerns that did not begin with a report, and one about a member of staff, with the test for the LADO. */
async function beginOtherwise({ give }: RunningRelease): Promise<void> {
  const came = { loggedHow: 'telephone', loggedFor: 'Sam Reed', loggedDate: '2026-11-23', loggedTime: '09:00' };
  await give('concern/log', dsl, { ...aboutPupil, ...came });
  const broken = { names: 'Robin Ash, 9B', breach: 'filter-bypass', narrative: 'A proxy site.' };
  await give('concern/report-breach', teacher, { who: 'pupil', ...broken });
  await give('concern/call-team', teacher, { names: 'Robin Ash, 9B', room: 'Library' });
  const aboutStaff = { ...aboutHead, about: 'staff', adultNames: 'Callum Farrow, Geography' };
  const reference = await give('concern/report', teacher, aboutStaff);
  await give(
    'concern/lado-test',
    head,
    { harmed: 'no', offence: 'no', risk: 'yes', note: 'As it was said.' },
    reference,
  );
}

/** Somebody is away for two days. There is one record for each person. */
async function goAway({ app, school }: RunningRelease): Promise<void> {
  const by = { kind: 'person', person: deputy } as const;
  const data = { until: '2026-11-25' };
  const begun = { id: randomUUID(), school, key: deputy, type: 'absence/begin', by, data };
  const result = await app.commands.handle(begun);
  if (result.kind !== 'done') throw new Error(`absence/begin was refused: ${result.code}`);
}

async function takeCheckpoint({ app, school, now }: RunningRelease): Promise<void> {
  const date = now().slice(0, 10);
  await app.commands.handle({
    id: randomUUID(),
    school,
    key: date,
    type: 'checkpoint/take',
    by: { kind: 'clock' },
    data: { date, takenAt: now(), code: '7K3Q9F2M8A7K3Q9F2M8A', records: 12, damaged: 0 },
  });
}

async function keepDraft({ app, school }: RunningRelease, { offer }: { readonly offer: boolean }): Promise<void> {
  const formId = randomUUID();
  await app.commands.handle({
    id: randomUUID(),
    school,
    key: `draft ${otherTeacher} ${formId}`,
    type: 'draft/keep',
    by: { kind: 'clock' },
    data: {
      person: otherTeacher,
      title: 'Report a concern',
      press: { do: 'concern/report' },
      form: { id: formId, step: 2, seen: [0, 1] },
      answers: aboutPupil,
      offer,
      isTyping: !offer,
    },
  });
}

/**
 * Goes on with a database a day later, as a version does that was put in the place of another: opens every record,
 * gives a command, and lets the clock see to everything that is due.
 */
export async function goOn(modules: ReleaseModules, places: ReleasePlaces, at: string) {
  const service = await startRelease(modules, places, at);
  try {
    const found = await service.verify();
    const records = await service.opened();
    await service.app.dueRunner.release();
    await service.pass(HOUR, MINUTE);
    const handled = records.find(({ kind, status }) => kind === 'concern' && status === 'handled');
    const isNoted = await service.give('concern/note', dsl, { text: 'Rang again.' }, handled?.id);
    const after = await service.opened();
    return {
      damaged: found.damaged,
      records,
      after,
      noted: isNoted,
      posted: service.chat.posted,
      failures: service.failures,
      damagedAfter: (await service.verify()).damaged,
    };
  } finally {
    await service.stop();
  }
}
