// Draws the two icons that Teams asks for into manifest/teams: a shield, white on the accent colour, and white alone.

import { readFileSync, writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

/** Red, green, blue, alpha: 0 to 255. */
type Colour = readonly [number, number, number, number];

const folder = new URL('../manifest/teams/', import.meta.url);
const white: Colour = [255, 255, 255, 255];
const nothing: Colour = [255, 255, 255, 0];

/** How much of a pixel is looked at, along each side, to smooth the edges. */
const SAMPLES = 8;

/** True within a shield that is 1 high above and below its centre. */
function inShield(x: number, y: number): boolean {
  const width = y < -0.1 ? 0.82 : 0.82 * (1 - ((y + 0.1) / 1.1) ** 2.2);
  return y >= -1 && y <= 1 && Math.abs(x) <= width;
}

/** A band along the edge of the shield, with a small shield in the middle of it. */
function inMark(x: number, y: number): boolean {
  const isBand = inShield(x, y) && !inShield(x / 0.78, y / 0.78);
  return isBand || inShield(x / 0.46, y / 0.46);
}

/** A square of `size` pixels with the mark `share` of it high. Each line of pixels begins with a zero, as in a PNG. */
function draw(size: number, share: number, mark: Colour, ground: Colour): Buffer {
  const pixels = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const covered = coverage(
        (column - size / 2) / (size / 2) / share,
        (row - size / 2) / (size / 2) / share,
        2 / size / share,
      );
      const colour = mark.map((part, index) => Math.round(part * covered + (ground[index] ?? 0) * (1 - covered)));
      pixels.set(colour, row * (size * 4 + 1) + 1 + column * 4);
    }
  }
  return pixels;
}

/** How much of the pixel whose corner is at `x`, `y` the mark covers, 0 to 1. */
function coverage(x: number, y: number, pixel: number): number {
  let hits = 0;
  for (let down = 0; down < SAMPLES; down++)
    for (let across = 0; across < SAMPLES; across++)
      if (inMark(x + ((across + 0.5) / SAMPLES) * pixel, y + ((down + 0.5) / SAMPLES) * pixel)) hits++;
  return hits / SAMPLES ** 2;
}

/** A PNG of 8 bits a colour with transparency (www.w3.org/TR/png). */
function png(size: number, pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels, { level: 9 })),
    chunk('IEND'),
  ]);
}

function chunk(type: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

function accentColour(): Colour {
  const { accentColor } = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8'));
  const [red = 0, green = 0, blue = 0] = Buffer.from(String(accentColor).slice(1), 'hex');
  return [red, green, blue, 255];
}

// Teams shows a circle or a rounded square of the colour icon, and asks that the mark stands in its middle.
writeFileSync(new URL('color.png', folder), png(192, draw(192, 0.5, white, accentColour())));
writeFileSync(new URL('outline.png', folder), png(32, draw(32, 0.9, white, nothing)));
