/** Words that people may write, each with something in it that a chat, a template or a screen could take for more. */
export const strangeWords: Readonly<Record<string, string>> = {
  plain: 'WORDS plain and short.',
  long: 'WORDS are long. '.repeat(625),
  emoji: `WORDS ${'👩‍👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿'.repeat(500)}`.slice(0, 9_990),
  'lines upon lines': `WORDS${'\na'.repeat(4_990)}`,
  'empty lines': `WORDS${'\n\n\n'.repeat(3_000)}end`,
  quotes: `WORDS ${'"\\'.repeat(4_990)}`,
  'control characters': `WORDS ${'\u0001\u001b[31m\u0007'.repeat(1_200)}`,
  'right to left': `WORDS ${'\u202eשלום مرحبا\u202c '.repeat(600)}`,
  'zero width': `WORDS ${'\u200b\u200d\ufeff\u2060'.repeat(2_000)}`,
  'half characters': `WORDS ${'\ud83d'.repeat(1_000)}`,
  markdown: `WORDS **bold** _it_ [link](https://evil.example) ![x](https://evil.example/x.png)\n# head\n- list\n1. one\n> quote`,
  html: 'WORDS <b>x</b><script>alert(1)</script><img src=x onerror=alert(1)> &amp; &lt;',
  mentions: 'WORDS <at>Naila Rahimi</at> <at>everyone</at> <!channel> @channel',
  'mentions of Slack': 'WORDS <!channel> <!here> <!everyone> <@U012AB3CD> <#C012AB3CD> <!subteam^S012AB3CD> @here',
  'marks of Slack':
    'WORDS *bold* _it_ ~no~ `code` ```block``` <https://evil.example|here> :wave: :+1: > quote &gt; &amp;lt;',
  'one long word': `WORDS${'x'.repeat(9_990)}`,
  templates:
    'WORDS ${title} ${$root} ${payload.do} ${$data} ${if(true, 1, 2)} ${json(\'{"a":1}\')} {{DATE(2026-11-23T14:05:00Z)}} $when',
};
