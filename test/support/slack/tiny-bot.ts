import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FakeSlack } from '../fake-slack.ts';
import type { Part } from './workspace.ts';

/** What the bot was told: the fields of a command, the payload of an interaction, the envelope of an event. */
export type Heard = { readonly [field: string]: unknown };

export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  /** It never answers. */
  readonly isSilent?: boolean;
}

/** A bot of a few lines, to try the fake on: it checks signatures and answers what `answer` says. */
export async function startTinyBot(
  slack: FakeSlack,
  answer: (heard: Heard) => Reply | undefined | Promise<Reply | undefined>,
) {
  const heard: { readonly heard: Heard; readonly headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  slack.sendsTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const body = Buffer.concat(parts).toString('utf8');
    const { 'x-slack-request-timestamp': time, 'x-slack-signature': signature } = request.headers;
    const right = createHmac('sha256', slack.signingSecret)
      .update(`v0:${String(time)}:${body}`)
      .digest('hex');
    if (signature !== `v0=${right}`) return void response.writeHead(401).end();
    const form = new URLSearchParams(body);
    const isJson = request.headers['content-type'] === 'application/json';
    const said = (
      isJson ? JSON.parse(body) : form.has('payload') ? JSON.parse(form.get('payload') ?? '') : Object.fromEntries(form)
    ) as Heard;
    heard.push({ heard: said, headers: request.headers });
    const { status = 200, body: answered, isSilent = false } = (await answer(said)) ?? {};
    if (isSilent) return;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(answered === undefined ? '' : JSON.stringify(answered));
  }

  return {
    heard,
    /** Calls the Web API as Slack's own library does. */
    async call(method: string, args: Part, token = slack.token) {
      const entries = Object.entries(args).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      const response = await fetch(`${slack.apiUrl}${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: new URLSearchParams(Object.fromEntries(entries) as Record<string, string>),
      });
      const text = await response.text();
      const json = (text.startsWith('{') ? JSON.parse(text) : {}) as Part;
      return { status: response.status, headers: response.headers, json };
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A text object. */
export const plain = (text: string): Part => ({ type: 'plain_text', text });

/** A text input. */
export const textInput = (id: string, label: string, element: Part = {}, block: Part = {}): Part => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  element: { type: 'plain_text_input', action_id: id, ...element },
  ...block,
});

export const button = (label: string, value = label): Part => ({
  type: 'button',
  action_id: label.toLowerCase().replaceAll(' ', '-'),
  text: plain(label),
  value,
});

export const modalOf = (blocks: readonly Part[], parts: Part = {}): Part => ({
  type: 'modal',
  callback_id: 'form',
  title: plain('A form'),
  submit: plain('Send'),
  close: plain('Cancel'),
  blocks,
  ...parts,
});
