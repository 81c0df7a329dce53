import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Metric, metrics } from '../../src/telemetry/metrics.ts';
import { parseBicep } from '../infra/bicep.ts';

// Who looks at a figure goes by its name. A name that was changed in one place alone would leave an alert that never
// goes off, and nobody would know.

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
const made = new Map<string, Metric>(Object.values(metrics).map((metric) => [metric.name, metric]));
const alerts = read('infra/modules/alerts.bicep');
const workbook = JSON.parse(read('infra/dashboard/workbook.json')) as {
  readonly items: readonly { readonly content: { readonly query?: string; readonly title?: string } }[];
};
const page = read('docs/telemetry.md');

const ofAlerts = [...alerts.matchAll(/query: '([^']+)'/g)].flatMap(([, query]) => query ?? []);
const ofWorkbook = workbook.items.flatMap(({ content }) => content.query ?? []);

/** What is wrong with a question about figures: names, words beside them, or values that there are not. */
function wrongIn(query: string): readonly string[] {
  const names = [...query.matchAll(/"(safeguarding\.[^"]*)"/g)].flatMap(([, name]) => name ?? []);
  const asked = names.flatMap((name) => made.get(name) ?? []);
  const beside = [...query.matchAll(/customDimensions\.(\w+)/g)].flatMap(([, name]) => name ?? []);
  const known: readonly string[] = asked.flatMap(({ attributes }) => attributes);
  const isTimed = asked.some(({ kind }) => kind === 'histogram');
  return [
    ...(names.length === 0 ? ['asks for no figure'] : []),
    ...names.filter((name) => !made.has(name)).map((name) => `there is no ${name}`),
    ...beside.filter((name) => !known.includes(name)).map((name) => `${name} does not stand beside it`),
    // Azure Monitor knows the longest and how many of a histogram alone.
    ...(!isTimed && /valueMax|valueCount/.test(query) ? ['takes a gauge or counter for a histogram'] : []),
  ];
}

describe('an alert', () => {
  it('is Bicep that can be read', () => {
    expect(parseBicep(alerts).errors).toEqual([]);
    expect(parseBicep(alerts).params.map(({ name }) => name)).toEqual([
      'name',
      'location',
      'tags',
      'logAnalyticsId',
      'applicationInsightsId',
      'alertEmails',
      'urgentMinutes',
      'queueMinutes',
    ]);
  });

  it.each(ofAlerts.filter((query) => query.startsWith('customMetrics')))('asks for what there is: %s', (query) => {
    expect(wrongIn(query)).toEqual([]);
    expect(query).toContain('figure = ');
  });

  it('is there for everything that has to be known while nobody looks', () => {
    expect(ofAlerts.length).toBeGreaterThan(10);
    for (const { name } of [
      metrics.ready,
      metrics.oldestUrgent,
      metrics.oldestDue,
      metrics.parked,
      metrics.deliveries,
      metrics.storeSlowest,
      metrics.storeCalls,
      metrics.schoolFileRefused,
      metrics.clockSkew,
      metrics.requests,
    ])
      expect(ofAlerts.join('\n'), name).toContain(`"${name}"`);
    // Only of this one is it known that it is not there.
    expect(alerts).toMatch(/safeguarding\.due\.oldest" \| summarize figure = count\(\)'[^}]*operator: 'LessThan'/);
  });

  it('that would ask for another figure, or for something that does not stand beside it, is seen', () => {
    expect(wrongIn('customMetrics | where name == "safeguarding.urgent.age"')).not.toEqual([]);
    expect(wrongIn('customMetrics | where name == "safeguarding.ready" | extend customDimensions.school')).not.toEqual(
      [],
    );
    expect(wrongIn('customMetrics | where name == "safeguarding.ready" | summarize max(valueMax)')).not.toEqual([]);
    expect(wrongIn('customMetrics')).not.toEqual([]);
  });
});

describe('the dashboard', () => {
  it.each(ofWorkbook)('asks for what there is: %s', (query) => {
    expect(wrongIn(query)).toEqual([]);
  });

  it('shows every figure that there is', () => {
    for (const name of made.keys()) expect(ofWorkbook.join('\n'), name).toContain(`"${name}"`);
  });
});

describe('the page about figures', () => {
  it('lists each as it is made, and no other', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| `safeguarding.'));
    expect(rows).toEqual(
      [...made.values()].map(({ name, kind, unit, attributes, says }) => {
        const beside = attributes.map((one) => `\`${one}\``).join(', ');
        return `| \`${name}\` | ${kind}${unit === '' ? '' : `, ${unit}`} | ${beside} | ${says} |`;
      }),
    );
  });

  it('lists each alert', () => {
    const ids = [...alerts.matchAll(/^ {4}id: '([\w-]+)'/gm)].flatMap(([, id]) => id ?? []);
    const alone = [...alerts.matchAll(/name: '\$\{name\}-([a-z]+)'/g)].flatMap(([, id]) => id ?? []);
    const [, section = ''] = page.split('## When somebody is written to');
    const listed = [...section.matchAll(/^\| `([a-z-]+)` \| /gm)].flatMap(([, id]) => id ?? []);
    expect(listed.toSorted()).toEqual([...ids, ...alone].toSorted());
  });

  it('names no figure that is none', () => {
    const named = [...page.matchAll(/`(safeguarding\.[\w.]+)`/g)].flatMap(([, name]) => name ?? []);
    expect(named.filter((name) => !made.has(name))).toEqual([]);
  });
});
