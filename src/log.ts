import { type DestinationStream, pino } from 'pino';

/** All that a line of the log may hold beside its message: ids, codes and figures, never content. */
export interface LogFields {
  readonly workflow?: string;
  /** A reference, such as `C-7K3Q9F`. */
  readonly record?: string;
  readonly school?: string;
  /** A school file and a line of it, such as `oakfield.yaml, line 12`; nothing of what stands there. */
  readonly place?: string;
  /** Which part of the service speaks, such as `delivery`. */
  readonly what?: string;
  /** What went wrong, or what was refused. */
  readonly code?: string;
  /** Ties together the lines that one request has caused. */
  readonly correlation?: string;
  readonly milliseconds?: number;
  readonly attempts?: number;
  readonly count?: number;
  readonly port?: number;
  /** What was thrown. Only its code is written, as `code`; its text may quote what somebody wrote. */
  readonly thrown?: unknown;
}

/** A message that stands in the source as it is written; text made at run time does not compile. */
type Static<Message extends string> = string extends Message ? never : Message;
type Write = <Message extends string>(message: Static<Message>, fields?: LogFields) => void;

export interface Log {
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

export interface LogOptions {
  readonly level: 'info' | 'warn' | 'error';
  /** Standard output if not given. */
  readonly destination?: DestinationStream;
}

/** In characters. References, codes and ids are far shorter; a narrative is not. */
const LONGEST = 80;

const allowed = {
  workflow: 'string',
  record: 'string',
  school: 'string',
  place: 'string',
  what: 'string',
  code: 'string',
  correlation: 'string',
  milliseconds: 'number',
  attempts: 'number',
  count: 'number',
  port: 'number',
} as const satisfies Record<Exclude<keyof LogFields, 'thrown'>, 'string' | 'number'>;

/** A log of JSON lines that lets nothing through but what is allowed, whatever it is given at run time. */
export function createLog({ level, destination }: LogOptions): Log {
  const lines = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
  return {
    info: (message, fields) => lines.info(permitted(fields), clean(message)),
    warn: (message, fields) => lines.warn(permitted(fields), clean(message)),
    error: (message, fields) => lines.error(permitted(fields), clean(message)),
  };
}

function permitted(fields: LogFields | undefined): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  if (typeof fields !== 'object' || fields === null) return kept;
  const given: LogFields = 'thrown' in fields ? { code: codeOf(fields.thrown), ...fields } : fields;
  for (const [name, type] of Object.entries(allowed) as [keyof typeof allowed, 'string' | 'number'][]) {
    const value = given[name];
    if (typeof value === 'string' && type === 'string') kept[name] = clean(value);
    if (typeof value === 'number' && type === 'number' && Number.isFinite(value)) kept[name] = value;
  }
  return kept;
}

/** The code of an error: ours, or the operating system's, such as `ENOENT`. */
function codeOf(thrown: unknown): string {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' && /^[\w-]{1,60}$/.test(code) ? code : 'unknown';
}

/** Without what could begin another line, colour a terminal or turn text round, and cut to the longest there may be. */
function clean(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '');
  return [...plain].slice(0, LONGEST).join('');
}
