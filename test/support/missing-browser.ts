/** Says how to get a browser; where tests must not be skipped (`CI=true`), fails. */
export function explainMissingBrowser(): void {
  const words =
    'No Chromium, Chrome or Edge was found, so the end-to-end tests are skipped. Install one, for example with "apt-get install chromium".';
  if (process.env.CI === 'true') throw new Error(words);
  process.stdout.write(`${words}\n`);
}
