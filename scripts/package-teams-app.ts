// Makes the app package that is uploaded to Teams: npm run package:teams -- --client-id ID --developer NAME --website URL

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';

const folder = new URL('../manifest/teams/', import.meta.url);

const httpsUrl = z.url({ protocol: /^https$/, error: 'an https address' });

/** What a school puts into the manifest. */
export const packagingSchema = z.object({
  'client-id': z.guid('the application (client) id of the bot, the same as TEAMS_CLIENT_ID'),
  developer: z.string('the name of the school or trust').min(1).max(32, 'a name of at most 32 characters'),
  website: httpsUrl,
  privacy: httpsUrl.optional(),
  terms: httpsUrl.optional(),
});
export type Packaging = z.infer<typeof packagingSchema>;

/** The manifest as this repository keeps it, with its placeholders. */
export function readManifest(): string {
  return readFileSync(new URL('manifest.json', folder), 'utf8');
}

/** The manifest of one school. */
export function fillManifest(
  template: string,
  { 'client-id': clientId, developer: name, website, ...more }: Packaging,
) {
  const manifest = JSON.parse(template.replace(/\$\{\{TEAMS_CLIENT_ID\}\}/g, clientId.toLowerCase()));
  const developer = {
    name,
    websiteUrl: website,
    privacyUrl: more.privacy ?? website,
    termsOfUseUrl: more.terms ?? website,
  };
  return { ...manifest, developer };
}

/** The files that Teams wants beside one another, zipped. */
export function packageApp(packaging: Packaging): Uint8Array {
  const icons = ['color.png', 'outline.png'].map((name) => [name, readFileSync(new URL(name, folder))]);
  const manifest = `${JSON.stringify(fillManifest(readManifest(), packaging), undefined, 2)}\n`;
  return zipSync({ 'manifest.json': strToU8(manifest), ...Object.fromEntries(icons) });
}

function main(): void {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { 'client-id': text, developer: text, website: text, privacy: text, terms: text, out: text },
  });
  const parsed = packagingSchema.safeParse(values);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) console.error(`--${String(path[0])}: needed is ${message}.`);
    process.exitCode = 2;
    return;
  }
  const out = values.out ?? 'data/safeguarding-teams.zip';
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, packageApp(parsed.data));
  console.log(`${out} is ready: Teams admin centre, Teams apps, Manage apps, Upload new app.`);
}

if (import.meta.main) main();
