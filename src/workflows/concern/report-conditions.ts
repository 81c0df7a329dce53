import type { Condition } from '../../domain/form.ts';
import { type abouts, type Kind, kinds } from './choices.ts';

/** Holds for a report of one of these kinds. */
export function onKinds(...is: readonly Kind[]): Condition {
  return { question: 'kind', is };
}

/** Holds for a report of any other kind. */
export function everyKindBut(...these: readonly Kind[]): Condition {
  return onKinds(...kinds.map((kind) => kind.value).filter((kind) => !these.includes(kind)));
}

const about = (...is: readonly (typeof abouts)[number]['value'][]): Condition => ({ question: 'about', is });

/** Holds for a report about the head. */
export const isAboutHead: Condition = about('head');
/**
 * Holds for a report about a member of staff. Misuse by one is about that person, also where "pupils" was chosen because
 * some are involved.
 */
export const isAboutStaff: Condition = {
  ...about('staff'),
  or: { ...about('pupil', 'adult'), also: onKinds('staff-misuse') },
};
/** Holds for a report about pupils. */
export const isAboutPupils: Condition = { ...about('pupil'), also: everyKindBut('staff-misuse') };
/** Holds for a report about a parent or another adult. */
export const isAboutAdult: Condition = { ...about('adult'), also: everyKindBut('staff-misuse') };
/** Holds where an adult's name is asked for. */
export const isAboutAnAdult: Condition = { ...about('adult'), or: isAboutStaff };

/** Holds for what happens to a member of staff: they are the victim, and it is told in confidence (000 section 4.5.4). */
export const toStaff: Condition = onKinds('bullying-staff', 'offensive-message');
