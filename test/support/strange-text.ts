import fc from 'fast-check';

/** Pieces of text that a chat, a template or a screen could take for more than words. */
const pieces = [
  '<!channel>',
  '<!here>',
  '<!everyone|all>',
  '<@U012AB3CD>',
  '<#C012AB3CD>',
  '<!subteam^S012AB3CD>',
  '<https://evil.example|click>',
  'https://evil.example/?a=1&b=2',
  'mailto:a@evil.example',
  '*bold*',
  '_italic_',
  '~gone~',
  '`code`',
  '```block```',
  '> quote',
  ':wave:',
  '&lt;!channel&gt;',
  '&amp;amp;',
  '&',
  '${title}',
  '${json(x)}',
  '${$root}',
  '$when',
  '{{DATE(2026-11-23T14:05:00Z)}}',
  '"\\u0026',
  '\u202eשלום',
  '\u200b\ufeff\u2060',
  '\ud83d',
  '\udc00',
  '👩‍👩‍👧‍👦',
  'e\u0301',
  '\n',
  '\r\n',
  '\t',
  ' ',
  'x'.repeat(3_100),
  '~0~abc',
  '__proto__',
];

/** Hostile text: such pieces and any characters in any order, up to `most` code units. */
export function strangeText(most = 10_000): fc.Arbitrary<string> {
  return fc
    .array(
      fc.oneof(
        fc.constantFrom(...pieces),
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc
          .tuple(fc.constantFrom('word ', 'ab', '😀', 'line\n'), fc.nat(900))
          .map(([part, times]) => part.repeat(times)),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('').slice(0, most));
}
