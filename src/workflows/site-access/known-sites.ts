import { type SiteCategory, siteCategories } from '../../domain/filtering.ts';

/** A well-known site and what it is, so that nobody has to know it by heart or can call it something milder. */
interface KnownSite {
  /** With everything below this name, unless a longer name stands in a row of its own. */
  readonly domain: string;
  readonly category: SiteCategory;
  readonly source: string;
  /** The day this row was taken into the product. */
  readonly since: string;
}

const described: Readonly<Partial<Record<SiteCategory, readonly string[]>>> = {
  education: [
    'britannica.com',
    'classroom.google.com',
    'khanacademy.org',
    'quizlet.com',
    'thenational.academy',
    'wikipedia.org',
  ],
  news: ['bbc.co.uk', 'bbc.com', 'independent.co.uk', 'news.sky.com', 'reuters.com', 'theguardian.com'],
  video: ['dailymotion.com', 'netflix.com', 'ted.com', 'vimeo.com', 'youtube.com', 'youtube-nocookie.com'],
  'social-media': [
    'bereal.com',
    'bsky.app',
    'facebook.com',
    'fb.com',
    'instagr.am',
    'instagram.com',
    'linkedin.com',
    'pinterest.com',
    'reddit.com',
    'snapchat.com',
    'threads.com',
    'threads.net',
    'tiktok.com',
    'tumblr.com',
    'twitter.com',
    'x.com',
  ],
  messaging: [
    'chat.google.com',
    'discord.com',
    'discord.gg',
    'discordapp.com',
    'gmail.com',
    'mail.google.com',
    'mail.proton.me',
    'mail.yahoo.com',
    'messenger.com',
    'outlook.live.com',
    'signal.org',
    'skype.com',
    't.me',
    'telegram.org',
    'wa.me',
    'web.telegram.org',
    'whatsapp.com',
  ],
  publishing: [
    'blogger.com',
    'blogspot.com',
    'medium.com',
    'sites.google.com',
    'substack.com',
    'wattpad.com',
    'weebly.com',
    'wix.com',
    'wordpress.com',
  ],
  ai: [
    'character.ai',
    'chat.openai.com',
    'chatgpt.com',
    'claude.ai',
    'copilot.microsoft.com',
    'deepseek.com',
    'gemini.google.com',
    'grok.com',
    'midjourney.com',
    'perplexity.ai',
  ],
  games: [
    'chess.com',
    'coolmathgames.com',
    'epicgames.com',
    'fortnite.com',
    'minecraft.net',
    'poki.com',
    'roblox.com',
    'steamcommunity.com',
    'steampowered.com',
    'twitch.tv',
  ],
  shopping: ['amazon.co.uk', 'amazon.com', 'ebay.co.uk', 'ebay.com', 'etsy.com', 'vinted.co.uk'],
  adult: ['onlyfans.com', 'pornhub.com', 'redtube.com', 'xhamster.com', 'xnxx.com', 'xvideos.com', 'youporn.com'],
  gambling: ['bet365.com', 'betfair.com', 'ladbrokes.com', 'paddypower.com', 'pokerstars.com', 'williamhill.com'],
  'filter-bypass': [
    'croxyproxy.com',
    'expressvpn.com',
    'hide.me',
    'hidemyass.com',
    'nordvpn.com',
    'proxysite.com',
    'protonvpn.com',
    'surfshark.com',
    'torproject.org',
    'windscribe.com',
  ],
};

/** Well-known sites by what they say they are, and one that is closed by a court. */
export const knownSites: readonly KnownSite[] = [
  ...siteCategories.flatMap((category) =>
    (described[category] ?? []).map((domain) => ({
      domain,
      category,
      source: "the site's own description",
      since: '2026-11-22',
    })),
  ),
  {
    domain: 'thepiratebay.org',
    category: 'unlawful',
    source: 'blocked in the United Kingdom by order of the High Court, 2012',
    since: '2026-11-22',
  },
];
