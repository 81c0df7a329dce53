import { z } from 'zod';

/** The kinds of body that Slack sends: events as JSON, slash commands as a form, all else as JSON in a form. */
export type BodyKind = 'json' | 'form';

/** Undefined for a kind that Slack does not send. */
export function bodyKind(contentType: string | undefined): BodyKind | undefined {
  const [type = ''] = (contentType ?? '').split(';');
  switch (type.trim().toLowerCase()) {
    case 'application/json':
      return 'json';
    case 'application/x-www-form-urlencoded':
      return 'form';
    default:
      return undefined;
  }
}

const objectSchema = z.looseObject({});

/** What a body holds; undefined when it is not what its kind promises. */
export function parseBody(kind: BodyKind, body: Buffer): Record<string, unknown> | undefined {
  const text = body.toString('utf8');
  if (kind === 'json') return parseObject(text);
  const fields = [...new URLSearchParams(text)];
  if (new Set(fields.map(([name]) => name)).size !== fields.length) return undefined;
  const { payload, ...others } = Object.fromEntries(fields);
  return payload === undefined ? others : parseObject(payload);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return objectSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
