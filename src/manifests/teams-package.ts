import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';
import { Fault } from '../application/faults.ts';
import { shortenedTo } from './shortened.ts';

// The app package that an administrator uploads to Teams: the manifest of manifest/teams with what only the school knows.

const folder = new URL('../../manifest/teams/', import.meta.url);

/** The most characters of a developer's name that Teams takes. */
export const DEVELOPER_NAME = 32;

const httpsUrl = z
  .url({ protocol: /^https$/, error: 'an https address, such as https://www.oakfield.example' })
  .max(2_048, 'an address of at most 2048 characters');

/** What a school puts into the manifest. */
export const teamsPackagingSchema = z.object({
  clientId: z.guid('the application (client) id of the bot, such as 0f8fad5b-d9cb-469f-a165-70867728950e'),
  developer: z
    .string()
    .trim()
    .min(1, 'the name of the school or trust')
    .max(DEVELOPER_NAME, `a name of at most ${DEVELOPER_NAME} characters`),
  website: httpsUrl,
  privacy: httpsUrl.optional(),
  terms: httpsUrl.optional(),
});
export type TeamsPackaging = z.infer<typeof teamsPackagingSchema>;

/** The icons that Teams wants, each a square of so many pixels. */
const icons = { 'color.png': 192, 'outline.png': 32 } as const;

/**
 * When every file of the package was last changed, so that the same school gives the same bytes. In local time, as a zip
 * has no other.
 */
const always = new Date(2000, 0, 1);

/** The name of a school as its developer's, shorter where Teams has no room for it. */
export function developerName(school: string): string {
  return shortenedTo(DEVELOPER_NAME, school);
}

/** The manifest as this project keeps it, with its placeholders. */
export function readTeamsManifest(): string {
  return readFileSync(new URL('manifest.json', folder), 'utf8');
}

/** The manifest of one school. */
export function fillTeamsManifest(
  template: string,
  { clientId, developer: name, website, privacy, terms }: TeamsPackaging,
) {
  const manifest = JSON.parse(template.replace(/\$\{\{TEAMS_CLIENT_ID\}\}/g, clientId.toLowerCase()));
  const developer = { name, websiteUrl: website, privacyUrl: privacy ?? website, termsOfUseUrl: terms ?? website };
  return { ...manifest, developer };
}

/** The files that Teams wants beside one another, zipped: the same bytes for the same school. */
export function packageForTeams(packaging: TeamsPackaging): Uint8Array {
  const manifest = `${JSON.stringify(fillTeamsManifest(readTeamsManifest(), packaging), undefined, 2)}\n`;
  const drawn = Object.entries(icons).map(([name, size]) => [name, iconOf(name, size)]);
  return zipSync({ 'manifest.json': strToU8(manifest), ...Object.fromEntries(drawn) }, { mtime: always });
}

function iconOf(name: string, size: number): Uint8Array {
  const icon = readFileSync(new URL(name, folder));
  if (!isPngOf(icon, size)) throw notAnIcon(name, size);
  return icon;
}

/** Whether this is a PNG of so many pixels each way, with 8 bits a colour and transparency: what Teams asks for. */
export function isPngOf(icon: Buffer, size: number): boolean {
  const begins = icon.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  if (!begins || icon.length < 26) return false;
  return icon.readUInt32BE(16) === size && icon.readUInt32BE(20) === size && icon[24] === 8 && icon[25] === 6;
}

function notAnIcon(name: string, size: number): Fault {
  return new Fault(`manifest/teams/${name} is not a PNG of ${size} by ${size} pixels with transparency.`, {
    code: 'icon-wrong',
    whatToDo: 'Draw it so, or put back the one that came with this version.',
  });
}
