import { describe, expect, it } from 'vitest';
import { routingRuleCalled, routingRules } from '../../../../src/workflows/concern/rules/routing.ts';
import { urgencyRules } from '../../../../src/workflows/concern/rules/urgency.ts';
import { aConcern, given, textsOf } from '../../../support/concern.ts';
import { by } from '../../../support/school.ts';

const all = [...routingRules, ...urgencyRules];

describe('the rules about who hears of a concern, and how soon', () => {
  it('are each known by one id, with words, a source and a day', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { id, words, source, since } of all) {
      expect(id).toMatch(/^(routing|urgency)\/[a-z0-9-]+$/);
      expect(words.length).toBeGreaterThan(10);
      expect(source).toMatch(/^00[03] /);
      expect(since).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });

  it('[R001] [R002] [R015] name roles, never people, and always have somebody to go on to', () => {
    for (const { handlers } of routingRules) expect(handlers.flat().length).toBeGreaterThan(0);
  });

  it('[R013] say in the case, in words, why it came there, also in one from before they had their ids', () => {
    const [reported, ...more] = aConcern('handled');
    if (reported?.event.type !== 'ConcernReported') throw new Error('it begins with a report');
    const old = { ...reported.event, route: { ...reported.event.route, rule: 'safeguarding-team' } };
    for (const event of [reported.event, old]) {
      const opened = given([{ ...reported, event }, ...more]).when('concern/open', by.dsl);
      expect(textsOf(opened.reply?.data).join('\n')).toContain(
        'Why it came here: Concerns about pupils go to the DSL and the deputies',
      );
    }
    expect(routingRuleCalled('about-head')?.id).toBe('routing/about-head');
  });
});
