import { saidFullDate } from '../../domain/school-time.ts';

/** A moment as those who look after a machine say it, such as `Monday 23 November 2026, 02:30 UTC`. */
export function saidMoment(at: string): string {
  return `${saidFullDate(at.slice(0, 'YYYY-MM-DD'.length))}, ${at.slice('YYYY-MM-DDT'.length, 'YYYY-MM-DDThh:mm'.length)} UTC`;
}
