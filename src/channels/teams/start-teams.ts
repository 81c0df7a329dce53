import type { App } from '@microsoft/teams.apps';
import { ZodError } from 'zod';
import { Fault } from '../../application/faults.ts';
import { errorAnswer, type TeamsAnswer } from './answers.ts';
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
    if (error instanceof ZodError) {
      failed({ code: 'malformed-activity' });
      return { status: 400 };
    }
    failed({ code: error instanceof Fault ? error.code : 'unexpected' });
    const isPress = (activity as { name?: unknown }).name === 'adaptiveCard/action';
    return isPress ? errorAnswer('Something did not work here. Look whether it was done before you press again; if a child is at risk now, ring the DSL.') : { status: 500 };
  }
}
