import { HOUR, later, MINUTE, SECOND } from '../src/domain/instant.ts';
import { people } from '../test/support/school.ts';
import { someEntries } from '../test/support/stored-record.ts';
import { measureCampaign } from './campaign-cost.ts';
import { type Cost, type MeasuredSchool, openMeasuredSchool } from './measured-school.ts';
import { type Measured, monthlyLines } from './monthly.ts';
import { dearerReplaces, prices } from './prices.ts';
import { printTable } from './table.ts';

// Request units by operation (P6), and what a school and a trust pay a month.

/** What an operation may cost at the most, in request units (quality.md, P6). */
const targets = { report: 22, acknowledge: 12, list: 10 } as const;

/** What somebody writes on an ordinary day; 600 characters. */
const narrative = 'A page with a fight came up on the screen in the library. '.repeat(11).slice(0, 600);
const report = {
  danger: 'no',
  kind: 'accidental-access',
  about: 'pupil',
  source: 'saw',
  names: 'Robin Ash, 9B',
  narrative,
};

/** How often an idle service looks for what is due where the store is shared, and says that it lives. */
const TICK_MS = 2 * SECOND;
const PRESENCE_MS = 10 * SECOND;
const MEASUREMENT_MS = 30 * SECOND;
/** How often a platform asks whether the service is ready: what Kubernetes does if nothing else is said. */
const PROBE_MS = 10 * SECOND;

/** A campaign is measured on so many people. */
const CAMPAIGN = 200;

interface Row {
  readonly name: string;
  readonly costs: readonly Cost[];
  readonly target?: number;
}

/** Prints what each operation costs. */
export async function cost(): Promise<void> {
  const bench = await openMeasuredSchool();
  try {
    const { rows: others, measured, dearer: withDearer } = await measure(bench);
    const { people: told, asking, yes } = await measureCampaign(CAMPAIGN);
    const rows = [
      ...others,
      { name: `campaign to ${told} people`, costs: asking },
      ...inParts('one of them says yes', yes, targets.acknowledge),
    ];
    const dearer = `RU, replaces x ${dearerReplaces.times.toFixed(2)}`;
    printTable(
      ['operation', 'reads', 'writes', 'queries', 'plans', 'RU', 'target', dearer, 'target'],
      rows.map(({ name, costs, target }) => [
        name,
        ...[['read'], ['create', 'replace'], ['query']].map((kinds) => {
          const of = costs.filter(({ what }) => kinds.includes(what));
          return of.length === 0 ? '' : `${of.length} (${rounded(sum(of))})`;
        }),
        String(costs.filter(({ what }) => what === 'plan').length || ''),
        ...[sum(costs), sumWithDearerReplaces(costs)].flatMap((total) => [
          rounded(total),
          target === undefined ? '' : `${target} ${total <= target ? 'met' : 'NOT MET'}`,
        ]),
      ]),
    );
    for (const line of monthlyLines(measured)) console.log(line);
    console.log(`\nThe same with ${dearer}:`);
    for (const line of monthlyLines(withDearer)) console.log(line);
    console.log('');
    for (const people of [200, 10_000])
      for (const [by, total] of [
        ['', sum],
        [`, ${dearer}`, sumWithDearerReplaces],
      ] as const) {
        const requestUnits = people * (total(asking) / told + total(yes));
        const price = (requestUnits / 1e6) * prices.millionRequestUnits.dollars;
        console.log(
          `A campaign to ${people}, all of whom say yes${by}: ${rounded(requestUnits)} RU, $${price.toFixed(4)}`,
        );
      }
  } finally {
    await bench.stop();
  }
}

async function measure(bench: MeasuredSchool) {
  const { app, school, clock, store, checkpoints } = bench;
  const dialog = { kind: 'dialog' } as const;
  const inChannel = { kind: 'chat', chat: 'teams' } as const;
  await app.addresses.remember(school, 'teams', `person:${people.teacher}`, { conversation: 'a:1' });
  await bench.give('concern/report', people.teacher, report);

  let reference = '';
  const reported = await bench.costOf(async () => {
    reference = await bench.give('concern/report', people.teacher, report, { surface: dialog });
  });
  const bytesOfReport = bench.bytesOf(reference);
  const acknowledged = await bench.costOf(() =>
    bench.give('concern/acknowledge', people.dsl, {}, { reference, surface: inChannel }),
  );
  const taken = await bench.costOf(() => bench.give('concern/take', people.dsl, {}, { reference, surface: inChannel }));
  const opened = await bench.costOf(() => bench.give('concern/open', people.dsl, {}, { reference, surface: dialog }));
  const noted = await bench.costOf(() =>
    bench.give('concern/note', people.dsl, { text: narrative.slice(0, 300) }, { reference, surface: dialog }),
  );
  for (let count = 0; count < 8; count++) {
    await bench.give('concern/note', people.dsl, { text: narrative.slice(0, 300) }, { reference });
    await bench.give('concern/open', people.dsl, {}, { reference });
    await app.settle();
    clock.set(later(clock.now(), SECOND));
  }
  const bytesOfCase = bench.bytesOf(reference);
  while ((await open(bench)) < 50) {
    await bench.give('concern/report', people.teacher, report);
    await app.settle();
  }
  const listed = await bench.costOf(() => app.overview.page('open-concerns', 1, people.dsl, school));
  // The smallest record there is, on which one thing is put: what a campaign does for each of its people.
  let step = 1;
  const campaign = await bench.costOf(() =>
    app.addresses.remember(school, 'teams', `person:${people.teacher}`, { conversation: `a:${++step}` }),
  );
  const kept = await bench.costOf(() => keepDraft(bench));
  const arrived = await bench.costOf(() => app.arrivals.isNew(school, `event ${step}`));
  await app.dueRunner.run();
  // A minute of rounds: some of what is looked for is looked for once a minute.
  const minute = await bench.costOf(async () => {
    for (let tick = 0; tick < MINUTE / TICK_MS; tick++) {
      clock.move(TICK_MS);
      await app.dueRunner.run();
      await app.settle();
    }
  });
  const presence = await bench.costOf(() => store.announce('bench', 3 * PRESENCE_MS));
  const time = await bench.costOf(() => store.time());
  const probe = await bench.costOf(() => store.health());
  const idle = [
    ...repeated(minute, HOUR / MINUTE),
    ...repeated(presence, HOUR / PRESENCE_MS),
    ...repeated(time, HOUR / MEASUREMENT_MS),
    ...repeated(probe, HOUR / PROBE_MS),
  ];
  await fillUp(bench, reference, 1_000);
  clock.set('2026-11-23T16:00:00.000Z');
  const checkpoint = await bench.costOf(() => checkpoints.run());

  const rows: readonly Row[] = [
    ...inParts('report', reported, targets.report),
    ...inParts('acknowledge', acknowledged, targets.acknowledge),
    ...inParts('take', taken),
    ...inParts('open a case', opened),
    ...inParts('add a note', noted),
    { name: 'list of 50 open', costs: listed, target: targets.list },
    { name: 'campaign step, one person', costs: campaign },
    { name: 'keep a draft (Slack, each time)', costs: kept },
    { name: 'know an event again (Slack)', costs: arrived },
    { name: 'idle, an hour of one process', costs: idle },
    { name: 'checkpoint of 1,000 records', costs: checkpoint },
  ];
  const sizes = { bytesOfReport, bytesOfCase };
  const by = (total: (costs: readonly Cost[]) => number): Measured => ({
    report: total(reported),
    press: total(acknowledged),
    list: total(listed),
    idleHour: total(idle),
    checkpointOfThousand: total(checkpoint),
    ...sizes,
  });
  return { rows, measured: by(sum), dearer: by(sumWithDearerReplaces) };
}

/** The command up to its write, which somebody waits for; and what is delivered after that. */
function inParts(name: string, costs: readonly Cost[], target?: number): readonly Row[] {
  const written = costs.findIndex(({ what }) => what === 'create' || what === 'replace') + 1;
  const aimed = target === undefined ? {} : { target };
  return [
    { name, costs, ...aimed },
    { name: '  the command', costs: costs.slice(0, written), ...aimed },
    { name: '  its deliveries', costs: costs.slice(written) },
  ];
}

function repeated(costs: readonly Cost[], times: number): readonly Cost[] {
  return Array.from({ length: times }, () => costs).flat();
}

function sum(costs: readonly Cost[]): number {
  return costs.reduce((total, { requestUnits }) => total + requestUnits, 0);
}

function sumWithDearerReplaces(costs: readonly Cost[]): number {
  return sum(costs) + (dearerReplaces.times - 1) * sum(costs.filter(({ what }) => what === 'replace'));
}

function rounded(requestUnits: number): string {
  return requestUnits >= 1_000 ? Math.round(requestUnits).toLocaleString('en-GB') : requestUnits.toFixed(2);
}

async function open({ store, school }: MeasuredSchool): Promise<number> {
  const { records } = await store.query({
    ...{ school: school.id, kind: 'concern', statuses: ['new', 'acknowledged', 'handled'] },
    ...{ order: 'newest-first', limit: 500 },
  });
  return records.length;
}

/** Copies of a case until there are so many records. A checkpoint reads no more of each than stands in a copy too. */
async function fillUp({ store, school }: MeasuredSchool, reference: string, wanted: number): Promise<void> {
  const { records } = await store.all({ school: school.id, limit: 500 });
  const found = await store.get(school.id, reference);
  if (found === undefined) throw new Error('the case is not there');
  const sealed = found.record.entries.map((entry) => entry.sealed);
  for (let number = records.length; number < wanted; number++) {
    const copy = { ...found.record, id: `C-${number}`, due: null, outbox: [] };
    await store.create({ ...copy, entries: someEntries(copy, sealed) });
  }
}

async function keepDraft({ app, school }: MeasuredSchool): Promise<void> {
  await app.commands.handle({
    id: 'a draft',
    school,
    key: `draft ${people.otherTeacher} form`,
    type: 'draft/keep',
    by: { kind: 'clock' },
    data: {
      ...{ person: people.otherTeacher, title: 'Report a concern', press: { do: 'concern/report' } },
      ...{ form: { id: 'form', step: 2, seen: [0, 1] }, answers: report, offer: false, isTyping: true },
    },
  });
}
