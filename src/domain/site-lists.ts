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
    '1drv.ms',
    'a.co',
    'adf.ly',
    'aka.ms',
    'amzn.eu',
    'amzn.to',
    'app.link',
    'apple.co',
    'bbc.in',
    'bit.do',
    'bit.ly',
  ],
  ...['bitly.com', 'buff.ly', 'cutt.ly', 'db.tt', 'dlvr.it', 'dub.sh', 'ebay.us', 'fb.me', 'fb.watch', 'flip.it'],
  ...['forms.gle', 'g.co', 'goo.gl', 'href.li', 'ift.tt', 'is.gd', 'j.mp', 'lnkd.in', 'nyti.ms', 'on.soundcloud.com'],
  ...['ow.ly', 'page.link', 'pin.it', 'qr.ae', 'qrco.de', 'rb.gy', 'rebrand.ly', 'redd.it', 'reut.rs', 's.id'],
  ...['search.app', 'share.google', 'shorturl.at', 'smarturl.it', 'snip.ly', 'spoti.fi', 't.co', 't.ly', 'tiny.cc'],
  ...['tiny.one', 'tinyurl.com', 'trib.al', 'v.gd', 'vm.tiktok.com', 'vt.tiktok.com', 'wp.me', 'youtu.be'],
  // What guards links in mail and chat, where the link does not say what it leads to.
  ...['protect-de.mimecast.com', 'protect-eu.mimecast.com', 'protect-uk.mimecast.com', 'protect-us.mimecast.com'],
  ...['mimecastprotect.com', 'urldefense.com', 'urldefense.proofpoint.com', 'urldefense.us', 'slack-redir.net'],
  ...['linkprotect.cudasvc.com', 'safelinks.protection.outlook.com', 'protection.sophos.com'],
];

/** Hosts that search the whole web; of `search.` names also what is below them. */
export const searchHosts: readonly string[] = [
  ...['ask.com', 'baidu.com', 'bing.com', 'duckduckgo.com', 'ecosia.org', 'kagi.com', 'kiddle.co', 'mojeek.com'],
  ...['qwant.com', 'search.aol.com', 'search.brave.com', 'search.yahoo.com', 'startpage.com', 'swisscows.com'],
  ...['dogpile.com', 'gibiru.com', 'lycos.com', 'metager.de', 'metager.org', 'presearch.com', 'searx.be'],
  ...['ya.ru', 'yahoo.com', 'yep.com', 'you.com'],
];

/** Names that stand before a search host and change nothing. */
export const searchForms = /^(?:m|cn|html|lite|image|images|noai|safe)\./u;

/** The paths of a search host at which it searches; at others it may have ordinary pages. */
export const searchPaths =
  /^(?:|\/(?:|search|webhp|imghp|images|videos|advanced_search|ck|html|lite|web|news|results|yandsearch|serp|meta|sp|s|s\.php)(?:[/?].*)?)$/u;

/** Hosts that show the pages of any other site: to open one would open everything. */
export const anyPageHosts: readonly string[] = [
  ...['12ft.io', '1ft.io', 'allorigins.win', 'archive.fo', 'archive.is', 'archive.li', 'archive.md', 'archive.ph'],
  ...['archive.today', 'archive.vn', 'arquivo.pt', 'cachedview.com', 'cdn.ampproject.org', 'cloudflare-ipfs.com'],
  ...['cors-anywhere.herokuapp.com', 'corsproxy.io', 'dweb.link', 'freedium.cfd', 'ghostarchive.org', 'ipfs.io'],
  ...['kproxy.com', 'microsofttranslator.com', 'onion.ly', 'onion.pet', 'onion.ws', 'outline.com', 'printfriendly.com'],
  ...['r.jina.ai', 'removepaywall.com', 'smry.ai', 'timetravel.mementoweb.org', 'tor2web.org', 'translate.goog'],
  ...['translate.googleusercontent.com', 'translatetheweb.com', 'txtify.it', 'view.officeapps.live.com'],
  ...['web.archive.org', 'webcache.googleusercontent.com'],
];

/** Where hosts that have pages of their own show those of any site; `google` is that company in every country. */
export const anyPagePaths: readonly { readonly host: string; readonly path: RegExp }[] = [
  // The archive's front page leads into it, and a filter that opens the whole opens what is below its name too.
  { host: 'archive.org', path: /^(?:|\/web(?:\/.*)?)$/u },
  { host: 'bing.com', path: /^\/translator(?:[/?]|$)/u },
  { host: 'docs.google.com', path: /^\/(?:a\/[^/]+\/)?(?:viewer|viewerng|gview)(?:[/?]|$)/u },
  { host: 'google', path: /^\/amp(?:\/|$)/u },
];

/** Endings that exist inside networks only. */
export const insideEndings: readonly string[] = [
  ...['corp', 'home', 'home.arpa', 'internal', 'intranet', 'lan', 'local', 'localdomain', 'localhost', 'private'],
];

/** Endings that no public suffix list has, kept free for examples and tests. */
export const exampleEndings: readonly string[] = ['example', 'test'];
