import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PUBLIC } from '@microsoft/teams.api';
import { webApi } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { createGuardedHttp } from '../../src/channels/guarded-http.ts';
import { outgoingHosts, wayBackToTeams, wayOutTo } from '../../src/channels/outgoing-hosts.ts';
import { watchConnections } from '../support/watched-connections.ts';

const may = (chat: 'Teams' | 'Slack', address: string) => wayOutTo(chat)(new URL(address));

describe('the service speaks of its own accord', () => {
  it('to where the SDKs of both chats say that the chats are', () => {
    for (const address of [PUBLIC.openIdMetadataUrl, PUBLIC.loginEndpoint]) expect(may('Teams', address)).toBe(true);
    const source = readFileSync(resolve('src/join-chats.ts'), 'utf8');
    const [, first = ''] = /TEAMS_SERVICE_URL = '(.+)'/.exec(source) ?? [];
    expect([may('Teams', first), wayBackToTeams()(new URL(first))]).toEqual([true, true]);
    expect(may('Slack', new webApi.WebClient('xoxb-none').slackApiUrl)).toBe(true);
    expect(may('Slack', 'wss://wss-primary.slack.com/link/?ticket=1')).toBe(true);
  });

  it('and to nobody else: by no other protocol, port or name, for nobody in particular', () => {
    const others = [
      'http://slack.com/',
      'ws://slack.com/',
      'https://slack.com:8443/',
      'https://slack.com./',
      'ftp://slack.com/',
    ];
    const names = [
      'https://xslack.com/',
      'https://slack.com.evil.example/',
      'https://.slack.com/',
      'https://evil.example/slack.com',
    ];
    const people = ['https://x@slack.com/', 'https://x:y@slack.com/', 'https://slack.com@evil.example/'];
    for (const address of [
      ...others,
      ...names,
      ...people,
      'https://127.0.0.1/',
      'http://localhost/',
      'https://smba.trafficmanager.net/',
    ])
      expect(may('Slack', address), address).toBe(false);
  });

  it('to each chat on behalf of that chat alone, and an answer goes to no place where keys or tokens are', () => {
    expect(may('Teams', 'https://slack.com/api/')).toBe(false);
    for (const { host } of outgoingHosts.filter((one) => one.for === 'records' || one.for === 'figures'))
      expect(may('Slack', `https://x${host}/`), host).toBe(false);
    for (const address of ['https://login.microsoftonline.com/', 'https://login.botframework.com/'])
      expect(wayBackToTeams()(new URL(address))).toBe(false);
    expect(wayBackToTeams({ also: ['http://127.0.0.1:80/'] })(new URL('ws://127.0.0.1:80/'))).toBe(false);
  });

  it('where a test has put something in the place of a chat, to that very place', () => {
    const reaches = wayOutTo('Slack', { also: ['http://127.0.0.1:4567/api/', undefined] });
    expect(['http://127.0.0.1:4567/x', 'ws://127.0.0.1:4567/'].map((one) => reaches(new URL(one)))).toEqual([
      true,
      true,
    ]);
    for (const address of [
      'http://127.0.0.1:4568/',
      'https://127.0.0.1:4567/',
      'http://localhost:4567/',
      'http://127.0.0.1/',
    ])
      expect(reaches(new URL(address)), address).toBe(false);
    const here = wayOutTo('Teams', { isHere: true });
    expect([here(new URL('http://localhost:5/')), here(new URL('http://10.0.0.1:5/'))]).toEqual([true, false]);
  });

  it('and each of these places says what goes there, who holds it, and by whose word', () => {
    for (const { host, what, source } of outgoingHosts) {
      expect(host).toMatch(/^\.?[a-z0-9-]+(\.[a-z0-9-]+)+$/);
      expect(what.length * source.length).toBeGreaterThan(0);
    }
    const named = outgoingHosts.map((one) => `${one.for} ${one.host}`);
    expect(new Set(named).size).toBe(named.length);
  });
});

it('a request to any other place is refused before there is a connection, however it is asked for', () => {
  const watch = watchConnections();
  const http = createGuardedHttp({ mayReach: wayOutTo('Teams') });
  const other = { protocol: 'https:', method: 'POST', path: '/' } as const;
  try {
    for (const of of [
      { ...other, hostname: 'evil.example' },
      { ...other, hostname: '::1' },
      { ...other, hostname: '[::1]', port: 443 },
      { ...other, hostname: 'smba.trafficmanager.net', port: 444 },
      { ...other, protocol: 'http:', hostname: 'smba.trafficmanager.net' },
      { ...other, hostname: 'smba.trafficmanager.net', socketPath: '/var/run/docker.sock' },
      { ...other, hostname: 'smba.trafficmanager.net/@evil.example' },
      { ...other, hostname: 'evil.example/smba.trafficmanager.net' },
      { ...other, host: 'evil.example' },
      { ...other },
    ])
      expect(() => http.request(of, () => undefined), JSON.stringify(of)).toThrow('none of the chat');
    expect(watch.besides('http://127.0.0.1:1')).toEqual([]);
  } finally {
    watch.stop();
    http.close();
  }
});
