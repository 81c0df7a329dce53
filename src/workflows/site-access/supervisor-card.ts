import type { Message } from '../../domain/message.ts';
import { personName } from '../../domain/school.ts';
import { saidSite } from '../../domain/site-address.ts';
import type { CardContext } from './buttons.ts';
import type { SiteAt } from './state.ts';
import { onOneLine, saidSpan } from './words.ts';

/** Who was named to supervise hears so once it is open, where they did not ask themselves. Not what it is for. */
export function supervisorMessages(request: SiteAt<'open'>, { school, reference }: CardContext): readonly Message[] {
  const { file, from, until } = request;
  const { site, group, supervisor } = file.requested;
  if (supervisor === file.requestedBy) return [];
  const title = `You are named to supervise · ${reference}`;
  const lines = [
    `${saidSite(site)}, for ${onOneLine(group)}: ${saidSpan(school, from, until)}.`,
    `It was asked for by ${personName(school, file.requestedBy)}. Speak to them if this is not right.`,
  ];
  return [
    {
      slot: `supervisor:${supervisor}`,
      to: { kind: 'person', person: supervisor },
      card: 'notice',
      preview: title,
      data: { title, lines, buttons: [] },
    },
  ];
}
