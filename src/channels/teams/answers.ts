import type { Drawn } from '../render.ts';

/** What an invoke is answered with. */
export interface TeamsAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** The pressed card is replaced by this one. */
export function cardAnswer(card: Drawn): TeamsAnswer {
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card } };
}

/** A line below the pressed card, which stays as it is with all that was typed. */
export function messageAnswer(text: string): TeamsAnswer {
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text } };
}

/** As `messageAnswer`, marked as something that went wrong. */
export function errorAnswer(text: string): TeamsAnswer {
  return {
    status: 200,
    body: { statusCode: 500, type: 'application/vnd.microsoft.error', value: { code: 'NotDone', message: text } },
  };
}

/** A dialog that shows this card. */
export function dialogAnswer(card: Drawn): TeamsAnswer {
  return {
    status: 200,
    body: {
      task: {
        type: 'continue',
        value: {
          title: 'Safeguarding',
          height: 'large',
          width: 'medium',
          card: { contentType: 'application/vnd.microsoft.card.adaptive', content: card },
        },
      },
    },
  };
}
