import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

export type { ChatWindow };

/** What a chat or a card says: some of its words, or a pattern. */
type Said = string | RegExp;

interface WindowSize {
  readonly width?: number;
  readonly height?: number;
  /** The width of every card in pixels, to see it as on a telephone; the page itself needs 1,000. */
  readonly cardWidth?: number;
}

/** The bot's name in the list that "@" opens. */
const botName = 'Safeguarding';

/** The list of chats; the chat that is open stands beside it, and the Playground's log beside that. */
const sidebar = 'div:has(> div > [aria-label="Chat and Teams Channel"])';

const patienceMs = 15_000;

/** The path of an installed Chromium, Chrome or Edge; undefined where there is none. */
function findBrowser(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
  const linux = ['/usr/bin', '/usr/local/bin', '/snap/bin'].flatMap((folder) =>
    names.map((name) => join(folder, name)),
  );
  const applications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
  const macOs = applications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  const programs = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
  const roots = [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']];
  const windows = roots.flatMap((root) => (root ? programs.map((program) => join(root, program)) : []));
  return [...linux, ...macOs, ...windows].find((path) => existsSync(path));
}

/** Starts the installed browser, without a screen and able to reach this machine alone; undefined where there is none. */
export async function openBrowser(): Promise<Browser | undefined> {
  const executablePath = findBrowser();
  if (executablePath === undefined) return undefined;
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const offline = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1';
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...quiet, offline] });
}

/**
 * Opens a person's window of the Playground and returns when the bot has been told of it. The page keeps what it shows
 * in memory only, so open every window before anything is posted to it, and never load one again.
 */
export async function openWindow(browser: Browser, address: string, size: WindowSize = {}): Promise<ChatWindow> {
  const { width = 1280, height = 900, cardWidth } = size;
  const viewport = { width, height };
  const context = await browser.newContext({ viewport, locale: 'en-GB', timezoneId: 'Europe/London' });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  await Promise.all([botIsTold(page), page.goto(address)]);
  // Hidden by its own button, the log comes back whenever the window changes its size.
  await page.addStyleTag({ content: `${sidebar} + div + div { display: none !important; }` });
  if (cardWidth) await page.addStyleTag({ content: `.ac-adaptiveCard { width: ${cardWidth}px !important; }` });
  return new ChatWindow(page);
}

/** The page tells the bot of the 1:1 chat when it is loaded, and of the team when a channel is first opened. */
async function botIsTold(page: Page): Promise<unknown> {
  return page.waitForResponse((response) => /\/_debug\/conversation\/[^/]+\/installation$/.test(response.url()));
}

/** Reads and presses what one person would in their window of the Playground. Every step waits for what it needs. */
class ChatWindow {
  /** The page itself, for what has no word here. */
  readonly page: Page;
  readonly #chat: Locator;
  #teamOpened = false;

  constructor(page: Page) {
    this.page = page;
    this.#chat = page.locator(`${sidebar} + div`);
  }

  /** Opens the 1:1 chat with the bot, or the channel of that name. */
  async goTo(chat: string): Promise<void> {
    const inTeam = chat !== 'personal';
    const told = inTeam && !this.#teamOpened ? botIsTold(this.page) : undefined;
    const name = inTeam ? new RegExp(` - ${chat}$`) : 'Personal Chat';
    await Promise.all([told, this.page.getByRole('treeitem', { name }).click()]);
    await this.#chat
      .getByText(inTeam ? 'Start a new post' : 'Type a message...')
      .last()
      .waitFor();
    this.#teamOpened ||= inTeam;
  }

  /** Sends a line in the 1:1 chat; in a channel, starts a post that mentions the bot. */
  async say(text: string): Promise<void> {
    if (!(await this.#inChannel())) {
      const box = this.#chat.getByRole('textbox').last();
      await box.fill(text);
      await this.#chat.getByRole('button', { name: 'Send Message' }).last().click();
      return;
    }
    await this.#mention(this.#chat.getByRole('textbox').first(), text);
    await this.#chat.getByRole('button', { name: 'Post', exact: true }).click();
  }

  /** Answers, mentioning the bot, in the newest post of the channel that says `post`. */
  async reply(post: Said, text: string): Promise<void> {
    const thread = this.#post(post);
    await this.#mention(thread.getByRole('textbox').last(), text);
    await thread.getByRole('button', { name: 'Send Message' }).click();
  }

  /** Presses a button, a link or a row by its title, on the newest card that has it and says `card`. */
  async press(label: string, card?: Said): Promise<void> {
    const wanted = this.#pressable(label);
    await (await this.#newestCard(wanted, card)).locator(wanted).last().click();
  }

  /** Presses what stands behind the "..." of the newest card that has one and says `card`. */
  async pressBehindMore(label: string, card?: Said): Promise<void> {
    await this.press('More options', card);
    await this.page.getByRole('menuitem', { name: label, exact: true }).click();
  }

  /** Types into a field of the newest card that has it: a date as 2026-11-23, a time as 14:05. */
  async fill(label: string, text: string): Promise<void> {
    const box = (await this.#field(label)).locator('input, textarea').first();
    await box.fill(text);
    if ((await box.getAttribute('aria-haspopup')) === 'dialog') {
      await box.press('Enter');
      await box.press('Escape');
    } else await box.blur();
  }

  /** Chooses one of several choices, or ticks one of several boxes. */
  async choose(label: string, option: string): Promise<void> {
    const field = await this.#field(label);
    const list = field.getByRole('combobox');
    const shown = field.locator('label').getByText(option, { exact: true });
    await list.or(shown).first().waitFor();
    if ((await list.count()) === 0) return shown.click();
    await list.click();
    const offered = this.page.getByRole('option', { name: option, exact: true });
    const boxes = this.page.getByRole('menuitemcheckbox', { name: option, exact: true });
    await offered.or(boxes).click();
    if (await boxes.isVisible()) await this.page.keyboard.press('Escape');
  }

  /** Ticks the box that stands alone before these words, on the newest card that has it. */
  async tick(words: string): Promise<void> {
    const box = this.page.getByRole('checkbox', { name: words });
    await (await this.#newestCard(box)).locator(box).last().check();
  }

  /** The open chat as it can be read now, a channel's newest post first; without what stands in fields. */
  async visibleText(): Promise<string> {
    return this.#chat.innerText();
  }

  /** The newest post of the channel that says `post`, with its replies. */
  async thread(post: Said): Promise<string> {
    return this.#post(post).innerText();
  }

  /** Waits until the open chat says it. Blanks and line breaks count as one blank. */
  async waitForText(said: Said, timeoutMs = patienceMs): Promise<void> {
    await this.#waitUntil(`${said} to be said`, (text) => says(text, said), timeoutMs);
  }

  /** Waits until the open chat no longer says it. */
  async waitForNoText(said: Said, timeoutMs = patienceMs): Promise<void> {
    await this.#waitUntil(`${said} to be gone`, (text) => !says(text, said), timeoutMs);
  }

  /** What can be pressed on the newest card that has buttons and says `card`. */
  async buttons(card?: Said): Promise<string[]> {
    const button = this.page.locator('button.fui-Button, a.fui-Button');
    const shown = (await this.#newestCard(button, card)).locator(button).filter({ visible: true });
    return (await shown.allInnerTexts()).map((text) => text.trim());
  }

  /** Takes a picture of the newest card, of the open chat or of the whole window. */
  async screenshot(path: string, of: 'card' | 'chat' | 'window' = 'chat'): Promise<void> {
    const card = await this.#newestCard(this.page.locator('div'));
    const size = this.page.viewportSize();
    const height = of === 'card' ? ((await card.boundingBox())?.height ?? 0) : 0;
    // Of a card that is taller than the window only a part would be seen.
    if (size && height > size.height - 250)
      await this.page.setViewportSize({ ...size, height: Math.ceil(height) + 250 });
    await { card, chat: this.#chat, window: this.page }[of].screenshot({ path, animations: 'disabled' });
    if (size) await this.page.setViewportSize(size);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  async #inChannel(): Promise<boolean> {
    return (await this.#chat.getByText('Start a new post', { exact: true }).count()) > 0;
  }

  #post(said: Said): Locator {
    return this.#chat.locator('.fui-Card').filter({ hasText: said }).first();
  }

  #pressable(label: string): Locator {
    const name = { name: label, exact: true };
    return this.page.getByRole('button', name).or(this.page.getByRole('link', name));
  }

  /** A channel shows its newest post first and in it the newest reply last; the 1:1 chat its newest message last. */
  async #newestCard(holding: Locator, said?: Said): Promise<Locator> {
    const cards = this.page
      .locator('.ac-adaptiveCard')
      .filter({ has: holding, ...(said !== undefined && { hasText: said }) });
    const place = (await this.#inChannel())
      ? this.#chat.locator('.fui-Card').filter({ has: cards }).first()
      : this.#chat;
    return place.locator(cards).last();
  }

  async #field(label: string): Promise<Locator> {
    const named = this.page.locator('label > .ac-textRun:first-child').getByText(label, { exact: true });
    const card = await this.#newestCard(named);
    return card.locator(':has(> label)').filter({ has: named }).locator('.ac-input-container');
  }

  /** The bot hears a line in a channel only when it was picked from the list that "@" opens. */
  async #mention(box: Locator, text: string): Promise<void> {
    await box.click();
    await this.page.keyboard.type(`@${botName}`);
    await this.page.getByRole('menuitem', { name: botName }).first().click();
    await this.page.keyboard.insertText(` ${text}`);
  }

  async #waitUntil(what: string, fits: (text: string) => boolean, timeoutMs: number): Promise<void> {
    const patience = AbortSignal.timeout(timeoutMs);
    for (;;) {
      const text = await this.visibleText();
      if (fits(text)) return;
      if (patience.aborted) throw new Error(`Waited ${timeoutMs} ms for ${what}. The chat says:\n${text}`);
      await pause(25);
    }
  }
}

function says(text: string, said: Said): boolean {
  const oneBlank = (words: string) => words.replace(/\s+/g, ' ');
  return typeof said === 'string' ? oneBlank(text).includes(oneBlank(said)) : said.test(oneBlank(text));
}
