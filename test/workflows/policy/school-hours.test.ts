import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src/domain/instant.ts';
import type { Button, CardData } from '../../../src/domain/message.ts';
import { policyEventSchema } from '../../../src/workflows/policy/events.ts';
import { people } from '../../support/school.ts';
import { aDraft, aRevision, chair, dsl, given, head, monday, played, published, textOf } from './a-policy.ts';

/** A Sunday evening in term; the school opens on the Monday after it. */
const sunday: Instant = '2026-11-22T20:00:00.000Z';
const monday9: Instant = '2026-11-23T09:00:00.000Z';
const opens = 'Mon 23 Nov, 08:30, when the school opens';
const signature = { draft: 1, name: 'Margaret Elstow', jobTitle: 'Head Teacher' };

const buttonsOf = (data: CardData | undefined) => (data?.['buttons'] ?? []) as unknown as readonly Button[];
const labels = (data: CardData | undefined) =>
  buttonsOf(data).map(({ label, press }) => [label, press['with'] ?? null]);
const drafted = (at: Instant, draft: object = aDraft) => played([['policy/publish', head, draft, at]]);
const asksIn = (relays: readonly { readonly type: string; readonly data: CardData }[]) =>
  relays.filter(({ type }) => type.startsWith('campaign/')).map(({ type, data }) => [type, data['asks'] ?? null]);

describe('the preview of a policy while the school is closed', () => {
  it('says when it goes out, and offers to send it now', () => {
    const { reply } = given().when('policy/publish', head, aDraft, sunday);
    expect(reply?.data['caution']).toContain(`Once published, it goes out ${opens}.`);
    expect(labels(reply?.data).slice(0, 2)).toEqual([
      ['Publish', { draft: '1' }],
      ['Publish and send now', { draft: '1', asks: 'now' }],
    ]);
    expect(buttonsOf(reply?.data).filter((one) => one.primary)).toHaveLength(1);
    expect(buttonsOf(reply?.data)[0]?.primary).toBe(true);
  });

  it('offers nothing of that while it is open', () => {
    const { reply } = given().when('policy/publish', head, aDraft, monday);
    expect(textOf(reply)).not.toMatch(/send now|goes out/);
    const later = given(drafted(sunday)).when('policy/preview', head, {}, monday9);
    expect(textOf(later.reply)).not.toMatch(/send now|goes out/);
  });

  it('offers it to nobody who does not publish', () => {
    const waits = played([
      ['policy/publish', dsl, { ...aDraft, approval: 'head-and-chair' }, sunday],
      ['policy/confirm', dsl, { draft: 1 }],
    ]);
    const { reply } = given(waits).when('policy/preview', chair);
    expect(textOf(reply)).not.toContain('"asks"');
  });
});

describe('what is published while the school is closed', () => {
  it('is asked for when it opens, and whoever published it reads when that is', () => {
    const { relays, reply } = given(drafted(sunday)).when('policy/confirm', head, { draft: '1' });
    expect(asksIn(relays)).toEqual([['campaign/begin', null]]);
    expect(reply?.data['caution']).toBe(`It goes out ${opens}.`);
  });

  it('is asked for at once where its publisher says so, which is on the record', () => {
    const { relays, reply, events } = given(drafted(sunday)).when('policy/confirm', head, { draft: '1', asks: 'now' });
    expect(asksIn(relays)).toEqual([['campaign/begin', 'now']]);
    expect(events).toMatchObject([{ type: 'VersionPublished', asks: 'now' }]);
    expect(reply?.data['caution']).toBe('');
    expect(textOf(reply)).toContain('sent at once');
  });

  it('is a new wording that is shown at once too', () => {
    const revised = given(published()).when(
      'policy/revise',
      head,
      aRevision(5, { isMaterial: 'no' }),
      '2026-11-24T20:00:00.000Z',
    );
    const { relays } = given(revised.history).when('policy/confirm', head, { draft: 2, asks: 'now' });
    expect(asksIn(relays)).toEqual([['campaign/revise', 'now']]);
  });

  it('gives people a week where the day that was put is past as it goes out', () => {
    const holidays = drafted('2026-12-19T10:00:00.000Z', { ...aDraft, dueBy: '2026-12-30' });
    const waits = given(holidays).when('policy/confirm', head, { draft: 1 });
    expect(waits.relays[0]?.data['dueBy']).toBe('2027-01-12');
    const atOnce = given(holidays).when('policy/confirm', head, { draft: 1, asks: 'now' });
    expect(atOnce.relays[0]?.data['dueBy']).toBe('2026-12-30');
  });

  it('is sent in one of the two ways and in no other', () => {
    const { outcome } = given(drafted(sunday)).when('policy/confirm', head, { draft: '1', asks: 'tomorrow' });
    expect(outcome).toEqual({ kind: 'malformed' });
  });
});

describe('what waits for signatures', () => {
  const forHead = { ...aDraft, approval: 'head' };

  it('says that it goes out while the school is open, once it is signed', () => {
    const { reply } = given().when('policy/publish', dsl, forHead, sunday);
    expect(reply?.data['caution']).toContain('Once it is signed, it goes out while the school is open.');
    expect(labels(reply?.data).slice(0, 2)).toEqual([
      ['Send for signature', { draft: '1' }],
      ['Send for signature, then at once', { draft: '1', asks: 'now' }],
    ]);
  });

  it.each([
    [{}, null],
    [{ asks: 'now' }, 'now'],
  ])('goes out by the choice of whoever published it, %j', (choice, asks) => {
    const waits = played([
      ['policy/publish', dsl, forHead, sunday],
      ['policy/confirm', dsl, { draft: 1, ...choice }],
    ]);
    const { relays } = given(waits).when('policy/sign', head, signature);
    expect(asksIn(relays)).toEqual([['campaign/begin', asks]]);
  });

  it('tells whoever published it as the school opens that it was signed', () => {
    const waits = played([
      ['policy/publish', dsl, forHead, sunday],
      ['policy/confirm', dsl, { draft: 1 }],
    ]);
    const { messages } = given(waits).when('policy/sign', head, signature);
    const told = messages.filter(({ to }) => to.kind === 'person' && to.person === people.dsl);
    expect(told.length).toBeGreaterThan(0);
    expect(told.map(({ notBefore }) => notBefore)).toEqual(told.map(() => '2026-11-23T08:30:00.000Z'));
  });
});

describe('what was kept before there was a choice', () => {
  it('is read as it was', () => {
    for (const { event } of published()) {
      expect(event).not.toHaveProperty('asks');
      expect(policyEventSchema.safeParse(event).success).toBe(true);
    }
  });
});
