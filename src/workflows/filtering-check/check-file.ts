import type { CardContent, Reply } from '../../domain/decider.ts';
import { paginate, type Said } from '../../domain/pages.ts';
import type { PersonId } from '../../domain/people.ts';
import { personName } from '../../domain/school.ts';
import { cardHolder, viewSlot } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import { checks, monthsBetween } from './checks.ts';
import { saidRecording } from './history-words.ts';
import { offered } from './offers.ts';
import type { Check } from './state.ts';
import { checkTitle, inSentence, saidLast, saidRoles } from './words.ts';

/** A check with what was recorded of it, the latest first, for somebody who opened it, a page at a time. */
export function checkFile(check: Check, person: PersonId, page: number, of: CardContext): Reply {
  const { school, reference, at } = of;
  const pages = paginate(blocksOf(check, of));
  const shown = Math.min(page, pages.length);
  const turn = (to: number, label: string) =>
    button('filtering-check/open', reference, { label, given: { page: String(to) } });
  return {
    slot: viewSlot(person),
    card: 'case-file',
    preview: checks[check.file.kind].title,
    data: {
      title: checkTitle(check, school, at),
      attention: check.status === 'overdue',
      caution: 'No pupil is named here. What somebody did is reported as a concern.',
      blocks: (pages[shown - 1] ?? []).map(({ heading, text }) => ({ heading, text })),
      page: pages.length > 1 ? `Page ${shown} of ${pages.length}` : '',
      turns: [
        ...(shown > 1 ? [turn(shown - 1, 'Back')] : []),
        ...(shown < pages.length ? [turn(shown + 1, 'Further back')] : []),
      ],
      buttons: [
        ...offered(check, person, school).map((command) => button(command, reference, { primary: true })),
        button('filtering-check/put-away', reference, { chatOnly: true }),
      ],
      more: [],
    },
    fades: putAway(check, of),
  };
}

/** What stands in the chat when a check is no longer shown there. */
export function putAway(check: Check, { reference }: CardContext): CardContent {
  const text = `The ${inSentence(checks[check.file.kind].title)} was shown here and has been put away.`;
  const buttons = [button('filtering-check/open', reference, { label: 'Open again', opens: true })];
  return { card: 'notice', preview: text, data: { title: '', lines: [text], buttons } };
}

function blocksOf(check: Check, of: CardContext): readonly Said[] {
  const { recordings, earlier } = check.file;
  const before = earlier === 0 ? [] : [{ heading: 'Before these', text: `${earlier} more, kept in the record.` }];
  return [
    { heading: 'Where it stands', text: whereItStands(check, of).join('\n') },
    ...recordings.toReversed().flatMap((recording) => saidRecording(recording, of)),
    ...before,
  ];
}

function whereItStands(check: Check, { school, at }: CardContext): readonly string[] {
  const { kind, parked } = check.file;
  const rule = checks[kind];
  const months = monthsBetween(kind, school);
  const missed = parked.flatMap((slot) => cardHolder(slot) ?? []).map((person) => personName(school, person));
  return [
    `Last one: ${saidLast(check, school, at)}.`,
    `Comes every ${months === 1 ? 'month' : `${months} months`}. Asked of ${saidRoles(rule.records, school, 'and')}.`,
    ...(missed.length === 0 ? [] : [`A card could not be delivered to ${missed.join(', ')}. Tell them another way.`]),
    `Why: ${rule.source}.`,
  ];
}
