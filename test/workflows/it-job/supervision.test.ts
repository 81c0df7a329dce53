import { describe, expect, it } from 'vitest';
import { siteAccess } from '../../../src/workflows/site-access/index.ts';
import { siteBlock } from '../../../src/workflows/site-block/index.ts';
import { applications } from '../../support/application.ts';
import { aSchool, aSchoolFile, people } from '../../support/school.ts';
import { aBlock, blockAfter, blockReference } from '../../support/site-block.ts';

const { roles } = aSchoolFile();
const school = aSchool({
  roles: { ...roles, 'network-manager': { ...roles['network-manager'], supervisor: people.assistant } },
});
const { open } = applications();

describe('[R009] whoever supervises IT', () => {
  const list = siteBlock.lists.find(({ id }) => id === 'it-supervision');
  const of = { reference: blockReference, person: people.assistant, school, now: '2026-11-23T15:00:00.000Z' };

  it('sees which site IT blocked, who did it and when, and not what is there or who reported it', () => {
    const row = list?.row(blockAfter(aBlock('blocked', { school })), of);
    expect(row).toMatchObject({
      title: `${blockReference} · Block a site`,
      detail: 'unsuitable.example (one page of it)\nBlocked by Ifeoma Brandt, today 14:06',
    });
    expect(list?.row(blockAfter(aBlock('reported', { school })), of)?.detail).toContain('Not done yet');
    const kept = blockAfter(aBlock('reported', { school, ask: { without: [people.assistant] } }));
    expect(list?.row(kept, of)).toBeUndefined();
  });

  it('has one list of all of it, and nobody else has it', async () => {
    const t = await open({ schools: [school] });
    const reported = await t.give('site-block/report', {
      by: people.teacher,
      data: { address: 'bad.example', met: 'accident', what: 'violent', date: '2026-11-23' },
    });
    expect(reported.kind).toBe('done');
    const page = JSON.stringify(await t.app.overview.page('it-supervision', 1, people.assistant, t.school));
    expect(page).toContain('bad.example');
    for (const workflow of [siteBlock, siteAccess])
      for (const person of [people.teacher, people.dsl, people.networkManager])
        expect(workflow.lists.find(({ id }) => id === 'it-supervision')?.isFor(person, school)).toBe(false);
  });
});
