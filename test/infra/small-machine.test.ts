import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { fileNames } from '../../src/cli/init/write-files.ts';
import { variables } from '../../src/config-variables.ts';
import { dockerfile } from '../support/production-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const FOLDER = 'infra/small-machine';
const textOf = (name: string) => readFileSync(`${FOLDER}/${name}`, 'utf8');

/** What a unit of systemd says, as `Name=value`, without its comments. */
function linesOf(unit: string): readonly string[] {
  return textOf(unit)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('['));
}

function valuesOf(unit: string, name: string): readonly string[] {
  return linesOf(unit).flatMap((line) => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []));
}

/** Runs commands of root in a shell with other programs in the place of some, and nothing of it on this machine. */
function runOn(of: { readonly commands: readonly string[]; readonly programs: Readonly<Record<string, string>> }) {
  const folder = temporaryFolder();
  try {
    for (const [name, does] of Object.entries(of.programs))
      writeFileSync(folder.path(name), `#!/bin/sh\necho "${name} $*" >>${folder.path('said')}\n${does}\n`, {
        mode: 0o755,
      });
    const script = of.commands.join('\n').replaceAll('/run/', folder.path('run-'));
    const env = { PATH: `${folder.path('.')}:${process.env['PATH']}` };
    const { status } = spawnSync('/bin/sh', ['-c', script], { env });
    return { said: readFileSync(folder.path('said'), 'utf8').trim().split('\n'), code: status };
  } finally {
    folder.remove();
  }
}

const units = ['safeguarding.service', 'safeguarding-backup.service'] as const;

describe('the units of systemd for a small machine', () => {
  it.each(units)('%s runs as an account of its own that can do nothing else', (unit) => {
    expect(linesOf(unit)).toEqual(
      expect.arrayContaining([
        'User=safeguarding',
        'Group=safeguarding',
        'UMask=0077',
        'NoNewPrivileges=true',
        'CapabilityBoundingSet=',
        'ProtectSystem=strict',
        'ProtectHome=true',
        'PrivateTmp=true',
        'PrivateDevices=true',
        'RestrictNamespaces=true',
        'RestrictSUIDSGID=true',
        'SystemCallArchitectures=native',
        'SystemCallFilter=@system-service',
        'SystemCallFilter=~@privileged',
        'LimitCORE=0',
      ]),
    );
    expect(valuesOf(unit, 'MemoryMax')).toHaveLength(1);
  });

  it.each(units)('%s reads the file that init writes as its own account, and writes nowhere else', (unit) => {
    const [place = ''] = valuesOf('safeguarding.service', 'ReadWritePaths');
    expect(valuesOf(unit, 'ExecStart')[0]).toContain(` --env ${place}/${fileNames.environment}`);
    // What is in a file that the service may write would be the variables of what root runs, LD_PRELOAD among them.
    for (const name of ['EnvironmentFile', 'PassEnvironment', 'RootDirectory'])
      expect(valuesOf(unit, name)).toEqual([]);
    const backups = ' /var/backups/safeguarding';
    expect(valuesOf(unit, 'ReadWritePaths')).toEqual([unit === 'safeguarding.service' ? place : place + backups]);
    for (const line of valuesOf(unit, 'Environment'))
      expect(['NODE_ENV', ...Object.keys(variables)]).toContain(line.split('=')[0]);
  });

  it.each(units)('%s starts the program as the commands of package.json do', (unit) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const [, program = ''] = /^node (\S+) serve$/.exec(scripts['serve'] ?? '') ?? [];
    expect(program).not.toBe('');
    expect(valuesOf(unit, 'WorkingDirectory')).toEqual(['/opt/safeguarding']);
    expect(valuesOf(unit, 'ExecStart')).toEqual([
      expect.stringMatching(`^/usr/bin/env node ${program} (serve|backup) --env \\S+( --to |$)`),
    ]);
  });

  it('give the service longer to stop than it takes, and start it again when it fails', () => {
    expect(linesOf('safeguarding.service')).toEqual(
      expect.arrayContaining(['TimeoutStopSec=15', 'Restart=on-failure', 'StartLimitIntervalSec=0']),
    );
  });

  it('stop the service for a backup, and start it again whatever becomes of that', () => {
    const unit = 'safeguarding-backup.service';
    expect(valuesOf(unit, 'ExecStartPre').at(-1)).toBe('+/usr/bin/systemctl stop safeguarding.service');
    // Unlike ExecStartPost=, this one is run also when the backup failed.
    expect(valuesOf(unit, 'ExecStopPost')).toEqual([expect.stringContaining('systemctl start safeguarding.service')]);
    const [target] = / --to (\S+)/.exec(valuesOf(unit, 'ExecStart')[0] ?? '')?.slice(1) ?? [];
    expect(valuesOf(unit, 'RequiresMountsFor')).toEqual([target]);
    expect(valuesOf(unit, 'ExecStart')[0]).not.toContain('--keys-to');
  });

  it.each([
    ['active', true],
    ['activating', true],
    ['deactivating', true],
    ['inactive', false],
    ['failed', false],
  ])('find a service that is "%s", and start it after the backup: %s', (state, isStarted) => {
    const lines = ['ExecStartPre', 'ExecStopPost'].flatMap((name) => valuesOf('safeguarding-backup.service', name));
    expect(lines.every((line) => line.startsWith('+/'))).toBe(true);
    const { said } = runOn({
      commands: lines.map((line) => line.slice(1).replaceAll('/usr/bin/', '').replaceAll('$$', '$')),
      programs: { systemctl: `if [ "$1" = is-active ]; then echo ${state}; fi` },
    });
    const start = isStarted ? ['systemctl start safeguarding.service'] : [];
    expect(said).toEqual(['systemctl is-active safeguarding.service', 'systemctl stop safeguarding.service', ...start]);
  });

  it('make the backup each night, also after the machine was off', () => {
    const timer = linesOf('safeguarding-backup.timer');
    expect(timer).toEqual(
      expect.arrayContaining(['OnCalendar=*-*-* 02:30:00', 'Persistent=true', 'WantedBy=timers.target']),
    );
  });

  it('are units that systemd takes, where it is here to say so', () => {
    const names = readdirSync(FOLDER).filter((name) => /\.(service|timer)$/.test(name));
    expect(names).toHaveLength(3);
    const { error, stdout, stderr } = spawnSync('systemd-analyze', ['verify', ...names.map((name) => `./${name}`)], {
      cwd: FOLDER,
    });
    if (error !== undefined) return;
    // Of other units of this machine it may complain too.
    expect(`${stdout}${stderr}`).not.toMatch(/safeguarding[^\n]*(Unknown|Failed to parse|Invalid|ignoring)/i);
  });
});

const composed = z.looseObject({
  user: z.string().optional(),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  cap_add: z.array(z.string()).default([]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  tmpfs: z.array(z.string()),
  image: z.string(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()),
  // Root would read it, and the service may write it.
  env_file: z.undefined().optional(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  mem_limit: z.string(),
});

describe('the container on a small machine', () => {
  const { services } = z
    .object({ services: z.record(z.string(), composed) })
    .parse(parse(textOf('compose.yaml'), { merge: true }));

  it('changes nothing of itself, and is nobody on the machine', () => {
    expect(Object.keys(services)).toEqual(['safeguarding', 'backup', 'proxy']);
    const [user] = dockerfile().flatMap((line) => (line.startsWith('USER ') ? [line.slice('USER '.length)] : []));
    expect([services['safeguarding']?.user, services['backup']?.user]).toEqual([user, user]);
    expect(Object.values(services).flatMap(({ cap_add }) => cap_add)).toEqual(['NET_BIND_SERVICE']);
  });

  it('is reached from this machine alone; only the proxy is open to others', () => {
    expect(services['safeguarding']?.ports).toEqual(['127.0.0.1:3978:3978']);
    expect(services['backup']).toMatchObject({ ports: [], network_mode: 'none', profiles: ['backup'] });
    expect(services['proxy']).toMatchObject({ ports: ['80:80', '443:443'], profiles: ['proxy'] });
  });

  it('keeps everything in one folder that has the same name inside and outside', () => {
    for (const name of ['safeguarding', 'backup']) {
      const { volumes, command } = services[name] ?? { volumes: [], command: ['none'] };
      const [place = ''] = volumes;
      const half = place.slice(0, (place.length - 1) / 2);
      expect(place).toBe(`${half}:${half}`);
      expect(command[command.indexOf('--env') + 1]).toBe(`${half}/${fileNames.environment}`);
    }
  });

  it.each([
    ['abcdef', 0],
    ['abcdef', 2],
    ['', 0],
  ])('runs as "%s", is backed up with the end %d, and runs again only if it did', (ran, ended) => {
    const { said, code } = runOn({
      commands: [`sh ${resolve(FOLDER, 'backup-container.sh')}`],
      programs: { docker: `case "$*" in *' ps '*) echo "${ran}" ;; *' run '*) exit ${ended} ;; esac` },
    });
    expect(said.map((line) => line.replace(/^docker compose --file \S+compose\.yaml /, ''))).toEqual([
      'ps --status running --status restarting --quiet safeguarding',
      'stop safeguarding',
      'run --rm backup',
      ...(ran === '' ? [] : ['start safeguarding']),
    ]);
    expect(code).toBe(ended);
  });

  it('is given only variables that the service knows, and the image of this project', () => {
    for (const name of Object.keys(services['safeguarding']?.environment ?? {}))
      expect(Object.keys(variables)).toContain(name);
    expect(services['safeguarding']).toMatchObject({ build: { context: '../..', dockerfile: 'infra/Dockerfile' } });
    for (const { image } of Object.values(services)) expect(image).toMatch(/^[a-z-]+:(?!latest)/);
  });

  it('lets nothing through from outside but the two paths that the chats call', () => {
    const caddy = textOf('Caddyfile').replaceAll(/^#.*\n/gm, '');
    expect(caddy).toContain('@chats path /api/messages /slack/events\n');
    expect(caddy.match(/reverse_proxy/g)).toHaveLength(1);
    expect(caddy).toMatch(
      /handle @chats \{\s+reverse_proxy \{\$SERVICE:127\.0\.0\.1:3978\}\s+\}\s+handle \{\s+respond 404\s+\}/,
    );
  });
});
