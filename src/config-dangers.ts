import { type Environment, given } from './config-variables.ts';
import type { ConfigProblem } from './school-files.ts';

/** Variables that others read by themselves, and which the service does not start with. */
const dangerous: readonly { readonly name: string; readonly value?: string; readonly words: string }[] = [
  {
    // The Teams SDK takes any value for a yes.
    name: 'DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS',
    words: 'is set. Anybody could speak to the bot as anybody. Take it away.',
  },
  {
    name: 'NODE_TLS_REJECT_UNAUTHORIZED',
    value: '0',
    words:
      'is 0. Anybody on the way to a chat could read and change what is said. Take it away; where a filter of the ' +
      'school opens connections, put its certificate into a file and name that in NODE_EXTRA_CA_CERTS, in the unit or ' +
      'the shell that starts the service: from the file behind --env it comes too late.',
  },
];

/** What stands in the environment that the service does not start with. */
export function dangersIn(env: Environment): ConfigProblem[] {
  return dangerous
    .filter(({ name, value }) => (value === undefined ? given(env, name) !== undefined : given(env, name) === value))
    .map(({ name, words }) => ({ place: name, words }));
}
