import type { Json } from '../../domain/message.ts';
import { type Wording, wordingHash } from '../../domain/wording.ts';
import type { CampaignState } from './state.ts';

/** What an acknowledgement may know of its campaign: the wording of now, and who looks after the policy. */
export function sharesCampaign(state: CampaignState): Json | undefined {
  if (state.status === 'none') return undefined;
  const { wording, round, dueBy, owner } = state.file;
  return { wording: asJson(wording), hash: wordingHash(wording), round, dueBy, status: state.status, owner };
}

function asJson({ text, link, ...wording }: Wording): Json {
  return { ...wording, ...(text === undefined ? {} : { text }), ...(link === undefined ? {} : { link }) };
}
