import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/domain/message.ts';
import { actorOf } from '../../../src/domain/people.ts';
import { findPerson } from '../../../src/domain/school.ts';
import { textsOf } from '../../support/concern.ts';
import { aSchool, people } from '../../support/school.ts';
import {
  aSiteRequest,
  everySiteCommand,
  everySiteStatus,
  givenSite,
  requestAnswers,
  sampleSiteData,
  who,
} from '../../support/site-access.ts';

const school = aSchool();

/** What somebody typed, each with a word that stands nowhere else. */
const typed = {
  path: 'marker-path',
  purpose: 'marker-purpose',
  group: 'marker-group',
  why: 'marker-why',
  reason: 'marker-reason',
  text: 'marker-text',
};
const answers = requestAnswers({
  address: `https://history.example/${typed.path}`,
  purpose: typed.purpose,
  group: typed.group,
});
const names = Object.values(people).flatMap((person) => findPerson(school, person)?.name.split(' ') ?? []);

/** Every message and reply of every command by everybody in every state, with typed words in it wherever they can be. */
function everything(): readonly { readonly from: string; readonly message: Message }[] {
  return everySiteStatus.flatMap((status) => {
    const history = aSiteRequest(status, status === 'refused' ? {} : { answers });
    const asked = givenSite(history).when('site-access/ask', who.dsl, { text: typed.text });
    const actors = [...Object.values(people).map(actorOf), who.clock];
    return everySiteCommand.flatMap((command) =>
      actors.flatMap((actor) => {
        const data = {
          ...(sampleSiteData[command] as object),
          ...(command === 'site-access/request' ? answers : typed),
        };
        const later = command.includes('remind') || command.endsWith('morning') || command.endsWith('reach-end');
        const at = later ? '2026-11-24T09:00:00.000Z' : undefined;
        const given = (asked.outcome.kind === 'decision' ? asked.afterwards : givenSite(history)).when(
          command,
          actor,
          data,
          at,
        );
        return given.messages.map((message) => ({ from: `${command} on ${status}`, message }));
      }),
    );
  });
}

const all = everything();

describe('what stands in a notification', () => {
  it('is never anything that somebody typed, a name or a site', () => {
    expect(all.length).toBeGreaterThan(150);
    for (const { from, message } of all)
      for (const hidden of [...Object.values(typed), ...names, 'history.example'])
        expect([from, message.slot, message.preview]).not.toEqual([
          from,
          message.slot,
          expect.stringContaining(hidden),
        ]);
  });
});

describe('what stands in the safeguarding channel', () => {
  it('is never anything that somebody typed, nor a name', () => {
    const there = all.filter(({ message: { to } }) => to.kind !== 'person');
    expect(there.length).toBeGreaterThan(50);
    for (const { from, message } of there)
      for (const hidden of [...Object.values(typed), ...names])
        expect([from, textsOf(message.data).join()]).not.toEqual([from, expect.stringContaining(hidden)]);
  });
});

describe('what comes to IT', () => {
  it('[R126] is the site and the times: never the purpose, the class, a name or a reason', () => {
    const jobs = all.filter(({ message: { slot } }) => slot.startsWith('job:'));
    expect(jobs.length).toBeGreaterThan(5);
    const { path: _, ...others } = typed;
    for (const { message } of jobs)
      for (const hidden of [...Object.values(others), ...names])
        expect(textsOf(message.data).join()).not.toContain(hidden);
    expect(jobs.some(({ message }) => textsOf(message.data).includes(`history.example/${typed.path}`))).toBe(true);
  });
});

describe('what comes to whom', () => {
  it('is nothing for anybody who has no part in it', () => {
    const parts: readonly string[] = [
      people.teacher,
      people.coordinator,
      people.networkManager,
      people.head,
      people.dsl,
      people.deputy,
    ];
    for (const { from, message } of all)
      if (message.to.kind === 'person') expect([from, parts.includes(message.to.person)]).toEqual([from, true]);
  });

  it('is nothing for the head before a second is wanted or a site is past its end', () => {
    const heads = all.filter(({ message: { to } }) => to.kind === 'person' && to.person === people.head);
    for (const { message } of heads) expect(message.slot).toMatch(/^(overdue|chase|line:not-blocked)/);
  });

  it('never fills a slot twice in one decision', () => {
    for (const given of everySiteStatus.map((status) => givenSite(aSiteRequest(status))))
      for (const command of everySiteCommand)
        for (const actor of Object.values(who)) {
          const { messages } = given.when(command, actor, sampleSiteData[command]);
          const slots = messages.map(({ slot }) => slot);
          expect(new Set(slots).size).toBe(slots.length);
        }
  });
});
