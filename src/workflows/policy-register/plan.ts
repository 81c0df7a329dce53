import { audienceDigest, channelsIn, peopleIn, saidAudience } from '../../domain/audience.ts';
import { digestOf } from '../../domain/digest.ts';
import type { Instant } from '../../domain/instant.ts';
import type { PersonId } from '../../domain/people.ts';
import { schoolYearOf } from '../../domain/policies.ts';
import type { School } from '../../domain/school.ts';
import { localDateTime } from '../../domain/school-time.ts';
import type { Listed, Register } from './state.ts';

/** One agreement that would be started again. */
export interface Planned {
  readonly listed: Listed;
  readonly people: readonly PersonId[];
  /** Whom it asks, in words. */
  readonly audience: string;
  /** How many staff channels it asks besides, whose members the chat knows. */
  readonly channels: number;
}

/** What starting the school year would do, if it were started now. */
export interface Plan {
  readonly year: string;
  readonly planned: readonly Planned[];
  /** A text that is another one where anything of the plan is. */
  readonly token: string;
}

/** The school year that it is. */
export function yearNow(school: School, at: Instant): string {
  return schoolYearOf(localDateTime(school, at).date, school);
}

/** Whether a policy has to be started again for that school year: signed every year, and last asked in an earlier one. */
export function isDueFor(year: string, { isYearly, status, round, year: asked, startedFor }: Listed): boolean {
  return isYearly && isInForce(status) && round > 0 && asked < year && startedFor < year;
}

/** Whether people are asked to keep to it. */
export function isInForce(status: string): boolean {
  return status === 'published';
}

/** What starting the yearly agreements would do now (R159). Nothing of it has happened. */
export function planNow({ policies }: Register, school: School, at: Instant): Plan {
  const year = yearNow(school, at);
  const planned = policies
    .filter((listed) => isDueFor(year, listed))
    .map((listed): Planned => {
      const { audience } = listed;
      return {
        listed,
        people: peopleIn(audience, school),
        audience: saidAudience(audience, school),
        channels: channelsIn(audience, school).length,
      };
    })
    .toSorted((one, other) => (one.listed.title < other.listed.title ? -1 : 1));
  const said = planned.map(({ listed: { policy, version, round, title, audience }, audience: words, channels }) => [
    ...[policy, version, round, title, words, channels],
    audienceDigest(audience, school),
  ]);
  return { year, planned, token: digestOf([year, said]) };
}
