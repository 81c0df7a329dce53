const digits = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Decodes one label after its `xn--` (RFC 3492). What cannot be decoded comes back as far as it could. */
export function decodedLabel(label: string): string {
  const dash = label.lastIndexOf('-');
  const letters = dash > 0 ? [...label.slice(0, dash)] : [];
  let point = 128;
  let at = 0;
  let bias = 72;
  for (let next = dash > 0 ? dash + 1 : 0; next < label.length; ) {
    const before = at;
    for (let weight = 1, step = 36; ; step += 36) {
      const digit = digits.indexOf(label[next] ?? '');
      if (digit < 0) return letters.join('');
      next += 1;
      at += digit * weight;
      const threshold = Math.min(Math.max(step - bias, 1), 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    const length = letters.length + 1;
    bias = adapted(at - before, length, before === 0);
    point += Math.floor(at / length);
    at %= length;
    if (point > 0x10ffff) return letters.join('');
    letters.splice(at, 0, String.fromCodePoint(point));
    at += 1;
  }
  return letters.join('');
}

/** The bias of RFC 3492 for the next letter. */
function adapted(grown: number, length: number, isFirst: boolean): number {
  let delta = Math.floor(grown / (isFirst ? 700 : 2));
  delta += Math.floor(delta / length);
  let steps = 0;
  for (; delta > 455; steps += 36) delta = Math.floor(delta / 35);
  return steps + Math.floor((36 * delta) / (delta + 38));
}
