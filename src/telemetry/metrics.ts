import type { AttributeName } from './attributes.ts';

/** A figure that is measured: how it is called wherever it is read, and what it says. */
export interface Metric {
  /** Dashboards, alerts and docs/telemetry.md go by this name: a test compares them. */
  readonly name: string;
  readonly kind: 'counter' | 'histogram' | 'gauge';
  /** As OpenTelemetry writes units; none for what is counted. */
  readonly unit: 'ms' | 's' | '';
  /** All that is ever said beside the figure. */
  readonly attributes: readonly AttributeName[];
  /** For whoever looks at it. */
  readonly says: string;
}

/** Everything that is measured. What happens is counted and timed; what stands is asked once a minute. */
export const metrics = {
  commands: {
    name: 'safeguarding.commands',
    kind: 'counter',
    unit: '',
    attributes: ['type', 'outcome', 'school'],
    says: 'What people and the clock asked of records, and how it ended; of a case its workflow alone',
  },
  commandDuration: {
    name: 'safeguarding.command.duration',
    kind: 'histogram',
    unit: 'ms',
    attributes: ['type'],
    says: 'How long each took, with its write',
  },
  deliveries: {
    name: 'safeguarding.deliveries',
    kind: 'counter',
    unit: '',
    attributes: ['chat', 'what', 'outcome', 'school'],
    says: 'What a chat was asked to post, edit or remove, and how it ended',
  },
  deliveryDuration: {
    name: 'safeguarding.delivery.duration',
    kind: 'histogram',
    unit: 'ms',
    attributes: ['chat', 'what'],
    says: 'How long a chat took for each, with waiting for its limits',
  },
  storeCalls: {
    name: 'safeguarding.store.calls',
    kind: 'counter',
    unit: '',
    attributes: ['what', 'outcome'],
    says: 'What the record store was asked, and how it ended',
  },
  storeDuration: {
    name: 'safeguarding.store.duration',
    kind: 'histogram',
    unit: 'ms',
    attributes: ['what'],
    says: 'How long each call of the record store took',
  },
  storeSlowest: {
    name: 'safeguarding.store.p95',
    kind: 'gauge',
    unit: 'ms',
    attributes: [],
    says: 'Of the calls of the last minute, 95 in 100 were as quick as this; absent where there was none',
  },
  requests: {
    name: 'safeguarding.requests',
    kind: 'counter',
    unit: '',
    attributes: ['path', 'status'],
    says: 'HTTP requests that were answered; 401 is one whose signature or token was refused',
  },
  requestDuration: {
    name: 'safeguarding.request.duration',
    kind: 'histogram',
    unit: 'ms',
    attributes: ['path'],
    says: 'How long each answer took',
  },
  uptime: {
    name: 'safeguarding.uptime',
    kind: 'gauge',
    unit: 's',
    attributes: [],
    says: 'For how long the process has run',
  },
  ready: {
    name: 'safeguarding.ready',
    kind: 'gauge',
    unit: '',
    attributes: [],
    says: '1 when store, vault, clock and chats answer; 0 when one does not',
  },
  oldestDue: {
    name: 'safeguarding.due.oldest',
    kind: 'gauge',
    unit: 's',
    attributes: ['school'],
    says: 'How long the oldest message or deadline has waited for a process to take it up: the age of the queue',
  },
  oldestUrgent: {
    name: 'safeguarding.urgent.oldest',
    kind: 'gauge',
    unit: 's',
    attributes: ['school'],
    says: 'How long the oldest urgent concern has waited that nobody has acknowledged',
  },
  urgentWaiting: {
    name: 'safeguarding.urgent.waiting',
    kind: 'gauge',
    unit: '',
    attributes: ['school'],
    says: 'How many urgent concerns wait for somebody to acknowledge them',
  },
  delayed: {
    name: 'safeguarding.delayed',
    kind: 'gauge',
    unit: '',
    attributes: ['school'],
    says: 'Messages that were tried in vain, or for minutes, and have not come through; they are tried again',
  },
  oldestDelayed: {
    name: 'safeguarding.delayed.oldest',
    kind: 'gauge',
    unit: 's',
    attributes: ['school'],
    says: 'How long the first of them has been owed, at the least; 0 where none is delayed',
  },
  parked: {
    name: 'safeguarding.parked',
    kind: 'gauge',
    unit: '',
    attributes: ['school'],
    says: 'Messages of open concerns, requests, blocks and jobs that can never be delivered; up to ten minutes old',
  },
  schoolFileRefused: {
    name: 'safeguarding.school_file.refused',
    kind: 'gauge',
    unit: '',
    attributes: [],
    says: '1 while a changed school file is wrong, so that the earlier one holds',
  },
  clockSkew: {
    name: 'safeguarding.clock.skew',
    kind: 'gauge',
    unit: 'ms',
    attributes: [],
    says: 'By how much the clock of the machine differs from that of the record store, without a sign',
  },
} as const satisfies Record<string, Metric>;

/**
 * What is told of one piece of work at a time, where it is known when it began and ended. Of a case no command is: with
 * who was seen where at that time, whoever reads it could tell whom the case is about.
 */
export const spans = { command: 'command', delivery: 'delivery' } as const;
