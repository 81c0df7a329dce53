import { labelOf } from '../../domain/form.ts';
import { methods } from './choices.ts';

/** How somebody was told, as it goes on from a time: `by telephone`, `in person`. */
export function saidMethod(method: string): string {
  const label = labelOf(methods, method).toLowerCase();
  return method === 'in-person' ? label : `by ${label}`;
}
