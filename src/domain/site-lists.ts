// What is known of certain hosts, as data. A name stands for everything below it too. Taken in on 2026-11-22.

/** Parameters that follow people about and change nothing on the page, or that carry a signed-in session. */
export const trackingParameters = {
  beginnings: ['utm_', 'hsa_', 'pk_', 'mtm_', 'at_', 'oly_'],
  names: [
    ...['_ga', '_gl', '_hsenc', '_hsmi', 'dclid', 'fbclid', 'gbraid', 'gclid', 'gclsrc', 'gad_source', 'hsctatracking'],
    ...['igsh', 'igshid', 'li_fat_id', 'mc_cid', 'mc_eid', 'mkt_tok', 'ml_subscriber', 'ml_subscriber_hash', 'msclkid'],
    ...['rb_clickid', 'ref_src', 'ref_url', 'srsltid', 'ttclid', 'twclid', 'vero_id', 'wbraid', 'wickedid', 'yclid'],
    ...['access_token', 'jsessionid', 'phpsessid', 'session_id', 'sessionid'],
  ],
} as const;

/** Parameters that are tracking on these hosts alone. */
export const trackingAt: readonly { readonly host: string; readonly names: readonly string[] }[] = [
  { host: 'youtube.com', names: ['si', 'feature', 'ab_channel', 'pp'] },
  { host: 'spotify.com', names: ['si'] },
  { host: 'twitter.com', names: ['s', 't'] },
  { host: 'x.com', names: ['s', 't'] },
  { host: 'tiktok.com', names: ['_r', '_t', 'is_from_webapp', 'sender_device'] },
];

/** Hosts that lead on to an address that cannot be seen in the link. */
export const shortLinkHosts: readonly string[] = [
  ...[
    'adf.ly',
    'amzn.to',
    'bit.do',
    'bit.ly',
    'bitly.com',
    'buff.ly',
    'cutt.ly',
    'db.tt',
    'dlvr.it',
    'fb.me',
    'flip.it',
  ],
  ...['forms.gle', 'g.co', 'goo.gl', 'href.li', 'ift.tt', 'is.gd', 'j.mp', 'lnkd.in', 'ow.ly', 'smarturl.it'],
  ...['pin.it', 'qr.ae', 'qrco.de', 'rb.gy', 'rebrand.ly', 'redd.it', 'shorturl.at', 'snip.ly', 's.id', 'spoti.fi'],
  ...[
    't.co',
    't.ly',
    'tiny.cc',
    'tiny.one',
    'tinyurl.com',
    'trib.al',
    'v.gd',
    'vm.tiktok.com',
    'vt.tiktok.com',
    'youtu.be',
  ],
  ...['protect-de.mimecast.com', 'protect-eu.mimecast.com', 'protect-uk.mimecast.com', 'protect-us.mimecast.com'],
  ...['mimecastprotect.com', 'urldefense.com', 'urldefense.proofpoint.com', 'slack-redir.net'],
  ...['linkprotect.cudasvc.com', 'safelinks.protection.outlook.com', 'protection.sophos.com'],
];

/** Hosts that search the whole web; of `search.` names also what is below them. */
export const searchHosts: readonly string[] = [
  ...['ask.com', 'baidu.com', 'bing.com', 'duckduckgo.com', 'ecosia.org', 'kagi.com', 'kiddle.co', 'mojeek.com'],
  ...['qwant.com', 'search.aol.com', 'search.brave.com', 'search.yahoo.com', 'startpage.com', 'swisscows.com'],
  ...['yahoo.com', 'yep.com'],
];

/** Search hosts of one company in many countries, such as `google.co.uk`. */
export const searchCompanies: readonly string[] = ['google', 'yandex'];

/** Names that stand before a search host and change nothing. */
export const searchForms = /^(?:m|cn|html|lite|image|images|noai|safe)\./u;

/** The paths of a search host at which it searches; at others it may have ordinary pages. */
export const searchPaths =
  /^(?:|\/(?:|search|webhp|imghp|images|videos|advanced_search|ck|html|lite|web|news|results|yandsearch|sp|s|s\.php)(?:[/?].*)?)$/u;

/** Hosts that show the pages of any other site: to open one would open everything. */
export const anyPageHosts: readonly string[] = [
  ...[
    '12ft.io',
    '1ft.io',
    'archive.fo',
    'archive.is',
    'archive.li',
    'archive.md',
    'archive.ph',
    'archive.today',
    'archive.vn',
  ],
  ...[
    'arquivo.pt',
    'cachedview.com',
    'cdn.ampproject.org',
    'freedium.cfd',
    'ghostarchive.org',
    'microsofttranslator.com',
  ],
  ...[
    'outline.com',
    'printfriendly.com',
    'r.jina.ai',
    'removepaywall.com',
    'timetravel.mementoweb.org',
    'translate.goog',
  ],
  ...['translate.google.com', 'translate.google.co.uk', 'translatetheweb.com', 'txtify.it', 'web.archive.org'],
  ...['webcache.googleusercontent.com'],
];

/** Endings that exist inside networks only. */
export const insideEndings: readonly string[] = [
  ...['corp', 'home', 'home.arpa', 'internal', 'intranet', 'lan', 'local', 'localdomain', 'localhost', 'private'],
];

/** Endings that no public suffix list has, kept free for examples and tests. */
export const exampleEndings: readonly string[] = ['example', 'test'];
