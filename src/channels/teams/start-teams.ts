import type { App } from '@microsoft/teams.apps';
import { Fault } from '../../application/faults.ts';
import type { TeamsAnswer } from './answers.ts';
import type { TeamsReceiver } from './receive.ts';

/** Told what went wrong with an activity: a code, never content. */
type Failed = (of: { readonly code: string }) => void;

/** Lets the app take activities and hands each to the receiver. Resolves when its route stands. */
export async function startTeams(app: App, receiver: TeamsReceiver, failed: Failed): Promise<void> {
  app.use(async ({ activity }) => await answered(activity, receiver, failed));
  await app.initialize();
}

async function answered(activity: unknown, receiver: TeamsReceiver, failed: Failed): Promise<TeamsAnswer> {
  try {
    return (await receiver.receive(activity)) ?? { status: 200 };
  } catch (error) {
    failed({ code: error instanceof Fault ? error.code : 'unexpected' });
    // Teams may then send it again.
    return { status: 500 };
  }
}
