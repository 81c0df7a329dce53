import { describe, expect, it } from 'vitest';
import { HOUR, type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import { type Actor, actorOf, type PersonId, type Role, theClock } from '../../../src/domain/people.ts';
import { fromLondon } from '../../support/london-days.ts';
import { people, stranger } from '../../support/school.ts';
import { aSchoolOfYears, siteForTwo } from '../../support/school-years.ts';
import { outcomeOf, requestData, siteAccess } from './site-ask.ts';
import type { Asked } from './site-periods.ts';
import { type Part, type Standing, standings, whoMay } from './who-may.table.ts';

const reference = 'S-7K3Q9F';
const begins = fromLondon('2026-11-23', '09:10');
const until = { untilDate: '2026-11-23', untilTime: '16:00' };
const longer = { untilDate: '2026-11-24', untilTime: '16:00' };
const reason = 'It is needed for the lesson.';

/** A school whose parts are held by these people, as who asked leaves them. */
interface Cast {
  readonly what: string;
  readonly requester: PersonId;
  /** Who agrees, and who agrees as the second. */
  readonly agrees: PersonId;
  readonly agreesToo: PersonId;
  readonly it: readonly PersonId[];
  readonly decides: readonly PersonId[];
  /** May agree as the second after the first has. */
  readonly second: readonly PersonId[];
  readonly school: ReturnType<typeof aSchoolOfYears>;
}

const usual = aSchoolOfYears();
const { teacher, dsl, deputy, coordinator, head, governor, networkManager, senco } = people;

/** Who has which part depends on who asked: nobody agrees to what they asked for themselves. */
const casts: readonly Cast[] = [
  {
    what: 'a teacher asks',
    requester: teacher,
    agrees: dsl,
    agreesToo: head,
    it: [networkManager],
    decides: [coordinator, dsl, deputy],
    second: [coordinator, deputy, head],
    school: usual,
  },
  {
    what: 'the DSL asks',
    requester: dsl,
    agrees: coordinator,
    agreesToo: deputy,
    it: [networkManager],
    decides: [coordinator, deputy],
    second: [deputy, head],
    school: usual,
  },
  {
    what: 'the network manager asks, and opens it too',
    requester: networkManager,
    agrees: deputy,
    agreesToo: coordinator,
    it: [networkManager],
    decides: [coordinator, dsl, deputy],
    second: [coordinator, dsl, head],
    school: usual,
  },
  {
    what: 'the head asks',
    requester: head,
    agrees: dsl,
    agreesToo: coordinator,
    it: [networkManager],
    decides: [coordinator, dsl, deputy],
    second: [coordinator, deputy],
    school: usual,
  },
  {
    what: 'the governor for online safety asks',
    requester: governor,
    agrees: dsl,
    agreesToo: coordinator,
    it: [networkManager],
    decides: [coordinator, dsl, deputy],
    second: [coordinator, deputy, head],
    school: usual,
  },
  {
    what: 'one person is DSL, deputy and co-ordinator, and asks: the delegates decide',
    requester: dsl,
    agrees: coordinator,
    agreesToo: head,
    it: [networkManager],
    // The delegate of the co-ordinator, and those of the DSL and the deputy, who would hold the role themselves.
    decides: [deputy, coordinator, senco],
    second: [head],
    school: aSchoolOfYears({ dsl: [dsl], 'deputy-dsl': [dsl], 'online-safety-coordinator': [dsl] }),
  },
  {
    what: 'the network manager is co-ordinator as well',
    requester: teacher,
    agrees: networkManager,
    agreesToo: dsl,
    it: [networkManager],
    decides: [networkManager, dsl, deputy],
    second: [dsl, deputy, head],
    school: aSchoolOfYears({ 'online-safety-coordinator': [networkManager] }),
  },
];

const everybody: readonly PersonId[] = [...Object.values(people), stranger];

/** Brings a request to where the table has it. */
function stateAt(standing: Standing, cast: Cast): { readonly state: unknown; readonly at: Instant } {
  const { requester, agrees, school } = cast;
  const [it = ''] = cast.it;
  let state: unknown = siteAccess.initial;
  let at = begins;
  const give = (command: string, by: Actor, data: Asked = {}, when = later(at, MINUTE)) => {
    at = when;
    const outcome = outcomeOf(state, `site-access/${command}`, data, { at, by, school, reference });
    if (outcome?.kind !== 'decision') throw new Error(`${command} for ${standing}: ${outcome?.sentence}`);
    for (const event of outcome.events) state = siteAccess.evolve(state, { event, at, by });
  };
  const request = (over: { readonly address?: string; readonly category?: string } = {}) => {
    const of = { address: 'https://one.example', category: 'education', use: 'look', ...over };
    const day = { period: 'day', ahead: 0, days: 0, times: ['', ''] as const };
    give('request', actorOf(requester), requestData({ ...of, ...day, who: requester }, at), at);
  };
  const approve = () => give('approve', actorOf(agrees), { ...until, why: reason });
  const open = () => {
    request();
    approve();
    give('opened', actorOf(it));
  };
  const ends: Record<Standing, () => void> = {
    none: () => undefined,
    asked: () => request(),
    'agreed-once': () => {
      request({ address: `https://${siteForTwo}` });
      approve();
    },
    refused: () => request({ category: 'unlawful' }),
    declined: () => {
      request();
      give('decline', actorOf(agrees), { reason });
    },
    withdrawn: () => {
      request();
      give('withdraw', actorOf(requester));
    },
    lapsed: () => {
      request();
      give('lapse', theClock, {}, fromLondon('2026-11-23', '16:00'));
    },
    approved: () => {
      request();
      approve();
    },
    open,
    'longer-asked': () => {
      open();
      give('extend', actorOf(requester), { ...longer, reason });
    },
    ended: () => {
      open();
      give('end', actorOf(requester));
    },
    blocked: () => {
      open();
      give('end', actorOf(requester));
      give('blocked-again', actorOf(it));
    },
    'not-opened': () => {
      request();
      approve();
      give('cannot-open', actorOf(it), { reason });
    },
  };
  ends[standing]();
  return { state, at: later(at, MINUTE) };
}

/** What somebody is to a request that stands there. */
function partsOf(
  person: PersonId,
  standing: Standing,
  { requester, agrees, it, school, ...cast }: Cast,
): readonly Part[] {
  const isTwo = standing === 'agreed-once';
  const hasAgreed = isTwo && person === agrees;
  const decides = isTwo ? [...cast.decides, ...cast.second] : cast.decides;
  return [
    ...(person === requester ? (['requester'] as const) : []),
    ...(hasAgreed ? (['has-agreed'] as const) : []),
    ...(decides.includes(person) && !hasAgreed ? (['decides'] as const) : []),
    ...(readers.some((role) => school.roles[role].people.includes(person)) ? (['reads'] as const) : []),
    ...(it.includes(person) ? (['it'] as const) : []),
  ];
}

const readers: readonly Role[] = ['online-safety-coordinator', 'head', 'online-safety-governor', 'dsl', 'deputy-dsl'];

const sample: Asked = {
  ...requestData(
    {
      who: teacher,
      address: 'https://one.example',
      category: 'education',
      use: 'look',
      period: 'day',
      ahead: 1,
      days: 0,
      times: ['', ''],
    },
    begins,
  ),
  ...longer,
  reason,
  why: reason,
  text: reason,
  number: '1',
};

describe.each(casts)('when $what', (cast) => {
  it.each(standings.filter((one) => one !== 'none'))(
    '[R125] [R126] [R128] everybody may do with a request that is %s what the table says, and nothing else',
    (standing) => {
      const { state, at } = stateAt(standing, cast);
      const differs: string[] = [];
      for (const command of Object.keys(siteAccess.commands)) {
        const name = command.replace('site-access/', '');
        const rules = whoMay[name] ?? [];
        for (const by of [...everybody.map(actorOf), theClock]) {
          const parts = by.kind === 'clock' ? (['clock'] as const) : partsOf(by.person, standing, cast);
          const may = rules.some(
            ({ who, when }) => when.includes(standing) && parts.some((part) => who.includes(part)),
          );
          const refused = siteAccess.refuses(state, command, { at, by, school: cast.school, reference });
          const who = by.kind === 'clock' ? 'the clock' : by.person;
          if ((refused === undefined) !== may)
            differs.push(`${name} by ${who} (${parts.join()}): ${refused?.code ?? 'let through'}`);
          // Who is nothing to it learns no more than where there is nothing.
          if (by.kind === 'person' && parts.length === 0 && refused !== undefined)
            expect(refused.sentence).toBe(siteAccess.notThere(reference, cast.school));
        }
      }
      expect(differs).toEqual([]);
    },
  );
});

describe('who may do what', () => {
  it('has a row for each command, and no other', () => {
    const rows = Object.keys(whoMay).map((name) => `site-access/${name}`);
    expect(rows.toSorted()).toEqual(Object.keys(siteAccess.commands).toSorted());
  });

  it('[R125] lets everybody of the school ask, and nobody else', () => {
    for (const person of everybody) {
      const context = { at: begins, by: actorOf(person), school: usual, reference };
      const refused = siteAccess.refuses(siteAccess.initial, 'site-access/request', context);
      expect(refused === undefined, person).toBe(person !== stranger);
    }
  });

  it('refuses everything else where there is nothing yet', () => {
    for (const command of Object.keys(siteAccess.commands).filter((one) => !one.endsWith('/request')))
      for (const by of [...everybody.map(actorOf), theClock]) {
        const context = { at: later(begins, HOUR), by, school: usual, reference };
        expect(outcomeOf(siteAccess.initial, command, sample, context)?.kind, command).toBe('refusal');
      }
  });

  it('[R126] needs the second to be another than the first, and another than who asked', () => {
    for (const cast of casts) {
      const { state, at } = stateAt('agreed-once', cast);
      const give = (person: PersonId) => {
        const context = { at, by: actorOf(person), school: cast.school, reference };
        return outcomeOf(state, 'site-access/approve', { ...until, why: reason }, context);
      };
      expect(give(cast.agrees)?.kind, cast.what).toBe('refusal');
      expect(give(cast.requester)?.kind, cast.what).toBe('refusal');
      const second = give(cast.agreesToo);
      expect(second?.kind, cast.what).toBe('decision');
    }
  });
});
