import type { CsvRow } from '../../domain/read-csv.ts';
import { type Phase, phases } from './phases.ts';

/** What a column holds. `first-name` stands before what `name` holds. */
export type ColumnId = 'name' | 'first-name' | 'group' | 'own' | 'parent' | 'other';

/** What the first line may call each column, in small letters. */
const headings: Readonly<Record<Exclude<ColumnId, 'other'>, RegExp>> = {
  'first-name': /^(first name|forename|given name|preferred forename)s?$/u,
  name: /^((full |pupil |student |visitor |child('s)? |last |legal |preferred )?(name|surname)|family name|pupil|student|visitor)$/u,
  group:
    /^(class|form|tutor group|tutor|reg|reg group|registration group|group|year|year group|organisation|company)$/u,
  own: /^((signed|agreed|read and agreed)( by)?( the)? ?(pupil|student|visitor|child)?|(pupil|student|visitor|child)('s)? (signed|signature|agreed|agreement)|date( signed)?)$/u,
  parent:
    /^((signed|agreed)( by)?( the)? (parent|carer|parent or carer|parent\/carer|guardian)|(parent|carer|guardian|parent\/carer)s?'?s?( signed| signature| agreed| agreement)?)$/u,
};

/**
 * What the columns of a table hold: as its first line says, where that is a line of headings, else name, class and the
 * signatures that the phase asks for. A heading that says nothing known stands over a column that is not read.
 */
export function columnsOf(
  first: readonly string[],
  phase: Phase,
  table: readonly CsvRow[],
): { readonly columns: readonly ColumnId[]; readonly hasHeader: boolean } {
  const named = first.map((cell) => columnNamed(cell, phase));
  const hasHeader = named.includes('name') && named.filter((column) => column !== 'other').length > 1;
  if (hasHeader) return { columns: named, hasHeader };
  const { columns, needs } = phases[phase];
  const widest = Math.max(0, ...table.map(({ cells }) => cells.length));
  // Four columns are pupil and parent, also where the parent's signature alone is asked for.
  const signatures = needs.includes('parent') && widest >= 4 ? (['own', 'parent'] as const) : columns;
  return { columns: ['name', 'group', ...signatures], hasHeader: false };
}

function columnNamed(cell: string, phase: Phase): ColumnId {
  const said = cell.toLowerCase().replace(/\s+/gu, ' ').replace(/[?:*]/gu, '').trim();
  // "Signed" alone is what the phase asks for.
  const only = phases[phase].columns[0];
  if (['signed', 'agreed', 'date', 'date signed'].includes(said)) return only ?? 'other';
  const found = (['first-name', 'name', 'group', 'own', 'parent'] as const).find((id) => headings[id].test(said));
  return found ?? 'other';
}
