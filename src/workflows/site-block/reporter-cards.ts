import type { Reply } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import { roleLabel } from '../../domain/school.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { saidSite } from '../../domain/site-address.ts';
import type { CardContext } from './buttons.ts';
import { lineTo } from './case-card.ts';
import { type Block, blockedOf, reporterOf } from './state.ts';
import { reporterStatusWords } from './words.ts';

/** The receipt of whoever reported a site, which also shows where their report stands. */
export function receipt(block: Block, of: CardContext): Reply {
  const { reference } = of;
  return {
    slot: 'receipt',
    card: 'receipt',
    preview: `${reference}: ${reporterStatusWords[block.status]}`,
    data: {
      title: block.status === 'reported' ? 'Received' : `Your report is ${reporterStatusWords[block.status]}`,
      reference,
      lines: [saidSite(block.file.site), ...saidState(block, of)],
      danger: '',
    },
  };
}

function saidState(block: Block, { school }: CardContext): readonly string[] {
  const coordinator = `the ${roleLabel(school, 'online-safety-coordinator')}`;
  switch (block.status) {
    case 'reported':
      return [
        `IT is asked to block it, and ${coordinator} looks at the filter. You will be told when it is blocked.`,
        'Do not look at it again.',
      ];
    case 'blocked':
      return [`Blocked ${saidDateTime(school, block.blocked.at)}.`];
    case 'lifting':
      return ['It was looked at, and need not be blocked.'];
    case 'closed': {
      const blocked = blockedOf(block);
      if (block.lifted !== null) return ['It was looked at, and need not be blocked.'];
      return blocked === undefined ? [] : [`Blocked ${saidDateTime(school, blocked.at)}. The filter was looked at.`];
    }
    default:
      return block satisfies never;
  }
}

/** The receipt as a message that edits the one that whoever reported it has; none where a concern asked. */
export function receiptMessages(block: Block, of: CardContext): readonly Message[] {
  const person = reporterOf(block);
  if (person === undefined) return [];
  const { slot, card, data, preview } = receipt(block, of);
  return [{ slot, card, data, preview, to: { kind: 'person', person } }];
}

/** Tells whoever reported it that the site is blocked. */
export function toldBlocked(block: Block, { reference }: CardContext): readonly Message[] {
  const person = reporterOf(block);
  return person === undefined ? [] : [lineTo(person, 'told:blocked', `${reference}: the site is blocked.`)];
}

/** Tells whoever reported it that those who look at the filter cannot be reached in the chat. */
export function toldUnreached(block: Block, { reference, school }: CardContext): readonly Message[] {
  const person = reporterOf(block);
  const team = `the ${roleLabel(school, 'online-safety-coordinator')}`;
  const text = `Your report ${reference} is kept, but those who look at the filter could not be told of it in the chat. Speak to ${team}.`;
  return person === undefined ? [] : [lineTo(person, 'told:unreached', text)];
}

/**
 * To whoever reported that a pupil went there on purpose: that also belongs in a concern, which is one press away
 * (R131).
 */
export function concernAdvice(block: Block, { reference }: CardContext): readonly Message[] {
  const { origin } = block.file;
  if (origin.from !== 'staff' || origin.met !== 'deliberate') return [];
  return [
    {
      slot: 'advice',
      to: { kind: 'person', person: origin.person },
      card: 'notice',
      preview: `${reference}: report a concern as well`,
      data: {
        title: 'A pupil went there on purpose',
        lines: ["Report a concern as well, with the pupil's name. This report has no names in it."],
        buttons: [
          {
            label: 'Report a concern',
            press: { do: 'concern/report' },
            primary: true,
            opens: true,
            chatOnly: false,
          },
        ],
      },
    },
  ];
}
