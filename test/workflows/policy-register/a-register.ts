import type { Reply } from '../../../src/domain/decider.ts';
import { theClock } from '../../../src/domain/people.ts';
import { policyRegister } from '../../../src/workflows/policy-register/index.ts';
import { aSchool, people } from '../../support/school.ts';
import { aStage } from '../../support/stage.ts';

export { people };
export const clock = theClock;
export const school = aSchool();
export const reference = 'L-7K3Q9F';
export const DAY_MINUTES = 24 * 60;

interface Told {
  readonly year: string;
  readonly data: {
    readonly policy: string;
    readonly title: string;
    readonly version: number;
    readonly status: string;
    readonly isYearly: boolean;
    readonly round: number;
    readonly nextReview: string | null;
    readonly [more: string]: unknown;
  };
}

/** What a policy tells the register; `year` is the day on which it does. */
export function aPolicy(
  policy: string,
  { year = '2026-09-07', ...data }: Partial<Told['data']> & { readonly year?: string } = {},
): Told {
  return {
    year,
    data: {
      policy,
      title: `Acceptable use ${policy}`,
      kind: 'agreement',
      version: 3,
      status: 'published',
      isYearly: true,
      audience: { kinds: ['staff'], roles: [], groups: [], channels: [], people: [] },
      owner: people.coordinator,
      nextReview: '2027-11-01',
      round: 1,
      ...data,
    },
  };
}

/** A register in which these stand, on that day at ten in the morning. */
export function aRegister(today: string, ...told: readonly Told[]) {
  const first = told.map(({ year }) => year).toSorted()[0] ?? today;
  const stage = aStage(policyRegister, { school, reference, at: `${first}T09:00:00.000Z` });
  stage.give('policy-register/begin', clock);
  for (const { year, data } of told.toSorted((one, other) => (one.year < other.year ? -1 : 1)))
    stage.give('policy-register/enter', clock, data, minutesUntil(stage.at, `${year}T09:30:00.000Z`));
  stage.give('policy-register/begin', clock, {}, minutesUntil(stage.at, `${today}T10:00:00.000Z`));
  return stage;
}

/** The plans that the Start buttons of a card carry. */
export function plansIn(reply: Reply | undefined): readonly string[] {
  return pressesOf(reply).flatMap((press) => {
    const plan = press.do === 'policy-register/start' ? press.with?.['plan'] : undefined;
    return plan === undefined ? [] : [plan];
  });
}

/** The commands of a card's buttons. */
export function buttonsOf(reply: Reply | undefined): readonly string[] {
  return pressesOf(reply).map((press) => press.do);
}

function pressesOf(reply: Reply | undefined) {
  const { buttons = [] } = (reply?.data ?? {}) as {
    buttons?: readonly { press: { do: string; with?: Record<string, string> } }[];
  };
  return buttons.map(({ press }) => press);
}

function minutesUntil(from: string, until: string): number {
  return Math.max(1, Math.round((Date.parse(until) - Date.parse(from)) / 60_000));
}
