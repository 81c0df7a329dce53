import type { CardContent } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { mayRead } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import type { PolicyState } from './state.ts';

/** What stands in the chat when a policy is no longer shown there, or a step of it is done. */
export function putAway(
  policy: PolicyState,
  person: PersonId,
  { reference, school }: CardContext,
  text = `Policy ${reference} was shown here and has been put away.`,
): CardContent {
  const buttons = mayRead(policy, person, school)
    ? [button('policy/open', reference, { label: 'Open', opens: true })]
    : [];
  return { card: 'notice', preview: text, data: { title: '', lines: [text], buttons } };
}
